import type { GroupStatistics } from './group-statistics.js';
import type { PatternLayout } from './pattern-layout.js';
import type { PrevalenceStore } from './prevalence-store.js';
import type { SnapshotWriter } from './snapshot.js';
import type { SubjectTable } from './subject-table.js';
import { FULL, type ValueStore, type ValueJudgement } from './value-store.js';

/** Pseudo-windows of the peers' novelty rate (measured best: algorithms 1.2, a = 10). */
const NOVELTY_STRENGTH = 10;

/** Pseudo-members that tie a group's share of a value to the estate's. */
const SHARE_STRENGTH = 5;

/** How one value of one list is to be read. Surprisals in nats. */
export interface ValueScore {
  /** By the entity's own history alone. */
  own: number;
  /** Own history and how many share it. */
  raw: number;
  /** Windows in which the entity showed it. */
  seen: number;
  /** Windows-with-value behind the judgement. */
  history: number;
  peersSharing: number;
  peers: number;
  estateSharing: number;
  estate: number;
}

/**
 * The values that subjects show in their lists, and how many of their peers and of the estate share each: a value counts as shared from a
 * full window on, wherever it moves; in the lists that the layout calls `met`, as soon as its subjects were met with it. Lists are given by
 * position in the layout of the subject's kind.
 */
export class SharedValues {
  readonly #layout: PatternLayout;
  readonly #subjects: SubjectTable;
  readonly #groups: GroupStatistics;
  readonly #values: ValueStore;
  readonly #prevalence: PrevalenceStore;
  readonly #met: PrevalenceStore;
  readonly #found: ValueJudgement = { count: 0, total: 0, singles: 0, tail: 0 };

  constructor(
    layout: PatternLayout,
    subjects: SubjectTable,
    groups: GroupStatistics,
    values: ValueStore,
    prevalence: PrevalenceStore,
    met: PrevalenceStore,
  ) {
    this.#layout = layout;
    this.#subjects = subjects;
    this.#groups = groups;
    this.#values = values;
    this.#prevalence = prevalence;
    this.#met = met;
  }

  /** Room for a subject of a kind; returns where it begins. */
  allocate(kind: number): number {
    return this.#values.allocate(this.#layout.kinds[kind]?.lists.length ?? 0);
  }

  /** @param whole false fills in `own` and `raw` alone where the entity knows the value: who else shows it need not be looked up. */
  judge(subject: number, position: number, hash: number, whole: boolean, into: ValueScore): ValueScore {
    const subjects = this.#subjects;
    const kind = subjects.kindOf(subject);
    const group = subjects.groupOf(subject);
    const slot = this.#slot(kind, position);
    const found = this.#values.judge(subjects.listsOf(subject) + position, hash, this.#found);
    const history = found.total / FULL;
    if (whole || found.count < FULL) {
      const self = found.count >= FULL ? 1 : 0;
      into.seen = found.count / FULL;
      into.history = history;
      into.estate = Math.max(subjects.membersOf(kind) - 1, 0);
      into.estateSharing = this.#sharing(kind, slot, hash, self, into.estate);
      into.peers = into.estate;
      into.peersSharing = into.estateSharing;
      if (group !== kind) {
        into.peers = Math.max(subjects.membersOf(group) - 1, 0);
        into.peersSharing = this.#sharing(group, slot, hash, self, into.peers);
      }
    }
    const rate = this.#groups.noveltyRate(group, kind, slot, history);
    const novel = Math.min(1, (found.singles + NOVELTY_STRENGTH * rate) / (history + NOVELTY_STRENGTH));
    const asRare = found.count === 0 ? 0 : ((1 - novel) * found.tail) / found.total;
    into.own = -Math.log(Math.min(1, novel + asRare));
    into.raw = into.own;
    if (found.count < FULL) into.raw += (1 - found.count / FULL) * this.#rarity(kind, slot, hash, into);
    return into;
  }

