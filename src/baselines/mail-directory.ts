import { type Likeness, LookAlikes } from './look-alikes.js';

/** Domains known to this many mailboxes count as frequent correspondents. */
const FREQUENT = 5;

/** Domains and names kept before the least used half is forgotten. */
const LIMIT = 50_000;

/** What the estate's mail has taught about correspondents: how often domains pass authentication, whose names are whose. */
export class MailDirectory {
  readonly #domains = new Map<string, { seen: number; passed: number; failed: number; mailboxes: number }>();
  /** Display name in lower case → own address that bears it. */
  readonly #colleagues = new Map<string, string>();
  /** Own domains, and others that are frequent correspondents. */
  readonly #alike = new LookAlikes();
  #checked = 0;
  #failed = 0;

  learnOwn(domain: string): void {
    if (this.#alike.own.size < 1_000) this.#alike.addOwn(domain);
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
      if (known.mailboxes >= FREQUENT && this.#alike.others.size < LIMIT / 10) this.#alike.addOther(domain);
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
  resembles(domain: string): Likeness | undefined {
    return this.#alike.find(domain);
  }

  toJSON(): unknown {
    return {
      domains: [...this.#domains],
      colleagues: [...this.#colleagues],
      frequent: [...this.#alike.others.keys()],
      own: [...this.#alike.own.keys()],
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
    for (const domain of frequent) directory.#alike.addOther(domain);
    for (const domain of own) directory.#alike.addOwn(domain);
    directory.#checked = checked;
    directory.#failed = failed;
    return directory;
  }

  #forget(): void {
    const byUse = [...this.#domains].sort(([a, x], [b, y]) => x.seen - y.seen || (a < b ? -1 : 1));
    for (const [domain] of byUse.slice(0, LIMIT / 2)) {
      this.#domains.delete(domain);
      this.#alike.deleteOther(domain);
    }
  }
}
