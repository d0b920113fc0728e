import { HOUR, MINUTE, SECOND } from '../calendar.js';
import { workMoment } from '../day-plan.js';
import type { Estate } from '../estate.js';
import type { Device, Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import { generatedRate, RATES } from '../rates.js';
import {
  addressLease,
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
import { ROLE_PROFILES } from '../roles.js';
import type { Server } from '../site.js';
import type { Emit } from '../simulated-record.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import { drawDomainName, type WebHost } from '../web.js';
import type { EstateHour, PersonHour } from './stream.js';

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

/** What the sensor at the main office sees of a person's laptop. */
export function personNetwork(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  const seen = person.site === 0 && plan.working && (plan.whereabouts === 'office' || plan.companyVpn) && hour.share > 0;
  if (!seen) return;
  const device = currentLaptop(person, estate.calendar, hour.from);
  const source = device.officeAddress;
  if (hour.begins) arrive(hour, device);
  const daily =
    (generatedRate('connections', estate) / 2.2) *
    ROLE_PROFILES[person.role].network *
    Math.min(3, 0.5 + 0.5 * person.activity) *
    plan.factor;
  const visits = random.negativeBinomial(daily * 0.72 * hour.share, 2);
  for (let i = 0; i < visits; i += 1) browse(hour, device, workMoment(plan, random, hour.from, hour.to));
  const shares = random.poisson(daily * 0.1 * hour.share);
  for (let i = 0; i < shares; i += 1) {
    const server = serverOf(estate, random, 'file-server');
    const bytesIn = Math.round(random.logNormal(60_000, 1.8));
    openShare(estate, random, emit, {
      time: workMoment(plan, random, hour.from, hour.to),
      source,
      person,
      server,
      share: person.department.replaceAll(' ', ''),
      bytesOut: Math.round(random.logNormal(20_000, 1.6)),
      bytesIn,
    });
  }
  const applications = random.poisson(daily * 0.12 * hour.share);
  for (let i = 0; i < applications; i += 1) {
    const server = random.pickZipf(estate.servers.filter((candidate) => candidate.role === 'application'));
    const time = workMoment(plan, random, hour.from, hour.to);
    if (random.chance(0.4))
      requestTicket(estate, random, emit, time - 50, source, person, `HTTP/${server.hostname.toLowerCase()}.${estate.adDomain}`);
    emit(
      connection(
        drawFlow(random, {
          time,
          source,
          destination: server.address,
          port: 443,
          transport: 'tcp',
          service: 'ssl',
          duration: random.exponential(8),
          bytesOut: random.integerBetween(800, 6000),
          bytesIn: Math.round(random.logNormal(16_000, 1.2)),
          state: 'SF',
        }),
      ),
    );
  }
  if (random.chance(0.25 * hour.share * 8)) {
    const printer = serverOf(estate, random, 'printer');
    emit(
      connection(
        drawFlow(random, {
          time: workMoment(plan, random, hour.from, hour.to),
          source,
          destination: printer.address,
          port: 9100,
          transport: 'tcp',
          service: '',
          duration: random.between(1, 20),
          bytesOut: Math.round(random.logNormal(200_000, 1.2)),
          bytesIn: 900,
          state: 'SF',
        }),
      ),
    );
  }
  if (person.accountType === 'administrator') {
    const sessions = random.poisson(3.5 * hour.share);
    for (let i = 0; i < sessions; i += 1) {
      const server = random.pick(estate.servers.filter((candidate) => candidate.role !== 'printer'));
      const method = random.pickWeighted([
        ['rdp', 5],
        ['ssh', 3],
        ['winrm', 3],
      ] as const);
      administer(estate, random, emit, {
        time: workMoment(plan, random, hour.from, hour.to),
        source,
        person,
        server,
        method,
        minutes: random.exponential(14),
        hostname: device.hostname,
      });
      const share = {
        time: workMoment(plan, random, hour.from, hour.to),
        source,
        person,
        server,
        share: random.pick(['ADMIN$', 'C$']),
        bytesOut: random.integerBetween(20_000, 2_000_000),
        bytesIn: 9000,
      };
      if (random.chance(0.2)) openShare(estate, random, emit, share);
      if (random.chance(0.15))
        callRemotely(random, emit, {
          time: workMoment(plan, random, hour.from, hour.to),
          source,
          server,
          endpoint: 'svcctl',
          operation: random.pick(['OpenSCManagerW', 'QueryServiceStatus', 'StartServiceW', 'CreateServiceW']),
        });
    }
  }
}

function arrive(hour: PersonHour, device: Device): void {
  const { estate, person, plan, random, emit } = hour;
  const time = Math.max(hour.from, plan.from) + random.next() * 3 * MINUTE;
  const controller = serverOf(estate, random, 'domain-controller');
  emit(
    addressLease(random, {
      time,
      address: device.officeAddress,
      server: controller.address,
      mac: device.mac,
      hostname: device.hostname,
      domain: estate.adDomain,
    }),
  );
  if (device.os !== 'windows') return;
  const wrong = random.chance(0.04);
  if (wrong)
    requestTicket(
      estate,
      random,
      emit,
      time + 9 * SECOND,
      device.officeAddress,
      person,
      `krbtgt/${estate.adDomain.toUpperCase()}`,
      'AS',
      false,
    );
  requestTicket(estate, random, emit, time + 20 * SECOND, device.officeAddress, person, `krbtgt/${estate.adDomain.toUpperCase()}`, 'AS');
  openShare(estate, random, emit, {
    time: time + 24 * SECOND,
    source: device.officeAddress,
    person,
    server: controller,
    share: 'sysvol',
    bytesOut: 3200,
    bytesIn: 14000,
  });
  callRemotely(random, emit, {
    time: time + 26 * SECOND,
    source: device.officeAddress,
    server: controller,
    endpoint: 'netlogon',
    operation: 'NetrLogonGetDomainInfo',
  });
}

function browse(hour: PersonHour, device: Device, time: number): void {
  const { estate, person, random, emit } = hour;
  const draw = random.next();
  if (draw < RATES.dnsNameNotFound.value * 0.4) {
    const name = random.chance(0.6)
      ? `${random.pick(['wpad', 'isatap', device.hostname.toLowerCase()])}.${estate.adDomain}`
      : `www.${drawDomainName(random)}`;
    resolve(estate, random, emit, time, device.officeAddress, name, [], 'NXDOMAIN');
    return;
  }
  if (draw < 0.06) {
    resolve(estate, random, emit, time, device.officeAddress, random.pickZipf(estate.web.hosts).name, [], 'none');
    return;
  }
  const personal = RandomGenerator.keyed(estate.seed, 'favourites', person.index, random.zipf(40));
  const host = random.chance(0.55) ? random.pickZipf(estate.web.hosts) : personal.pick(estate.web.hosts);
  visit(estate, random, emit, {
    time,
    source: device.officeAddress,
    host,
    program: random.chance(0.02) ? `tool-${random.zipf(200)}` : `${device.os}-${device.browser}`,
    userAgent: browserIdentity(device, time).userAgent,
    bytesOut: Math.round(random.logNormal(2_600, 1)),
    bytesIn: Math.round(random.logNormal(28_000, 1.5)),
    duration: random.exponential(25),
    looksUp: random.chance(0.45),
  });
}

/** Management programs on every laptop call home on a clock, as long as the laptop is in the office. */
export function deviceBeacons(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (person.site !== 0 || !plan.working || plan.whereabouts !== 'office' || hour.share === 0) return;
  const device = currentLaptop(person, estate.calendar, hour.from);
  const host = estate.web.updates[2];
  const every = 20 * MINUTE;
  const offset = (person.index * 7919) % every;
  const first = Math.ceil((Math.max(hour.from, plan.from) - offset) / every) * every + offset;
  for (let time = first; time < Math.min(hour.to, plan.to) && host !== undefined; time += every) {
    beacon(time + random.between(0, 4 * SECOND), host);
  }
  if (random.chance(0.4)) {
    const other = random.pick(estate.web.updates);
    beacon(workMoment(plan, random, hour.from, hour.to), other);
  }
  function beacon(time: number, target: WebHost): void {
    visit(estate, random, emit, {
      time,
      source: device.officeAddress,
      host: target,
      program: `${device.os}-agent`,
      userAgent: '',
      bytesOut: random.integerBetween(900, 1800),
      bytesIn: random.integerBetween(600, 2400),
      duration: random.between(0.2, 1.5),
      looksUp: random.chance(0.3),
    });
  }
}

/** Scanner, nightly backup and monitoring inside the office network. */
export function machineNetwork(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const clock = new Date(from).getUTCHours();
  const scale = Math.min(2, estate.scale);
  const monitor = serverOf(estate, random, 'monitoring');
  for (const server of estate.servers) {
    if (server.role === 'printer' || server === monitor) continue;
    const polls = Math.max(1, Math.round(2 * scale));
    for (let i = 0; i < polls; i += 1) {
      const time = from + ((i + 0.1) * HOUR) / polls + random.between(0, 2 * SECOND);
      emit(
        connection(
          drawFlow(random, {
            time,
            source: monitor.address,
            destination: server.address,
            port: 443,
            transport: 'tcp',
            service: 'ssl',
            duration: random.between(0.02, 0.4),
            bytesOut: 900,
            bytesIn: random.integerBetween(1800, 2600),
            state: 'SF',
          }),
        ),
      );
    }
  }
  if (clock === 22 || clock === 23) {
    const backup = serverOf(estate, random, 'backup');
    for (const server of estate.servers) {
      if (server.role !== 'file-server' && server.role !== 'database') continue;
      emit(
        connection(
          drawFlow(random, {
            time: from + random.between(2, 50) * MINUTE,
            source: backup.address,
            destination: server.address,
            port: server.role === 'database' ? 5432 : 445,
            transport: 'tcp',
            service: server.role === 'database' ? '' : 'gssapi,smb,krb',
            duration: random.between(300, 1500),
            bytesOut: random.integerBetween(2e6, 9e6),
            bytesIn: Math.round(random.logNormal(6e9, 0.4)),
            state: 'SF',
          }),
        ),
      );
    }
  }
  if (clock === 20 && new Date(from).getUTCDay() % 2 === 0) {
    const scanner = serverOf(estate, random, 'scanner');
    const ports = [21, 22, 23, 80, 135, 139, 443, 445, 1433, 3306, 3389, 5432, 5900, 8080];
    for (let i = 0; i < 260 * scale; i += 1) {
      const target = random.chance(0.4) ? random.pick(estate.servers).address : `10.20.${random.integer(20)}.${random.integer(254) + 1}`;
      emit(
        connection(
          drawFlow(random, {
            time: from + i * (HOUR / 300) + random.between(0, SECOND),
            source: scanner.address,
            destination: target,
            port: random.pick(ports),
            transport: 'tcp',
            service: '',
            duration: 0.01,
            bytesOut: 0,
            bytesIn: 0,
            state: random.chance(0.6) ? 'REJ' : 'S0',
          }),
        ),
      );
    }
  }
}
