import { MINUTE, SECOND } from '../calendar.js';
import { workMoment } from '../day-plan.js';
import type { Device } from '../person.js';
import { RandomGenerator } from '../random.js';
import { generatedRate, RATES } from '../rates.js';
import { addressLease, connection, drawFlow } from '../records/zeek.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import { drawDomainName, drawWebHost, type WebHost } from '../web.js';
import type { PersonHour } from './stream.js';
import { serverOf, resolve, visit, openShare, requestTicket, administer, callRemotely } from './network-actions.js';

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
  if (draw < RATES.dnsNameNotFound.value * 0.8) {
    const name = random.chance(0.6)
      ? `${random.pick(['wpad', 'isatap', device.hostname.toLowerCase()])}.${estate.adDomain}`
      : `www.${drawDomainName(random)}`;
    resolve(estate, random, emit, time, device.officeAddress, name, [], 'NXDOMAIN');
    return;
  }
  if (draw < (RATES.dnsNameNotFound.value + RATES.dnsUnanswered.value) * 0.8) {
    resolve(estate, random, emit, time, device.officeAddress, random.pickZipf(estate.web.hosts).name, [], 'none');
    return;
  }
  const personal = RandomGenerator.keyed(estate.seed, 'favourites', person.index, random.zipf(40));
  const known = random.chance(0.55) ? random.pickZipf(estate.web.hosts) : personal.pick(estate.web.hosts);
  const host = random.chance(0.015) ? drawWebHost(random, `www.${drawDomainName(random)}`) : known;
  visit(estate, random, emit, {
    time,
    source: device.officeAddress,
    host,
    program: random.chance(0.02) ? `tool-${random.zipf(200)}` : `${device.os}-${device.browser}`,
    userAgent: browserIdentity(device, time).userAgent,
    bytesOut: Math.round(random.logNormal(2_600, 1)),
    bytesIn: Math.round(random.logNormal(28_000, 1.5)),
    duration: heldFor(random.exponential(1)),
    looksUp: random.chance(0.75),
  });
}

/**
 * Seconds that a browser holds a connection: half end within eight, one in a hundred lasts ten minutes, one in a thousand more than an hour, as
 * pages that stay open do. A generalised Pareto quantile of an exponential draw.
 */
function heldFor(draw: number): number {
  return Math.min(8 * 3600, (8 * Math.expm1(0.9 * draw)) / 0.9);
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
