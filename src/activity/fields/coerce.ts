import { lookup, lookupAll } from './lookup.js';

/** Longest text kept from a record, in UTF-16 units. */
export const MAX_TEXT = 4096;
/** Longest list kept from a record. */
export const MAX_LIST = 256;

/** A scalar as trimmed text of at most `MAX_TEXT` units; of an array its first scalar that says something; else ''. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return trimmed(value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    for (const element of value as readonly unknown[]) {
      const text = Array.isArray(element) ? '' : asText(element);
      if (text !== '') return text;
    }
  }
  return '';
}

/** The text without blanks around it. Hardly any has some, which its first and last character tell at less cost than the call. */
function trimmed(text: string): string {
  return isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

const isVisible = (code: number): boolean => code > 32 && code < 127;

/** A finite number, or the finite number that a text spells; else undefined. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = asText(value);
  if (text === '' || text.length > 40) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A count or size: a finite number of at least 0; else undefined. */
export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** True and false in the spellings that products use; else undefined. */
export function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = asText(value).toLowerCase();
  if (text === 'true' || text === 'yes' || text === '1' || text === 'enabled' || text === 't') return true;
  if (text === 'false' || text === 'no' || text === '0' || text === 'disabled' || text === 'f') return false;
  return undefined;
}

/** All scalars of a value as distinct texts, at most `MAX_LIST`. */
export function asTexts(value: unknown): readonly string[] {
  const texts: string[] = [];
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  for (const element of values) {
    const text = asText(element);
    if (text !== '' && texts.length < MAX_LIST && !texts.includes(text)) texts.push(text);
  }
  return texts;
}

/** Text at a dotted path, or ''. */
export function textAt(record: unknown, path: string): string {
  return asText(lookup(record, path));
}

/** Text at the first of several dotted paths that says something, or ''. */
export function firstText(record: unknown, paths: readonly string[]): string {
  for (const path of paths) {
    const text = asText(lookup(record, path));
    if (text !== '') return text;
  }
  return '';
}

/** All distinct texts at a dotted path, at most `MAX_LIST`. */
export function textsAt(record: unknown, path: string): readonly string[] {
  return asTexts(lookupAll(record, path));
}

/** Number at a dotted path, or undefined. */
export function numberAt(record: unknown, path: string): number | undefined {
  return asNumber(lookup(record, path));
}

/** Count or size (at least 0) at a dotted path, or undefined. */
export function countAt(record: unknown, path: string): number | undefined {
  return asCount(lookup(record, path));
}
