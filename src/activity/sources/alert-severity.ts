import { asNumber, asText } from '../fields/coerce.js';

const WORDS: readonly (readonly [string, number])[] = [
  ['critical', 100],
  ['very-high', 100],
  ['severe', 90],
  ['high', 75],
  ['medium', 50],
  ['moderate', 50],
  ['suspicious', 50],
  ['elevated', 50],
  ['warning', 40],
  ['low', 25],
  ['info', 10],
  ['compliance', 10],
  ['none', 0],
];

/** A severity as 0–100: a word, or a number on a scale from 0 to `maximum`. `undefined` if it is neither. */
export function severityOf(value: unknown, maximum: number): number | undefined {
  const number = asNumber(value);
  if (number !== undefined) return clamp((number / maximum) * 100);
  const text = asText(value).toLowerCase();
  if (text === '') return undefined;
  return WORDS.find(([word]) => text.includes(word))?.[1];
}

/** A rank where 1 is the worst and `least` the mildest, as 0–100. */
export function severityOfRank(value: unknown, least: number): number | undefined {
  const rank = asNumber(value);
  return rank === undefined ? undefined : clamp(((least + 1 - rank) / least) * 100);
}

function clamp(severity: number): number {
  return Math.min(100, Math.max(0, Math.round(severity)));
}
