import type { RawRecord } from '../../src/activity/source-mapping.js';

/** A seeded generator of 32-bit numbers (mulberry32, T. Ettinger), so that every run sees the same records. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Values that break careless code: wrong types, extremes, names that objects inherit, odd texts, lists and nests. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 1e308, -1e308, 5e-324, 2 ** 53, 1.5, 4_102_444_800_000, 1e20],
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    '\uffff',
    'null',
    'NaN',
    'Infinity',
    '-',
    '(empty)',
    '[]',
    '{}',
    '[[[[',
    '{"a":',
    '%00',
    '../../etc',
    '\u202Egpj.exe',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '1e999',
    '0x10',
    '010.0.0.1',
    '999.1.1.1',
    '::ffff:1.2.3.4',
    'fe80::1%eth0',
    '::',
    '1.2.3.4:99999',
  ],
  ...[
    '9999-99-99T99:99:99Z',
    '2021-02-30',
    '0001-01-01T00:00:00Z',
    '+275760-09-13',
    '1/1/2021, 25:00:00 PM',
    'XXXXXXXXXX.XXXXXX',
    '-1',
    '1e20',
  ],
  ...[
    '@',
    'a@',
    '@b',
    'a@b@c',
    '<a@b>',
    '\\',
    '\\\\',
    'a\\b\\c',
    '$',
    '/',
    'krbtgt/',
    'x'.repeat(5_000),
    'S-1-',
    'arn:aws',
    'http://',
    'http://[',
    '//@:',
  ],
  ...[
    [],
    [[]],
    [null],
    [[[[[[1]]]]]],
    [{}],
    [{ a: [{ a: [] }] }],
    new Array<number>(300).fill(1),
    {},
    { a: {} },
    { __proto__: null },
    { length: -1 },
  ],
  ...[
    { id: [], time: {}, ip: [1] },
    { '0': { '0': {} } },
    { toString: 1 },
    { then: 1 },
    { constructor: { prototype: 1 } },
    { 'a.b': { 'c.d': 1 } },
  ],
];

/** Any of the hostile values, sometimes inside a few more layers. */
export function hostileValue(next: () => number): unknown {
  const value: unknown = structuredClone(VALUES[next() % VALUES.length]);
  switch (next() % 8) {
    case 0:
      return [value, structuredClone(value)];
    case 1:
      return { value, name: structuredClone(value), id: structuredClone(value) };
    default:
      return value;
  }
}

