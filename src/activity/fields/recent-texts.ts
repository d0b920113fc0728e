/**
 * What was found for the texts asked for last. Every text has one place, where it replaces another. Beside a `Map` this spares a text that
 * has just been read its hash, and the way through a large table.
 */
export class RecentTexts<V extends string | number | object> {
  readonly #texts: (string | undefined)[];
  readonly #values: (V | undefined)[];
  readonly #mask: number;

  /** @param places a power of two. */
  constructor(places: number) {
    this.#texts = new Array<string | undefined>(places).fill(undefined);
    this.#values = new Array<V | undefined>(places).fill(undefined);
    this.#mask = places - 1;
  }

  get(text: string): V | undefined {
    const place = mixed(text) & this.#mask;
    return this.#texts[place] === text ? this.#values[place] : undefined;
  }

  set(text: string, value: V): void {
    const place = mixed(text) & this.#mask;
    this.#texts[place] = text;
    this.#values[place] = value;
  }

  clear(): void {
    this.#texts.fill(undefined);
    this.#values.fill(undefined);
  }
}

/** A few letters from all over a text tell most from each other. */
function mixed(text: string): number {
  const { length } = text;
  if (length < 2) return length;
  const last = length - 1;
  let hash = Math.imul(length, 31) + text.charCodeAt(last);
  hash = Math.imul(hash, 31) + text.charCodeAt(last - 1);
  hash = Math.imul(hash, 31) + text.charCodeAt((3 * last) >> 2);
  hash = Math.imul(hash, 31) + text.charCodeAt(last >> 1);
  hash = Math.imul(hash, 31) + text.charCodeAt(last >> 2);
  return Math.imul(hash, 31) + text.charCodeAt(0);
}
