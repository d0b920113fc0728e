import type { Estate } from '../estate.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';
import { type SalesforceUser, type SalesforceSession, longSalesforceId, eventRecord, requestId } from './salesforce-event.js';

/** Starts a session: a Login event and the LoginHistory row of the same login. */
export function salesforceLogin(
  estate: Estate,
  random: RandomGenerator,
  time: number,
  session: SalesforceSession,
  facts: {
    readonly loginType: 'SAML Sfdc Initiated SSO' | 'Remote Access 2.0' | 'Application';
    readonly platform: string;
    readonly browser: string;
    readonly success: boolean;
  },
): readonly DraftRecord[] {
  const uri = facts.loginType === 'Remote Access 2.0' ? '/services/oauth2/token' : '/index.jsp';
  const login = eventRecord(estate, 'Login', time, requestId(random), session, {
    RUN_TIME: String(random.integerBetween(40, 260)),
    CPU_TIME: String(random.integerBetween(12, 90)),
    URI: uri,
    SESSION_KEY: session.sessionKey,
    LOGIN_KEY: session.loginKey,
    REQUEST_STATUS: facts.success ? 'Success' : 'Failure',
    DB_TOTAL_TIME: String(random.integerBetween(18_000_000, 96_000_000)),
    BROWSER_TYPE: session.userAgent,
    API_TYPE: facts.loginType === 'Remote Access 2.0' ? '' : 'f',
    API_VERSION: '9998.0',
    USER_NAME: session.user.userName,
    TLS_PROTOCOL: 'TLSv1.2',
    CIPHER_SUITE: 'ECDHE-RSA-AES256-GCM-SHA384',
    LOGIN_STATUS: facts.success ? 'LOGIN_NO_ERROR' : 'LOGIN_ERROR_INVALID_PASSWORD',
    SOURCE_IP: session.endpoint.address,
    USER_TYPE: 'Standard',
  });
  const id = `0Ya5j0000${random.base62(9)}`;
  const { place } = session.endpoint.range;
  const history: DraftRecord = {
    file: 'salesforce-login-history.ndjson',
    time,
    eventId: id,
    record: {
      attributes: { type: 'LoginHistory', url: `/services/data/v60.0/sobjects/LoginHistory/${id}` },
      Id: id,
      UserId: longSalesforceId(session.user.id),
      LoginTime: `${new Date(time).toISOString().slice(0, 19)}.000+0000`,
      LoginType: facts.loginType,
      SourceIp: session.endpoint.address,
      LoginUrl: `${estate.name}.my.salesforce.com`,
      AuthenticationServiceId:
        facts.loginType === 'SAML Sfdc Initiated SSO' ? `0LE5j000000${estate.salesforceOrganization.slice(9, 13)}` : null,
      Browser: facts.browser,
      Platform: facts.platform,
      Status: facts.success ? 'Success' : 'Invalid Password',
      Application: session.connectedAppName === '' ? 'Browser' : session.connectedAppName,
      ClientVersion: 'N/A',
      ApiType: 'N/A',
      ApiVersion: 'N/A',
      CountryIso: place.country,
      AuthMethodReference: null,
      TlsProtocol: 'TLS 1.2',
      CipherSuite: 'ECDHE-RSA-AES256-GCM-SHA384',
      NetworkId: null,
      LoginGeo: { Country: place.countryName, City: place.city, Latitude: place.latitude, Longitude: place.longitude },
    },
  };
  return [login, history];
}

export interface RestCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with version, e.g. `/services/data/v57.0/query`. */
  readonly uri: string;
  readonly entity: string;
  readonly rows: number;
  readonly responseBytes: number;
  readonly status: number;
}

function apiResource(uri: string): string {
  const start = uri.indexOf('/', '/services/data/'.length);
  return start < 0 ? uri : uri.slice(start);
}

/** A REST call: its RestApi event and the ApiTotalUsage row of the same request. */
export function salesforceRestCall(
  estate: Estate,
  random: RandomGenerator,
  time: number,
  session: SalesforceSession,
  call: RestCall,
): readonly DraftRecord[] {
  const id = requestId(random);
  const version = call.uri.slice('/services/data/v'.length).split('/')[0] ?? '';
  const rest = eventRecord(estate, 'RestApi', time, id, session, {
    RUN_TIME: String(random.integerBetween(20, 400)),
    CPU_TIME: String(random.integerBetween(8, 120)),
    URI: call.uri,
    SESSION_KEY: session.sessionKey,
    LOGIN_KEY: session.loginKey,
    REQUEST_STATUS: call.status < 400 ? 'S' : 'F',
    DB_TOTAL_TIME: String(random.integerBetween(2_000_000, 60_000_000)),
    METHOD: call.method,
    MEDIA_TYPE: 'application/json;charset=UTF-8',
    STATUS_CODE: String(call.status),
    USER_AGENT: '9999',
    ROWS_PROCESSED: String(call.rows),
    NUMBER_FIELDS: String(random.integerBetween(1, 40)),
    DB_BLOCKS: String(random.integerBetween(20, 4000)),
    DB_CPU_TIME: String(random.integerBetween(0, 60)),
    REQUEST_SIZE: String(random.integerBetween(0, 900)),
    RESPONSE_SIZE: String(call.responseBytes),
    ENTITY_NAME: call.entity,
  });
  return [rest, totalUsage(estate, time, id, session, 'REST', version, apiResource(call.uri), call)];
}

