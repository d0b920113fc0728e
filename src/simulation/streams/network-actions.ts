import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import {
  connection,
  dnsQuery,
  drawFlow,
  httpRequest,
  kerberosTicket,
  smbMapping,
  sshSession,
  tlsHandshake,
  rdpSession,
  remoteCall,
  ntlmAuthentication,
} from '../records/zeek.js';
import type { Server } from '../site.js';
import type { Emit } from '../simulated-record.js';
import type { WebHost } from '../web.js';

/** Fingerprint of a TLS client: the same for all devices that run the same program. */
export function clientFingerprint(seed: number, program: string): string {
  return RandomGenerator.keyed(seed, `ja3:${program}`).hex(32);
}

/** A server of the given role. Every estate has at least one of each. */
export function serverOf(estate: Estate, random: RandomGenerator, role: Server['role']): Server {
  return random.pick(estate.servers.filter((server) => server.role === role));
}

/** Looks a name up at the office's resolver. */
export function resolve(
  estate: Estate,
  random: RandomGenerator,
  emit: Emit,
  time: number,
  source: string,
  query: string,
  answers: readonly string[],
  code: 'NOERROR' | 'NXDOMAIN' | 'none' = 'NOERROR',
): void {
  const resolver = serverOf(estate, random, 'domain-controller');
  const bytesIn = code === 'none' ? 0 : 60 + query.length + answers.length * 16;
  const flow = drawFlow(random, {
    time,
    source,
    destination: resolver.address,
    port: 53,
    transport: 'udp',
    service: 'dns',
    duration: random.between(0.0005, 0.08),
    bytesOut: 28 + query.length,
    bytesIn,
    state: code === 'none' ? 'S0' : 'SF',
  });
  emit(connection(flow));
  emit(dnsQuery(random, flow, { query, type: random.chance(0.8) ? 'A' : random.pick(['AAAA', 'HTTPS']), answers, code }));
}

export interface WebVisit {
  readonly time: number;
  readonly source: string;
  readonly host: WebHost;
  readonly program: string;
  readonly userAgent: string;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly duration: number;
  readonly looksUp: boolean;
}

/** A visit to a host: a name look-up unless it is cached, the connection, and what TLS or HTTP shows of it. */
export function visit(estate: Estate, random: RandomGenerator, emit: Emit, facts: WebVisit): void {
  const { host } = facts;
  const addresses = host.addresses.map((endpoint) => endpoint.address);
  if (facts.looksUp) resolve(estate, random, emit, facts.time - 40, facts.source, host.name, addresses);
  const flow = drawFlow(random, {
    time: facts.time,
    source: facts.source,
    destination: random.pick(addresses),
    port: host.plain ? 80 : 443,
    transport: 'tcp',
    service: host.plain ? 'http' : 'ssl',
    duration: facts.duration,
    bytesOut: facts.bytesOut,
    bytesIn: facts.bytesIn,
    state: random.chance(0.93) ? 'SF' : 'RSTO',
  });
  emit(connection(flow));
  if (host.plain) {
    const uri = random.chance(0.3)
      ? '/'
      : `/${random.pick(['assets', 'img', 'news', 'api', 'static'])}/${random.hex(6)}${random.pick(['.html', '.js', '.png', ''])}`;
    emit(
      httpRequest(flow, {
        method: random.chance(0.92) ? 'GET' : 'POST',
        host: host.name,
        uri,
        userAgent: facts.userAgent,
        requestBytes: 0,
        responseBytes: facts.bytesIn,
        status: random.chance(0.95) ? 200 : 404,
        mimeType: 'text/html',
      }),
    );
  } else {
    emit(
      tlsHandshake(flow, {
        serverName: host.name,
        subject: `CN=${host.name}`,
        issuer: host.issuer,
        resumed: random.chance(0.6),
        ja3: clientFingerprint(estate.seed, facts.program),
        ja3s: host.ja3s,
      }),
    );
  }
}

/** Kerberos name of a person, as Zeek logs the client. */
export function kerberosClient(estate: Estate, person: Person): string {
  return `${person.sam}/${estate.adDomain.toUpperCase()}`;
}

/** An access to a share of a Windows server: Kerberos ticket, connection, mapping. */
export function openShare(
  estate: Estate,
  random: RandomGenerator,
  emit: Emit,
  facts: {
    readonly time: number;
    readonly source: string;
    readonly person: Person;
    readonly server: Server;
    readonly share: string;
    readonly bytesOut: number;
    readonly bytesIn: number;
  },
): void {
  const { time, source, server } = facts;
  requestTicket(estate, random, emit, time - 60, source, facts.person, `cifs/${server.hostname.toLowerCase()}.${estate.adDomain}`);
  const flow = drawFlow(random, {
    time,
    source,
    destination: server.address,
    port: 445,
    transport: 'tcp',
    service: 'gssapi,smb,krb',
    duration: random.exponential(40),
    bytesOut: facts.bytesOut,
    bytesIn: facts.bytesIn,
    state: 'SF',
  });
  emit(connection(flow));
  emit(
    smbMapping(flow, `\\\\${server.hostname.toLowerCase()}.${estate.adDomain}\\${facts.share}`, facts.share === 'IPC$' ? 'PIPE' : 'DISK'),
  );
}

