import { AmountStore, type AmountJudgement } from './amount-store.js';
import { GroupStatistics } from './group-statistics.js';
import { HourStore, rareHourProbability } from './hour-store.js';
import { HOUR_BINS, livedHours } from './lived-hours.js';
import type { PatternLayout } from './pattern-layout.js';
import { PrevalenceStore } from './prevalence-store.js';
import { SharedValues, type ValueScore } from './shared-values.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { SubjectTable } from './subject-table.js';
import { FULL, ValueStore } from './value-store.js';
import type { WindowLesson } from './window-lesson.js';

/** The stores that a pattern of life is made of. */
interface Stores {
  readonly subjects: SubjectTable;
  readonly values: ValueStore;
  readonly amounts: AmountStore;
  readonly hours: HourStore;
  readonly prevalence: PrevalenceStore;
  readonly met: PrevalenceStore;
  readonly groups: GroupStatistics;
}

/**
 * The pattern of life of every subject (one entity as one kind of unit): values with counts, amounts, hours of the week, and what
 * peers and estate share. All state is flat typed arrays; nothing here knows what a list or an amount means.
 */
export class PatternOfLife {
  readonly layout: PatternLayout;
  readonly groups: GroupStatistics;
  readonly #table: SubjectTable;
  readonly #values: SharedValues;
  readonly #amounts: AmountStore;
  readonly #hours: HourStore;
  readonly #shares = new Float64Array(HOUR_BINS);
  /** First hour that was learned, and the one after the last. */
  #fromHour = -1;
  #untilHour = 0;
  #livedUntil = -1;
  #livedByEstate: Float64Array = new Float64Array(HOUR_BINS);
  readonly #lived = new Float64Array(HOUR_BINS);
  /** Weight that the last `withhold` took, by position in the lesson, and from its hour. */
  readonly #taken: number[] = [];
  #takenHour = 0;

  private constructor(layout: PatternLayout, { subjects, values, amounts, hours, prevalence, met, groups }: Stores) {
    this.layout = layout;
    this.groups = groups;
    this.#table = subjects;
    this.#values = new SharedValues(layout, subjects, groups, values, prevalence, met);
    this.#amounts = amounts;
    this.#hours = hours;
    groups.reserve(layout.kinds.length);
  }

  static empty(layout: PatternLayout, listCapacity?: number): PatternOfLife {
    return new PatternOfLife(layout, {
      subjects: new SubjectTable(layout),
      values: new ValueStore(listCapacity),
      amounts: new AmountStore(),
      hours: new HourStore(),
      prevalence: new PrevalenceStore(),
      met: new PrevalenceStore(),
      groups: new GroupStatistics(layout),
    });
  }

  /** Number of the subject for an entity as one kind of unit, or −1. */
  find(kind: number, entity: number): number {
    return this.#table.find(kind, entity);
  }

