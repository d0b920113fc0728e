import { DAY, drawCalendar, type EstateCalendar } from './calendar.js';
import { drawMailPartners, type MailPartners } from './companies.js';
import { COMPANY_WORDS } from './names.js';
import { BUSINESS_LINES, CLOUDS, drawEndpoint, type Endpoint } from './networks.js';
import { BUSINESS_APPLICATIONS, type Application } from './applications.js';
import { drawPeople } from './people.js';
import type { Person } from './person.js';
import { RandomGenerator } from './random.js';
import type { SamplingOverrides } from './rates.js';
import type { Server, Site } from './site.js';
import { drawWeb, type Web } from './web.js';

/** A program with access of its own, run by a vendor or by the organisation. */
export interface Integration {
  readonly name: string;
  /** Directory object id of the service principal (UUID). */
  readonly directoryId: string;
  readonly applicationId: string;
  /** Salesforce connected app id. */
  readonly connectedAppId: string;
  readonly endpoints: readonly Endpoint[];
}

/** The part of Amazon Web Services that the organisation uses. */
export interface CloudAccount {
  readonly accountId: string;
  readonly region: string;
  readonly roleSuffix: string;
  readonly buckets: readonly string[];
  readonly secrets: readonly string[];
}

/** Everything that stays the same over the simulated time. */
export interface Estate {
  readonly seed: number;
  readonly scale: number;
  readonly sampling: SamplingOverrides;
  readonly calendar: EstateCalendar;
  readonly name: string;
  readonly mailDomain: string;
  readonly adDomain: string;
  readonly tenantId: string;
  readonly domainSid: string;
  readonly sites: readonly Site[];
  readonly servers: readonly Server[];
  readonly people: readonly Person[];
  readonly partners: MailPartners;
  readonly web: Web;
  readonly applications: ReadonlyMap<string, Application>;
  readonly rolloutApplication: Application;
  readonly salesforceOrganization: string;
  readonly cloud: CloudAccount;
  /** Chat and engagement tool that reads Salesforce all day with the token of `engagementOwner`. */
  readonly engagement: Integration;
  readonly engagementOwner: Person;
  /** Nightly export into the data warehouse, with its own Salesforce user. */
  readonly warehouse: Integration & { readonly mail: string; readonly salesforceId: string };
  readonly backup: Integration;
  readonly monitoring: Integration;
  readonly continuousIntegration: Integration;
  readonly directorySync: Integration;
  readonly securityScanner: Integration;
}

export interface EstateOptions {
  /** At least 10. */
  readonly users: number;
  /** At least 1. */
  readonly days: number;
  readonly seed: number;
  /** Epoch milliseconds; midnight UTC of a Monday 2025-08-04 unless told otherwise. */
  readonly start: number;
  /** Multiplies every volume; 1 by default. */
  readonly scale: number;
  readonly sampling: SamplingOverrides;
}

function drawIntegration(random: RandomGenerator, name: string, endpointCount: number): Integration {
  const range = random.pick(CLOUDS);
  return {
    name,
    directoryId: random.uuid(),
    applicationId: random.uuid(),
    connectedAppId: `0H45j000000${random.base62(4)}`,
    endpoints: Array.from({ length: endpointCount }, () => drawEndpoint(random, range)),
  };
}

function drawSites(random: RandomGenerator): readonly Site[] {
  const lines = [0, 2, 3].map((index) => BUSINESS_LINES[index] ?? random.pick(BUSINESS_LINES));
  const shares = [0.62, 0.23, 0.15];
  return lines.map((line, index) => ({
    name: ['HQ', 'UK', 'US'][index] ?? 'HQ',
    place: line.place,
    share: shares[index] ?? 0.1,
    network: `10.${20 + index * 10}`,
    egress: drawEndpoint(random, line),
    laterEgress: drawEndpoint(random, index === 0 ? (BUSINESS_LINES[1] ?? line) : line),
  }));
}

function drawServers(random: RandomGenerator, users: number): readonly Server[] {
  const plan: readonly (readonly [Server['role'], number, string])[] = [
    ['domain-controller', 2, 'DC'],
    ['file-server', 2 + Math.floor(users / 200), 'FS'],
    ['application', 4 + Math.floor(users / 50), 'APP'],
    ['database', 2 + Math.floor(users / 100), 'DB'],
    ['backup', 1, 'BKP'],
    ['monitoring', 1, 'MON'],
    ['scanner', 1, 'SCAN'],
    ['jump-host', 1, 'JMP'],
    ['printer', 3 + Math.floor(users / 40), 'PRN'],
  ];
  const servers: Server[] = [];
  for (const [role, count, label] of plan) {
    for (let i = 1; i <= count; i += 1) {
      const network = role === 'printer' ? '10.20.90' : '10.20.1';
      servers.push({ role, hostname: `MUC-${label}${String(i).padStart(2, '0')}`, address: `${network}.${10 + servers.length}` });
    }
  }
  return random.shuffled(servers);
}