/** A Kerberos service ticket. */
export function requestTicket(
  estate: Estate,
  random: RandomGenerator,
  emit: Emit,
  time: number,
  source: string,
  person: Person,
  service: string,
  request: 'AS' | 'TGS' = 'TGS',
  success = true,
): void {
  const controller = serverOf(estate, random, 'domain-controller');
  const flow = drawFlow(random, {
    time,
    source,
    destination: controller.address,
    port: 88,
    transport: 'tcp',
    service: 'krb_tcp',
    duration: random.between(0.001, 0.02),
    bytesOut: random.integerBetween(1400, 3200),
    bytesIn: random.integerBetween(1400, 3400),
    state: 'SF',
  });
  emit(connection(flow));
  emit(kerberosTicket(flow, { request, client: kerberosClient(estate, person), service, success }));
}

/** A remote administration session: remote desktop, secure shell or WinRM. */
export function administer(
  estate: Estate,
  random: RandomGenerator,
  emit: Emit,
  facts: {
    readonly time: number;
    readonly source: string;
    readonly person: Person;
    readonly server: Server;
    readonly method: 'rdp' | 'ssh' | 'winrm';
    readonly minutes: number;
    readonly hostname: string;
  },
): void {
  const { time, source, person, server, method } = facts;
  const host = server.hostname.toLowerCase();
  const port = method === 'rdp' ? 3389 : method === 'ssh' ? 22 : 5985;
  const service = method === 'rdp' ? 'rdp,ssl' : method === 'ssh' ? 'ssh' : 'http';
  if (method !== 'ssh')
    requestTicket(estate, random, emit, time - 80, source, person, `${method === 'rdp' ? 'TERMSRV' : 'HTTP'}/${host}.${estate.adDomain}`);
  const flow = drawFlow(random, {
    time,
    source,
    destination: server.address,
    port,
    transport: 'tcp',
    service,
    duration: facts.minutes * 60,
    bytesOut: Math.round(facts.minutes * random.between(30_000, 90_000)),
    bytesIn: Math.round(facts.minutes * random.between(150_000, 500_000)),
    state: 'SF',
  });
  emit(connection(flow));
  if (method === 'rdp') emit(rdpSession(flow, person.sam));
  if (method === 'ssh')
    emit(
      sshSession(flow, {
        success: true,
        client: 'SSH-2.0-OpenSSH_for_Windows_9.5',
        hostKey: RandomGenerator.keyed(estate.seed, `host:${server.hostname}`).hex(32),
      }),
    );
  if (method === 'winrm') {
    emit(
      httpRequest(flow, {
        method: 'POST',
        host: `${host}.${estate.adDomain}:5985`,
        uri: '/wsman?PSVersion=5.1.26100.4768',
        userAgent: 'Microsoft WinRM Client',
        requestBytes: random.integerBetween(1500, 6000),
        responseBytes: random.integerBetween(1500, 9000),
        status: 200,
        mimeType: 'application/soap+xml',
      }),
    );
  }
  if (method === 'rdp' && random.chance(0.3)) {
    emit(
      ntlmAuthentication(drawFlow(random, { ...flow, time: time + 300 }), {
        user: person.sam,
        hostname: facts.hostname,
        domain: estate.name.toUpperCase(),
        server: server.hostname,
        serverDomain: estate.adDomain,
      }),
    );
  }
}

/** A remote procedure call to a Windows server, as management tools and group policy make them. */
export function callRemotely(
  random: RandomGenerator,
  emit: Emit,
  facts: { readonly time: number; readonly source: string; readonly server: Server; readonly endpoint: string; readonly operation: string },
): void {
  const flow = drawFlow(random, {
    time: facts.time,
    source: facts.source,
    destination: facts.server.address,
    port: facts.endpoint === 'svcctl' ? 445 : 135,
    transport: 'tcp',
    service: facts.endpoint === 'svcctl' ? 'gssapi,smb,dce_rpc,krb' : 'dce_rpc',
    duration: random.between(0.1, 20),
    bytesOut: random.integerBetween(400, 3000),
    bytesIn: random.integerBetween(300, 2500),
    state: 'SF',
  });
  emit(connection(flow));
  emit(remoteCall(flow, facts.endpoint === 'svcctl' ? '\\\\pipe\\\\svcctl' : '135', facts.endpoint, facts.operation));
}
