import { SplError } from './spl-error.js';

const UNITS: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/^(s|sec|secs|second|seconds)?$/, 's'],
  [/^(m|min|minute|minutes)$/, 'm'],
  [/^(h|hr|hrs|hour|hours)$/, 'h'],
  [/^(d|day|days)$/, 'd'],
  [/^(w|week|weeks|w0|w7)$/, 'w'],
  [/^(mon|month|months)$/, 'mon'],
  [/^(q|qtr|qtrs|quarter|quarters)$/, 'q'],
  [/^(y|yr|yrs|year|years)$/, 'y'],
];
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MONTHS: Readonly<Record<string, number>> = { mon: 1, q: 3, y: 12 };

const invalid = (written: string): SplError => new SplError(`Invalid time modifier '${written}'.`);

function unitOf(name: string, written: string): string {
  const unit = UNITS.find(([pattern]) => pattern.test(name))?.[1];
  if (unit === undefined) throw invalid(written);
  return unit;
}

function moved(seconds: number, count: number, unit: string): number {
  const fixed = SECONDS[unit];
  if (fixed !== undefined) return seconds + count * fixed;
  const date = new Date(seconds * 1000);
  date.setUTCMonth(date.getUTCMonth() + count * (MONTHS[unit] ?? 0));
  return date.getTime() / 1000;
}

/** The latest beginning of a unit that is not after a time; weeks begin on Sunday, days at midnight of UTC. */
function snapped(seconds: number, unit: string): number {
  if (unit === 'w') {
    const day = Math.floor(seconds / 86_400);
    return (day - new Date(day * 86_400_000).getUTCDay()) * 86_400;
  }
  const fixed = SECONDS[unit];
  if (fixed !== undefined) return Math.floor(seconds / fixed) * fixed;
  const date = new Date(seconds * 1000);
  const width = MONTHS[unit] ?? 1;
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / width) * width) / 1000;
}

/** Seconds since 1970 of a time as a search writes it: a number, `now`, `-24h@h`, ISO 8601 or `10/19/2025:0:0:0`. */
export function timeAt(written: string, now: number): number {
  if (written === 'now' || written === 'now()') return now;
  if (/^\d+(\.\d+)?$/.test(written)) return Number(written);
  const [, month, day, year, clock] = /^(\d\d?)\/(\d\d?)\/(\d{4})(?::(\d\d?:\d\d?:\d\d?))?$/.exec(written) ?? [];
  if (month !== undefined) {
    const [hour = 0, minute = 0, second = 0] = (clock ?? '0:0:0').split(':').map(Number);
    return Date.UTC(Number(year), Number(month) - 1, Number(day), hour, minute, second) / 1000;
  }
  if (/^\d{4}-\d\d-\d\dT/.test(written)) return isoTime(written);
  if (!/^([+-]\d*[a-z]*|@[a-z]+\d?)+$/.test(written)) throw invalid(written);
  let seconds = now;
  for (const [step] of written.matchAll(/[+-]\d*[a-z]*|@[a-z]+\d?/g)) {
    const [, sign = '', count = '', name = ''] = /^([-+@])(\d*)([a-z]*\d?)$/.exec(step) ?? [];
    const unit = unitOf(name, written);
    if (sign === '@') seconds = snapped(seconds, unit);
    else seconds = moved(seconds, (sign === '-' ? -1 : 1) * (count === '' ? 1 : Number(count)), unit);
  }
  return seconds;
}

function isoTime(written: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`;
  const milliseconds = Date.parse(zoned);
  if (Number.isNaN(milliseconds)) throw invalid(written);
  return milliseconds / 1000;
}
