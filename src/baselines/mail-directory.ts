/** Domains known to this many mailboxes count as frequent correspondents. */
const FREQUENT = 5;

/** Domains and names kept before the least used half is forgotten. */
const LIMIT = 50_000;

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
const label = (domain: string): string => domain.split('.')[0] ?? domain;

/** What the estate's mail has taught about correspondents: how often domains pass authentication, whose names are whose. */
export class MailDirectory {
  readonly #domains = new Map<string, { seen: number; passed: number; failed: number; mailboxes: number }>();
  /** Display name in lower case → own address that bears it. */
  readonly #colleagues = new Map<string, string>();
  readonly #frequent = new Set<string>();
  readonly #own = new Set<string>();
  #checked = 0;
  #failed = 0;

  learnOwn(domain: string): void {
    if (this.#own.size < 1_000) this.#own.add(domain);
  }

  learn(domain: string, passed: boolean, failed: boolean, newMailbox: boolean): void {
    const known = this.#domains.get(domain);
    if (known === undefined) {
      if (this.#domains.size >= LIMIT) this.#forget();
      this.#domains.set(domain, { seen: 1, passed: Number(passed), failed: Number(failed), mailboxes: Number(newMailbox) });
    } else {
      known.seen += 1;
      known.passed += Number(passed);
      known.failed += Number(failed);
      known.mailboxes += Number(newMailbox);
      if (known.mailboxes >= FREQUENT && this.#frequent.size < LIMIT / 10) this.#frequent.add(domain);
    }
    if (passed || failed) this.#checked += 1;
    if (failed) this.#failed += 1;
  }

  learnColleague(displayName: string, address: string): void {
    const name = displayName.trim().toLowerCase();
    if (name.includes(' ') && this.#colleagues.size < LIMIT) this.#colleagues.set(name, address);
  }

  /** The own address whose owner bears this display name, or ''. */
  colleague(displayName: string): string {
    return this.#colleagues.get(displayName.trim().toLowerCase()) ?? '';
  }

  /** −ln P(the domain's mail fails authentication), shrunk to the estate's rate with two pseudo-messages. */
  failureSurprisal(domain: string): number {
    const rate = (this.#failed + 1) / (this.#checked + 20);
    const known = this.#domains.get(domain);
    const checked = (known?.passed ?? 0) + (known?.failed ?? 0);
    return -Math.log(((known?.failed ?? 0) + 2 * rate) / (checked + 2));
  }

  /** The own or frequent domain that `domain` resembles without being it, with its distance, or undefined. */
  resembles(domain: string): { readonly domain: string; readonly distance: number; readonly own: boolean } | undefined {
    const name = label(domain);
    if (name.length < 4 || this.#own.has(domain)) return undefined;
    let best: { domain: string; distance: number; own: boolean } | undefined;
    const consider = (other: string, isOwn: boolean): void => {
      if (other === domain) return;
      const otherName = label(other);
      if (otherName.length < 4) return;
      const limit = otherName.length >= 8 ? 2 : 1;
      const distance = skeleton(name) === skeleton(otherName) ? 0 : editDistance(name, otherName, limit);
      if (distance <= limit && (best === undefined || distance < best.distance || (distance === best.distance && isOwn && !best.own))) {
        best = { domain: other, distance, own: isOwn };
      } else if (
        best === undefined &&
        isOwn &&
        otherName.length >= 6 &&
        name !== otherName &&
        (name.startsWith(`${otherName}-`) || name.endsWith(`-${otherName}`))
      ) {
        best = { domain: other, distance: 1, own: true };
      }
    };
    for (const other of this.#own) consider(other, true);
    for (const other of this.#frequent) consider(other, false);
    return best;
  }

  toJSON(): unknown {
    return {
      domains: [...this.#domains],
      colleagues: [...this.#colleagues],
      frequent: [...this.#frequent],
      own: [...this.#own],
      checked: this.#checked,
      failed: this.#failed,
    };
  }

  static fromJSON(value: unknown): MailDirectory {
    const { domains, colleagues, frequent, own, checked, failed } = value as {
      domains: [string, { seen: number; passed: number; failed: number; mailboxes: number }][];
      colleagues: [string, string][];
      frequent: string[];
      own: string[];
      checked: number;
      failed: number;
    };
    const directory = new MailDirectory();
    for (const [domain, entry] of domains) directory.#domains.set(domain, entry);
    for (const [name, address] of colleagues) directory.#colleagues.set(name, address);
    for (const domain of frequent) directory.#frequent.add(domain);
    for (const domain of own) directory.#own.add(domain);
    directory.#checked = checked;
    directory.#failed = failed;
    return directory;
  }

  #forget(): void {
    const byUse = [...this.#domains].sort(([a, x], [b, y]) => x.seen - y.seen || (a < b ? -1 : 1));
    for (const [domain] of byUse.slice(0, LIMIT / 2)) {
      this.#domains.delete(domain);
      this.#frequent.delete(domain);
    }
  }
}
