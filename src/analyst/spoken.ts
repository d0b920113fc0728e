const SCALES: readonly (readonly [least: number, word: string])[] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
];

const twoDigits = (value: number): number => Number(value.toPrecision(2));

/** A count with thousands separators, independent of the machine's locale: 4100 → "4,100". */
export const grouped = (value: number): string => {
  const [whole = '0', fraction] = String(value).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
};

/**
 * A probability as people say it, to two digits: "1 in 4,100", "1 in 2.3 million", "less than 1 in 1,000 trillion".
 *
 * @example spokenOdds(0.000244) // '1 in 4,100'
 */
export const spokenOdds = (probability: number): string => {
  if (probability >= 0.5) return 'as often as not';
  if (probability < 1e-15) return 'less than 1 in 1,000 trillion';
  const once = twoDigits(1 / probability);
  const scale = SCALES.find(([least]) => once >= least);
  return scale === undefined ? `1 in ${grouped(once)}` : `1 in ${grouped(twoDigits(once / scale[0]))} ${scale[1]}`;
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const twoPlaces = (value: number): string => String(value).padStart(2, '0');

/** "09:14 UTC on 3 March 2026". */
export const spokenTime = (time: number): string => {
  const date = new Date(time);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  return `${twoPlaces(date.getUTCHours())}:${twoPlaces(date.getUTCMinutes())} UTC on ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
};

/** "40 minutes", "3 hours", "12 days": the span in the largest unit of which it holds at least two. */
export const spokenSpan = (milliseconds: number): string => {
  const minutes = milliseconds / 60_000;
  if (minutes < 2) return minutes < 1 ? 'less than a minute' : 'a minute';
  if (minutes >= 55 && minutes < 90) return 'an hour';
  if (minutes < 120) return `${Math.round(minutes)} minutes`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
};

/** ISO 8601 in UTC. */
export const isoTime = (time: number): string => new Date(time).toISOString();

/** "a", "a and b", "a, b and c". */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** A long name cut in its middle, both ends being what people recognise it by. */
export const cutMiddle = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const points = Array.from(text);
  if (points.length <= most) return text;
  const kept = most - 1;
  return `${points.slice(0, Math.ceil(kept / 2)).join('')}…${points.slice(points.length - Math.floor(kept / 2)).join('')}`;
};

/** A number as documents carry it: six significant digits, so that rounding noise never shows. */
export const rounded = (value: number): number => Number(value.toPrecision(6));
