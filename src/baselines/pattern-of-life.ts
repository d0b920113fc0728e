import { AmountStore, type AmountJudgement } from './amount-store.js';
import { GroupStatistics } from './group-statistics.js';
import { HourStore, HOUR_BINS, rareHourProbability } from './hour-store.js';
import type { PatternLayout } from './pattern-layout.js';
import { PrevalenceStore } from './prevalence-store.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { grown } from './typed-growth.js';
import { FULL, ValueStore, type ValueJudgement } from './value-store.js';

/** Pseudo-windows of the peers' novelty rate (measured best: algorithms 1.2, a = 10). */
const NOVELTY_STRENGTH = 10;

/** Pseudo-members that tie a group's share of a value to the estate's. */
const SHARE_STRENGTH = 5;

/** A peer group speaks for itself from this size on. */
export const SMALLEST_GROUP = 5;

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

/** What one window of a subject taught, so that it can be taken back. */
export interface WindowLesson {
  readonly subject: number;
  /** Hours since the epoch. */
  readonly hour: number;
  /** Pairs of list position and value hash. */
  readonly lists: readonly number[];
  readonly hashes: readonly number[];
  /** y = log1p(amount) by amount position, rhythm removed; NaN where it did not apply. */
  readonly amounts: Float64Array;
  readonly hourBin: number;
}

/**
 * The pattern of life of every subject (one entity as one kind of unit): values with counts, amounts, hours of the week, and what
 * peers and estate share. All state is flat typed arrays; nothing here knows what a list or an amount means.
 */
export class PatternOfLife {
  readonly layout: PatternLayout;
  readonly groups: GroupStatistics;
  readonly #values: ValueStore;
  readonly #amounts: AmountStore;
  readonly #hours: HourStore;
  readonly #prevalence: PrevalenceStore;
  #subjectOf: Int32Array[];
  #subjects = 0;
  #kind = new Uint8Array(256);
  #entity = new Uint32Array(256);
  #group = new Uint16Array(256);
  #listBase = new Uint32Array(256);
  #amountBase = new Uint32Array(256);
  #hourSeries = new Int32Array(256);
  #windows = new Uint32Array(256);
  #firstHour = new Uint32Array(256);
  #groupNames: string[];
  #groupMembers: number[];
  #groupKind: number[];
  readonly #shares = new Float64Array(HOUR_BINS);
  /** Weight that the last `withhold` took, by position in the lesson, and from its hour. */
  readonly #taken: number[] = [];
  #takenHour = 0;
  readonly #judgement: ValueJudgement = { count: 0, total: 0, singles: 0, tail: 0, distinct: 0 };

  private constructor(
    layout: PatternLayout,
    values: ValueStore,
    amounts: AmountStore,
    hours: HourStore,
    prevalence: PrevalenceStore,
    groups: GroupStatistics,
  ) {
    this.layout = layout;
    this.#values = values;
    this.#amounts = amounts;
    this.#hours = hours;
    this.#prevalence = prevalence;
    this.groups = groups;
    this.#subjectOf = layout.kinds.map(() => new Int32Array(0));
    this.#groupNames = layout.kinds.map(() => '');
    this.#groupMembers = layout.kinds.map(() => 0);
    this.#groupKind = layout.kinds.map((_, kind) => kind);
    groups.reserve(layout.kinds.length);
  }

  static empty(layout: PatternLayout, listCapacity?: number): PatternOfLife {
    return new PatternOfLife(
      layout,
      new ValueStore(listCapacity),
      new AmountStore(),
      new HourStore(),
      new PrevalenceStore(),
      new GroupStatistics(layout),
    );
  }

