import type { ActivityFields, AlertDetail } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { attribute, attributes } from '../fields/mapped.js';
import { isPersistence } from './entra-change.js';
import { accountTarget, parameterText, reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';

const CLASSES: ReadonlyMap<string, ActionClass> = new Map<string, ActionClass>([
  ['change_calendar_acls', 'sharing-changed'],
  ['change_calendar_country', 'other'],
  ['export_calendar', 'data-export'],
  ['print_preview_calendar', 'file-read'],
  ['IMPORT_SSH_PUBLIC_KEY', 'credential-added'],
  ['UPDATE_SSH_PUBLIC_KEY', 'credential-added'],
  ['DELETE_SSH_PUBLIC_KEY', 'credential-removed'],
  ['DEVICE_REGISTER_UNREGISTER_EVENT', 'credential-added'],
  ['ACCESS_DENY_EVENT', 'sign-in'],
  ['ACCESS', 'api-read'],
  ['DEVICE_COMPROMISED_EVENT', 'alert'],
  ['SUSPICIOUS_ACTIVITY_EVENT', 'alert'],
  ['FAILED_PASSWORD_ATTEMPTS_EVENT', 'sign-in'],
  ['rule_match', 'alert'],
  ['rule_trigger', 'alert'],
  ['attachment_downloaded', 'file-downloaded'],
  ['attachment_uploaded', 'file-written'],
  ['room_member_added', 'group-changed'],
]);

const FAILURES: ReadonlySet<string> = new Set(['ACCESS_DENY_EVENT', 'FAILED_PASSWORD_ATTEMPTS_EVENT']);
const SEVERITIES: ReadonlyMap<string, number> = new Map([
  ['LOW', 25],
  ['MEDIUM', 50],
  ['HIGH', 75],
]);

function alertOf(event: ReportEvent): AlertDetail {
  const rule = parameterText(event, 'rule_name') || event.name;
  return {
    vendor: 'Google Workspace',
    rule,
    ruleId: parameterText(event, 'rule_id') || event.name,
    severity: SEVERITIES.get(parameterText(event, 'severity')) ?? 50,
    techniques: [],
    tactics: [],
    message: `${event.type} ${rule}`.trim(),
  };
}

function describe(event: ReportEvent): Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields> {
  const compromised = parameterText(event, 'DEVICE_COMPROMISED_STATE');
  const actionClass: ActionClass = compromised === 'NOT_COMPROMISED' ? 'other' : (CLASSES.get(event.name) ?? 'other');
  const grantee = parameterText(event, 'grantee_email') || parameterText(event, 'USER_EMAIL');
  const key = actionClass === 'credential-added' ? (event.name.includes('SSH') ? 'ssh' : 'device') : '';
  return {
    domain: actionClass === 'alert' ? 'alert' : actionClass === 'sign-in' || actionClass === 'credential-added' ? 'identity' : 'saas',
    actionClass,
    outcome: FAILURES.has(event.name) ? 'failure' : 'success',
    service: asText(event.parameters.get('CAA_APPLICATION')) || 'Google Workspace',
    resource: parameterText(event, 'calendar_id') || parameterText(event, 'resource_name') || parameterText(event, 'DEVICE_ID'),
    resourceType: event.type,
    ...accountTarget(grantee),
    change:
      isPersistence(actionClass) || actionClass === 'sharing-changed'
        ? {
            kind: event.name,
            attributes: attributes([
              attribute('key', key),
              attribute('target', grantee.toLowerCase()),
              attribute('access', parameterText(event, 'access_level')),
            ]),
          }
        : undefined,
    alert: actionClass === 'alert' ? alertOf(event) : undefined,
  };
}

/** The other Google Workspace reports: calendar, devices, rules, access control, support access, cloud logins. */
export const googleWorkspace = reportMapping({
  name: 'google.workspace',
  title: 'Google Workspace, other activity reports',
  applications: [
    'calendar',
    'mobile',
    'rules',
    'context_aware_access',
    'access_transparency',
    'gcp',
    'chat',
    'meet',
    'chrome',
    'keep',
    'data_studio',
    'device',
  ],
  datasets: [
    ...['google_workspace.calendar', 'google_workspace.device', 'google_workspace.rules', 'google_workspace.context_aware_access'],
    ...[
      'google_workspace.access_transparency',
      'google_workspace.gcp',
      'google_workspace.chat',
      'google_workspace.meet',
      'google_workspace.chrome',
    ],
  ],
  stored: {
    rule_name: ['/rule.name', '/google_workspace.rules.name'],
    rule_id: ['/rule.id', '/google_workspace.rules.id'],
    severity: ['/google_workspace.rules.severity'],
    calendar_id: ['/google_workspace.calendar.calendar_id', '/google_workspace.calendar.id'],
    grantee_email: ['/google_workspace.calendar.grantee_email'],
    access_level: ['/google_workspace.calendar.access_level'],
    resource_name: ['/google_workspace.access_transparency.resource_name'],
    DEVICE_ID: ['/google_workspace.device.id'],
    USER_EMAIL: ['/google_workspace.device.user.email'],
    DEVICE_COMPROMISED_STATE: ['/google_workspace.device.compromised_state', '/google_workspace.device.compromised.state'],
  },
  describe,
});
