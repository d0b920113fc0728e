import type { LogFile } from '../log-files.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';

/** One connection as the sensor saw it. Its `uid` ties the protocol logs to it. */
export interface Flow {
  readonly time: number;
  readonly uid: string;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly service: string;
  /** Seconds. */
  readonly duration: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly state: 'SF' | 'S0' | 'REJ' | 'RSTO' | 'S1' | 'RSTR';
}

/** A flow with a fresh uid and source port. */
export function drawFlow(random: RandomGenerator, facts: Omit<Flow, 'uid' | 'sourcePort'>): Flow {
  return {
    time: facts.time,
    uid: `C${random.base62(17)}`,
    source: facts.source,
    sourcePort: random.integerBetween(49152, 65535),
    destination: facts.destination,
    port: facts.port,
    transport: facts.transport,
    service: facts.service,
    duration: facts.duration,
    bytesOut: facts.bytesOut,
    bytesIn: facts.bytesIn,
    state: facts.state,
  };
}

function timestamp(time: number, fraction: number): string {
  return `${(time / 1000).toFixed(3)}${String(fraction).padStart(3, '0')}`;
}

function start(flow: Flow): string {
  return `${timestamp(flow.time, flow.sourcePort % 1000)}\t${flow.uid}\t${flow.source}\t${flow.sourcePort}\t${flow.destination}\t${flow.port}`;
}

function isLocal(address: string): string {
  return address.startsWith('10.') ? 'T' : 'F';
}

const HISTORIES: Readonly<Record<Flow['state'], string>> = {
  SF: 'ShADadFf',
  S0: 'S',
  REJ: 'Sr',
  RSTO: 'ShADadR',
  S1: 'ShADad',
  RSTR: 'ShADadr',
};

function entry(file: LogFile, flow: Flow, rest: string): DraftRecord {
  return { file, time: flow.time, eventId: flow.uid, record: `${start(flow)}\t${rest}` };
}

export function connection(flow: Flow): DraftRecord {
  const answered = flow.state !== 'S0' && flow.state !== 'REJ';
  const packetsOut = answered ? Math.max(1, Math.ceil(flow.bytesOut / 1200) + 3) : 1;
  const packetsIn = answered ? Math.max(1, Math.ceil(flow.bytesIn / 1300) + 3) : flow.state === 'REJ' ? 1 : 0;
  const history = flow.transport === 'udp' ? (answered ? 'Dd' : 'D') : HISTORIES[flow.state];
  const counted = answered ? `${flow.duration.toFixed(6)}\t${flow.bytesOut}\t${flow.bytesIn}` : '-\t-\t-';
  const packets = `${packetsOut}\t${flow.bytesOut + packetsOut * 40}\t${packetsIn}\t${flow.bytesIn + packetsIn * 40}`;
  return entry(
    'zeek/conn.log',
    flow,
    `${flow.transport}\t${flow.service === '' ? '-' : flow.service}\t${counted}\t${flow.state}\t${isLocal(flow.source)}\t${isLocal(flow.destination)}\t0\t${history}\t${packets}`,
  );
}

const QUERY_TYPES = { A: 1, AAAA: 28, PTR: 12, TXT: 16, SRV: 33, HTTPS: 65 } as const;
export type QueryType = keyof typeof QUERY_TYPES;

export interface DnsFacts {
  readonly query: string;
  readonly type: QueryType;
  readonly answers: readonly string[];
  readonly code: 'NOERROR' | 'NXDOMAIN' | 'none';
}

export function dnsQuery(random: RandomGenerator, flow: Flow, facts: DnsFacts): DraftRecord {
  const answered = facts.code !== 'none';
  const rcode = facts.code === 'NOERROR' ? '0\tNOERROR' : facts.code === 'NXDOMAIN' ? '3\tNXDOMAIN' : '-\t-';
  const answers = facts.answers.length === 0 ? '-\t-' : `${facts.answers.join(',')}\t${facts.answers.map(() => '60.000000').join(',')}`;
  return entry(
    'zeek/dns.log',
    flow,
    `udp\t${random.integer(65536)}\t${answered ? flow.duration.toFixed(6) : '-'}\t${facts.query}\t1\tC_INTERNET\t${QUERY_TYPES[facts.type]}\t${facts.type}\t${rcode}\tF\tF\tT\t${answered ? 'T' : 'F'}\t0\t${answers}\tF`,
  );
}

export interface TlsFacts {
  readonly serverName: string;
  readonly subject: string;
  readonly issuer: string;
  readonly resumed: boolean;
  readonly ja3: string;
  readonly ja3s: string;
}

