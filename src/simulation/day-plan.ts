import { DAY, HOUR, isMonthEnd, isWorkday, MINUTE } from './calendar.js';
import type { Estate } from './estate.js';
import type { Endpoint } from './networks.js';
import type { Person } from './person.js';
import { RandomGenerator } from './random.js';
import { ROLE_PROFILES } from './roles.js';

export type Whereabouts = 'office' | 'home' | 'journey';

/** How one person spends one local day. Times are epoch milliseconds. */
export interface DayPlan {
  readonly day: number;
  readonly employed: boolean;
  readonly working: boolean;
  readonly from: number;
  readonly to: number;
  readonly lunchFrom: number;
  readonly lunchTo: number;
  /** An hour or two late in the evening, or equal bounds. */
  readonly eveningFrom: number;
  readonly eveningTo: number;
  readonly whereabouts: Whereabouts;
  /** Connected through the company's VPN while working away from the office. */
  readonly companyVpn: boolean;
  readonly privateVpn: boolean;
  /** Activity of this day relative to the person's own mean. */
  readonly factor: number;
}

/** Draws the plan of a day; the same person and day always give the same plan. */
export function drawDayPlan(estate: Estate, person: Person, day: number): DayPlan {
  const { calendar } = estate;
  const random = RandomGenerator.keyed(estate.seed, 'day', person.index, day);
  const midnight = calendar.start + day * DAY - person.place.offset * HOUR;
  const { journey } = person;
  const away = journey !== undefined && day >= journey.fromDay && day <= journey.toDay;
  const local = away ? calendar.start + day * DAY - journey.network.place.offset * HOUR : midnight;
  const employed = day >= person.joinDay && day <= person.leaveDay;
  const workday = isWorkday(calendar, day);
  const absent = random.chance(0.06);
  const weekendWork = random.chance(0.04);
  const working = employed && ((workday && !absent) || (!workday && weekendWork));
  const from = local + random.normal(person.startHour, 0.5) * HOUR;
  const length = workday ? Math.max(3, random.normal(8.4, 0.8)) : random.between(0.7, 3);
  const lunchFrom = from + random.normal(3.9, 0.4) * HOUR;
  const lunchTo = lunchFrom + random.between(20, 60) * MINUTE;
  const evening = working && random.chance(person.worksEvenings ? 0.45 : 0.03);
  const eveningFrom = local + random.normal(20.6, 0.7) * HOUR;
  const eveningTo = evening ? eveningFrom + random.between(20, 110) * MINUTE : eveningFrom;
  const office = random.chance(ROLE_PROFILES[person.role].officeDays);
  const whereabouts: Whereabouts = away ? 'journey' : workday && office ? 'office' : 'home';
  const peak = person.role === 'finance' && isMonthEnd(calendar, day) ? 2.2 : 1;
  const joining = day === person.joinDay ? 1.8 : 1;
  return {
    day,
    employed,
    working,
    from,
    to: from + length * HOUR,
    lunchFrom,
    lunchTo,
    eveningFrom,
    eveningTo,
    whereabouts,
    companyVpn: whereabouts !== 'office' && random.chance(0.35),
    privateVpn: whereabouts === 'home' && person.privateVpn !== undefined && random.chance(0.4),
    factor: random.logNormal(0.96, 0.3) * peak * joining,
  };
}

function overlap(from: number, to: number, start: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, start));
}

/**
 * Share of the day's interactive activity that falls into [start, end): 1 over the whole plan of an ordinary day,
 * more on evenings worked in addition.
 */
export function workShare(plan: DayPlan, start: number, end: number): number {
  if (!plan.working) return 0;
  const desk = overlap(plan.from, plan.to, start, end) - 0.8 * overlap(plan.lunchFrom, plan.lunchTo, start, end);
  const evening = overlap(plan.eveningFrom, plan.eveningTo, start, end);
  return (desk + 0.6 * evening) / (8 * HOUR);
}

/** A moment at which the person works, between start and end; falls back to any moment there. */
export function workMoment(plan: DayPlan, random: RandomGenerator, start: number, end: number): number {
  const deskFrom = Math.max(plan.from, start);
  const deskTo = Math.min(plan.to, end);
  if (deskTo > deskFrom) return deskFrom + random.next() * (deskTo - deskFrom);
  const eveningFrom = Math.max(plan.eveningFrom, start);
  const eveningTo = Math.min(plan.eveningTo, end);
  if (eveningTo > eveningFrom) return eveningFrom + random.next() * (eveningTo - eveningFrom);
  return start + random.next() * (end - start);
}

/** The office's address on the Internet at a time. */
export function officeEgress(estate: Estate, siteIndex: number, time: number): Endpoint {
  const site = estate.sites[siteIndex] ?? estate.sites[0];
  if (site === undefined) throw new RangeError('an estate has at least one site');
  return time >= estate.calendar.start + estate.calendar.addressChange * DAY + 5 * HOUR ? site.laterEgress : site.egress;
}

/** Home lines get a new address every ten days or so. */
export function homeEndpoint(estate: Estate, person: Person, day: number): Endpoint {
  const lease = Math.floor((day + person.index * 3) / 10);
  if (person.index % 3 === 0) return { address: `${person.home.prefix}.${person.homeHost}`, range: person.home };
  const random = RandomGenerator.keyed(estate.seed, 'home-lease', person.index, lease);
  return { address: `${person.home.prefix}.${random.integer(256)}.${random.integerBetween(2, 253)}`, range: person.home };
}

/** The address that services on the Internet see for the person's laptop. */
export function laptopEndpoint(estate: Estate, person: Person, plan: DayPlan, time: number): Endpoint {
  if (plan.whereabouts === 'office' && time >= plan.from && time <= plan.to + HOUR) return officeEgress(estate, person.site, time);
  if (plan.companyVpn && time >= plan.from && time <= plan.to) return officeEgress(estate, person.site, time);
  if (plan.whereabouts === 'journey' && person.journey !== undefined) {
    const random = RandomGenerator.keyed(
      estate.seed,
      'hotel',
      person.index,
      person.journey.fromDay + Math.floor((plan.day - person.journey.fromDay) / 2),
    );
    const { network } = person.journey;
    return { address: `${network.prefix}.${random.integer(256)}.${random.integerBetween(2, 253)}`, range: network };
  }
  if (plan.privateVpn && person.privateVpn !== undefined) return person.privateVpn;
  return homeEndpoint(estate, person, plan.day);
}

/** The address of the person's telephone: the mobile operator's, or Wi-Fi at home. */
export function phoneEndpoint(estate: Estate, person: Person, plan: DayPlan, random: RandomGenerator): Endpoint {
  if (plan.whereabouts !== 'journey' && random.chance(0.4)) return homeEndpoint(estate, person, plan.day);
  const pool = RandomGenerator.keyed(estate.seed, 'mobile', person.index, Math.floor(plan.day / 3) * 4 + random.integer(3));
  return { address: `${person.mobile.prefix}.${pool.integer(40)}.${pool.integerBetween(2, 253)}`, range: person.mobile };
}
