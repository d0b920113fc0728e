/** Numbers as people say them. Every function returns text; the full value belongs into a `title`. */

const significant = (value: number, digits: number): number => (value === 0 ? 0 : Number(value.toPrecision(digits)));

const grouped = (value: number): string => {
  const [whole = '0', fraction] = plainDigits(value).split('.');
  const withSeparators = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? withSeparators : `${withSeparators}.${fraction}`;
};

const plainDigits = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 6 }) : text;
};

/** `1,204`, `12,000`; exact. */
export const countText = (value: number): string => grouped(value);

/** `1 incident`, `3 incidents`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${countText(count)} ${count === 1 ? one : many}`;

const ODDS_SCALE = [
  [1e15, 'quadrillion'],
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
] as const;

/** A probability as odds: `1 in 4,100` (two significant digits), `1 in 3 million`, `2 in 3`, `always`. */
export const oddsText = (probability: number): string => {
  if (!(probability > 0)) return 'never seen';
  if (probability >= 0.995) return 'always';
  const rarity = 1 / probability;
  if (rarity < 1.25) return `${String(Math.round(probability * 10))} in 10`;
  if (rarity < 1.75) return '2 in 3';
  if (rarity < 9.5) return `1 in ${grouped(significant(rarity, rarity < 3 ? 2 : 1))}`;
  const rounded = significant(rarity, 2);
  for (const [scale, word] of ODDS_SCALE)
    if (rounded >= scale) return rounded / scale >= 1e6 ? `1 in ${rounded.toExponential(1)}` : `1 in ${grouped(rounded / scale)} ${word}`;
  return `1 in ${grouped(rounded)}`;
};

/** Full precision for a hover: `0.000244 (8.3 nats)`. */
export const probabilityDetail = (probability: number): string =>
  probability > 0 ? `p = ${probability.toPrecision(6)} (${(-Math.log(probability)).toFixed(2)} nats)` : 'p = 0';

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `3.2 GB`, decimal units. */
export const bytesText = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${grouped(unit === 0 ? Math.round(value) : significant(value, Math.abs(value) < 100 ? 2 : 3))} ${BYTE_UNITS[unit] ?? 'B'}`;
};

/** `42 s`, `3 min 20 s`, `2 h 14 min`, `5 d 3 h`; milliseconds in. */
export const durationText = (milliseconds: number): string => {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return seconds === 0 && milliseconds !== 0 ? '<1 s' : `${String(seconds)} s`;
  const pair = (value: number, size: number, large: string, small: string): string => {
    const whole = Math.floor(value / size);
    const rest = value % size;
    return rest === 0 || whole >= 20 ? `${countText(whole)} ${large}` : `${String(whole)} ${large} ${String(rest)} ${small}`;
  };
  if (seconds < 3600) return pair(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(minutes, 60, 'h', 'min');
  return pair(Math.round(minutes / 60), 24, 'd', 'h');
};

/** An observed amount with its unit: bytes and seconds in their own words, all else as a count with the unit behind it. */
export const quantityText = (value: number, unit: string): string => {
  if (unit === 'bytes' || unit === 'B') return bytesText(value);
  if (unit === 'seconds' || unit === 's') return durationText(value * 1000);
  if (unit === 'milliseconds' || unit === 'ms') return durationText(value);
  const number = grouped(significant(value, Math.abs(value) >= 1000 && Number.isInteger(value) ? 15 : 3));
  return unit === '' ? number : `${number} ${unit}`;
};

/** `12 %`, `0.4 %`. */
export const percentText = (share: number): string => {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  return `${percent >= 10 ? String(Math.round(percent)) : grouped(significant(percent, 1))} %`;
};

/** From how many times as often as others an entity was unusual it is told. */
const RESTLESS = 2;

/** `Unusual 8.7 times as often as others of its kind, which is allowed for`; empty for entities that are not. */
export const restlessText = (restlessness: number): string =>
  restlessness < RESTLESS
    ? ''
    : `Unusual ${String(Number(restlessness.toFixed(1)))} times as often as others of its kind, which is allowed for`;
