import type { ActionClass } from '../domains.js';

/** Event types by class, lower case, separated by blanks. */
const EVENTS: Readonly<Partial<Record<ActionClass, string>>> = {
  'sign-in': `
    user.session.start user.authentication.auth_via_radius user.authentication.auth
    user.authentication.auth_unconfigured_identifier user.authentication.auth_via_inbound_delauth
    user.session.impersonation.initiate app.generic.unauth_app_access_attempt user.authentication.universal_logout`,
  'sign-out': `
    user.session.end user.session.clear user.session.expire user.authentication.slo user.session.impersonation.end logout`,
  'token-issued': `
    user.authentication.sso user.authentication.auth_via_idp user.authentication.auth_via_social app.oauth2.token.grant
    app.oauth2.as.token.grant app.oauth2.authorize.code app.oauth2.as.authorize.code app.oauth2.token.grant.access_token
    app.oauth2.token.grant.id_token app.oauth2.token.grant.refresh_token app.oauth2.as.token.grant.access_token
    app.oauth2.as.token.grant.refresh_token app.oauth2.as.token.grant.id_token app.oauth2.authorize
    app.oauth2.as.authorize user.session.access_admin_app app.token.reuse app.oauth2.token.detect_reuse
    app.oauth2.as.token.detect_reuse user.authentication.auth_via_iwa user.authentication.authenticate`,
  'mfa-challenge': `
    user.authentication.auth_via_mfa user.authentication.verify user.mfa.okta_verify user.mfa.okta_verify.deny_push
    user.mfa.okta_verify.deny_push_upgrade_needed system.push.send_factor_verify_push user.mfa.attempt_bypass
    system.sms.send_factor_verify_message system.voice.send_mfa_challenge_call system.sms.send_okta_push_verify_message
    system.email.challenge_factor_redeemed system.email.mfa_reset_notification.sent_message system.voice.send_call
    user.authentication.auth_via_webauthn user.authentication.sign_on_challenge`,
  'account-created': 'user.lifecycle.create user.lifecycle.reactivate system.agent.ad.create_user user.import.create',
  'account-deleted': 'user.lifecycle.delete.initiated user.lifecycle.delete.completed user.lifecycle.deactivate',
  'account-disabled': 'user.lifecycle.suspend user.account.lock user.account.lock.limit',
  'account-enabled': `
    user.lifecycle.activate user.lifecycle.unsuspend user.account.unlock user.account.unlock_by_admin
    user.account.unlock_token`,
  'account-changed': `
    user.account.update_profile directory.app_user_profile.update user.account.update_primary_email
    user.account.update_secondary_email application.user_membership.change_username user.account.update_user_type
    directory.user_profile.update app.user_management`,
  'password-changed': `
    user.account.reset_password user.account.update_password user.account.expire_password user.account.use_token
    application.user_membership.change_password user.account.recovery user.account.access_super_user_app
    system.email.password_reset.sent_message user.credential.forgot_password`,
  'secret-read': 'application.user_membership.show_password',
  'mfa-changed': `
    user.mfa.factor.activate user.mfa.factor.deactivate user.mfa.factor.reset_all user.mfa.factor.update
    user.mfa.factor.suspend user.mfa.factor.unsuspend system.mfa.factor.deactivate system.mfa.factor.activate
    user.mfa.reset_all device.enrollment.create device.user.add security.authenticator.lifecycle.activate
    security.authenticator.lifecycle.deactivate security.authenticator.lifecycle.update user.credential.enroll
    user.mfa.factor.preregister`,
  'role-granted': `
    user.account.privilege.grant group.privilege.grant iam.resourceset.bindings.add iam.role.create iam.role.update
    iam.role.permissions.add app.oauth2.client.privilege.grant user.session.impersonation.grant
    user.session.impersonation.extend role.create`,
  'role-revoked': `
    user.account.privilege.revoke group.privilege.revoke iam.resourceset.bindings.delete iam.role.delete
    app.oauth2.client.privilege.revoke user.session.impersonation.revoke`,
  'group-changed': `
    group.user_membership.add group.user_membership.remove group.lifecycle.create group.lifecycle.delete
    group.profile.update group.user_membership.rule.add_exclusion group.rule.create group.application_assignment.add
    group.application_assignment.remove group.application_assignment.update group.privilege.update`,
  'credential-added': `
    system.api_token.create system.api_token.enable app.oauth2.client.lifecycle.create app.oauth2.client.secret.create
    oauth2.client.secret.create app.keys.generate app.keys.clone app.keys.rotate application.lifecycle.key.create
    app.oauth2.credentials.lifecycle.create app.oauth2.credentials.lifecycle.activate pam.secret.create`,
  'credential-removed': `
    system.api_token.revoke app.oauth2.credentials.lifecycle.delete app.oauth2.client.secret.delete
    app.oauth2.token.revoke app.oauth2.as.token.revoke system.api_token.update`,
  'consent-granted': `
    app.oauth2.consent.grant app.oauth2.as.consent.grant app.oauth2.api_scope.grant app.oauth2.as.consent.grant.user
    oauth2.scope.created application.api_scope.grant app.oauth2.as.scope.grant`,
  'app-registered': 'application.lifecycle.create application.lifecycle.activate application.integration.api_query',
  'app-changed': `
    application.lifecycle.update application.lifecycle.deactivate application.lifecycle.delete
    application.provision.integration.call_api application.user_membership.add application.user_membership.remove
    application.user_membership.provision application.user_membership.update application.user_membership.approve
    oauth2.claim.created oauth2.claim.updated oauth2.claim.deleted oauth2.scope.updated oauth2.scope.deleted
    oauth2.as.created oauth2.as.updated oauth2.as.deleted app.oauth2.client.lifecycle.update app.oauth2.consent.revoke
    app.access_request.request`,
  'policy-changed': `
    policy.lifecycle.create policy.lifecycle.update policy.lifecycle.delete policy.lifecycle.activate
    policy.lifecycle.deactivate policy.lifecycle.overwrite policy.rule.add policy.rule.create policy.rule.update
    policy.rule.delete policy.rule.activate policy.rule.deactivate policy.rule.invalidate zone.create zone.update
    zone.delete zone.activate zone.deactivate application.policy.sign_on.update application.policy.sign_on.rule.create
    application.policy.sign_on.rule.update application.policy.sign_on.deny_access security.behavior.settings.update
    security.trusted_origin.create security.trusted_origin.update security.trusted_origin.activate
    app.saml.sensitive.attribute.update network_zone.rule.disabled security.session.settings.update`,
  'trust-changed': `
    system.idp.lifecycle.create system.idp.lifecycle.update system.idp.lifecycle.activate system.idp.lifecycle.deactivate
    system.idp.lifecycle.delete system.idp.key.create system.idp.key.update system.idp.key.delete idp.lifecycle.create
    system.agent.ad.create system.agent.ad.config_change_detected system.agent.ad.update org2org.connection.create
    system.custom_url_domain.initiate system.custom_url_domain.verify system.directory.create org.domain.create
    system.agent.register`,
  'logging-changed': `
    system.log_stream.lifecycle.create system.log_stream.lifecycle.deactivate system.log_stream.lifecycle.delete
    system.log_stream.lifecycle.update event_hook.created event_hook.updated event_hook.deactivated event_hook.deleted
    security.threat.configuration.update inline_hook.created inline_hook.updated inline_hook.activated inline_hook.deleted
    workflows.user.table.export`,
  'data-export': `
    analytics.reports.export.download analytics.reports.export.generate user.account.data.export
    workflows.user.flow.export system.log.export`,
  'code-changed': `
    workflows.user.flow.create workflows.user.flow.save workflows.user.flow.activate workflows.user.delegatedflow.run`,
  alert: `
    security.threat.detected user.account.report_suspicious_activity_by_enduser security.attack.start user.risk.change
    user.risk.detect user.session.context.change security.breached_credential.detected security.request.blocked
    policy.entity_risk.action security.attack_protection.settings.update`,
  'admin-change': `
    system.org.captcha.activate system.feature.enable system.feature.disable system.feature.ea_auto_enroll
    support.org.update system.org.update certification.campaign.create`,
};

const CLASSES: ReadonlyMap<string, ActionClass> = new Map(
  Object.entries(EVENTS).flatMap(([actionClass, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name): [string, ActionClass] => [name, actionClass as ActionClass]),
  ),
);

const PREFIXES: readonly (readonly [string, ActionClass])[] = [
  ['user.authentication.', 'token-issued'],
  ['user.mfa.', 'mfa-changed'],
  ['policy.evaluate', 'other'],
  ['policy.', 'policy-changed'],
  ['zone.', 'policy-changed'],
  ['group.', 'group-changed'],
  ['app.oauth2.', 'token-issued'],
  ['iam.', 'role-granted'],
  ['system.idp.', 'trust-changed'],
  ['system.api_token.', 'credential-added'],
  ['system.log_stream.', 'logging-changed'],
  ['security.', 'alert'],
  ['user.lifecycle.', 'account-changed'],
  ['user.account.', 'account-changed'],
];

/** Class of an Okta event type. */
export function oktaClass(eventType: string): ActionClass {
  const lower = eventType.toLowerCase();
  const known = CLASSES.get(lower);
  if (known !== undefined) return known;
  for (const [prefix, actionClass] of PREFIXES) if (lower.startsWith(prefix)) return actionClass;
  return 'other';
}
