import { UNTOLD, type ActorType, type Untold } from '../activity.js';
import { parseAddress } from '../fields/address.js';
import { asCount, asText } from '../fields/coerce.js';
import { oneIdentifier, withIdentifier } from '../fields/identity.js';
import type { JsonObject } from '../fields/lookup.js';
import { parseTime } from '../fields/time.js';

/** Keys of one field: those of event-log files (`USER_ID`), and those of all forms. */
export interface SalesforceKeys {
  readonly file: readonly string[];
  readonly all: readonly string[];
}

/** Keys of one field: file (`USER_ID`), lower case, flattened table (`user_id_s`), event object (`UserId`). */
function keys(...names: readonly string[]): SalesforceKeys {
  const all = new Set<string>();
  for (const name of names) {
    all.add(name);
    if (name === name.toUpperCase()) {
      const lower = name.toLowerCase();
      all.add(lower).add(`${lower}_s`).add(`${lower}_d`).add(`${lower}_t`);
    }
  }
  return { file: names.filter((name) => name === name.toUpperCase()), all: [...all] };
}

/** Fields that event-log files and event objects share. */
export const SALESFORCE = {
  eventType: keys('EVENT_TYPE'),
  derivedTime: keys('TIMESTAMP_DERIVED', 'EventDate', 'LoginTime', 'Login Time', 'CreatedDate'),
  time: keys('TIMESTAMP', '@timestamp', 'TimeGenerated', 'Date', '_time'),
  userId: keys('USER_ID_DERIVED', 'USER_ID', 'UserId', 'CreatedById'),
  userName: keys('USER_NAME', 'USERNAME', 'Username', 'UserName'),
  userMail: keys('USER_EMAIL', 'Email'),
  userType: keys('USER_TYPE', 'UserType'),
  clientAddress: keys('CLIENT_IP', 'SOURCE_IP', 'SourceIp', 'Source IP', 'ClientIp'),
  sourceAddress: keys('SOURCE_IP', 'CLIENT_IP', 'SourceIp'),
  requestId: keys('REQUEST_ID', 'EventIdentifier', 'EVENT_IDENTIFIER', 'Id'),
  organization: keys('ORGANIZATION_ID', 'OrganizationId', 'OrgId'),
  session: keys('SESSION_KEY', 'LOGIN_KEY', 'SessionKey', 'LoginKey'),
  appId: keys('CONNECTED_APP_ID', 'ConnectedAppId', 'CLIENT_ID', 'OAUTH_CONSUMER_ID'),
  appName: keys('CONNECTED_APP_NAME', 'CLIENT_NAME', 'Application', 'Client', 'ClientName'),
  agent: keys('USER_AGENT', 'BROWSER_TYPE', 'UserAgent', 'Browser'),
  uri: keys('URI', 'API_RESOURCE', 'Uri', 'URL'),
  method: keys('METHOD', 'HTTP_METHOD', 'REQUEST_METHOD', 'HttpMethod'),
  call: keys('METHOD_NAME', 'OPERATION', 'Operation', 'OPERATION_TYPE'),
  entity: keys('ENTITY_NAME', 'QueriedEntities', 'QUERIED_ENTITIES', 'ENTITY_TYPE'),
  rows: keys('ROWS_PROCESSED', 'RowsProcessed', 'RECORDS_PROCESSED', 'ROW_COUNT', 'ROWS_RETURNED', 'RowsReturned', 'NUMBER_RECORDS'),
  status: keys('REQUEST_STATUS', 'STATUS', 'LOGIN_STATUS', 'Status', 'SUCCESS'),
  statusCode: keys('STATUS_CODE', 'StatusCode'),
  responseSize: keys('RESPONSE_SIZE', 'SIZE_BYTES', 'RESPONSE_BYTES'),
  requestSize: keys('REQUEST_SIZE'),
  total: keys('API_TOTAL_COUNT', 'COUNT'),
  country: keys('COUNTRY_CODE', 'CountryIso', 'COUNTRY_ISO', 'Country'),
} as const;

/** The first value that says something; `N/A` says nothing. */
export function sales(row: JsonObject, field: SalesforceKeys | readonly string[]): string {
  const names = 'all' in field ? (row.EVENT_TYPE === undefined ? field.all : field.file) : field;
  for (const name of names) {
    const value = row[name];
    if (value === undefined || value === null || value === '') continue;
    const text = asText(value);
    if (text !== '' && text !== 'N/A' && text !== 'null') return text;
  }
  return '';
}

/** Time of a row: the derived one first. */
export function salesTime(row: JsonObject): number | undefined {
  for (const name of SALESFORCE.derivedTime.all) {
    const time = row[name] === undefined ? undefined : parseTime(row[name]);
    if (time !== undefined) return time;
  }
  for (const name of SALESFORCE.time.all) {
    const time = row[name] === undefined ? undefined : parseTime(row[name]);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Rows, records or counts: a number of at least 0, or undefined. */
export function salesCount(row: JsonObject, names: SalesforceKeys): number | undefined {
  return asCount(sales(row, names));
}

/** A header row that a file reader passed on as data. */
export function isHeaderRow(row: JsonObject): boolean {
  return sales(row, SALESFORCE.eventType) === 'EVENT_TYPE' || row.USER_ID === 'USER_ID';
}

function actorType(userType: string): ActorType {
  switch (userType) {
    case 'A':
    case 'AutomatedProcess':
    case 'CloudIntegrationUser':
      return 'service';
    case 'G':
    case 'Guest':
      return 'unknown';
    default:
      return 'user';
  }
}

/** Files give the agent in quotes, and sometimes only the platform's own number for it. */
function agentText(text: string): string {
  if (/^\d+$/.test(text)) return '';
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** Account, connected application, address and organisation of a row. */
export function salesCommon(row: JsonObject): Untold {
  const name = sales(row, SALESFORCE.userName);
  const named = withIdentifier(oneIdentifier('salesforce', sales(row, SALESFORCE.userId)), 'upn', name);
  const actor = withIdentifier(named, 'mail', sales(row, SALESFORCE.userMail));
  const appId = sales(row, SALESFORCE.appId);
  const address = parseAddress(sales(row, SALESFORCE.clientAddress));
  return {
    ...UNTOLD,
    organization: sales(row, SALESFORCE.organization).slice(0, 15),
    actor,
    actorType: actor.length === 0 ? 'unknown' : actorType(sales(row, SALESFORCE.userType)),
    actorName: name || sales(row, SALESFORCE.userMail),
    client: sales(row, SALESFORCE.appName).replace(/\/$/, ''),
    clientIds: oneIdentifier('app', appId.includes('/') ? '' : appId),
    userAgent: agentText(sales(row, SALESFORCE.agent)),
    session: sales(row, SALESFORCE.session),
    sourceIp: address.ip,
    sourceAddressRaw: address.raw,
    sourcePort: address.port,
    country: sales(row, SALESFORCE.country).toUpperCase().slice(0, 2),
    service: 'Salesforce',
  };
}