  subject(kind: number, entity: number, hour: number): number {
    const known = this.#table.find(kind, entity);
    if (known >= 0) return known;
    const layout = this.layout.kinds[kind];
    if (layout === undefined) throw new RangeError(`no unit kind ${kind}`);
    return this.#table.add(kind, entity, hour, {
      lists: this.#values.allocate(kind),
      amounts: this.#amounts.allocate(layout.amounts.length),
      hours: layout.hours ? this.#hours.allocate() : -1,
    });
  }

  get subjects(): number {
    return this.#table.size;
  }

  kindOf(subject: number): number {
    return this.#table.kindOf(subject);
  }

  entityOf(subject: number): number {
    return this.#table.entityOf(subject);
  }

  windowsOf(subject: number): number {
    return this.#table.windowsOf(subject);
  }

  firstHourOf(subject: number): number {
    return this.#table.firstHourOf(subject);
  }

  /** The group whose peers the subject is compared with: its own if large enough, else its whole kind. */
  groupOf(subject: number): number {
    return this.#table.groupOf(subject);
  }

  groupName(group: number): string {
    return this.#table.groupName(group);
  }

  membersOf(group: number): number {
    return this.#table.membersOf(group);
  }

  get groupCount(): number {
    return this.#table.groupCount;
  }

  judgeValue(subject: number, position: number, hash: number, into: ValueScore): ValueScore {
    return this.#values.judge(subject, position, hash, true, into);
  }

  /** Fills in `own` and `raw` alone: for values the entity knows, who else shows them need not be looked up. */
  surpriseOf(subject: number, position: number, hash: number, into: ValueScore): ValueScore {
    return this.#values.judge(subject, position, hash, false, into);
  }

  /** Other members of the subject's kind that show a value of a list that the layout does not call `met`. */
  othersSharing(subject: number, position: number, hash: number): number {
    return this.#values.others(subject, position, hash);
  }

  /** The subject shows a value of a list that the layout calls `met` in an hour none of which has been judged yet. */
  meet(subject: number, position: number, hash: number): void {
    this.#values.meet(subject, position, hash);
  }

  /** Windows in which the subject showed a value of a list. */
  valueCount(subject: number, position: number, hash: number): number {
    return this.#values.count(subject, position, hash);
  }

  /** Values of a list, most frequent first, counts in windows. */
  valuesOf(subject: number, position: number): readonly { readonly hash: number; readonly count: number }[] {
    return this.#values.entries(subject, position);
  }

  /** Members of the subject's kind that show a value. */
  estateSharing(kind: number, position: number, hash: number): number {
    return this.#values.sharing(kind, position, hash);
  }

  /** @param without y of this very window where it was learned already. */
  judgeAmount(subject: number, position: number, y: number, without: number | undefined, into: AmountJudgement): AmountJudgement {
    const kind = this.kindOf(subject);
    const prior = this.groups.amountPrior(this.groupOf(subject), kind, (this.layout.amountStart[kind] ?? 0) + position);
    return this.#amounts.judge(this.#table.amountsOf(subject) + position, y, prior, without, into);
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
  judgeHour(subject: number, hour: number, bin: number): { readonly surprisal: number; readonly shares: Float64Array } {
    const until = Math.max(hour, this.#untilHour);
    if (until !== this.#livedUntil) {
      this.#livedUntil = until;
      this.#livedByEstate = livedHours(this.#fromHour < 0 ? until : this.#fromHour, until, new Float64Array(HOUR_BINS));
    }
    const peers = this.groups.hourShares(this.groupOf(subject), this.#livedByEstate);
    const lived = livedHours(this.firstHourOf(subject), until, this.#lived);
    const shares = this.#hours.shares(this.#table.hoursOf(subject), peers, lived, this.#shares);
    return { surprisal: -Math.log(rareHourProbability(shares, bin)), shares };
  }

  /** Learns one window. `weight` in eighths: `FULL` for an ordinary window, less for a suspicious one. */
  learn(lesson: WindowLesson, weight: number): void {
    const { subject, lists, hashes, amounts, hourBin } = lesson;
    const kind = this.kindOf(subject);
    const group = this.#table.membershipOf(subject);
    const day = Math.floor(lesson.hour / 24);
    for (let index = 0; index < lists.length; index += 1) this.#values.learn(subject, lists[index] ?? 0, hashes[index] ?? 0, weight, day);
    const base = this.#table.amountsOf(subject);
    for (let position = 0; position < amounts.length; position += 1) {
      const y = amounts[position] ?? NaN;
      if (Number.isNaN(y)) continue;
      this.#amounts.learn(base + position, y, weight / FULL);
      const slot = (this.layout.amountStart[kind] ?? 0) + position;
      this.groups.learnAmount(kind, slot, hourBin, y + this.groups.rhythm(kind, slot, hourBin));
      if (group !== kind) this.groups.learnAmount(group, slot, hourBin, y);
    }
    const series = this.#table.hoursOf(subject);
    if (series >= 0) {
      this.#hours.add(series, hourBin, weight);
      this.groups.learnHour(kind, hourBin);
      if (group !== kind) this.groups.learnHour(group, hourBin);
    }
    this.#table.countWindow(subject);
    if (this.#fromHour < 0) this.#fromHour = lesson.hour;
    this.#untilHour = Math.max(this.#untilHour, lesson.hour + 1);
  }

  /**
   * Takes a fully learned window's values and hour out (amounts are left out analytically by `judgeAmount`), or puts back exactly what the
   * last call took: a value that made room for others, or faded, has less to give than a window's weight.
   */
  withhold(lesson: WindowLesson, restore: boolean): void {
    const { subject, lists, hashes, hourBin } = lesson;
    for (let index = 0; index < lists.length; index += 1) {
      const position = lists[index] ?? 0;
      const hash = hashes[index] ?? 0;
      if (restore) this.#values.restore(subject, position, hash, this.#taken[index] ?? 0);
      else this.#taken[index] = this.#values.withhold(subject, position, hash);
    }
    const series = this.#table.hoursOf(subject);
    if (series < 0) return;
    if (restore) this.#hours.add(series, hourBin, this.#takenHour);
    else this.#takenHour = -this.#hours.add(series, hourBin, -FULL);
  }

  /** Moves a subject to the group called `name` of its kind ('' = the whole kind), its values counting there from now on. */
  assign(subject: number, name: string): void {
    const target = this.#table.groupNumber(this.kindOf(subject), name);
    if (target === this.#table.membershipOf(subject)) return;
    this.groups.reserve(this.#table.groupCount);
    this.#values.move(subject, target);
    this.#table.move(subject, target);
  }

  /** One entity turned out to be another: its history joins. */
  merge(from: number, into: number, hour: number): void {
    for (let kind = 0; kind < this.layout.kinds.length; kind += 1) {
      const source = this.find(kind, from);
      if (source < 0) continue;
      const target = this.subject(kind, into, hour);
      this.assign(source, '');
      this.assign(target, '');
      this.#values.merge(source, target);
      for (let position = 0; position < (this.layout.kinds[kind]?.amounts.length ?? 0); position += 1)
        this.#amounts.merge(this.#table.amountsOf(source) + position, this.#table.amountsOf(target) + position);
      if (this.#table.hoursOf(source) >= 0) this.#hours.merge(this.#table.hoursOf(source), this.#table.hoursOf(target));
      this.#table.fold(kind, from, target);
    }
  }

  /** One half-life has passed: what fades below a full window is no longer shared. */
  halve(): void {
    this.#values.halve();
    this.#hours.halve();
  }

  /** Bytes of state by part. */
  sizes(): Readonly<Record<string, number>> {
    return {
      ...this.#values.sizes(),
      amounts: this.#amounts.bytes,
      hours: this.#hours.bytes,
      groups: this.groups.bytes,
      subjects: this.#table.bytes,
    };
  }

  save(writer: SnapshotWriter): void {
    writer.numbers([this.#fromHour, this.#untilHour]);
    this.#table.save(writer);
    this.#values.saveValues(writer);
    this.#amounts.save(writer);
    this.#hours.save(writer);
    this.#values.savePrevalence(writer);
    this.groups.save(writer);
  }

  static load(reader: SnapshotReader, layout: PatternLayout): PatternOfLife {
    const [fromHour = -1, untilHour = 0] = reader.numbers();
    const pattern = new PatternOfLife(layout, {
      subjects: SubjectTable.load(reader, layout),
      values: ValueStore.load(reader),
      amounts: AmountStore.load(reader),
      hours: HourStore.load(reader),
      prevalence: PrevalenceStore.load(reader),
      met: PrevalenceStore.load(reader),
      groups: GroupStatistics.load(reader, layout),
    });
    [pattern.#fromHour, pattern.#untilHour] = [fromHour, untilHour];
    return pattern;
  }
}