  /** Other members of the subject's kind that show a value of a list that is not `met`: what `judge` says of them, and no more. */
  others(subject: number, position: number, hash: number): number {
    const subjects = this.#subjects;
    const kind = subjects.kindOf(subject);
    const self = this.#values.count(subjects.listsOf(subject) + position, hash) >= FULL ? 1 : 0;
    return this.#sharing(kind, this.#slot(kind, position), hash, self, Math.max(subjects.membersOf(kind) - 1, 0));
  }

  /** How many of the `others` of a group show a value; `self` is 1 if the subject is counted among those who do. */
  #sharing(group: number, slot: number, hash: number, self: number, others: number): number {
    return Math.min(others, Math.max(this.#prevalence.members(this.#space(group, slot), hash) - self, 0));
  }

  /** The subject shows a value in the hour that comes to be judged; counts where it never did before. */
  meet(subject: number, position: number, hash: number): void {
    const kind = this.#subjects.kindOf(subject);
    if (this.#values.count(this.#subjects.listsOf(subject) + position, hash) === 0)
      this.#met.change(this.#space(kind, this.#slot(kind, position)), hash, 1);
  }

  /** Windows in which the subject showed a value. */
  count(subject: number, position: number, hash: number): number {
    return this.#values.count(this.#subjects.listsOf(subject) + position, hash) / FULL;
  }

  /** Values of a list, most frequent first, counts in windows. */
  entries(subject: number, position: number): readonly { readonly hash: number; readonly count: number }[] {
    const list = this.#subjects.listsOf(subject) + position;
    return this.#values.entries(list).map(({ hash, count }) => ({ hash, count: count / FULL }));
  }

  /** Members of a kind that show a value. */
  sharing(kind: number, position: number, hash: number): number {
    return this.#prevalence.members(this.#space(kind, this.#slot(kind, position)), hash);
  }

  /** @param weight in eighths of a window. */
  learn(subject: number, position: number, hash: number, weight: number, day: number): void {
    const kind = this.#subjects.kindOf(subject);
    const group = this.#subjects.membershipOf(subject);
    const slot = this.#slot(kind, position);
    const list = this.#subjects.listsOf(subject) + position;
    const history = this.#values.total(list) / FULL;
    const packed = this.#values.add(list, hash, weight, day);
    const before = Math.floor(packed / 65536);
    this.#groups.learnNovelty(kind, slot, history, before === 0);
    if (group !== kind) this.#groups.learnNovelty(group, slot, history, before === 0);
    if (before < FULL && packed % 65536 >= FULL) this.#share(kind, group, slot, hash, 1);
    if (this.#values.evicted.length > 0) this.#forget(kind, group, slot);
  }

  /** Takes a full window of a value out, as far as there is that much; returns the weight taken, in eighths. */
  withhold(subject: number, position: number, hash: number): number {
    const kind = this.#subjects.kindOf(subject);
    const packed = this.#values.subtract(this.#subjects.listsOf(subject) + position, hash, FULL);
    const [before, after] = [Math.floor(packed / 65536), packed % 65536];
    if (before >= FULL && after < FULL) this.#share(kind, this.#subjects.membershipOf(subject), this.#slot(kind, position), hash, -1);
    return before - after;
  }

  /** Puts back what `withhold` took. */
  restore(subject: number, position: number, hash: number, weight: number): void {
    if (weight === 0) return;
    const kind = this.#subjects.kindOf(subject);
    const packed = this.#values.restore(this.#subjects.listsOf(subject) + position, hash, weight);
    if (Math.floor(packed / 65536) < FULL && packed % 65536 >= FULL)
      this.#share(kind, this.#subjects.membershipOf(subject), this.#slot(kind, position), hash, 1);
  }

  /** The subject moves from its group to another: its values count there from now on. */
  move(subject: number, target: number): void {
    const kind = this.#subjects.kindOf(subject);
    const current = this.#subjects.membershipOf(subject);
    for (let position = 0; position < (this.#layout.kinds[kind]?.lists.length ?? 0); position += 1) {
      const slot = this.#slot(kind, position);
      for (const { hash, count } of this.#values.entries(this.#subjects.listsOf(subject) + position)) {
        if (count < FULL) continue;
        if (current !== kind) this.#prevalence.change(this.#space(current, slot), hash, -1);
        if (target !== kind) this.#prevalence.change(this.#space(target, slot), hash, 1);
      }
    }
  }

  /** All values of one subject become those of another; both belong to no group but their kind. */
  merge(source: number, target: number): void {
    const kind = this.#subjects.kindOf(source);
    for (let position = 0; position < (this.#layout.kinds[kind]?.lists.length ?? 0); position += 1) {
      const slot = this.#slot(kind, position);
      const from = this.#subjects.listsOf(source) + position;
      this.#values.merge(from, this.#subjects.listsOf(target) + position, (hash, count, before, after) => {
        const change = Number(after >= FULL) - Number(before >= FULL) - Number(count >= FULL);
        if (change !== 0) this.#prevalence.change(this.#space(kind, slot), hash, change);
        this.#forget(kind, kind, slot);
      });
    }
  }

  /** One half-life has passed: what fades below a full window is no longer shared. */
  halve(): void {
    for (let subject = 0; subject < this.#subjects.size; subject += 1) {
      const kind = this.#subjects.kindOf(subject);
      for (let position = 0; position < (this.#layout.kinds[kind]?.lists.length ?? 0); position += 1) {
        for (const { hash, count } of this.#values.entries(this.#subjects.listsOf(subject) + position)) {
          if (count >= FULL && count < 2 * FULL)
            this.#share(kind, this.#subjects.membershipOf(subject), this.#slot(kind, position), hash, -1);
        }
      }
    }
    this.#values.halve();
    this.#prevalence.compact();
    this.#met.compact();
  }

  /** Bytes of state by part. */
  sizes(): Readonly<Record<'values' | 'prevalence', number>> {
    return { values: this.#values.bytes, prevalence: this.#prevalence.bytes + this.#met.bytes };
  }

  saveValues(writer: SnapshotWriter): void {
    this.#values.save(writer);
  }

  savePrevalence(writer: SnapshotWriter): void {
    this.#prevalence.save(writer);
    this.#met.save(writer);
  }

  /** Values that made room in a list of `slot` are no longer shared. */
  #forget(kind: number, group: number, slot: number): void {
    for (const { hash } of this.#values.evicted) this.#share(kind, group, slot, hash, -1);
    this.#values.evicted.length = 0;
  }

  #share(kind: number, group: number, slot: number, hash: number, by: number): void {
    this.#prevalence.change(this.#space(kind, slot), hash, by);
    if (group !== kind) this.#prevalence.change(this.#space(group, slot), hash, by);
  }

  /** -ln of the share of peers and estate who show the value. */
  #rarity(kind: number, slot: number, hash: number, into: ValueScore): number {
    const met = this.#layout.met[slot] === true ? this.#metByOthers(kind, slot, hash) : 0;
    into.estateSharing = Math.max(into.estateSharing, Math.min(into.estate, met));
    const estateShare = (into.estateSharing + 0.5) / (into.estate + 1);
    const among = (into.peersSharing + SHARE_STRENGTH * estateShare) / (into.peers + SHARE_STRENGTH);
    return -Math.log(Math.min(1, met > 0 ? Math.max(among, estateShare) : among));
  }

  /** One to whom the value is new has been met with it in this very hour. */
  #metByOthers(kind: number, slot: number, hash: number): number {
    return Math.max(this.#met.members(this.#space(kind, slot), hash) - 1, 0);
  }

  /** Number of a list among those of all kinds. */
  #slot(kind: number, position: number): number {
    return (this.#layout.listStart[kind] ?? 0) + position;
  }

  #space(group: number, slot: number): number {
    return group * this.#layout.listCount + slot;
  }
}
