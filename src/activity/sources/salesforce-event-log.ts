import type { AlertDetail, ChangeDetail } from '../activity.js';
import type { ActionClass, Outcome } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { ecsDataset, ecsOrigin, ecsOutcome, ecsTime, isEcs, outcomeOf, untoldFrom } from '../fields/ecs.js';
import { addIdentifier } from '../fields/identity.js';
import { NO_OBJECT, asObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, attribute, attributes, dead, mappedAll, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { pathWithoutIds, restClass, soapClass } from './salesforce-api.js';
import { SALESFORCE, isHeaderRow, sales, salesCommon, salesCount, salesTime } from './salesforce-fields.js';

/** Event types whose class does not depend on the request. */
const TYPES: ReadonlyMap<string, ActionClass> = new Map<string, ActionClass>([
  ['ReportExport', 'data-export'],
  ['DataExport', 'data-export'],
  ['BulkApiResult', 'data-export'],
  ['BulkApiResultEventStore', 'data-export'],
  ['BulkApiResultEvent', 'data-export'],
  ['Report', 'api-query'],
  ['ReportEvent', 'api-query'],
  ['AsyncReportRun', 'api-query'],
  ['MultiBlockReport', 'api-query'],
  ['Dashboard', 'api-query'],
  ['Search', 'api-query'],
  ['ListViewEvent', 'api-query'],
  ['ListView', 'api-query'],
  ['WaveDownload', 'data-export'],
  ['WaveChange', 'api-write'],
  ['WaveInteraction', 'api-read'],
  ['DocumentAttachmentDownloads', 'file-downloaded'],
  ['FileEvent', 'file-downloaded'],
  ['ContentDistribution', 'file-shared-external'],
  ['ContentDocumentLink', 'file-shared-internal'],
  ['KnowledgeArticleView', 'file-read'],
  ['PackageInstall', 'app-registered'],
  ['Sandbox', 'admin-change'],
  ['ChangeSetOperation', 'code-changed'],
  ['PermissionUpdate', 'role-granted'],
  ['PermissionSetEvent', 'role-granted'],
  ['PermissionSetEventStore', 'role-granted'],
  ['GroupMembership', 'group-changed'],
  ['InsecureExternalAssets', 'other'],
  ['TransactionSecurity', 'alert'],
  ['ApiAnomalyEventStore', 'alert'],
  ['ReportAnomalyEventStore', 'alert'],
  ['SessionHijackingEventStore', 'alert'],
  ['CredentialStuffingEventStore', 'alert'],
  ['LoginAnomalyEventStore', 'alert'],
  ['GuestUserAnomalyEventStore', 'alert'],
  ['ConnectedAppUsageEventStore', 'token-issued'],
  ['ConnectedAppUsage', 'token-issued'],
  ['OAuthTokenRefreshFailed', 'token-issued'],
  ['OAuthTokenRevoked', 'app-changed'],
  ['ApiConnectedApp', 'api-read'],
  ['NamedCredential', 'secret-read'],
  ['URI', 'api-read'],
  ['URIEvent', 'api-read'],
  ['UriEventStream', 'api-read'],
  ['LightningUriEvent', 'api-read'],
  ['LightningPageView', 'api-read'],
  ['VisualforceRequest', 'api-read'],
  ['Sites', 'api-read'],
  ['AuraRequest', 'api-read'],
  ['Console', 'api-read'],
]);

/** Work that the platform does by itself inside a request that another row tells about. */
const BACKGROUND = [
  ...[
    'ApexTrigger',
    'ApexCallout',
    'ApexExecution',
    'ApexUnexpected',
    'ExternalCustomApexCallout',
    'LightningInteraction',
    'LightningError',
  ],
  ...['LightningPerformance', 'WavePerformance', 'Flow', 'QueuedExecution', 'TimeBasedWorkflow', 'SearchClick', 'ConcurrentLongRunning'],
];

/** Rows that share the request id of another row of the same request. */
const SECONDARY: ReadonlySet<string> = new Set(['ContentDocumentLink', 'ContentDistribution', 'LightningPageView', 'Console']);

function classOf(type: string, row: JsonObject, uri: string, method: string): ActionClass {
  switch (type) {
    case 'RestApi':
    case 'ApexRestApi':
    case 'BulkApi2':
    case 'BulkApiRequest':
      return restClass(type === 'BulkApi2' && !uri.includes('/') ? `/services/data/jobs/query/${uri}` : uri, method);
    case 'BulkApi':
    case 'BulkApiJob': {
      const call = sales(row, SALESFORCE.call).toLowerCase();
      return uri.includes('/') ? restClass(uri, method) : call === 'delete' || call === 'harddelete' ? 'api-delete' : 'bulk-job';
    }
    case 'API':
    case 'ApiEvent':
    case 'ApiEventStream':
    case 'ApexSoap':
      return soapClass(sales(row, SALESFORCE.call));
    case 'ApiTotalUsage':
      return uri.includes('/') ? restClass(uri, method) : method === '' ? 'api-read' : restClass('', method);
    case 'MetadataApiOperation': {
      const call = sales(row, SALESFORCE.call).toLowerCase();
      if (call.includes('describe') || call.includes('list')) return 'api-describe';
      return call.includes('retrieve') || call.includes('read') || call.includes('check') ? 'api-read' : 'code-changed';
    }
    case 'ContentTransfer': {
      const kind = sales(row, TRANSACTION).toLowerCase();
      return kind.includes('download') ? 'file-downloaded' : kind === '' ? 'other' : 'file-written';
    }
    default:
      break;
  }
  const known = TYPES.get(type);
  if (known !== undefined) return known;
  if (type === '' && row.QueriedEntities !== undefined) return 'api-query';
  return 'other';
}

const TRANSACTION = ['TRANSACTION_TYPE', 'transaction_type', 'transaction_type_s'];
const SCORE = ['SCORE', 'score', 'Score', 'score_d'];
const SUMMARY = ['SUMMARY', 'summary', 'Summary', 'SECURITY_EVENT_DATA', 'SecurityEventData'];
const JOB = ['JOB_ID', 'job_id', 'job_id_s', 'JobId'];
const OBJECT = [
  'DOCUMENT_ID_DERIVED',
  'document_id_derived',
  'REPORT_ID_DERIVED',
  'report_id_derived',
  'DASHBOARD_ID_DERIVED',
  'dashboard_id_derived',
  'PAGE_APP_NAME',
  'TRIGGER_NAME',
  'trigger_name',
  'ENTRY_POINT',
  'entry_point',
];
const SCOPES = ['OAUTH_SCOPES', 'oauth_scopes', 'OAuthScopes'];

function isBackground(type: string): boolean {
  for (const prefix of BACKGROUND) if (type.startsWith(prefix)) return true;
  return false;
}

function outcomeOfRow(type: string, row: JsonObject): Outcome {
  if (type === 'OAuthTokenRefreshFailed') return 'failure';
  const code = Number(sales(row, SALESFORCE.statusCode));
  if (code >= 400) return 'failure';
  const status = sales(row, SALESFORCE.status);
  switch (status) {
    case 'S':
    case '1':
      return 'success';
    case 'F':
    case 'U':
    case '0':
      return 'failure';
    case '':
      return 'success';
    default:
      return outcomeOf(status);
  }
}

function alertOf(type: string, row: JsonObject): AlertDetail {
  const score = Number(sales(row, SCORE));
  return {
    vendor: 'Salesforce',
    rule: type,
    ruleId: sales(row, ['POLICY_ID', 'PolicyId']) || type,
    severity: Number.isFinite(score) && score > 0 ? Math.min(100, score <= 1 ? score * 100 : score) : 60,
    techniques: [],
    tactics: [],
    message: sales(row, SUMMARY),
  };
}

function changeOf(type: string, actionClass: ActionClass, row: JsonObject): ChangeDetail | undefined {
  if (
    type === 'ConnectedAppUsageEventStore' ||
    actionClass === 'app-changed' ||
    actionClass === 'role-granted' ||
    actionClass === 'app-registered'
  ) {
    return {
      kind: type,
      attributes: attributes([
        attribute('app', sales(row, SALESFORCE.appName)),
        ...sales(row, SCOPES)
          .split(/[\s,]+/)
          .map((scope) => attribute('scope', scope)),
      ]),
    };
  }
  return undefined;
}

function mapRow(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const row = ecs ? storedRow(record) : raw;
  if (isHeaderRow(row)) return skipped('header row');
  const time = ecs ? ecsTime(record) : salesTime(row);
  if (time === undefined) return dead(NO_TIME);
  const type = sales(row, SALESFORCE.eventType);
  const uri = sales(row, SALESFORCE.uri);
  const method = sales(row, SALESFORCE.method).toUpperCase();
  const actionClass = classOf(type, row, uri, method);
  const background = isBackground(type);
  const requestId = sales(row, SALESFORCE.requestId);
  const outcome = ecs && ecsOutcome(record) !== 'unknown' ? ecsOutcome(record) : outcomeOfRow(type, row);
  const common = salesCommon(row);
  const entity = sales(row, SALESFORCE.entity);
  const path = uri === '' || uri === 'Api' ? '' : pathWithoutIds(uri);
  const job = sales(row, JOB);
  const target: Identifier[] = [];
  if (actionClass === 'token-issued' || actionClass === 'app-changed') addIdentifier(target, 'app', sales(row, SALESFORCE.appId));
  const call = sales(row, SALESFORCE.call);
  return mappedAll([
    {
      ...(ecs ? untoldFrom(ecsOrigin(record), common) : common),
      id: requestId === '' ? recordHash(raw) : background || SECONDARY.has(type) ? `${requestId}:${type}` : requestId,
      source: 'salesforce.event-log',
      domain: actionClass === 'alert' ? 'alert' : 'saas',
      time,
      action: [type, method, call].filter((part) => part !== '').join(' '),
      actionClass,
      outcome,
      reason: outcome === 'failure' ? sales(row, SALESFORCE.statusCode) || sales(row, SALESFORCE.status) : '',
      actorType: background && common.actorType === 'user' ? 'system' : common.actorType,
      resource: path || (job === '' ? sales(row, OBJECT) : 'job') || call,
      resourceType: entity,
      container: entity,
      target,
      targetType: target.length > 0 ? 'app' : 'unknown',
      targetName: target.length > 0 ? sales(row, SALESFORCE.appName) : '',
      count: type === 'ApiTotalUsage' || type === 'ApiConnectedApp' ? Math.max(1, salesCount(row, SALESFORCE.total) ?? 1) : 1,
      records: salesCount(row, SALESFORCE.rows),
      bytesIn: salesCount(row, SALESFORCE.responseSize),
      bytesOut: salesCount(row, SALESFORCE.requestSize),
      change: changeOf(type, actionClass, row),
      alert: actionClass === 'alert' ? alertOf(type, row) : undefined,
    },
  ]);
}

/** A row from the form that the Elastic integration stores (`salesforce.apex`). */
function storedRow(record: JsonObject): JsonObject {
  const salesforce = asObject(record.salesforce);
  const apex = asObject(salesforce.apex);
  const stored = apex === NO_OBJECT ? asObject(salesforce.event_log) : apex;
  const event = asObject(record.event);
  const user = asObject(record.user);
  return {
    EVENT_TYPE: stored.event_type ?? event.action,
    REQUEST_ID: stored.request_id ?? event.id,
    USER_ID_DERIVED: stored.user_id_derived ?? user.id,
    USER_ID: user.id,
    USER_EMAIL: user.email,
    USER_NAME: user.name,
    ORGANIZATION_ID: stored.organization_id,
    LOGIN_KEY: stored.login_key,
    URI: asText(stored.uri) || asText(ownValue(record.url, 'path')) || asText(event.url),
    METHOD: stored.method ?? ownValue(asObject(record.http).request, 'method'),
    METHOD_NAME: stored.method_name,
    ENTITY_NAME: stored.entity_name,
    ENTRY_POINT: stored.entry_point,
    ROWS_PROCESSED: stored.rows_total ?? stored.rows_processed,
    STATUS_CODE: ownValue(asObject(record.http).response, 'status_code'),
  };
}

const LOGIN_TYPES: ReadonlySet<string> = new Set(['Login', 'LoginAs', 'Logout', 'LoginEvent', 'LogoutEvent', 'LoginAsEvent', 'LoginGeo']);

/** Salesforce event-log files and event objects: interface calls, exports, reports, files, platform findings. */
export const salesforceEventLog: SourceMapping = {
  name: 'salesforce.event-log',
  title: 'Salesforce event log (API, REST, Bulk, reports, files)',
  datasets: [
    'salesforce.apex',
    'salesforce.event_log',
    'sfdc:logfile',
    'sfdc:eventlogfile',
    'salesforceservicecloud_cl',
    'salesforceservicecloud',
  ],
  detects(record) {
    if (record.salesforce !== undefined)
      return ecsDataset(record) === 'salesforce.apex' || objectAt(record, 'salesforce.apex') !== NO_OBJECT;
    const type = sales(record, SALESFORCE.eventType);
    if (type === '') return record.QueriedEntities !== undefined && record.EventDate !== undefined;
    if (LOGIN_TYPES.has(type)) return false;
    return sales(record, SALESFORCE.userId) !== '' || sales(record, SALESFORCE.organization) !== '' || type === 'EVENT_TYPE';
  },
  map: mapRow,
};
