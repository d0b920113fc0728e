import type { ActivityFields } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { addIdentifier } from '../fields/identity.js';
import { attribute, attributes } from '../fields/mapped.js';
import type { Identifier } from '../identifier.js';
import { isPersistence } from './entra-change.js';
import { accountTarget, parameterText, reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';

const EVENTS: Readonly<Partial<Record<ActionClass, readonly string[]>>> = {
  'account-created': ['CREATE_USER', 'USER_INVITE', 'BULK_UPLOAD', 'USERS_BULK_UPLOAD', 'UNDELETE_USER', 'UNARCHIVE_USER'],
  'account-deleted': ['DELETE_USER', 'ARCHIVE_USER'],
  'account-disabled': ['SUSPEND_USER'],
  'account-enabled': ['UNSUSPEND_USER', 'UNBLOCK_USER_SESSION'],
  'account-changed': [
    'RENAME_USER',
    'ADD_NICKNAME',
    'REMOVE_NICKNAME',
    'CHANGE_FIRST_NAME',
    'CHANGE_LAST_NAME',
    'MOVE_USER_TO_ORG_UNIT',
    'UPDATE_DOMAIN_PRIMARY_ADMIN_EMAIL',
    'UPDATE_DOMAIN_SECONDARY_EMAIL',
    'RESET_SIGNIN_COOKIES',
  ],
  'password-changed': ['CHANGE_PASSWORD', 'CHANGE_PASSWORD_ON_NEXT_LOGIN', 'TOGGLE_ALLOW_ADMIN_PASSWORD_RESET'],
  'secret-read': ['VIEW_TEMP_PASSWORD', 'VIEW_DNS_LOGIN_DETAILS', 'GENERATE_PIN'],
  'mfa-changed': [
    'GENERATE_2SV_SCRATCH_CODES',
    'DELETE_2SV_SCRATCH_CODES',
    'TURN_OFF_2_STEP_VERIFICATION',
    'UNENROLL_USER_FROM_STRONG_AUTH',
    'UNENROLL_USER_FROM_TITANIUM',
    'SECURITY_KEY_REGISTERED_FOR_USER',
    'REVOKE_SECURITY_KEY',
    'USER_ENROLLED_IN_TWO_STEP_VERIFICATION',
    'USER_PUT_IN_TWO_STEP_VERIFICATION_GRACE_PERIOD',
    'ADD_RECOVERY_EMAIL',
    'ADD_RECOVERY_PHONE',
    'CHANGE_RECOVERY_EMAIL',
    'CHANGE_RECOVERY_PHONE',
    'REMOVE_RECOVERY_EMAIL',
    'REMOVE_RECOVERY_PHONE',
  ],
  'role-granted': [
    'GRANT_ADMIN_PRIVILEGE',
    'GRANT_DELEGATED_ADMIN_PRIVILEGES',
    'ASSIGN_ROLE',
    'CREATE_ROLE',
    'ADD_PRIVILEGE',
    'UPDATE_ROLE',
  ],
  'role-revoked': ['REVOKE_ADMIN_PRIVILEGE', 'UNASSIGN_ROLE', 'DELETE_ROLE', 'REMOVE_PRIVILEGE', 'RENAME_ROLE'],
  'group-changed': [
    'CREATE_GROUP',
    'DELETE_GROUP',
    'ADD_GROUP_MEMBER',
    'REMOVE_GROUP_MEMBER',
    'UPDATE_GROUP_MEMBER',
    'CHANGE_GROUP_SETTING',
    'GROUP_MEMBER_BULK_UPLOAD',
    'CHANGE_GROUP_NAME',
    'CHANGE_GROUP_DESCRIPTION',
    'WHITELISTED_GROUPS_UPDATED',
  ],
  'credential-added': [
    'UPLOAD_OAUTH_CERTIFICATE',
    'REGENERATE_OAUTH_CONSUMER_SECRET',
    'TOGGLE_ENABLE_OAUTH_CONSUMER_KEY',
    'CREATE_ENROLLMENT_TOKEN',
    'CREATE_DEVICE_ENROLLMENT_TOKEN',
    'CREATE_PLAY_FOR_WORK_TOKEN',
    'GENERATE_TRANSFER_TOKEN',
    'ADD_MOBILE_CERTIFICATE',
  ],
  'credential-removed': [
    'REVOKE_3LO_TOKEN',
    'REVOKE_3LO_DEVICE_TOKENS',
    'REVOKE_ASP',
    'REVOKE_ENROLLMENT_TOKEN',
    'REVOKE_DEVICE_ENROLLMENT_TOKEN',
    'REMOVE_MOBILE_CERTIFICATE',
    'DELETE_PLAY_FOR_WORK_TOKEN',
  ],
  'consent-granted': [
    'AUTHORIZE_API_CLIENT_ACCESS',
    'ADD_TO_TRUSTED_OAUTH2_APPS',
    'ENABLE_API_ACCESS',
    'TOGGLE_OAUTH_ACCESS_TO_ALL_APIS',
    'ALLOW_SERVICE_FOR_OAUTH2_ACCESS',
    'TRUST_DOMAIN_OWNED_OAUTH2_APPS',
    'UNBLOCK_ON_DEVICE_ACCESS',
  ],
  'app-registered': ['ADD_APPLICATION', 'ADD_APPLICATION_TO_WHITELIST', 'ADD_MOBILE_APPLICATION_TO_WHITELIST'],
  'app-changed': [
    'REMOVE_APPLICATION',
    'REMOVE_APPLICATION_FROM_WHITELIST',
    'REMOVE_API_CLIENT_ACCESS',
    'REMOVE_FROM_TRUSTED_OAUTH2_APPS',
    'DISALLOW_SERVICE_FOR_OAUTH2_ACCESS',
    'REMOVE_MOBILE_APPLICATION_FROM_WHITELIST',
    'UNTRUST_DOMAIN_OWNED_OAUTH2_APPS',
    'CHANGE_MOBILE_APPLICATION_PERMISSION_GRANT',
    'BLOCK_ON_DEVICE_ACCESS',
  ],
  'policy-changed': [
    'ENFORCE_STRONG_AUTHENTICATION',
    'ALLOW_STRONG_AUTHENTICATION',
    'CHANGE_ALLOWED_TWO_STEP_VERIFICATION_METHODS',
    'CHANGE_PASSWORD_MIN_LENGTH',
    'CHANGE_PASSWORD_MAX_LENGTH',
    'WEAK_PROGRAMMATIC_LOGIN_SETTINGS_CHANGED',
    'SESSION_CONTROL_SETTINGS_CHANGE',
    'CHANGE_SESSION_LENGTH',
    'TOGGLE_CAA_ENABLEMENT',
    'CHANGE_CAA_APP_ASSIGNMENTS',
    'CHANGE_APPLICATION_SETTING',
    'CREATE_APPLICATION_SETTING',
    'DELETE_APPLICATION_SETTING',
    'CHANGE_DOCS_SETTING',
    'CHANGE_CALENDAR_SETTING',
    'CHANGE_WHITELIST_SETTING',
    'ENABLE_NON_ADMIN_USER_PASSWORD_RECOVERY',
    'TOGGLE_SERVICE_ENABLED',
    'CHANGE_SITES_SETTING',
    'CHANGE_MOBILE_SETTING',
    'ENABLE_USER_IP_WHITELIST',
    'CHANGE_CHAT_SETTING',
    'CHANGE_CONTACTS_SETTING',
    'REORDER_GROUP_BASED_POLICIES_EVENT',
    'UPDATE_ERROR_MSG_FOR_RESTRICTED_OAUTH2_APPS',
  ],
  'trust-changed': [
    'ADD_TRUSTED_DOMAINS',
    'REMOVE_TRUSTED_DOMAINS',
    'CHANGE_SSO_SETTINGS',
    'TOGGLE_SSO_ENABLED',
    'ADD_DOMAIN_ALIAS',
    'REMOVE_DOMAIN_ALIAS',
    'ADD_SECONDARY_DOMAIN',
    'REMOVE_SECONDARY_DOMAIN',
    'CHANGE_PRIMARY_DOMAIN',
    'CHANGE_RESELLER_ACCESS',
    'TOGGLE_OPEN_ID_ENABLED',
    'CREATE_SAML2_SERVICE_PROVIDER_CONFIG',
    'ENABLE_SAML',
    'INBOUND_SSO_PROFILE_CREATED',
    'SSO_PROFILE_ADDED',
    'VERIFY_DOMAIN_ALIAS',
    'VERIFY_SECONDARY_DOMAIN',
    'CHANGE_CONFLICT_ACCOUNT_ACTION',
  ],
  'logging-changed': [
    'CHANGE_LOGIN_ACTIVITY_TRACE',
    'DELETE_ALERT',
    'CHANGE_ALERT_CRITERIA',
    'ALERT_STATUS_CHANGED',
    'ALERT_RECEIVERS_CHANGED',
    'DELETE_RULE',
    'RULE_STATUS_CHANGED',
    'CHANGE_RULE_CRITERIA',
    'RULE_ACTIONS_CHANGED',
    'UPDATE_RULE',
    'CREATE_RULE',
    'CREATE_ALERT',
    'RENAME_ALERT',
    'RENAME_RULE',
    'CHANGE_DATA_SHARING_SETTING',
  ],
  'mail-forwarding': [
    'MAIL_ROUTING_DESTINATION_ADDED',
    'MAIL_ROUTING_DESTINATION_REMOVED',
    'CREATE_EMAIL_MONITOR',
    'TOGGLE_OUTBOUND_RELAY',
  ],
  'transport-rule': ['CREATE_GMAIL_SETTING', 'CHANGE_GMAIL_SETTING', 'DELETE_GMAIL_SETTING', 'CHANGE_EMAIL_SETTING'],
  'data-export': [
    'REQUEST_MAILBOX_DUMP',
    'REQUEST_ACCOUNT_INFO',
    'CUSTOMER_TAKEOUT_CREATED',
    'CUSTOMER_TAKEOUT_SUCCEEDED',
    'DOWNLOAD_USERLIST_CSV',
    'GROUP_LIST_DOWNLOAD',
    'GROUP_MEMBERS_DOWNLOAD',
    'DOWNLOAD_PENDING_INVITES_LIST',
    'CREATE_DATA_TRANSFER_REQUEST',
    'DRIVE_DATA_RESTORE',
    'SECURITY_INVESTIGATION_EXPORT_QUERY',
    'DOWNLOAD_REPORT',
  ],
  'sharing-changed': ['TRANSFER_DOCUMENT_OWNERSHIP', 'TOGGLE_CONTACT_SHARING', 'TOGGLE_AUTOMATIC_CONTACT_SHARING'],
  'api-query': ['EMAIL_LOG_SEARCH', 'SECURITY_INVESTIGATION_QUERY'],
  'mail-deleted': ['DROP_FROM_QUARANTINE', 'REJECT_FROM_QUARANTINE'],
  'api-read': ['VIEW_SITE_DETAILS'],
};

const CLASSES: ReadonlyMap<string, ActionClass> = new Map(
  Object.entries(EVENTS).flatMap(([actionClass, names]) => names.map((name): [string, ActionClass] => [name, actionClass as ActionClass])),
);

/** Parameters that say what was set, with the name of the attribute. */
const TELLING: readonly (readonly [string, string])[] = [
  ['ROLE_NAME', 'role'],
  ['PRIVILEGE_NAME', 'privilege'],
  ['GROUP_EMAIL', 'group'],
  ['SETTING_NAME', 'setting'],
  ['APPLICATION_NAME', 'application'],
  ['NEW_VALUE', 'value'],
  ['API_CLIENT_NAME', 'app'],
  ['OAUTH2_APP_NAME', 'app'],
  ['OAUTH2_APP_ID', 'app'],
  ['APP_NAME', 'app'],
  ['API_SCOPES', 'scope'],
  ['DOMAIN_NAME', 'domain'],
  ['DOMAIN_ALIAS', 'domain'],
  ['USER_DEFINED_SETTING_NAME', 'setting'],
  ['EMAIL_MONITOR_DEST_EMAIL', 'forwardTo'],
  ['EMAIL_EXPORT_INCLUDE_DELETED', 'includeDeleted'],
  ['RULE_NAME', 'rule'],
  ['ALERT_NAME', 'alert'],
  ['DESTINATION_USER_EMAIL', 'destination'],
  ['WHITELISTED_GROUPS', 'groups'],
];

const CHANGES: ReadonlySet<ActionClass> = new Set([
  'mail-forwarding',
  'transport-rule',
  'data-export',
  'sharing-changed',
  'account-changed',
  'admin-change',
] as const);

function describe(event: ReportEvent): Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields> {
  const actionClass = CLASSES.get(event.name) ?? 'admin-change';
  const user = parameterText(event, 'USER_EMAIL');
  const app = parameterText(event, 'API_CLIENT_NAME') || parameterText(event, 'OAUTH2_APP_ID');
  const target: Identifier[] = [];
  if (user === '') addIdentifier(target, 'app', app);
  const group = parameterText(event, 'GROUP_EMAIL');
  const setting = parameterText(event, 'SETTING_NAME') || parameterText(event, 'USER_DEFINED_SETTING_NAME');
  const change =
    isPersistence(actionClass) || CHANGES.has(actionClass)
      ? { kind: event.name, attributes: attributes(TELLING.flatMap(([name, shown]) => scopes(shown, event.parameters.get(name)))) }
      : undefined;
  return {
    domain: 'identity',
    actionClass,
    service: parameterText(event, 'APPLICATION_NAME') || parameterText(event, 'PRODUCT_NAME') || 'Google Workspace',
    resource: group || setting || parameterText(event, 'ROLE_NAME') || parameterText(event, 'DOMAIN_NAME') || app || user,
    resourceType: event.type,
    container: parameterText(event, 'ORG_UNIT_NAME'),
    target,
    targetType: target.length > 0 ? 'app' : 'unknown',
    targetName: app,
    ...accountTarget(user),
    change,
  };
}

function scopes(name: string, value: unknown): readonly string[] {
  const text = asText(value);
  if (name !== 'scope') return [attribute(name, text)];
  return text.split(/[\s,]+/).map((scope) => attribute('scope', scope));
}

/** Google Workspace administration: accounts, roles, groups, applications, domains, policies, exports. */
export const googleAdmin = reportMapping({
  name: 'google.admin',
  title: 'Google Workspace admin activity',
  applications: ['admin', 'groups_enterprise', 'groups'],
  datasets: ['google_workspace.admin', 'google_workspace.groups', 'google_workspace.group_enterprise', 'gws:reports:admin', 'gws_admin'],
  stored: {
    USER_EMAIL: ['user.email', '/user.target.email'],
    GROUP_EMAIL: ['group.email'],
    ROLE_NAME: ['role.name'],
    PRIVILEGE_NAME: ['privilege.name'],
    SETTING_NAME: ['setting.name'],
    USER_DEFINED_SETTING_NAME: ['user_defined_setting.name'],
    APPLICATION_NAME: ['application.name'],
    NEW_VALUE: ['new_value'],
    API_CLIENT_NAME: ['api.client.name'],
    API_SCOPES: ['api.scopes'],
    OAUTH2_APP_ID: ['oauth2.application.id'],
    OAUTH2_APP_NAME: ['oauth2.application.name'],
    DOMAIN_NAME: ['domain.name'],
    DOMAIN_ALIAS: ['domain.alias'],
    ORG_UNIT_NAME: ['org_unit.name'],
    PRODUCT_NAME: ['product.name'],
    EMAIL_MONITOR_DEST_EMAIL: ['email.monitor.dest_email', 'email_monitor.dest_email'],
    RULE_NAME: ['rule.name'],
    ALERT_NAME: ['alert.name'],
  },
  describe,
});