function totalUsage(
  estate: Estate,
  time: number,
  id: string,
  session: SalesforceSession,
  family: 'REST' | 'BULK_API' | 'SOAP',
  version: string,
  resource: string,
  call: Pick<RestCall, 'method' | 'entity' | 'status'>,
): DraftRecord {
  return eventRecord(estate, 'ApiTotalUsage', time, id, session, {
    API_FAMILY: family,
    API_VERSION: version.replace('v', ''),
    API_RESOURCE: resource,
    CLIENT_NAME: session.connectedAppName,
    HTTP_METHOD: call.method,
    COUNTS_AGAINST_API_LIMIT: '1',
    CONNECTED_APP_ID: session.connectedAppId,
    CONNECTED_APP_NAME: session.connectedAppName,
    ENTITY_NAME: call.entity,
    STATUS_CODE: String(call.status),
    USER_NAME: session.user.userName,
  });
}

/** A SOAP or interface call (API event), as desktop tools and the Salesforce pages themselves make them. */
export function salesforceApiCall(
  estate: Estate,
  random: RandomGenerator,
  time: number,
  session: SalesforceSession,
  call: { readonly clientName: string; readonly method: string; readonly entity: string; readonly rows: number },
): DraftRecord {
  return eventRecord(estate, 'API', time, requestId(random), session, {
    RUN_TIME: String(random.integerBetween(10, 300)),
    CPU_TIME: String(random.integerBetween(5, 100)),
    URI: 'Api',
    SESSION_KEY: session.sessionKey,
    LOGIN_KEY: session.loginKey,
    REQUEST_STATUS: 'S',
    DB_TOTAL_TIME: String(random.integerBetween(1_000_000, 40_000_000)),
    API_TYPE: 'T',
    API_VERSION: '64.0',
    CLIENT_NAME: call.clientName,
    METHOD_NAME: call.method,
    ENTITY_NAME: call.entity,
    ROWS_PROCESSED: String(call.rows),
    REQUEST_SIZE: String(random.integerBetween(300, 2500)),
    RESPONSE_SIZE: String(400 + call.rows * random.integerBetween(200, 700)),
    DB_BLOCKS: String(random.integerBetween(20, 3000)),
    DB_CPU_TIME: String(random.integerBetween(0, 60)),
  });
}

/** A Bulk API 2.0 query job: creation, the result download with its rows, and optionally the deletion of the job. */
export function salesforceBulkQuery(
  estate: Estate,
  random: RandomGenerator,
  time: number,
  session: SalesforceSession,
  job: { readonly entity: string; readonly rows: number; readonly version: string; readonly deletes: boolean },
): readonly (DraftRecord & { readonly step: 'create' | 'download' | 'delete' })[] {
  const jobId = `7505j0000${random.base62(9)}`;
  const jobs = `/services/data/${job.version}/jobs/query`;
  const bytes = job.rows * random.integerBetween(250, 700);
  const later = time + random.between(8_000, 22_000);
  const last = later + random.between(3_000, 9_000);
  const created = salesforceRestCall(estate, random, time, session, {
    method: 'POST',
    uri: jobs,
    entity: job.entity,
    rows: 0,
    responseBytes: 420,
    status: 200,
  });
  const results = salesforceRestCall(estate, random, later, session, {
    method: 'GET',
    uri: `${jobs}/${jobId}/results`,
    entity: job.entity,
    rows: job.rows,
    responseBytes: bytes,
    status: 200,
  });
  const batch = eventRecord(estate, 'BulkApi', later - random.between(500, 4_000), requestId(random), session, {
    RUN_TIME: String(random.integerBetween(900, 14_000)),
    CPU_TIME: String(random.integerBetween(200, 5_000)),
    URI: jobs,
    SESSION_KEY: session.sessionKey,
    LOGIN_KEY: session.loginKey,
    JOB_ID: jobId,
    BATCH_ID: `7515j0000${random.base62(9)}`,
    OPERATION_TYPE: 'query',
    ENTITY_TYPE: job.entity,
    ROWS_PROCESSED: String(job.rows),
    NUMBER_FAILURES: '0',
    SUCCESS: '1',
    MESSAGE: '',
  });
  const steps: (DraftRecord & { readonly step: 'create' | 'download' | 'delete' })[] = [
    ...created.map((entry) => ({ ...entry, step: 'create' as const })),
    { ...batch, step: 'download' },
    ...results.map((entry) => ({ ...entry, step: 'download' as const })),
  ];
  if (job.deletes) {
    const deleted = salesforceRestCall(estate, random, last, session, {
      method: 'DELETE',
      uri: `${jobs}/${jobId}`,
      entity: '',
      rows: 0,
      responseBytes: 0,
      status: 204,
    });
    steps.push(...deleted.map((entry) => ({ ...entry, step: 'delete' as const })));
  }
  return steps;
}

/** A row of the setup audit trail. */
export function setupAuditTrail(
  random: RandomGenerator,
  facts: {
    readonly time: number;
    readonly user: SalesforceUser;
    readonly action: string;
    readonly section: string;
    readonly display: string;
  },
): DraftRecord {
  const id = `0Ym5j0000${random.base62(9)}`;
  return {
    file: 'salesforce-setup-audit-trail.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      attributes: { type: 'SetupAuditTrail', url: `/services/data/v60.0/sobjects/SetupAuditTrail/${id}` },
      Id: id,
      Action: facts.action,
      Section: facts.section,
      CreatedDate: `${new Date(facts.time).toISOString().slice(0, 19)}.000+0000`,
      CreatedById: longSalesforceId(facts.user.id),
      CreatedByContext: null,
      CreatedByIssuer: null,
      DelegateUser: null,
      Display: facts.display,
    },
  };
}
