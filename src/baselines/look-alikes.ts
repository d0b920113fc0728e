/** Damerau–Levenshtein distance (optimal string alignment), cut off above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] ?? limit + 1, limit + 1);
}

/** Letters that are drawn alike, folded to one: digits for letters, `rn` for `m`, Cyrillic and Greek twins (Unicode TR 39 excerpt). */
const TWINS: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'l'],
  ['i', 'l'],
  ['3', 'e'],
  ['5', 's'],
  ['vv', 'w'],
  ['rn', 'm'],
  ['cl', 'd'],
  ['а', 'a'],
  ['е', 'e'],
  ['о', 'o'],
  ['р', 'p'],
  ['с', 'c'],
  ['у', 'y'],
  ['х', 'x'],
  ['ѕ', 's'],
  ['і', 'l'],
  ['ј', 'j'],
  ['ԁ', 'd'],
  ['ո', 'n'],
  ['α', 'a'],
  ['ο', 'o'],
  ['ρ', 'p'],
  ['ν', 'v'],
  ['τ', 't'],
]);

/** A form that names drawn alike have in common. */
export function skeleton(name: string): string {
  let result = '';
  for (let index = 0; index < name.length; index += 1) {
    const two = TWINS.get(name.slice(index, index + 2));
    if (two !== undefined) {
      result += two;
      index += 1;
    } else {
      const letter = name.charAt(index);
      result += TWINS.get(letter) ?? letter;
    }
  }
  return result;
}

/** First label of a domain: the part that a look-alike imitates. */
function label(domain: string): string {
  const dot = domain.indexOf('.');
  return dot < 0 ? domain : domain.slice(0, dot);
}

/** Names shorter than this resemble too much. */
const SHORTEST = 4;
/**
 * Names from this length on are recognised inside longer ones: adding a word is how most names are abused (Kintis et al. 2017, Hiding in
 * Plain Sight, CCS).
 */
const SHORTEST_OWN_PART = 6;
const SHORTEST_PART = 8;
/** Answers remembered until a domain is added. */
const MOST_ANSWERS = 20_000;

/** One bit for each letter that occurs in a name: an edit changes two bits at most, which rules out most pairs at once. */
function letters(name: string): number {
  let bits = 0;
  for (let index = 0; index < name.length; index += 1) bits |= 1 << (name.charCodeAt(index) & 31);
  return bits;
}

function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

interface Known {
  readonly domain: string;
  readonly name: string;
  readonly skeleton: string;
  readonly letters: number;
  readonly own: boolean;
}

export interface Likeness {
  readonly domain: string;
  /** Edits apart, 0 where both are drawn alike. */
  readonly distance: number;
  /** The same name under another top-level domain, as many organisations have it themselves. */
  readonly sameName: boolean;
  readonly own: boolean;
}

/** Finds the known domain that a name imitates: the nearest, an own one first, then the one known longest. */
export class LookAlikes {
  readonly #own = new Map<string, Known>();
  readonly #others = new Map<string, Known>();
  readonly #answers = new Map<string, Likeness | undefined>();

  get own(): ReadonlyMap<string, unknown> {
    return this.#own;
  }

  get others(): ReadonlyMap<string, unknown> {
    return this.#others;
  }

  addOwn(domain: string): void {
    this.#add(this.#own, domain, true);
  }

  addOther(domain: string): void {
    this.#add(this.#others, domain, false);
  }

  deleteOther(domain: string): void {
    if (this.#others.delete(domain)) this.#answers.clear();
  }

  #add(to: Map<string, Known>, domain: string, own: boolean): void {
    if (to.has(domain)) return;
    const name = label(domain);
    to.set(domain, { domain, name, skeleton: skeleton(name), letters: letters(name), own });
    this.#answers.clear();
  }

  find(domain: string): Likeness | undefined {
    const known = this.#answers.get(domain);
    if (known !== undefined || this.#answers.has(domain)) return known;
    const answer = this.#search(domain);
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(domain, answer);
    return answer;
  }

  #search(domain: string): Likeness | undefined {
    const name = label(domain);
    if (name.length < SHORTEST || this.#own.has(domain)) return undefined;
    const drawn = skeleton(name);
    const bits = letters(name);
    let best: Likeness | undefined;
    for (const candidates of [this.#own, this.#others]) {
      for (const other of candidates.values()) {
        if (other.domain === domain || other.name.length < SHORTEST) continue;
        const limit = other.name.length >= 8 ? 2 : 1;
        const far = bitCount(bits ^ other.letters) > 2 * limit;
        const distance = drawn === other.skeleton ? 0 : far ? limit + 1 : editDistance(name, other.name, limit);
        if (distance <= limit && (best === undefined || distance < best.distance)) {
          best = { domain: other.domain, distance, sameName: other.name === name, own: other.own };
        } else if (best === undefined && isPart(other.name, name, other.own ? SHORTEST_OWN_PART : SHORTEST_PART)) {
          best = { domain: other.domain, distance: 1, sameName: false, own: other.own };
        }
      }
    }
    return best;
  }
}

/** `part` stands before or after a hyphen in `name`. */
const isPart = (part: string, name: string, shortest: number): boolean =>
  part.length >= shortest && name !== part && (name.startsWith(`${part}-`) || name.endsWith(`-${part}`));