  /** Number of the subject for an entity as one kind of unit, or −1. */
  find(kind: number, entity: number): number {
    return (this.#subjectOf[kind]?.[entity] ?? 0) - 1;
  }

  subject(kind: number, entity: number, hour: number): number {
    const known = this.find(kind, entity);
    if (known >= 0) return known;
    const layout = this.layout.kinds[kind];
    if (layout === undefined) throw new RangeError(`no unit kind ${kind}`);
    const subject = this.#subjects;
    this.#subjects += 1;
    this.#kind = grown(this.#kind, this.#subjects);
    this.#entity = grown(this.#entity, this.#subjects);
    this.#group = grown(this.#group, this.#subjects);
    this.#listBase = grown(this.#listBase, this.#subjects);
    this.#amountBase = grown(this.#amountBase, this.#subjects);
    this.#hourSeries = grown(this.#hourSeries, this.#subjects);
    this.#windows = grown(this.#windows, this.#subjects);
    this.#firstHour = grown(this.#firstHour, this.#subjects);
    const index = grown(this.#subjectOf[kind] ?? new Int32Array(0), entity + 1);
    index[entity] = subject + 1;
    this.#subjectOf[kind] = index;
    this.#kind[subject] = kind;
    this.#entity[subject] = entity;
    this.#group[subject] = kind;
    this.#listBase[subject] = this.#values.allocate(layout.lists.length);
    this.#amountBase[subject] = this.#amounts.allocate(layout.amounts.length);
    this.#hourSeries[subject] = layout.hours ? this.#hours.allocate() : -1;
    this.#firstHour[subject] = hour;
    this.#groupMembers[kind] = (this.#groupMembers[kind] ?? 0) + 1;
    return subject;
  }

  get subjects(): number {
    return this.#subjects;
  }

  kindOf(subject: number): number {
    return this.#kind[subject] ?? 0;
  }

  entityOf(subject: number): number {
    return this.#entity[subject] ?? 0;
  }

  windowsOf(subject: number): number {
    return this.#windows[subject] ?? 0;
  }

  firstHourOf(subject: number): number {
    return this.#firstHour[subject] ?? 0;
  }

  /** The group whose peers the subject is compared with: its own if large enough, else its whole kind. */
  groupOf(subject: number): number {
    const group = this.#group[subject] ?? 0;
    return (this.#groupMembers[group] ?? 0) >= SMALLEST_GROUP ? group : this.kindOf(subject);
  }

  groupName(group: number): string {
    return this.#groupNames[group] ?? '';
  }

  membersOf(group: number): number {
    return this.#groupMembers[group] ?? 0;
  }

  get groupCount(): number {
    return this.#groupNames.length;
  }

  judgeValue(subject: number, position: number, hash: number, into: ValueScore): ValueScore {
    return this.#judge(subject, position, hash, true, into);
  }

  /** Fills in `own` and `raw` alone: for values the entity knows, who else shows them need not be looked up. */
  surpriseOf(subject: number, position: number, hash: number, into: ValueScore): ValueScore {
    return this.#judge(subject, position, hash, false, into);
  }

  #judge(subject: number, position: number, hash: number, whole: boolean, into: ValueScore): ValueScore {
    const kind = this.kindOf(subject);
    const group = this.groupOf(subject);
    const slot = (this.layout.listStart[kind] ?? 0) + position;
    const found = this.#values.judge((this.#listBase[subject] ?? 0) + position, hash, this.#judgement);
    const history = found.total / FULL;
    if (whole || found.count === 0) {
      const self = found.count >= FULL ? 1 : 0;
      into.seen = found.count / FULL;
      into.history = history;
      into.estate = Math.max(this.membersOf(kind) - 1, 0);
      into.estateSharing = Math.min(into.estate, Math.max(this.#prevalence.members(this.#space(kind, slot), hash) - self, 0));
      into.peers = into.estate;
      into.peersSharing = into.estateSharing;
      if (group !== kind) {
        into.peers = Math.max(this.membersOf(group) - 1, 0);
        into.peersSharing = Math.min(into.peers, Math.max(this.#prevalence.members(this.#space(group, slot), hash) - self, 0));
      }
    }
    const rate = this.groups.noveltyRate(group, kind, slot, history);
    const novel = Math.min(1, (found.singles + NOVELTY_STRENGTH * rate) / (history + NOVELTY_STRENGTH));
    if (found.count === 0) {
      const estateShare = (into.estateSharing + 0.5) / (into.estate + 1);
      const share = (into.peersSharing + SHARE_STRENGTH * estateShare) / (into.peers + SHARE_STRENGTH);
      into.own = -Math.log(novel);
      into.raw = into.own - Math.log(Math.min(1, share));
    } else {
      into.own = -Math.log(Math.min(1, novel + ((1 - novel) * found.tail) / found.total));
      into.raw = into.own;
    }
    return into;
  }

  /** Share of the peers (or of the estate) that show a value in a list. */
  valueCount(subject: number, position: number, hash: number): number {
    return this.#values.count((this.#listBase[subject] ?? 0) + position, hash) / FULL;
  }

  /** Values of a list, most frequent first, counts in windows. */
  valuesOf(subject: number, position: number): readonly { readonly hash: number; readonly count: number }[] {
    return this.#values.entries((this.#listBase[subject] ?? 0) + position).map(({ hash, count }) => ({ hash, count: count / FULL }));
  }

  /** Members of the subject's kind that show a value. */
  estateSharing(kind: number, position: number, hash: number): number {
    return this.#prevalence.members(this.#space(kind, (this.layout.listStart[kind] ?? 0) + position), hash);
  }

  /** @param without y of this very window where it was learned already. */
  judgeAmount(subject: number, position: number, y: number, without: number | undefined, into: AmountJudgement): AmountJudgement {
    const kind = this.kindOf(subject);
    const prior = this.groups.amountPrior(this.groupOf(subject), kind, (this.layout.amountStart[kind] ?? 0) + position);
    return this.#amounts.judge((this.#amountBase[subject] ?? 0) + position, y, prior, without, into);
  }

  /** log1p(amount) with the kind's weekly rhythm removed. */
  level(kind: number, position: number, bin: number, amount: number): number {
    return Math.log1p(amount) - this.groups.rhythm(kind, (this.layout.amountStart[kind] ?? 0) + position, bin);
  }

  /** Rhythm that `level` removes, for showing typical ranges on the original scale. */
  rhythm(kind: number, position: number, bin: number): number {
    return this.groups.rhythm(kind, (this.layout.amountStart[kind] ?? 0) + position, bin);
  }

  /** Surprisal of being active in an hour of the week, and the 48 shares behind it (valid until the next call). */
  judgeHour(subject: number, bin: number): { readonly surprisal: number; readonly shares: Float64Array } {
    const series = this.#hourSeries[subject] ?? -1;
    const shares = this.#hours.shares(series, this.groups.hourShares(this.groupOf(subject)), this.#shares);
    return { surprisal: -Math.log(rareHourProbability(shares, bin)), shares };
  }

  /** Learns one window. `weight` in eighths: `FULL` for an ordinary window, less for a suspicious one. */
  learn(lesson: WindowLesson, weight: number): void {
    const { subject } = lesson;
    const kind = this.kindOf(subject);
    const group = this.#group[subject] ?? kind;
    const day = Math.floor(lesson.hour / 24);
    const base = this.#listBase[subject] ?? 0;
    for (let index = 0; index < lesson.lists.length; index += 1) {
      const position = lesson.lists[index] ?? 0;
      const hash = lesson.hashes[index] ?? 0;
      const slot = (this.layout.listStart[kind] ?? 0) + position;
      const history = this.#values.total(base + position) / FULL;
      const packed = this.#values.add(base + position, hash, weight, day);
      const before = Math.floor(packed / 65536);
      this.groups.learnNovelty(kind, slot, history, before === 0);
      if (group !== kind) this.groups.learnNovelty(group, slot, history, before === 0);
      if (before < FULL && packed % 65536 >= FULL) this.#share(kind, group, slot, hash, 1);
      if (this.#values.evicted.length > 0) this.#forget(kind, group, slot);
    }
    for (let position = 0; position < lesson.amounts.length; position += 1) {
      const y = lesson.amounts[position] ?? NaN;
      if (Number.isNaN(y)) continue;
      this.#amounts.learn((this.#amountBase[subject] ?? 0) + position, y, weight / FULL);
      const slot = (this.layout.amountStart[kind] ?? 0) + position;
      this.groups.learnAmount(kind, slot, lesson.hourBin, y + this.groups.rhythm(kind, slot, lesson.hourBin));
      if (group !== kind) this.groups.learnAmount(group, slot, lesson.hourBin, y);
    }
    const series = this.#hourSeries[subject] ?? -1;
    if (series >= 0) {
      this.#hours.add(series, lesson.hourBin, weight);
      this.groups.learnHour(kind, lesson.hourBin);
      if (group !== kind) this.groups.learnHour(group, lesson.hourBin);
    }
    this.#windows[subject] = (this.#windows[subject] ?? 0) + 1;
  }

  /**
   * Takes a fully learned window's values and hour out (amounts are left out analytically by `judgeAmount`), or puts back exactly what the
   * last call took: a value that made room for others, or faded, has less to give than a window's weight.
   */
  withhold(lesson: WindowLesson, restore: boolean): void {
    const { subject } = lesson;
    const kind = this.kindOf(subject);
    const group = this.#group[subject] ?? kind;
    const base = this.#listBase[subject] ?? 0;
    for (let index = 0; index < lesson.lists.length; index += 1) {
      const position = lesson.lists[index] ?? 0;
      const hash = lesson.hashes[index] ?? 0;
      const slot = (this.layout.listStart[kind] ?? 0) + position;
      if (restore) {
        const weight = this.#taken[index] ?? 0;
        if (weight === 0) continue;
        const packed = this.#values.restore(base + position, hash, weight);
        if (Math.floor(packed / 65536) < FULL && packed % 65536 >= FULL) this.#share(kind, group, slot, hash, 1);
      } else {
        const packed = this.#values.subtract(base + position, hash, FULL);
        this.#taken[index] = Math.floor(packed / 65536) - (packed % 65536);
        if (Math.floor(packed / 65536) >= FULL && packed % 65536 < FULL) this.#share(kind, group, slot, hash, -1);
      }
    }
    const series = this.#hourSeries[subject] ?? -1;
    if (series < 0) return;
    if (restore) this.#hours.add(series, lesson.hourBin, this.#takenHour);
    else this.#takenHour = -this.#hours.add(series, lesson.hourBin, -FULL);
  }

  /** Moves a subject to the group called `name` of its kind ('' = the whole kind), its values counting there from now on. */
  assign(subject: number, name: string): void {
    const kind = this.kindOf(subject);
    const target = name === '' ? kind : this.#groupNumber(kind, name);
    const current = this.#group[subject] ?? kind;
    if (target === current) return;
    const layout = this.layout.kinds[kind];
    for (let position = 0; position < (layout?.lists.length ?? 0); position += 1) {
      const slot = (this.layout.listStart[kind] ?? 0) + position;
      for (const { hash, count } of this.#values.entries((this.#listBase[subject] ?? 0) + position)) {
        if (count < FULL) continue;
        if (current !== kind) this.#prevalence.change(this.#space(current, slot), hash, -1);
        if (target !== kind) this.#prevalence.change(this.#space(target, slot), hash, 1);
      }
    }
    if (current !== kind) this.#groupMembers[current] = (this.#groupMembers[current] ?? 1) - 1;
    if (target !== kind) this.#groupMembers[target] = (this.#groupMembers[target] ?? 0) + 1;
    this.#group[subject] = target;
  }

  /** One entity turned out to be another: its history joins. */
  merge(from: number, into: number, hour: number): void {
    for (let kind = 0; kind < this.layout.kinds.length; kind += 1) {
      const source = this.find(kind, from);
      if (source < 0) continue;
      const target = this.subject(kind, into, hour);
      this.#absorb(kind, source, target);
      const index = this.#subjectOf[kind];
      if (index !== undefined) index[from] = 0;
      this.#groupMembers[kind] = (this.#groupMembers[kind] ?? 1) - 1;
    }
  }

  /** One half-life has passed: what fades below a full window is no longer shared. */
  halve(): void {
    for (let subject = 0; subject < this.#subjects; subject += 1) {
      const kind = this.kindOf(subject);
      for (let position = 0; position < (this.layout.kinds[kind]?.lists.length ?? 0); position += 1) {
        const slot = (this.layout.listStart[kind] ?? 0) + position;
        for (const { hash, count } of this.#values.entries((this.#listBase[subject] ?? 0) + position)) {
          if (count >= FULL && count < 2 * FULL) this.#share(kind, this.#group[subject] ?? kind, slot, hash, -1);
        }
      }
    }
    this.#values.halve();
    this.#hours.halve();
    this.#prevalence.compact();
  }

  /** Bytes of state by part. */
  sizes(): Readonly<Record<string, number>> {
    return {
      values: this.#values.bytes,
      amounts: this.#amounts.bytes,
      hours: this.#hours.bytes,
      prevalence: this.#prevalence.bytes,
      groups: this.groups.bytes,
      subjects: this.#subjects * 31 + this.#subjectOf.reduce((sum, index) => sum + index.byteLength, 0),
    };
  }

  save(writer: SnapshotWriter): void {
    writer.json({ names: this.#groupNames, members: this.#groupMembers, kinds: this.#groupKind, subjects: this.#subjects });
    for (const index of this.#subjectOf) writer.array(index);
    for (const array of [
      this.#kind,
      this.#entity,
      this.#group,
      this.#listBase,
      this.#amountBase,
      this.#hourSeries,
      this.#windows,
      this.#firstHour,
    ]) {
      writer.array(array.subarray(0, this.#subjects));
    }
    this.#values.save(writer);
    this.#amounts.save(writer);
    this.#hours.save(writer);
    this.#prevalence.save(writer);
    this.groups.save(writer);
  }

  static load(reader: SnapshotReader, layout: PatternLayout): PatternOfLife {
    const head = reader.json() as { names: string[]; members: number[]; kinds: number[]; subjects: number };
    const subjectOf = layout.kinds.map(() => reader.array(Int32Array));
    const kind = reader.array(Uint8Array);
    const entity = reader.array(Uint32Array);
    const group = reader.array(Uint16Array);
    const listBase = reader.array(Uint32Array);
    const amountBase = reader.array(Uint32Array);
    const hourSeries = reader.array(Int32Array);
    const windows = reader.array(Uint32Array);
    const firstHour = reader.array(Uint32Array);
    const pattern = new PatternOfLife(
      layout,
      ValueStore.load(reader),
      AmountStore.load(reader),
      HourStore.load(reader),
      PrevalenceStore.load(reader),
      GroupStatistics.load(reader, layout),
    );
    pattern.#subjectOf = subjectOf;
    pattern.#subjects = head.subjects;
    [pattern.#kind, pattern.#entity, pattern.#group, pattern.#listBase] = [kind, entity, group, listBase];
    [pattern.#amountBase, pattern.#hourSeries, pattern.#windows, pattern.#firstHour] = [amountBase, hourSeries, windows, firstHour];
    pattern.#groupNames = head.names;
    pattern.#groupMembers = head.members;
    pattern.#groupKind = head.kinds;
    return pattern;
  }

  #absorb(kind: number, source: number, target: number): void {
    const layout = this.layout.kinds[kind];
    if (layout === undefined) return;
    this.assign(source, '');
    this.assign(target, '');
    for (let position = 0; position < layout.lists.length; position += 1) {
      const slot = (this.layout.listStart[kind] ?? 0) + position;
      const [from, into] = [(this.#listBase[source] ?? 0) + position, (this.#listBase[target] ?? 0) + position];
      this.#values.merge(from, into, (hash, count, before, after) => {
        const change = Number(after >= FULL) - Number(before >= FULL) - Number(count >= FULL);
        if (change !== 0) this.#prevalence.change(this.#space(kind, slot), hash, change);
        this.#forget(kind, kind, slot);
      });
    }
    for (let position = 0; position < layout.amounts.length; position += 1) {
      this.#amounts.merge((this.#amountBase[source] ?? 0) + position, (this.#amountBase[target] ?? 0) + position);
    }
    if ((this.#hourSeries[source] ?? -1) >= 0) this.#hours.merge(this.#hourSeries[source] ?? 0, this.#hourSeries[target] ?? 0);
    this.#windows[target] = (this.#windows[target] ?? 0) + (this.#windows[source] ?? 0);
    this.#firstHour[target] = Math.min(this.#firstHour[target] ?? 0, this.#firstHour[source] ?? 0);
  }

  #groupNumber(kind: number, name: string): number {
    for (let group = this.layout.kinds.length; group < this.#groupNames.length; group += 1) {
      if (this.#groupNames[group] === name && this.#groupKind[group] === kind) return group;
    }
    this.#groupNames.push(name);
    this.#groupMembers.push(0);
    this.#groupKind.push(kind);
    this.groups.reserve(this.#groupNames.length);
    return this.#groupNames.length - 1;
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

  #space(group: number, slot: number): number {
    return group * this.layout.listCount + slot;
  }
}