export function tlsHandshake(flow: Flow, facts: TlsFacts): DraftRecord {
  const certificate = facts.resumed ? '-\t-\t-' : `${facts.subject}\t${facts.issuer}\tok`;
  return entry(
    'zeek/ssl.log',
    flow,
    `TLSv13\tTLS_AES_256_GCM_SHA384\tx25519\t${facts.serverName}\t${facts.resumed ? 'T' : 'F'}\tT\t${certificate}\t${facts.ja3}\t${facts.ja3s}`,
  );
}

export interface HttpFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
  readonly host: string;
  readonly uri: string;
  readonly userAgent: string;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly status: number;
  readonly mimeType: string;
}

export function httpRequest(flow: Flow, facts: HttpFacts): DraftRecord {
  const message = facts.status === 200 ? 'OK' : facts.status === 304 ? 'Not Modified' : facts.status === 404 ? 'Not Found' : 'Found';
  return entry(
    'zeek/http.log',
    flow,
    `1\t${facts.method}\t${facts.host}\t${facts.uri}\t-\t1.1\t${facts.userAgent === '' ? '-' : facts.userAgent}\t${facts.requestBytes}\t${facts.responseBytes}\t${facts.status}\t${message}\t${facts.mimeType === '' ? '-' : facts.mimeType}`,
  );
}

export function kerberosTicket(
  flow: Flow,
  facts: { readonly request: 'AS' | 'TGS'; readonly client: string; readonly service: string; readonly success: boolean },
): DraftRecord {
  const till = facts.success ? `${((flow.time + 36_000_000) / 1000).toFixed(6)}\taes256-cts-hmac-sha1-96` : '-\t-';
  return entry(
    'zeek/kerberos.log',
    flow,
    `${facts.request}\t${facts.client}\t${facts.service}\t${facts.success ? 'T\t-' : 'F\tKDC_ERR_PREAUTH_FAILED'}\t${till}\tT\tT`,
  );
}

export function ntlmAuthentication(
  flow: Flow,
  facts: {
    readonly user: string;
    readonly hostname: string;
    readonly domain: string;
    readonly server: string;
    readonly serverDomain: string;
  },
): DraftRecord {
  return entry(
    'zeek/ntlm.log',
    flow,
    `${facts.user}\t${facts.hostname}\t${facts.domain}\t${facts.server}\t${facts.server.toLowerCase()}.${facts.serverDomain}\t${facts.serverDomain}\tT`,
  );
}

export function smbMapping(flow: Flow, path: string, shareType: 'DISK' | 'PIPE' | 'PRINT'): DraftRecord {
  return entry('zeek/smb_mapping.log', flow, `${path}\t-\t-\t${shareType}`);
}

export function remoteCall(flow: Flow, pipe: string, endpoint: string, operation: string): DraftRecord {
  return entry('zeek/dce_rpc.log', flow, `${(flow.duration / 10).toFixed(6)}\t${pipe}\t${endpoint}\t${operation}`);
}

export function rdpSession(flow: Flow, cookie: string): DraftRecord {
  return entry('zeek/rdp.log', flow, `${cookie}\tencrypted\tHYBRID\t0`);
}

export function sshSession(
  flow: Flow,
  facts: { readonly success: boolean; readonly client: string; readonly hostKey: string },
): DraftRecord {
  return entry(
    'zeek/ssh.log',
    flow,
    `2\t${facts.success ? 'T' : 'F'}\t1\t${facts.client}\tSSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.12\tchacha20-poly1305@openssh.com\tcurve25519-sha256\t${facts.hostKey}`,
  );
}

/** A lease; `time` in milliseconds. Its event id is the uid of the lease's flow. */
export function addressLease(
  random: RandomGenerator,
  facts: {
    readonly time: number;
    readonly address: string;
    readonly server: string;
    readonly mac: string;
    readonly hostname: string;
    readonly domain: string;
  },
): DraftRecord {
  const uid = `C${random.base62(17)}`;
  const known = `${facts.address}\t${facts.server}\t${facts.mac}\t${facts.hostname}\t${facts.hostname}.${facts.domain}\t${facts.domain}`;
  return {
    file: 'zeek/dhcp.log',
    time: facts.time,
    eventId: uid,
    record: `${timestamp(facts.time, random.integer(1000))}\t${uid}\t${known}\t${facts.address}\t${facts.address}\t28800.000000\tREQUEST,ACK\t${random.between(0.0005, 0.02).toFixed(6)}`,
  };
}
