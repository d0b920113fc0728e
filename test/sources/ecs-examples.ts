import type { RawRecord } from '../../src/activity/source-mapping.js';

const TIME = '2024-05-01T10:00:00Z';
const TENANT = '11111111-2222-3333-4444-555555555555';
const EVENT = { kind: 'event', ingested: '2024-05-01T16:30:00Z', created: '2024-05-01T16:00:00Z' };

/** One record per data set in the form that Elastic integrations store, written by hand, with the oddities of that data set. */
export const ECS_EXAMPLES: Readonly<Record<string, RawRecord>> = {
  'o365.audit': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'o365.audit', action: 'FileDownloaded', provider: 'SharePoint', id: 'o1', outcome: 'success' },
    host: { name: 'example.com', id: TENANT },
    user: { id: 'Ann@example.com', name: 'ann', domain: 'example.com', email: 'ann@example.com' },
    source: { ip: '192.0.2.1' },
    o365: { audit: { UserId: 'Ann@example.com', Workload: 'SharePoint', RecordType: '6', ObjectId: 'https://example.com/a.docx' } },
  },
  'azure.signinlogs': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'azure.signinlogs', action: 'Sign-in activity', category: ['authentication'], outcome: 'success' },
    source: { ip: '192.0.2.1', geo: { country_iso_code: 'DE' } },
    geo: { country_iso_code: 'FR' },
    azure: {
      tenant_id: TENANT,
      signinlogs: {
        category: 'SignInLogs',
        properties: {
          id: 'a1',
          user_principal_name: 'Ann@example.com',
          app_display_name: 'Office',
          status: { error_code: 0 },
          is_interactive: true,
        },
      },
    },
  },
  'azure.auditlogs': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'azure.auditlogs', action: 'Microsoft.aadiam/tenants/diagnosticSettings', outcome: 'success' },
    azure: {
      tenant_id: TENANT,
      auditlogs: {
        operation_name: 'Add member to role',
        category: 'AuditLogs',
        properties: {
          id: 'd1',
          initiated_by: { user: { userPrincipalName: 'Ann@example.com', ipAddress: '192.0.2.1' } },
          target_resources: { 0: { type: 'User', user_principal_name: 'bob@example.com' } },
        },
      },
    },
  },
  'azure.activitylogs': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'azure.activitylogs', action: 'MICROSOFT.KEYVAULT/VAULTS/DELETE', outcome: 'success' },
    source: { ip: '192.0.2.1' },
    azure: {
      tenant_id: TENANT,
      correlation_id: 'c1',
      resource: { id: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V', group: 'RG' },
      activitylogs: {
        operation_name: 'MICROSOFT.KEYVAULT/VAULTS/DELETE',
        category: 'Administrative',
        result_type: 'Success',
        identity: { claims_initiated_by_user: { name: 'Ann@example.com', fullname: 'Ann' } },
      },
    },
  },
  'okta.system': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'okta.system', action: 'user.session.start', id: 'k1', outcome: 'success' },
    user: { name: 'Lee, Ann', full_name: 'Ann Lee' },
    client: { ip: '192.0.2.1', geo: { country_name: 'Germany', city_name: 'Berlin' } },
    source: { ip: '192.0.2.1' },
    okta: {
      event_type: 'user.session.start',
      actor: { id: '00u1', alternate_id: 'Ann@example.com', display_name: 'Ann Lee', type: 'User' },
      outcome: { result: 'SUCCESS' },
    },
  },
  'google_workspace.login': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'google_workspace.login', action: 'login_failure', id: 'g1', provider: 'login' },
    user: { id: '1', name: 'ann', domain: 'example.com' },
    source: { ip: '192.0.2.1', as: { number: 64500 } },
    google_workspace: { login: { type: 'google_password', challenge_method: ['password'] } },
  },
  'google_workspace.drive': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'google_workspace.drive', action: 'download', id: 'g2', category: ['file'] },
    user: { email: 'Ann@example.com' },
    source: { ip: '192.0.2.1' },
    file: { name: 'Plan', type: 'file' },
    google_workspace: { drive: { visibility: 'private', file: { id: 'F1', owner: { email: 'bob@example.com' } } } },
  },
  'google_workspace.gmail': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'google_workspace.gmail', action: 'delivery', id: 'g3', category: ['email'], outcome: 'success' },
    email: { from: { address: ['bounce@mail.example'] }, to: { address: ['ann@example.com'] }, subject: 'Hi' },
    client: { ip: '192.0.2.1' },
    google_workspace: {
      gmail: {
        email: 'ann@example.com',
        message_info: { connection_info: { spf_pass: true, is_internal: false }, source: { from_header_address: 'ceo@example.com' } },
      },
    },
  },
  'salesforce.login': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'salesforce.login', action: 'login-attempt', category: ['authentication'], outcome: 'success' },
    user: { email: 'Ann@example.com', id: '0055e000003abcDAAQ', roles: ['Standard'] },
    source: { ip: '192.0.2.1', geo: { country_iso_code: 'DE' } },
    salesforce: { login: { event_type: 'Login', request_id: 's1', key: 'k' } },
  },
  'salesforce.apex': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'salesforce.apex', action: 'apex-execution' },
    user: { email: 'Ann@example.com', id: '0055e000003abcDAAQ' },
    source: { ip: '192.0.2.1' },
    salesforce: { apex: { event_type: 'ApexSoap', method_name: 'query', rows_total: 55 } },
  },
  'aws.cloudtrail': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'aws.cloudtrail', action: 'GetObject', provider: 's3.amazonaws.com', id: 'c1', outcome: 'success' },
    cloud: { account: { id: '111122223333' }, region: 'us-east-1' },
    user: { id: 'AROA1:build-7', name: 'Deploy' },
    source: { address: '192.0.2.1', ip: '192.0.2.1' },
    aws: {
      cloudtrail: {
        user_identity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/build-7',
          session_context: { session_issuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/ci/Deploy', principal_id: 'AROA1' } },
        },
        request_parameters: '{bucketName=reports, key=a.csv}',
      },
    },
  },
  'microsoft_exchange_online_message_trace.log': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'microsoft_exchange_online_message_trace.log', outcome: 'Delivered' },
    email: {
      from: { address: ['eve@out.example'] },
      to: { address: ['ann@example.com'] },
      local_id: 't1',
      attachments: { file: { size: 1234 } },
    },
    source: { ip: '192.0.2.1', user: { name: 'eve' } },
    microsoft: { online_message_trace: { MessageTraceId: 't1', Size: 1234, Status: 'Delivered', Organization: 'example.com' } },
  },
  'proofpoint_tap.clicks_permitted': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'proofpoint_tap.clicks_permitted', action: ['allowed'], id: 'p1' },
    email: { to: { address: ['ann@example.com'] } },
    url: { full: 'https://login.example.net/x' },
    destination: { ip: '192.0.2.1' },
    source: { ip: '203.0.113.4' },
  },
  'abnormal_security.threat': {
    '@timestamp': TIME,
    event: { ...EVENT, kind: 'enrichment', dataset: 'abnormal_security.threat', id: 'x1' },
    user: { name: 'Known Attacker' },
    email: { from: { address: ['eve@out.example'] }, to: { address: ['ann@example.com'] }, subject: 'pay' },
    source: { ip: '203.0.113.4' },
    abnormal_security: { threat: { attack: { type: 'Phishing: Credential' } } },
  },
  'zeek.connection': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'zeek.connection', id: 'C1', duration: 2_500_000_000, type: ['connection', 'start', 'end'] },
    host: { name: 'sensor-1' },
    source: { ip: '10.0.0.1', port: 40_000, bytes: 100 },
    destination: { ip: '198.51.100.2', port: 443, bytes: 50 },
    network: { transport: 'tcp', protocol: 'ssl' },
    zeek: { session_id: 'C1', connection: { state: 'SF', local_orig: true, local_resp: false } },
  },
  'zeek.dns': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'zeek.dns', id: 'C2' },
    source: { ip: '10.0.0.1' },
    destination: { ip: '224.0.0.251', port: 5353 },
    zeek: { session_id: 'C2', dns: { query: '_ipp._tcp.local' } },
  },
  'zeek.ssl': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'zeek.ssl', id: 'C3' },
    source: { ip: '10.0.0.1' },
    destination: { ip: '198.51.100.2', port: 443 },
    tls: { established: true },
    zeek: { ssl: { server: { name: 'www.example.net' } } },
  },
  'zeek.smtp': {
    '@timestamp': TIME,
    event: { ...EVENT, dataset: 'zeek.smtp', id: 'C4' },
    source: { ip: '10.0.0.1' },
    destination: { ip: '198.51.100.2', port: 25 },
    zeek: { smtp: { mail_from: 'eve@out.example', rcpt_to: ['ann@example.com'], from: 'Eve <eve@out.example>', subject: 'hi' } },
  },
  'suricata.eve': {
    '@timestamp': TIME,
    event: { ...EVENT, kind: 'alert', dataset: 'suricata.eve', severity: 1 },
    source: { ip: '10.0.0.1', port: 40_000 },
    destination: { ip: '198.51.100.2', port: 443 },
    rule: { id: '2000001', name: 'Command and control' },
    suricata: { eve: { event_type: 'alert', flow_id: '7', alert: { signature_id: 2_000_001 } } },
  },
};
