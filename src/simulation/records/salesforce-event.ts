import type { Estate } from '../estate.js';
import { SALESFORCE_COLUMNS, type LogFile, type SalesforceEventType } from '../log-files.js';
import type { Endpoint } from '../networks.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';

/** Who uses Salesforce and from where. `id` is the 15-character user id. */
export interface SalesforceUser {
  readonly id: string;
  readonly userName: string;
}

export interface SalesforceSession {
  readonly user: SalesforceUser;
  readonly endpoint: Endpoint;
  readonly sessionKey: string;
  readonly loginKey: string;
  /** Connected app whose token is used, or '' for a browser session. */
  readonly connectedAppId: string;
  readonly connectedAppName: string;
  /** Full user agent of the client. */
  readonly userAgent: string;
}

const FILES: Readonly<Record<SalesforceEventType, LogFile>> = {
  Login: 'salesforce-login.csv',
  RestApi: 'salesforce-rest-api.csv',
  API: 'salesforce-api.csv',
  BulkApi: 'salesforce-bulk-api.csv',
  ApiTotalUsage: 'salesforce-api-total-usage.csv',
};

/** The 18-character form of a 15-character Salesforce id (three check characters). */
export function longSalesforceId(id: string): string {
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) {
      const code = id.charCodeAt(block * 5 + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    suffix += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits);
  }
  return id + suffix;
}

function line(type: SalesforceEventType, values: Readonly<Record<string, string>>): string {
  let text = '';
  for (const column of SALESFORCE_COLUMNS[type]) {
    const value = values[column] ?? '';
    text += `${text === '' ? '' : ','}"${value.includes('"') ? value.replaceAll('"', '""') : value}"`;
  }
  return text;
}

export function eventRecord(
  estate: Estate,
  type: SalesforceEventType,
  time: number,
  requestId: string,
  session: Pick<SalesforceSession, 'user' | 'endpoint'>,
  values: Readonly<Record<string, string>>,
): DraftRecord {
  const iso = new Date(time).toISOString();
  const compact = `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}${iso.slice(11, 13)}${iso.slice(14, 16)}${iso.slice(17, 23)}`;
  return {
    file: FILES[type],
    time,
    eventId: requestId,
    record: line(type, {
      EVENT_TYPE: type,
      TIMESTAMP: compact,
      REQUEST_ID: requestId,
      ORGANIZATION_ID: estate.salesforceOrganization,
      USER_ID: session.user.id,
      TIMESTAMP_DERIVED: iso,
      USER_ID_DERIVED: longSalesforceId(session.user.id),
      CLIENT_IP: session.endpoint.address,
      ...values,
    }),
  };
}

export function requestId(random: RandomGenerator): string {
  return `4${random.base62(20)}-`;
}
