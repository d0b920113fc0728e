import type { ActivityFields } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { attribute, attributes } from '../fields/mapped.js';
import { accountTarget, parameterText, reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';

const CLASSES: ReadonlyMap<string, ActionClass> = new Map<string, ActionClass>([
  ['2sv_disable', 'mfa-changed'],
  ['2sv_enroll', 'mfa-changed'],
  ['passkey_enrolled', 'mfa-changed'],
  ['passkey_removed', 'mfa-changed'],
  ['security_key_registered', 'mfa-changed'],
  ['titanium_enroll', 'mfa-changed'],
  ['titanium_unenroll', 'mfa-changed'],
  ['recovery_email_edit', 'mfa-changed'],
  ['recovery_phone_edit', 'mfa-changed'],
  ['recovery_secret_qa_edit', 'mfa-changed'],
  ['password_edit', 'password-changed'],
  ['email_forwarding_out_of_domain', 'mail-forwarding'],
]);

/** What an account holder changed about his own account, or undefined if the event is no such change. */
export function accountChange(event: ReportEvent): (Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields>) | undefined {
  const actionClass = CLASSES.get(event.name);
  if (actionClass === undefined) return undefined;
  const forward = parameterText(event, 'email_forwarding_destination_address');
  return {
    domain: actionClass === 'mail-forwarding' ? 'saas' : 'identity',
    actionClass,
    service: 'Google',
    change: {
      kind: event.name,
      attributes: attributes([
        attribute('forwardTo', forward.toLowerCase()),
        actionClass === 'mfa-changed' ? attribute('method', event.name) : '',
      ]),
    },
    ...accountTarget(parameterText(event, 'affected_email_address') || event.actorMail),
  };
}

/** Google Workspace account changes: password, second factor, recovery, forwarding. */
export const googleUserAccounts = reportMapping({
  name: 'google.user_accounts',
  title: 'Google Workspace user account activity',
  applications: ['user_accounts'],
  datasets: ['google_workspace.user_accounts', 'gws:reports:user_accounts', 'gws_user_accounts'],
  stored: {
    email_forwarding_destination_address: ['email_forwarding_destination_address'],
    affected_email_address: ['affected_email_address'],
  },
  describe: (event) =>
    accountChange(event) ?? { domain: 'identity', actionClass: 'account-changed', service: 'Google', ...accountTarget(event.actorMail) },
});
