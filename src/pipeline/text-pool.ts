import type { Buffer } from 'node:buffer';

/** Texts remembered, in pairs of places; a power of two. Ordinary texts take some 6 MB. */
const PLACES = 131_072;
/** A text of more bytes hardly ever recurs. */
const LONGEST = 512;
/** FNV-1a: Fowler, Noll & Vo 1991. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Gives equal texts as one string, so that whatever looks them up hashes and compares them once, and most are never made from their bytes.
 * Each text has a pair of places, of which the one used longer ago is given up for another text.
 */
export class TextPool {
  readonly #places = new Array<string>(PLACES).fill('');

  /** The text of bytes from `start` up to `end`, UTF-16 if it is `wide`, else Latin-1. */
  text(bytes: Buffer, start: number, end: number, wide: boolean): string {
    if (end - start > LONGEST) return made(bytes, start, end, wide);
    const hash = hashOf(bytes, start, end);
    const place = (hash ^ (hash >>> 15)) & (PLACES - 2);
    const places = this.#places;
    const first = places[place] ?? '';
    if (isSame(first, bytes, start, end, wide)) return first;
    const second = places[place + 1] ?? '';
    const text = isSame(second, bytes, start, end, wide) ? second : made(bytes, start, end, wide);
    places[place] = text;
    places[place + 1] = first;
    return text;
  }
}

/** Takes four bytes a step, since each step waits for the one before. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = OFFSET_BASIS;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, PRIME);
  }
  for (; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), PRIME);
  return hash;
}

function made(bytes: Buffer, start: number, end: number, wide: boolean): string {
  return bytes.toString(wide ? 'utf16le' : 'latin1', start, end);
}

function isSame(text: string, bytes: Buffer, start: number, end: number, wide: boolean): boolean {
  const { length } = text;
  if (wide) {
    if (2 * length !== end - start) return false;
    for (let at = 0; at < length; at += 1)
      if (text.charCodeAt(at) !== ((bytes[start + 2 * at] ?? 0) | ((bytes[start + 2 * at + 1] ?? 0) << 8))) return false;
    return true;
  }
  if (length !== end - start) return false;
  for (let at = 0; at < length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
