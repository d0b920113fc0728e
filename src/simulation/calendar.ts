import { RandomGenerator } from './random.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Monday 2025-08-04 00:00 UTC. */
export const DEFAULT_START = Date.UTC(2025, 7, 4);

export type OutageStream = 'm365-audit.ndjson' | 'okta-system.ndjson' | 'aws-cloudtrail.ndjson';

/** What happens when in the estate, apart from attacks. Days count from the start of the estate, which is 0. */
export interface EstateCalendar {
  readonly start: number;
  readonly days: number;
  /** A public holiday on a working day, or -1 when the estate is shorter than a week. */
  readonly holiday: number;
  /** First day of a new application's roll-out. */
  readonly rollout: number;
  /** Monday on which many passwords have expired. */
  readonly passwordExpiry: number;
  /** Day from which the main office leaves through another address. */
  readonly addressChange: number;
  /** A collector stands still for six hours and then delivers what it missed. */
  readonly outage: { readonly file: OutageStream; readonly from: number; readonly to: number };
}

/** Monday is 0. */
export function weekday(calendar: EstateCalendar, day: number): number {
  return (((new Date(calendar.start).getUTCDay() + 6 + day) % 7) + 7) % 7;
}

export function isWorkday(calendar: EstateCalendar, day: number): boolean {
  return weekday(calendar, day) < 5 && day !== calendar.holiday;
}

/** The last two and the first two days of a month: the peak of finance. */
export function isMonthEnd(calendar: EstateCalendar, day: number): boolean {
  const date = new Date(calendar.start + day * DAY);
  const tomorrow = new Date(calendar.start + (day + 2) * DAY);
  return date.getUTCDate() <= 2 || tomorrow.getUTCDate() <= 2;
}

function workdayNear(calendar: Pick<EstateCalendar, 'start' | 'days'>, wanted: number): number {
  const reference = { ...calendar, holiday: -1, rollout: -1, passwordExpiry: -1, addressChange: -1 };
  const probe: EstateCalendar = { ...reference, outage: { file: 'm365-audit.ndjson', from: 0, to: 0 } };
  let day = Math.max(0, Math.min(calendar.days - 1, Math.floor(wanted)));
  while (day > 0 && weekday(probe, day) > 4) day -= 1;
  return day;
}

/** Draws the calendar of an estate. */
export function drawCalendar(seed: number, start: number, days: number): EstateCalendar {
  const random = RandomGenerator.keyed(seed, 'calendar');
  const span = { start, days };
  const holiday = days < 7 ? -1 : workdayNear(span, days * random.between(0.3, 0.5));
  const rollout = workdayNear(span, days * random.between(0.25, 0.4));
  const monday = Math.floor((days * random.between(0.2, 0.7)) / 7) * 7;
  const offsetToMonday = (8 - new Date(start).getUTCDay()) % 7;
  const outageDay = workdayNear(span, days * random.between(0.15, 0.38));
  const from = start + outageDay * DAY + random.between(6, 12) * HOUR;
  return {
    start,
    days,
    holiday: holiday === rollout ? -1 : holiday,
    rollout,
    passwordExpiry: monday + offsetToMonday,
    addressChange: workdayNear(span, days * random.between(0.3, 0.45)),
    outage: { file: random.pick(['m365-audit.ndjson', 'okta-system.ndjson', 'aws-cloudtrail.ndjson']), from, to: from + 6 * HOUR },
  };
}
