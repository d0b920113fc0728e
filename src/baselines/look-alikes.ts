/** Rows of the table of distances, used again for every pair: the last three, by number of letters. */
let [before, previous, row]: [number[], number[], number[]] = [[], [], []];

/** Damerau–Levenshtein distance (optimal string alignment), cut off above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  for (let j = 0; j <= b.length; j += 1) previous[j] = j;
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j += 1) {
      const cost = letter === b.charCodeAt(j - 1) ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row[j] = best;
      if (best < least) least = best;
    }
    // A row is made from the two before it, and never of less than the least of them.
    if (least > limit && leastBefore > limit) return limit + 1;
    leastBefore = least;
    [before, previous, row] = [previous, row, before];
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
/** Answers remembered. */
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

/** What names are compared by. */
interface Name {
  readonly domain: string;
  readonly name: string;
  readonly skeleton: string;
  /** Of the name and of its skeleton. */
  readonly letters: number;
  readonly drawnLetters: number;
  readonly hyphenated: boolean;
}

interface Known extends Name {
  readonly own: boolean;
}

/** What was found for a name when so many domains had been added. */
interface Answer extends Name {
  readonly likeness: Likeness | undefined;
  added: number;
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
  /** Domains added while answers were remembered, in that order: of an answer, only those that came since need be looked at. */
  readonly #added: Known[] = [];
  readonly #answers = new Map<string, Answer>();

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
    if (!this.#others.delete(domain)) return;
    this.#answers.clear();
    this.#added.length = 0;
  }

  #add(to: Map<string, Known>, domain: string, own: boolean): void {
    if (to.has(domain)) return;
    const known = { ...nameOf(domain), own };
    to.set(domain, known);
    this.#added.push(known);
  }

  find(domain: string): Likeness | undefined {
    const known = this.#answers.get(domain);
    if (known !== undefined && this.#holds(known)) return known.likeness;
    const name = nameOf(domain);
    const likeness = this.#search(name);
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.clear();
    this.#answers.set(domain, { ...name, likeness, added: this.#added.length });
    return likeness;
  }

  /** None of the domains added since has a part in the answer. */
  #holds(answer: Answer): boolean {
    for (; answer.added < this.#added.length; answer.added += 1) {
      const other = this.#added[answer.added];
      if (other === undefined || !mayResemble(other, answer)) continue;
      if (other.domain === answer.domain || distanceTo(other, answer) <= limitOf(other) || isWithin(other, answer)) return false;
    }
    return true;
  }

  #search(name: Name): Likeness | undefined {
    if (name.name.length < SHORTEST || this.#own.has(name.domain)) return undefined;
    let best: Likeness | undefined;
    for (const candidates of [this.#own, this.#others]) {
      for (const other of candidates.values()) {
        if (!mayResemble(other, name) || other.domain === name.domain || other.name.length < SHORTEST) continue;
        const distance = distanceTo(other, name);
        if (distance <= limitOf(other) && (best === undefined || distance < best.distance)) {
          best = { domain: other.domain, distance, sameName: other.name === name.name, own: other.own };
        } else if (best === undefined && isWithin(other, name)) {
          best = { domain: other.domain, distance: 1, sameName: false, own: other.own };
        }
      }
    }
    return best;
  }
}

function nameOf(domain: string): Name {
  const name = label(domain);
  const drawn = skeleton(name);
  return { domain, name, skeleton: drawn, letters: letters(name), drawnLetters: letters(drawn), hyphenated: name.includes('-') };
}

/** Edits up to which a name is taken for another. */
const limitOf = (other: Known): number => (other.name.length >= 8 ? 2 : 1);

/** False for most pairs, none of which could be taken for each other. */
function mayResemble(other: Known, name: Name): boolean {
  const limit = limitOf(other);
  if (bitCount(name.letters ^ other.letters) <= 2 * limit && Math.abs(name.name.length - other.name.length) <= limit) return true;
  return name.hyphenated || name.drawnLetters === other.drawnLetters;
}

/** Edits between two names, 0 where they are drawn alike, one more than `limitOf` where they are too many. */
function distanceTo(other: Known, { name, skeleton: drawn, letters: bits }: Name): number {
  if (drawn === other.skeleton) return 0;
  const limit = limitOf(other);
  return bitCount(bits ^ other.letters) > 2 * limit ? limit + 1 : editDistance(name, other.name, limit);
}

/** The known name is long enough to be recognised inside the other, and stands before or after a hyphen in it. */
const isWithin = (other: Known, { name }: Name): boolean => isPart(other.name, name, other.own ? SHORTEST_OWN_PART : SHORTEST_PART);

/** `part` stands before or after a hyphen in `name`. */
const isPart = (part: string, name: string, shortest: number): boolean =>
  part.length >= shortest && name !== part && (name.startsWith(`${part}-`) || name.endsWith(`-${part}`));