/** The administrator who connected the engagement tool: Salesforce licence and a long-lived AWS key. */
function appointOwner(people: readonly Person[], random: RandomGenerator): readonly [readonly Person[], Person] {
  const steady = people.filter(
    (person) => person.joinDay < 0 && person.leaveDay > 1e6 && person.journey === undefined && person.privateVpn === undefined,
  );
  const admins = steady.filter((person) => person.role === 'it-admin');
  const chosen = random.pick(admins.length > 0 ? admins : steady.length > 0 ? steady : people);
  const owner: Person = {
    ...chosen,
    title: 'Business Systems Engineer',
    salesforceId: chosen.salesforceId || `0055j00000${random.base62(5)}`,
    iamUser: chosen.mail,
    accessKeyId: chosen.accessKeyId || `AKIA${random.upperAlphanumeric(16)}`,
    activity: Math.min(1.6, Math.max(0.7, chosen.activity)),
    startHour: Math.min(9.2, Math.max(7.8, chosen.startHour)),
    applications: [...new Set(['Salesforce', 'AWS IAM Identity Center', ...chosen.applications])],
  };
  return [people.map((person) => (person.index === owner.index ? owner : person)), owner];
}

/** Draws the estate of a seed. Throws RangeError when there are fewer than 10 users or no day. */
export function drawEstate(options: EstateOptions): Estate {
  const { users, days, seed, start, scale, sampling } = options;
  if (users < 10 || days < 1) throw new RangeError('a simulated estate needs at least 10 users and 1 day');
  const random = RandomGenerator.keyed(seed, 'estate');
  const calendar = drawCalendar(seed, start, days);
  const word = random.pick(COMPANY_WORDS);
  const name = `${word}${random.pick(['works', 'group', 'tech', 'corp'])}`;
  const mailDomain = `${name}.com`;
  const sites = drawSites(random);
  const servers = drawServers(random, users);
  const partners = drawMailPartners(seed, users);
  const staff = drawPeople(seed, users, { calendar, domain: mailDomain, sites, correspondents: partners.correspondents.length });
  const [people, engagementOwner] = appointOwner(staff, random);
  const applications = new Map<string, Application>();
  for (const [label, host, provider] of BUSINESS_APPLICATIONS) {
    const id = random.uuid();
    applications.set(label, { name: label, id, resource: label, resourceId: id, provider, host });
  }
  const rolloutId = random.uuid();
  const warehouse = drawIntegration(random, 'Warehouse Sync', 2);
  return {
    seed,
    scale,
    sampling,
    calendar,
    name,
    mailDomain,
    adDomain: `${name}.local`,
    tenantId: random.uuid(),
    domainSid: `S-1-5-21-${random.word()}-${random.word()}-${random.word()}`,
    sites,
    servers,
    people,
    partners,
    web: drawWeb(seed, users),
    applications,
    rolloutApplication: {
      name: random.pick(['Notion', 'Loom', 'Grammarly', 'Asana', 'Calendly']),
      id: rolloutId,
      resource: 'Microsoft Graph',
      resourceId: '00000003-0000-0000-c000-000000000000',
      provider: 'entra',
      host: 'app.productivity-suite.io',
    },
    salesforceOrganization: `00D5j0000${random.base62(6)}`,
    cloud: {
      accountId: String(100000000000 + random.integer(899999999999)),
      region: 'eu-central-1',
      roleSuffix: random.hex(16),
      buckets: ['artifacts', 'logs', 'customer-exports', 'backups', 'web-assets', 'data-lake'].map((label) => `${name}-${label}`),
      secrets: ['prod/database', 'prod/payment-gateway', 'prod/crm-sync', 'staging/database', 'ci/registry', 'prod/mail-relay'],
    },
    engagement: drawIntegration(random, random.pick(['Drift', 'Qualified', 'Outreach', 'Groove']), 3),
    engagementOwner,
    warehouse: { ...warehouse, mail: `warehouse.sync@${mailDomain}`, salesforceId: `0055j00000${random.base62(5)}` },
    backup: drawIntegration(random, 'Cloud Backup for Microsoft 365', 2),
    monitoring: drawIntegration(random, 'Observability', 3),
    continuousIntegration: drawIntegration(random, 'Build Pipeline', 6),
    directorySync: drawIntegration(random, 'On-Premises Directory Synchronization', 1),
    securityScanner: drawIntegration(random, 'Cloud Posture', 2),
  };
}

/** Day of the estate, local to an offset in hours, in which a time falls. */
export function dayOf(calendar: EstateCalendar, time: number, offsetHours: number): number {
  return Math.floor((time - calendar.start + offsetHours * 3_600_000) / DAY);
}
