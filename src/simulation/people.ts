import type { EstateCalendar } from './calendar.js';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.js';
import { BROADBAND, drawEndpoint, HOSTING, MOBILE, TRAVEL_NETWORKS } from './networks.js';
import type { Browser, Device, OperatingSystem, Person } from './person.js';
import { RandomGenerator } from './random.js';
import { RATES } from './rates.js';
import { ROLE_PROFILES, ROLES, type Role } from './roles.js';
import type { Site } from './site.js';

const WINDOWS_BROWSERS: readonly (readonly [Browser, number])[] = [
  ['edge', 5],
  ['chrome', 4],
  ['firefox', 1],
];

function drawDevice(random: RandomGenerator, owner: string, kind: 'laptop' | 'phone', officeAddress: string): Device {
  const os: OperatingSystem =
    kind === 'phone'
      ? random.pickWeighted<OperatingSystem>([
          ['ios', 6],
          ['android', 4],
        ])
      : random.pickWeighted<OperatingSystem>([
          ['windows', 75],
          ['mac', 21],
          ['linux', 4],
        ]);
  const browser =
    os === 'windows'
      ? random.pickWeighted(WINDOWS_BROWSERS)
      : os === 'mac' || os === 'ios'
        ? random.pick<Browser>(['safari', 'chrome'])
        : 'chrome';
  const vendor = os === 'mac' || os === 'ios' ? 'f0:18:98' : random.pick(['3c:52:82', '54:bf:64', '8c:16:45']);
  const octets = [random.hex(2), random.hex(2), random.hex(2)].join(':');
  return {
    hostname:
      kind === 'phone' ? `${os === 'ios' ? 'iPhone' : 'Galaxy'}-${owner}` : `${os === 'mac' ? 'MB' : 'LT'}-${random.hex(6).toUpperCase()}`,
    mac: `${vendor}:${octets}`,
    os,
    browser,
    directoryId: random.uuid(),
    officeAddress,
    updateLag: Math.floor(random.exponential(2)),
  };
}

/** Roles in the order of people: shares of the role table, everyone gets exactly one. */
function assignRoles(random: RandomGenerator, users: number): readonly Role[] {
  const roles: Role[] = [];
  for (const role of ROLES) {
    const wanted = Math.max(1, Math.round(ROLE_PROFILES[role].share * users));
    for (let i = 0; i < wanted; i += 1) roles.push(role);
  }
  while (roles.length < users) roles.push('engineering');
  return random.shuffled(roles.slice(0, Math.max(users, ROLES.length)));
}

function uniqueMail(given: string, family: string, domain: string, taken: Set<string>): string {
  const base = `${given}.${family}`.toLowerCase();
  let local = base;
  for (let suffix = 2; taken.has(local); suffix += 1) local = `${base}${suffix}`;
  taken.add(local);
  return `${local}@${domain}`;
}

/** Draws the staff. */
export function drawPeople(
  seed: number,
  users: number,
  context: { readonly calendar: EstateCalendar; readonly domain: string; readonly sites: readonly Site[]; readonly correspondents: number },
): readonly Person[] {
  const { calendar, domain, sites } = context;
  const roles = assignRoles(RandomGenerator.keyed(seed, 'roles'), users);
  const taken = new Set<string>();
  const journeyScale = Math.min(1, calendar.days / 30);
  const people = roles.map((role, index): Person => {
    const random = RandomGenerator.keyed(seed, 'person', index);
    const profile = ROLE_PROFILES[role];
    const givenName = random.pick(GIVEN_NAMES);
    const familyName = random.pick(FAMILY_NAMES);
    const mail = uniqueMail(givenName, familyName, domain, taken);
    const local = mail.slice(0, mail.indexOf('@'));
    const site = random.pickWeighted(sites.map((candidate, siteIndex) => [siteIndex, candidate.share] as const));
    const home = random.pick(BROADBAND.filter((candidate) => candidate.place.country === sites[site]?.place.country));
    const host = `${16 + Math.floor(index / 230)}.${10 + (index % 230)}`;
    const officePrefix = sites[site]?.network ?? '10.20';
    const laptop = drawDevice(random, givenName, 'laptop', `${officePrefix}.${host}`);
    const replaces = random.chance(0.05 * journeyScale);
    const travels = random.chance(RATES.travellers.value * journeyScale);
    const journeyStart = random.integer(Math.max(1, calendar.days - 4));
    const joins = random.chance(0.03 * journeyScale);
    const leaves = !joins && random.chance(0.02 * journeyScale);
    const hasIam = (role === 'engineering' && random.chance(0.15)) || (role === 'it-admin' && random.chance(0.4));
    const colleagues = new Set<number>();
    for (let i = 0; i < 24; i += 1) {
      const candidate = random.integer(roles.length);
      if (candidate !== index && (roles[candidate] === role || random.chance(0.3))) colleagues.add(candidate);
    }
    if (colleagues.size === 0) colleagues.add((index + 1) % roles.length);
    return {
      index,
      role,
      department: profile.department,
      title: random.pick(profile.titles),
      givenName,
      familyName,
      displayName: `${givenName} ${familyName}`,
      mail,
      sam: local.slice(0, 20),
      directoryId: random.uuid(),
      mailboxPuid: `10032000${random.hex(8).toUpperCase()}`,
      oktaId: `00u${random.base62(17)}`,
      salesforceId: profile.salesforce > 0 || (role === 'it-admin' && random.chance(0.4)) ? `0055j00000${random.base62(5)}` : '',
      iamUser: hasIam ? mail : '',
      accessKeyId: hasIam ? `AKIA${random.upperAlphanumeric(16)}` : '',
      accountType: role === 'it-admin' ? 'administrator' : 'member',
      site,
      place: home.place,
      home,
      homeHost: `${random.integer(256)}.${random.integerBetween(2, 253)}`,
      mobile: random.pick(MOBILE.filter((candidate) => candidate.place.country === home.place.country).concat(MOBILE.slice(0, 1))),
      laptop,
      newLaptop: replaces
        ? drawDevice(random, givenName, 'laptop', `${officePrefix}.${40 + Math.floor(index / 230)}.${10 + (index % 230)}`)
        : undefined,
      newLaptopDay: random.integerBetween(3, Math.max(4, calendar.days - 2)),
      phone: drawDevice(random, givenName, 'phone', ''),
      startHour: random.normal(8.6, 0.7),
      worksEvenings: random.chance(role === 'executive' ? 0.4 : 0.12),
      activity: Math.min(
        8,
        Math.max(0.12, random.logNormal(Math.exp(-(RATES.activitySigma.value ** 2) / 2) * 1.15, RATES.activitySigma.value)),
      ),
      privateVpn: random.chance(0.05) ? drawEndpoint(random, random.pick(HOSTING)) : undefined,
      journey: travels
        ? { fromDay: journeyStart, toDay: journeyStart + random.integerBetween(3, 6), network: random.pick(TRAVEL_NETWORKS) }
        : undefined,
      joinDay: joins ? random.integerBetween(2, Math.max(3, calendar.days - 3)) : -1,
      leaveDay: leaves ? random.integerBetween(Math.floor(calendar.days / 2), calendar.days - 1) : Number.MAX_SAFE_INTEGER,
      colleagues: [...colleagues],
      correspondents: Array.from({ length: Math.round(4 + 8 * profile.external) }, () => random.integer(context.correspondents)),
      applications: profile.applications,
      adoptsRollout: random.chance(0.4),
    };
  });
  const mean = people.reduce((sum, person) => sum + person.activity, 0) / people.length;
  return people.map((person) => ({ ...person, activity: person.activity / mean }));
}
