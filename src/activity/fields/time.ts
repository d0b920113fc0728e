import { asText } from './coerce.js';

/** 1995-01-01T00:00:00Z: nothing this old is a log record's time. */
const EARLIEST = 788_918_400_000;
/** 2100-01-01T00:00:00Z. */
const LATEST = 4_102_444_800_000;
const DAY = 86_400_000;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Offsets in minutes of the zone names that American products print. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['z', 0],
  ['utc', 0],
  ['gmt', 0],
  ['ut', 0],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
]);

/**
 * Epoch milliseconds (whole) of a time in any spelling that log products use; undefined if it is none or lies outside
 * 1995–2100. Accepts ISO 8601 with or without zone (without = UTC) and any number of fraction digits; epoch seconds,
 * milliseconds, microseconds or nanoseconds as number or digits; US `M/D/YYYY, h:mm:ss.mmm AM/PM`; compact
 * `YYYYMMDDhhmmss.mmm`; RFC 2822 and other forms with an English month name.
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return parseEpoch(value);
  const text = typeof value === 'string' ? value : asText(value);
  return parseIso(text, 0) ?? parseOther(text.length > 64 ? text.slice(0, 64).trim() : text.trim());
}

function inRange(time: number): number | undefined {
  return time >= EARLIEST && time < LATEST ? time : undefined;
}

function parseEpoch(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  if (value < 1e11) return inRange(Math.floor(value * 1000 + 1e-4));
  if (value < 1e14) return inRange(Math.floor(value)) ?? parseCompact(value.toFixed(3));
  return inRange(Math.floor(value < 1e17 ? value / 1e3 : value / 1e6));
}

/** Milliseconds of a civil date and time, days by H. Hinnant's `days_from_civil`; undefined if no such time exists. */
function civil(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  if (day > (DAYS_IN_MONTH[month - 1] ?? 0) + leap) return undefined;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000;
}

function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let index = at; index < at + count; index += 1) {
    const code = text.charCodeAt(index) - 48;
    if (!(code >= 0 && code <= 9)) return NaN;
    number = number * 10 + code;
  }
  return number;
}

function parseIso(text: string, start: number): number | undefined {
  if (text.charCodeAt(start + 4) !== 45 || text.charCodeAt(start + 7) !== 45) {
    return start === 0 && (text.charCodeAt(0) <= 32 || text.charCodeAt(0) === 34) ? parseIso(text, 1) : undefined;
  }
  const year = digits(text, start, 4);
  const month = digits(text, start + 5, 2);
  const day = digits(text, start + 8, 2);
  if (!(year + month + day > 0)) return undefined;
  const length = text.length;
  let at = start + 10;
  if (at >= length) return bounded(civil(year, month, day, 0, 0, 0), 0);
  const separator = text.charCodeAt(at);
  if (separator !== 84 && separator !== 32 && separator !== 116) return undefined;
  const hour = digits(text, at + 1, 2);
  const minute = digits(text, at + 4, 2);
  if (text.charCodeAt(at + 3) !== 58 || !(hour + minute >= 0)) return undefined;
  at += 6;
  let second = 0;
  let fraction = 0;
  if (text.charCodeAt(at) === 58) {
    second = digits(text, at + 1, 2);
    if (!(second >= 0)) return undefined;
    at += 3;
    const point = text.charCodeAt(at);
    if (point === 46 || point === 44) {
      at += 1;
      let scale = 100;
      for (let code = text.charCodeAt(at) - 48; code >= 0 && code <= 9; code = text.charCodeAt(at) - 48) {
        fraction += scale >= 1 ? code * scale : 0;
        scale = scale > 1 ? scale / 10 : 0;
        at += 1;
      }
    }
  }
  const offset = at >= length ? 0 : zoneOffset(text, at);
  return offset === undefined ? undefined : bounded(civil(year, month, day, hour, minute, second), fraction - offset * 60_000);
}

function bounded(time: number | undefined, shift: number): number | undefined {
  return time === undefined ? undefined : inRange(time + shift);
}

/** Minutes east of UTC that the rest of a text says; undefined if it says something else. */
function zoneOffset(text: string, start: number): number | undefined {
  let at = start;
  while (text.charCodeAt(at) === 32) at += 1;
  const sign = text.charCodeAt(at);
  if (Number.isNaN(sign) || sign === 34 || (sign === 90 && at + 1 === text.length)) return 0;
  if (sign === 43 || sign === 45) {
    const hours = digits(text, at + 1, 2);
    const colon = text.charCodeAt(at + 3) === 58 ? 1 : 0;
    const minutes = at + 3 >= text.length ? 0 : digits(text, at + 3 + colon, 2);
    if (!(hours <= 15 && minutes <= 59)) return undefined;
    return (hours * 60 + minutes) * (sign === 45 ? -1 : 1);
  }
  const name = /^[a-z]{1,4}/i.exec(text.slice(at, at + 5));
  return name === null ? undefined : ZONES.get(name[0].toLowerCase());
}

const US_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(am|pm)?\s*(.*)$/i;
const MONTH_FIRST =
  /^(?:[a-z]{3,9},?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4}),?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(am|pm)?\s*(.*)$/i;
const DAY_FIRST =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s/-]([a-z]{3})[a-z]*[\s/-](\d{4})[\s:,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(am|pm)?\s*(.*)$/i;
const C_TIME = /^[a-z]{3}\s+([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})(?:\s+([a-z]{1,4}))?\s+(\d{4})$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})t?(\d{2})(\d{2})(\d{2})(?:[.,](\d{1,9}))?(z?)$/i;
const DOT_NET = /^\/Date\((\d{12,14})\)\/$/;

function parseOther(text: string): number | undefined {
  if (text === '') return undefined;
  const numeric = Number(text);
  if (!Number.isNaN(numeric) && text.length < 32) return parseCompact(text) ?? parseEpoch(numeric);
  const us = US_TIME.exec(text);
  if (us !== null) return assemble(us[3], Number(us[1]), us[2], us, 4);
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst !== null) return assemble(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2], monthFirst, 4);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return assemble(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1], dayFirst, 4);
  const c = C_TIME.exec(text);
  if (c !== null) {
    return assemble(c[7], monthNumber(c[1]), c[2], [c[3], c[4], c[5], undefined, undefined, c[6]], 0);
  }
  const dotNet = DOT_NET.exec(text);
  return dotNet === null ? parseCompact(text) : inRange(Number(dotNet[1]));
}

function parseCompact(text: string): number | undefined {
  const found = COMPACT.exec(text);
  return found === null ? undefined : assemble(found[1], Number(found[2]), found[3], found, 4);
}

function monthNumber(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').toLowerCase()) + 1;
}

/** `clock` from index `at`: hour, minute, second, fraction digits, AM/PM, zone. */
function assemble(
  year: string | undefined,
  month: number,
  day: string | undefined,
  clock: readonly (string | undefined)[],
  at: number,
): number | undefined {
  let hour = Number(clock[at]);
  const half = (clock[at + 4] ?? '').toLowerCase();
  if (half === 'am' || half === 'pm') {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  const zone = clock[at + 5] ?? '';
  const offset = zone === '' ? 0 : zoneOffset(zone, 0);
  if (offset === undefined) return undefined;
  const fraction = Math.floor(Number(`0.${clock[at + 3] ?? '0'}`) * 1000 + 1e-6);
  return bounded(
    civil(Number(year), month, Number(day), hour, Number(clock[at + 1]), Number(clock[at + 2] ?? 0)),
    fraction - offset * 60_000,
  );
}
