import type { Identifier } from '../activity/identifier.js';

/** Spellings are a cache of `canonicalName`; the bound keeps hostile names from filling it. */
const MAXIMUM_SPELLINGS = 100_000;

/** Numbers of aliases by the ways in which records spell them, where that is not the canonical one. */
export class SpellingTable {
  readonly #maps = new Map<string | number, Map<string, number>>();
  #size = 0;

  get(identifier: Identifier, realm: number): number | undefined {
    return this.#size === 0 ? undefined : this.#maps.get(spaceOf(identifier, realm))?.get(identifier.value);
  }

  /** Forgets all others first if there are too many. */
  set(identifier: Identifier, realm: number, alias: number): void {
    if (this.#size >= MAXIMUM_SPELLINGS) this.clear();
    const space = spaceOf(identifier, realm);
    let map = this.#maps.get(space);
    if (map === undefined) {
      map = new Map();
      this.#maps.set(space, map);
    }
    const before = map.size;
    map.set(identifier.value, alias);
    this.#size += map.size - before;
  }

  clear(): void {
    this.#maps.clear();
    this.#size = 0;
  }
}

/** Bare account names are told apart by realm. */
const spaceOf = ({ scheme }: Identifier, realm: number): string | number => (scheme === 'account-name' ? realm : scheme);
