/** How the lines of a log file are written. */
export interface LogFormat {
  readonly kind: 'ndjson' | 'csv' | 'zeek';
  /** First lines of the file, without the last line break; '' for NDJSON. */
  readonly header: string;
}

const NDJSON: LogFormat = { kind: 'ndjson', header: '' };

function csv(columns: readonly string[]): LogFormat {
  return { kind: 'csv', header: columns.map((column) => `"${column}"`).join(',') };
}

function zeek(path: string, fields: readonly (readonly [name: string, type: string])[]): LogFormat {
  const lines = ['#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', `#path\t${path}`];
  lines.push(`#fields\t${fields.map((field) => field[0]).join('\t')}`, `#types\t${fields.map((field) => field[1]).join('\t')}`);
  return { kind: 'zeek', header: lines.join('\n') };
}

const CONNECTION_ID = [
  ['ts', 'time'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
] as const;

const EVENT_LOG_START = ['EVENT_TYPE', 'TIMESTAMP', 'REQUEST_ID', 'ORGANIZATION_ID', 'USER_ID'] as const;

/** Columns of the Salesforce event log files, as the EventLogFile reference names them. */
export const SALESFORCE_COLUMNS = {
  Login: [
    ...EVENT_LOG_START,
    ...['RUN_TIME', 'CPU_TIME', 'URI', 'SESSION_KEY', 'LOGIN_KEY', 'REQUEST_STATUS', 'DB_TOTAL_TIME', 'BROWSER_TYPE', 'API_TYPE'],
    ...['API_VERSION', 'USER_NAME', 'TLS_PROTOCOL', 'CIPHER_SUITE', 'AUTHENTICATION_METHOD_REFERENCE', 'TIMESTAMP_DERIVED'],
    ...['USER_ID_DERIVED', 'CLIENT_IP', 'URI_ID_DERIVED', 'LOGIN_STATUS', 'SOURCE_IP', 'USER_TYPE'],
  ],
  RestApi: [
    ...EVENT_LOG_START,
    ...[
      'RUN_TIME',
      'CPU_TIME',
      'URI',
      'SESSION_KEY',
      'LOGIN_KEY',
      'REQUEST_STATUS',
      'DB_TOTAL_TIME',
      'METHOD',
      'MEDIA_TYPE',
      'STATUS_CODE',
    ],
    ...['USER_AGENT', 'ROWS_PROCESSED', 'NUMBER_FIELDS', 'DB_BLOCKS', 'DB_CPU_TIME', 'REQUEST_SIZE', 'RESPONSE_SIZE', 'ENTITY_NAME'],
    ...['EXCEPTION_MESSAGE', 'TIMESTAMP_DERIVED', 'USER_ID_DERIVED', 'CLIENT_IP', 'URI_ID_DERIVED'],
  ],
  API: [
    ...EVENT_LOG_START,
    ...['RUN_TIME', 'CPU_TIME', 'URI', 'SESSION_KEY', 'LOGIN_KEY', 'REQUEST_STATUS', 'DB_TOTAL_TIME', 'API_TYPE', 'API_VERSION'],
    ...['CLIENT_NAME', 'METHOD_NAME', 'ENTITY_NAME', 'ROWS_PROCESSED', 'REQUEST_SIZE', 'RESPONSE_SIZE', 'DB_BLOCKS', 'DB_CPU_TIME'],
    ...['TIMESTAMP_DERIVED', 'USER_ID_DERIVED', 'CLIENT_IP', 'URI_ID_DERIVED'],
  ],
  BulkApi: [
    ...EVENT_LOG_START,
    ...['RUN_TIME', 'CPU_TIME', 'URI', 'SESSION_KEY', 'LOGIN_KEY', 'JOB_ID', 'BATCH_ID', 'OPERATION_TYPE', 'ENTITY_TYPE'],
    ...['ROWS_PROCESSED', 'NUMBER_FAILURES', 'SUCCESS', 'MESSAGE', 'TIMESTAMP_DERIVED', 'USER_ID_DERIVED', 'CLIENT_IP', 'URI_ID_DERIVED'],
  ],
  ApiTotalUsage: [
    ...EVENT_LOG_START,
    ...['API_FAMILY', 'API_VERSION', 'API_RESOURCE', 'CLIENT_NAME', 'HTTP_METHOD', 'CLIENT_IP', 'COUNTS_AGAINST_API_LIMIT'],
    ...['CONNECTED_APP_ID', 'CONNECTED_APP_NAME', 'ENTITY_NAME', 'STATUS_CODE', 'USER_NAME', 'TIMESTAMP_DERIVED', 'USER_ID_DERIVED'],
  ],
} as const;

export type SalesforceEventType = keyof typeof SALESFORCE_COLUMNS;

/** Every log of the estate, by its path below `logs/`. One file holds one source. */
export const LOG_FILES = {
  'entra-signin.ndjson': NDJSON,
  'entra-audit.ndjson': NDJSON,
  'm365-audit.ndjson': NDJSON,
  'okta-system.ndjson': NDJSON,
  'aws-cloudtrail.ndjson': NDJSON,
  'exchange-message-trace.ndjson': NDJSON,
  'mail-gateway.ndjson': NDJSON,
  'mail-clicks.ndjson': NDJSON,
  'salesforce-login.csv': csv(SALESFORCE_COLUMNS.Login),
  'salesforce-rest-api.csv': csv(SALESFORCE_COLUMNS.RestApi),
  'salesforce-api.csv': csv(SALESFORCE_COLUMNS.API),
  'salesforce-bulk-api.csv': csv(SALESFORCE_COLUMNS.BulkApi),
  'salesforce-api-total-usage.csv': csv(SALESFORCE_COLUMNS.ApiTotalUsage),
  'salesforce-login-history.ndjson': NDJSON,
  'salesforce-setup-audit-trail.ndjson': NDJSON,
  'zeek/conn.log': zeek('conn', [
    ...CONNECTION_ID,
    ['proto', 'enum'],
    ['service', 'string'],
    ['duration', 'interval'],
    ['orig_bytes', 'count'],
    ['resp_bytes', 'count'],
    ['conn_state', 'string'],
    ['local_orig', 'bool'],
    ['local_resp', 'bool'],
    ['missed_bytes', 'count'],
    ['history', 'string'],
    ['orig_pkts', 'count'],
    ['orig_ip_bytes', 'count'],
    ['resp_pkts', 'count'],
    ['resp_ip_bytes', 'count'],
  ]),
  'zeek/dns.log': zeek('dns', [
    ...CONNECTION_ID,
    ['proto', 'enum'],
    ['trans_id', 'count'],
    ['rtt', 'interval'],
    ['query', 'string'],
    ['qclass', 'count'],
    ['qclass_name', 'string'],
    ['qtype', 'count'],
    ['qtype_name', 'string'],
    ['rcode', 'count'],
    ['rcode_name', 'string'],
    ['AA', 'bool'],
    ['TC', 'bool'],
    ['RD', 'bool'],
    ['RA', 'bool'],
    ['Z', 'count'],
    ['answers', 'vector[string]'],
    ['TTLs', 'vector[interval]'],
    ['rejected', 'bool'],
  ]),
  'zeek/ssl.log': zeek('ssl', [
    ...CONNECTION_ID,
    ['version', 'string'],
    ['cipher', 'string'],
    ['curve', 'string'],
    ['server_name', 'string'],
    ['resumed', 'bool'],
    ['established', 'bool'],
    ['subject', 'string'],
    ['issuer', 'string'],
    ['validation_status', 'string'],
    ['ja3', 'string'],
    ['ja3s', 'string'],
  ]),
  'zeek/http.log': zeek('http', [
    ...CONNECTION_ID,
    ['trans_depth', 'count'],
    ['method', 'string'],
    ['host', 'string'],
    ['uri', 'string'],
    ['referrer', 'string'],
    ['version', 'string'],
    ['user_agent', 'string'],
    ['request_body_len', 'count'],
    ['response_body_len', 'count'],
    ['status_code', 'count'],
    ['status_msg', 'string'],
    ['resp_mime_types', 'vector[string]'],
  ]),
  'zeek/dhcp.log': zeek('dhcp', [
    ['ts', 'time'],
    ['uids', 'set[string]'],
    ['client_addr', 'addr'],
    ['server_addr', 'addr'],
    ['mac', 'string'],
    ['host_name', 'string'],
    ['client_fqdn', 'string'],
    ['domain', 'string'],
    ['requested_addr', 'addr'],
    ['assigned_addr', 'addr'],
    ['lease_time', 'interval'],
    ['msg_types', 'vector[string]'],
    ['duration', 'interval'],
  ]),
  'zeek/kerberos.log': zeek('kerberos', [
    ...CONNECTION_ID,
    ['request_type', 'string'],
    ['client', 'string'],
    ['service', 'string'],
    ['success', 'bool'],
    ['error_msg', 'string'],
    ['till', 'time'],
    ['cipher', 'string'],
    ['forwardable', 'bool'],
    ['renewable', 'bool'],
  ]),
  'zeek/ntlm.log': zeek('ntlm', [
    ...CONNECTION_ID,
    ['username', 'string'],
    ['hostname', 'string'],
    ['domainname', 'string'],
    ['server_nb_computer_name', 'string'],
    ['server_dns_computer_name', 'string'],
    ['server_tree_name', 'string'],
    ['success', 'bool'],
  ]),
  'zeek/smb_mapping.log': zeek('smb_mapping', [
    ...CONNECTION_ID,
    ['path', 'string'],
    ['service', 'string'],
    ['native_file_system', 'string'],
    ['share_type', 'string'],
  ]),
  'zeek/dce_rpc.log': zeek('dce_rpc', [
    ...CONNECTION_ID,
    ['rtt', 'interval'],
    ['named_pipe', 'string'],
    ['endpoint', 'string'],
    ['operation', 'string'],
  ]),
  'zeek/rdp.log': zeek('rdp', [
    ...CONNECTION_ID,
    ['cookie', 'string'],
    ['result', 'string'],
    ['security_protocol', 'string'],
    ['cert_count', 'count'],
  ]),
  'zeek/ssh.log': zeek('ssh', [
    ...CONNECTION_ID,
    ['version', 'count'],
    ['auth_success', 'bool'],
    ['auth_attempts', 'count'],
    ['client', 'string'],
    ['server', 'string'],
    ['cipher_alg', 'string'],
    ['kex_alg', 'string'],
    ['host_key', 'string'],
  ]),
} as const satisfies Record<string, LogFormat>;

export type LogFile = keyof typeof LOG_FILES;
