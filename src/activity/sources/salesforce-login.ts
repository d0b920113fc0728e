import type { ActionClass, Outcome } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { ecsDataset, ecsOrigin, ecsOutcome, ecsTime, ecsUserAgent, isEcs } from '../fields/ecs.js';
import { addIdentifier } from '../fields/identity.js';
import { NO_OBJECT, asObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, dead, mapped, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { SALESFORCE, isHeaderRow, sales, salesCommon, salesTime } from './salesforce-fields.js';

const LOGIN_TYPE = ['LoginType', 'LOGIN_TYPE', 'login_type', 'login_type_s', 'Login Type'];
const LOGIN_SUBTYPE = ['LOGIN_SUB_TYPE', 'LoginSubType', 'login_sub_type'];
const METHODS = ['AUTHENTICATION_METHOD_REFERENCE', 'authentication_method_reference', 'AuthMethodReference'];
const DELEGATE_ID = ['DELEGATED_USER_ID_DERIVED', 'DELEGATED_USER_ID', 'delegated_user_id_derived', 'delegated_user_id', 'DelegatedUserId'];
const DELEGATE_NAME = ['DELEGATED_USER_NAME', 'delegated_user_name', 'DelegatedUsername'];
const LOGIN_HISTORY = ['LoginHistoryId', 'LOGIN_HISTORY_ID'];

function kindOf(type: string): ActionClass {
  return type.startsWith('Logout') ? 'sign-out' : 'sign-in';
}

function outcomeOfLogin(status: string): Outcome {
  if (status === '' || status === 'Success' || status === 'LOGIN_NO_ERROR' || status === 'S' || status === '1') return 'success';
  return status.toLowerCase() === 'success' ? 'success' : 'failure';
}

function authentication(row: JsonObject, type: string): string {
  if (type === 'LoginAs' || type === 'LoginAsEvent') return 'login-as';
  if (sales(row, METHODS).toLowerCase().includes('mfa')) return 'mfa';
  const kind = `${sales(row, LOGIN_TYPE)} ${sales(row, LOGIN_SUBTYPE)}`.toLowerCase();
  if (kind.includes('saml') || kind.includes('sso') || kind.includes('third party')) return 'federated';
  if (kind.includes('refresh')) return 'refresh-token';
  if (kind.includes('remote access') || kind.includes('oauth')) return 'token';
  if (kind.includes('other apex api') || kind.includes('partner product')) return 'api-password';
  return kind.includes('application') ? 'password' : '';
}

function mapLogin(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const row = ecs ? storedLogin(record) : raw;
  if (isHeaderRow(row)) return skipped('header row');
  const time = ecs ? ecsTime(record) : salesTime(row);
  if (time === undefined) return dead(NO_TIME);
  const type = sales(row, SALESFORCE.eventType) || (row.LogoutTime === undefined ? 'Login' : 'Logout');
  const common = salesCommon(row);
  const status = sales(row, ['LOGIN_STATUS', 'login_status', 'login_status_s', 'Status', 'STATUS', 'REQUEST_STATUS', 'request_status']);
  const actionClass = kindOf(type);
  const stored = ecs ? ecsOutcome(record) : 'unknown';
  const outcome = stored === 'unknown' ? outcomeOfLogin(status) : stored;
  const delegate = sales(row, DELEGATE_ID);
  const actingAs: Identifier[] = [];
  addIdentifier(actingAs, 'salesforce', delegate);
  addIdentifier(actingAs, 'upn', sales(row, DELEGATE_NAME));
  const impersonated = actingAs.length > 0;
  return mapped(
    {
      id: sales(row, LOGIN_HISTORY) || sales(row, SALESFORCE.requestId) || recordHash(raw),
      source: 'salesforce.login-history',
      domain: 'identity',
      time,
      action: type,
      actionClass,
      outcome,
      reason: outcome === 'failure' ? status : '',
      authentication: authentication(row, type),
      resource: sales(row, ['LoginUrl', 'LOGIN_URL', 'Login URL']) || sales(row, SALESFORCE.uri),
      resourceType: sales(row, LOGIN_TYPE),
      change: impersonated
        ? { kind: 'LoginAs', attributes: [`as=${common.actorName === '' ? (common.actor[0]?.value ?? '') : common.actorName}`] }
        : undefined,
    },
    common,
    ecs ? ecsOrigin(record) : undefined,
    ecs ? { userAgent: ecsUserAgent(record) || common.userAgent } : undefined,
    impersonated
      ? {
          actor: actingAs,
          actorName: sales(row, DELEGATE_NAME),
          target: common.actor,
          targetType: 'user' as const,
          targetName: common.actorName,
        }
      : undefined,
  );
}

/** A row from the forms that the Elastic integration stores (`login`, `login_rest`, `login_stream`, `logout…`). */
function storedLogin(record: JsonObject): JsonObject {
  const login = objectAt(record, 'salesforce.login');
  const stored = login === NO_OBJECT ? objectAt(record, 'salesforce.logout') : login;
  const event = asObject(record.event);
  const user = asObject(record.user);
  const action = asText(event.action);
  return {
    EVENT_TYPE: login === NO_OBJECT || action.startsWith('logout') ? 'Logout' : 'Login',
    LOGIN_HISTORY_ID: stored.history_id,
    REQUEST_ID: stored.request_id ?? event.id ?? event.code,
    USER_ID_DERIVED: user.id,
    USER_ID: stored.user_id,
    USER_NAME: user.email ?? user.name,
    USER_TYPE: user.roles,
    ORGANIZATION_ID: stored.organization_id,
    SESSION_KEY: ownValue(stored.session, 'key'),
    LOGIN_KEY: stored.key ?? stored.login_key,
    LOGIN_TYPE: stored.type,
    CONNECTED_APP_NAME: stored.application,
    BROWSER_TYPE: stored.browser_type,
    CLIENT_IP: stored.client_ip,
    STATUS: ownValue(stored.request, 'status') ?? stored.request_status,
    URI: event.url,
  };
}

const LOGIN_DATASETS = [
  'salesforce.login',
  'salesforce.logout',
  'salesforce.login_rest',
  'salesforce.login_stream',
  'salesforce.logout_rest',
  'salesforce.logout_stream',
  'sfdc:loginhistory',
  'sfdc:login',
];

/** Salesforce logins, logouts and logins as another user. */
export const salesforceLoginHistory: SourceMapping = {
  name: 'salesforce.login-history',
  title: 'Salesforce login history and login events',
  datasets: LOGIN_DATASETS,
  detects(record) {
    if (record.salesforce !== undefined) {
      const dataset = ecsDataset(record);
      if (dataset !== '') return LOGIN_DATASETS.includes(dataset);
      return objectAt(record, 'salesforce.login') !== NO_OBJECT || objectAt(record, 'salesforce.logout') !== NO_OBJECT;
    }
    const type = sales(record, SALESFORCE.eventType);
    if (type === 'Login' || type === 'LoginAs' || type === 'Logout') return true;
    if (record.LoginTime !== undefined && record.UserId !== undefined && record.SourceIp !== undefined) return true;
    if (record['Login Time'] !== undefined && record['Source IP'] !== undefined) return true;
    return record.LoginType !== undefined && record.LoginUrl !== undefined;
  },
  map: mapLogin,
};