/** Well-formed records of many products with fields that all mappings look at; the start of every mutation. */
export const SEEDS: readonly RawRecord[] = [
  {
    _path: 'conn',
    ts: 1772409600.5,
    uid: 'C1',
    'id.orig_h': '10.0.0.1',
    'id.orig_p': 1,
    'id.resp_h': '10.0.0.2',
    'id.resp_p': 2,
    proto: 'tcp',
    conn_state: 'SF',
    duration: 1,
    orig_bytes: 1,
    resp_bytes: 1,
  },
  {
    '@stream': 'dns',
    ts: 1772409600,
    uid: 'C2',
    id_orig_h: '10.0.0.1',
    id_resp_h: '10.0.0.2',
    query: 'a.example',
    qtype_name: 'A',
    answers: ['1.2.3.4'],
    trans_id: 1,
  },
  {
    _path: 'http',
    ts: 1772409600,
    uid: 'C3',
    id: { orig_h: '10.0.0.1', resp_h: '10.0.0.2' },
    method: 'GET',
    host: 'a.example',
    uri: '/x?y',
    status_code: 200,
  },
  { _path: 'ssl', ts: 1772409600, uid: 'C4', server_name: 'a.example', validation_status: 'ok', established: true },
  { _path: 'files', ts: 1772409600, fuid: 'F1', tx_hosts: ['10.0.0.1'], rx_hosts: ['10.0.0.2'], mime_type: 'x/y', seen_bytes: 1 },
  { _path: 'kerberos', ts: 1772409600, uid: 'C5', client: 'ann/EXAMPLE.ORG', service: 'HTTP/web', request_type: 'TGS', success: true },
  {
    _path: 'smtp',
    ts: 1772409600,
    uid: 'C6',
    mailfrom: 'a@example.com',
    rcptto: ['b@example.org'],
    from: 'A <a@example.com>',
    last_reply: '250 ok',
  },
  { _path: 'dhcp', ts: 1772409600, uids: ['C7'], mac: '00:00:00:00:00:01', assigned_addr: '10.0.0.3', host_name: 'pc1', lease_time: 60 },
  { _path: 'ntlm', ts: 1772409600, uid: 'C8', username: 'ann', domainname: 'EXAMPLE', hostname: 'pc1', success: true },
  { _path: 'smb_files', ts: 1772409600, uid: 'C9', action: 'SMB::FILE_OPEN', path: '\\\\srv\\share', name: 'a.txt', size: 1 },
  {
    event_type: 'alert',
    timestamp: '2026-03-02T00:00:00.000000+0000',
    flow_id: 1,
    src_ip: '10.0.0.1',
    dest_ip: '10.0.0.2',
    alert: { signature: 'x', signature_id: 1, severity: 1 },
  },
  {
    event_type: 'flow',
    timestamp: '2026-03-02T00:00:00Z',
    flow_id: 1,
    src_ip: '10.0.0.1',
    flow: { bytes_toserver: 1, start: '2026-03-02T00:00:00Z', end: '2026-03-02T00:00:01Z' },
  },
  {
    event_type: 'dns',
    timestamp: '2026-03-02T00:00:00Z',
    flow_id: 2,
    src_ip: '10.0.0.1',
    dns: { queries: [{ rrname: 'a.example', rrtype: 'A' }], rcode: 'NOERROR' },
  },
  {
    MessageTraceId: 'm1',
    RecipientAddress: 'b@example.org',
    SenderAddress: 'a@example.com',
    Received: '2026-03-02T00:00:00Z',
    Subject: 's',
    Status: 'Delivered',
    FromIP: '1.2.3.4',
  },
  {
    GUID: 'g',
    messageTime: '2026-03-02T00:00:00Z',
    threatsInfoMap: [{ threatType: 'url', threat: 'http://a.example/' }],
    sender: 'a@example.com',
    recipient: ['b@example.org'],
    messageParts: [{ disposition: 'attached', filename: 'a.html' }],
  },
  { clickTime: '2026-03-02T00:00:00Z', clickIP: '1.2.3.4', url: 'http://a.example/x', recipient: 'b@example.org', sender: 'a@example.com' },
  {
    'kibana.alert.rule.name': 'r',
    'kibana.alert.uuid': 'u',
    '@timestamp': '2026-03-02T00:00:00Z',
    'user.name': 'ann',
    'kibana.alert.risk_score': 47,
  },
  { search_name: 's', urgency: 'high', _time: 1772409600, event_id: 'e', user: 'ann', src: '10.0.0.1', dest: '10.0.0.2' },
  {
    timestamp: '2026-03-02T00:00:00.000+0000',
    rule: { level: 10, description: 'd', id: '1', groups: ['g'], mitre: { id: ['T1110'] } },
    agent: { name: 'a', ip: '10.0.0.1' },
    id: '1',
  },
  {
    service: {
      serviceName: 'guardduty',
      eventFirstSeen: '2026-03-02T00:00:00Z',
      action: { awsApiCallAction: { remoteIpDetails: { ipAddressV4: '1.2.3.4' } } },
    },
    type: 'T',
    id: 'i',
    severity: 5,
  },
  { pbid: 1, model: { name: 'A::B' }, triggeredComponents: [], device: { hostname: 'h', ip: '10.0.0.1' }, time: 1772409600000, score: 0.5 },
  { aiaScore: 50, breachDevices: [{ hostname: 'h', ip: '10.0.0.1' }], title: 't', id: 'i', createdAt: 1772409600000 },
  {
    DeviceEventClassID: 'x',
    LogSeverity: '5',
    Activity: 'a',
    'StartTime [UTC]': '3/2/2026, 1:00:00 AM',
    SourceIP: '127.0. 0.1',
    AdditionalExtensions: 'cat=x;start=1',
  },
  {
    serviceSource: 's',
    title: 't',
    createdDateTime: '2026-03-02T00:00:00Z',
    evidence: [{ userAccount: { userPrincipalName: 'a@example.org' } }],
    severity: 'high',
    id: 'i',
  },
  {
    '@timestamp': '2026-03-02T00:00:00Z',
    event: { kind: 'alert', category: ['malware'], dataset: 'x.y' },
    rule: { name: 'r' },
    user: { name: 'ann' },
    host: { name: 'h' },
  },
  {
    '@timestamp': '2026-03-02T00:00:00Z',
    event: { kind: 'event', dataset: 'zeek.connection' },
    source: { ip: '10.0.0.1' },
    zeek: { connection: { state: 'SF' }, session_id: 'C' },
  },
  {
    '@timestamp': '2026-03-02T00:00:00Z',
    event: { kind: 'event', category: ['email'] },
    email: { from: { address: ['a@example.com'] }, to: { address: ['b@example.org'] } },
  },
  {
    CreationTime: '2026-03-02T00:00:00',
    Id: 'i',
    Operation: 'New-InboxRule',
    Workload: 'Exchange',
    UserId: 'a@example.org',
    ClientIP: '1.2.3.4:5',
    Parameters: [{ Name: 'ForwardTo', Value: 'x@example.com' }],
    RecordType: 1,
  },
  {
    eventVersion: '1.08',
    eventTime: '2026-03-02T00:00:00Z',
    eventName: 'CreateUser',
    eventSource: 'iam.amazonaws.com',
    eventID: 'i',
    userIdentity: { type: 'IAMUser', userName: 'ann', arn: 'arn:aws:iam::1:user/ann' },
    sourceIPAddress: '1.2.3.4',
    requestParameters: { userName: 'b' },
  },
  {
    uuid: 'u',
    published: '2026-03-02T00:00:00Z',
    eventType: 'user.session.start',
    actor: { id: 'i', alternateId: 'a@example.org', type: 'User' },
    outcome: { result: 'SUCCESS' },
    client: { ipAddress: '1.2.3.4', geographicalContext: {} },
    target: [],
  },
  {
    kind: 'admin#reports#activity',
    id: { time: '2026-03-02T00:00:00Z', uniqueQualifier: '1', applicationName: 'login', customerId: 'C' },
    actor: { email: 'a@example.org' },
    events: [{ name: 'login_success', parameters: [{ name: 'x', value: 'y' }] }],
    ipAddress: '1.2.3.4',
  },
  {
    category: 'SignInLogs',
    time: '2026-03-02T00:00:00Z',
    properties: {
      id: 'i',
      userPrincipalName: 'a@example.org',
      ipAddress: '1.2.3.4',
      status: { errorCode: 0 },
      createdDateTime: '2026-03-02T00:00:00Z',
      appDisplayName: 'x',
    },
    operationName: 'Sign-in activity',
  },
  {
    EVENT_TYPE: 'API',
    TIMESTAMP_DERIVED: '2026-03-02T00:00:00Z',
    USER_ID: '005x00000000001',
    CLIENT_IP: '1.2.3.4',
    REQUEST_ID: 'r',
    ROWS_PROCESSED: '10',
  },
];

/** A seed with one to four of its fields, at any depth, replaced by hostile values, dropped or renamed. */
export function mutated(next: () => number): RawRecord {
  const seed = SEEDS[next() % SEEDS.length] ?? {};
  const record = structuredClone(seed) as Record<string, unknown>;
  for (let change = 0; change <= next() % 4; change += 1) {
    let holder = record;
    for (let depth = 0; depth < 4; depth += 1) {
      const keys = Object.keys(holder);
      const key = keys[next() % Math.max(1, keys.length)] ?? 'x';
      const inner = holder[key];
      if (typeof inner === 'object' && inner !== null && next() % 3 !== 0) {
        holder = inner as Record<string, unknown>;
        continue;
      }
      const kind = next() % 10;
      if (kind === 0) Reflect.deleteProperty(holder, key);
      else if (kind === 1)
        Object.defineProperty(holder, '__proto__', { value: hostileValue(next), enumerable: true, configurable: true, writable: true });
      else holder[key] = hostileValue(next);
      break;
    }
  }
  return record;
}
