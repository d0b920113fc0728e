import type { ActivityFields, AlertDetail } from '../activity.js';
import { asTexts } from '../fields/coerce.js';
import { accountTarget, parameterText, reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';
import { accountChange } from './google-user-accounts.js';

/** How a sign-in was authenticated, from its type and its challenges. */
function authentication(event: ReportEvent): string {
  const type = parameterText(event, 'login_type');
  if (type === 'saml') return 'federated';
  const challenges = asTexts(event.parameters.get('login_challenge_method'));
  if (challenges.some((challenge) => challenge !== 'password' && challenge !== 'none')) return 'mfa';
  if (event.parameters.get('is_second_factor') === true || parameterText(event, 'is_second_factor') === 'true') return 'mfa';
  if (challenges.includes('password') || type === 'google_password') return 'password';
  return type === 'exchange' || type === 'reauth' ? 'token' : type;
}

function warning(event: ReportEvent): AlertDetail {
  const grave = event.name === 'gov_attack_warning';
  return {
    vendor: 'Google Workspace',
    rule: event.name,
    ruleId: event.name,
    severity: grave ? 90 : 60,
    techniques: [],
    tactics: [],
    message: `Google reported ${event.name.replaceAll('_', ' ')} for ${parameterText(event, 'affected_email_address') || event.actorMail}`,
  };
}

function describe(event: ReportEvent): Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields> {
  const name = event.name;
  const affected = parameterText(event, 'affected_email_address');
  switch (name) {
    case 'login_success':
      return { domain: 'identity', actionClass: 'sign-in', service: 'Google', authentication: authentication(event), reason: '' };
    case 'login_failure':
      return {
        domain: 'identity',
        actionClass: 'sign-in',
        outcome: 'failure',
        service: 'Google',
        authentication: authentication(event),
        reason: parameterText(event, 'login_failure_type'),
      };
    case 'login_challenge':
    case 'login_verification': {
      const status = parameterText(event, 'login_challenge_status').toLowerCase();
      const failed = status.includes('incorrect') || status.includes('fail');
      return {
        domain: 'identity',
        actionClass: 'mfa-challenge',
        outcome: failed ? 'failure' : status === '' ? 'unknown' : 'success',
        service: 'Google',
        authentication: authentication(event),
        reason: failed ? status : '',
      };
    }
    case 'logout':
      return { domain: 'identity', actionClass: 'sign-out', service: 'Google' };
    case 'risky_sensitive_action_allowed':
    case 'risky_sensitive_action_blocked':
      return {
        domain: 'alert',
        actionClass: 'alert',
        service: 'Google',
        alert: warning(event),
        ...accountTarget(affected || event.actorMail),
      };
    default:
      break;
  }
  const changed = accountChange(event);
  if (changed !== undefined) return changed;
  if (name.startsWith('account_disabled')) {
    return {
      domain: 'identity',
      actionClass: 'account-disabled',
      service: 'Google',
      reason: name,
      change: { kind: name, attributes: [] },
      ...accountTarget(affected),
    };
  }
  if (name.includes('suspicious') || name.includes('attack') || event.type === 'account_warning' || event.type === 'attack_warning') {
    return {
      domain: 'alert',
      actionClass: 'alert',
      service: 'Google',
      alert: warning(event),
      ...accountTarget(affected || event.actorMail),
    };
  }
  return { domain: 'identity', actionClass: 'other', service: 'Google' };
}

/** Google Workspace sign-ins and account warnings. */
export const googleLogin = reportMapping({
  name: 'google.login',
  title: 'Google Workspace login activity',
  applications: ['login', 'saml', 'logout'],
  datasets: ['google_workspace.login', 'google_workspace.saml', 'gws:reports:login', 'gws_login'],
  stored: {
    affected_email_address: ['affected_email_address'],
    login_type: ['type'],
    login_failure_type: ['failure_type'],
    login_challenge_method: ['challenge_method'],
    login_challenge_status: ['challenge_status'],
    is_suspicious: ['is_suspicious'],
    is_second_factor: ['is_second_factor'],
  },
  describe,
});
