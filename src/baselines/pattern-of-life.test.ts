import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternLayout } from './pattern-layout.js';
import { PatternOfLife } from './pattern-of-life.js';
import type { ValueScore } from './shared-values.js';
import { SMALLEST_GROUP } from './subject-table.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';
import { FULL } from './value-store.js';
import type { WindowLesson } from './window-lesson.js';

const prior = { mean: 1, variance: 1 };
const layout = patternLayout([
  { lists: ['place', 'thing'], amounts: ['volume'], amountPriors: [prior], hours: true },
  { lists: ['sender'], amounts: [], amountPriors: [], hours: false },
]);
const ENTITIES = 8;
const CAPACITY = 6;

const blank = (): ValueScore => ({ own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 });

const lesson = (subject: number, hashes: readonly number[], hour = 0, position = 0): WindowLesson => ({
  subject,
  hour,
  lists: hashes.map(() => position),
  hashes,
  amounts: Float64Array.of(1.5),
  hourBin: hour % 48,
});

type Step =
  | { readonly kind: 'learn'; readonly entity: number; readonly hashes: readonly number[]; readonly weight: number }
  | { readonly kind: 'withhold'; readonly entity: number; readonly hashes: readonly number[] }
  | { readonly kind: 'assign'; readonly entity: number; readonly group: string }
  | { readonly kind: 'merge'; readonly from: number; readonly into: number }
  | { readonly kind: 'halve' };

const entity = fc.nat(ENTITIES - 1);
const hashes = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ kind: fc.constant('learn' as const), entity, hashes, weight: fc.constantFrom(1, 4, FULL, FULL) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('withhold' as const), entity, hashes }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('assign' as const), entity, group: fc.constantFrom('', 'sales', 'operations') }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: entity, into: entity }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('halve' as const) }) },
  ),
  { maxLength: 80 },
);

const play = (pattern: PatternOfLife, all: readonly Step[]): void => {
  for (const step of all) {
    switch (step.kind) {
      case 'learn':
        pattern.learn(lesson(pattern.subject(0, step.entity, 0), step.hashes), step.weight);
        break;
      case 'withhold':
        pattern.withhold(lesson(pattern.subject(0, step.entity, 0), step.hashes), false);
        pattern.withhold(lesson(pattern.subject(0, step.entity, 0), step.hashes), true);
        break;
      case 'assign':
        pattern.assign(pattern.subject(0, step.entity, 0), step.group);
        break;
      case 'merge':
        if (step.from !== step.into) pattern.merge(step.from, step.into, 0);
        break;
      case 'halve':
        pattern.halve();
    }
  }
};

const bytesOf = (pattern: PatternOfLife): Buffer => {
  const writer = new SnapshotWriter();
  pattern.save(writer);
  return writer.finish('1');
};

describe('PatternOfLife', () => {
  test('a value is shared by as many as hold a full window of it, whatever happened before', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const pattern = PatternOfLife.empty(layout, CAPACITY);
        play(pattern, all);
        for (let hash = 1; hash <= 12; hash += 1) {
          let holders = 0;
          for (let subject = 0; subject < pattern.subjects; subject += 1) if (pattern.valueCount(subject, 0, hash) >= 1) holders += 1;
          expect(pattern.estateSharing(0, 0, hash), `value ${hash}`).toBe(holders);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what is withheld and put back leaves no trace', () => {
    fc.assert(
      fc.property(steps, entity, hashes, (all, who, what) => {
        const pattern = PatternOfLife.empty(layout, CAPACITY);
        play(pattern, all);
        const one = lesson(pattern.subject(0, who, 0), what);
        const view = (): unknown => [
          pattern.valuesOf(one.subject, 0),
          what.map((hash) => pattern.estateSharing(0, 0, hash)),
          what.map((hash) => ({ ...pattern.judgeValue(one.subject, 0, hash, blank()) })),
          Array.from(pattern.judgeHour(one.subject, 40, 0).shares),
        ];
        const before = view();
        pattern.withhold(one, false);
        for (const { hash, count } of pattern.valuesOf(one.subject, 0)) if (what.includes(hash)) expect(count).toBeGreaterThanOrEqual(0);
        pattern.withhold(one, true);
        expect(view()).toEqual(before);
      }),
    );
  });

  test('a window withheld is judged as if it had never been learned', () => {
    const [with_, without] = [0, 1].map((skip) => {
      const pattern = PatternOfLife.empty(layout);
      for (let window = skip; window < 30; window += 1) {
        for (let who = 0; who < 6; who += 1) {
          if (window === 0 && who > 0) continue;
          pattern.learn(lesson(pattern.subject(0, who, 0), window === 0 ? [99] : [1 + (window % 5)], window), FULL);
        }
      }
      return pattern;
    });
    const subject = with_?.find(0, 0) ?? -1;
    with_?.withhold(lesson(subject, [99], 0), false);
    const [left, never] = [with_, without].map((pattern) => pattern?.judgeValue(subject, 0, 99, blank()));
    expect(left).toMatchObject({ seen: 0, history: never?.history, estateSharing: 0 });
    expect(Math.abs((left?.raw ?? 0) - (never?.raw ?? 0))).toBeLessThan(0.1);
    expect(with_?.judgeHour(subject, 40, 3).surprisal).toBeCloseTo(without?.judgeHour(subject, 40, 3).surprisal ?? 0, 1);
  });

  test('new to one but shared by peers is mild; new to the estate is strong (algorithms 2.3)', () => {
    const pattern = PatternOfLife.empty(layout);
    for (let window = 0; window < 20; window += 1) {
      for (let who = 0; who < 20; who += 1) pattern.learn(lesson(pattern.subject(0, who, 0), who === 0 ? [1] : [1, 2], window), FULL);
    }
    const [shared, nowhere] = [2, 3].map((hash) => pattern.judgeValue(pattern.find(0, 0), 0, hash, blank()));
    expect(shared).toMatchObject({ seen: 0, history: 20, estateSharing: 19, estate: 19 });
    expect(nowhere).toMatchObject({ seen: 0, estateSharing: 0 });
    expect((nowhere?.raw ?? 0) - (shared?.raw ?? 0)).toBeCloseTo(Math.log((19 + 5 * (19.5 / 20)) / (5 * (0.5 / 20))), 10);
    expect(nowhere?.own).toBe(shared?.own);
    expect(pattern.judgeValue(pattern.find(0, 0), 0, 1, blank()).raw).toBeCloseTo(0, 12);
  });

  test('where the layout says so, those met with a value in the hour that is judged share it already; the subject itself does not count', () => {
    const prompt = patternLayout([
      { lists: ['place', 'thing'], amounts: ['volume'], amountPriors: [prior], hours: true, met: ['thing'] },
      { lists: ['sender'], amounts: [], amountPriors: [], hours: false },
    ]);
    const pattern = PatternOfLife.empty(prompt);
    for (let who = 0; who < 20; who += 1) pattern.learn(lesson(pattern.subject(0, who, 0), [1], 0, 1), FULL);
    const alone = pattern.judgeValue(0, 1, 2, blank());
    expect(alone.estateSharing).toBe(0);
    for (let who = 0; who < 10; who += 1) pattern.meet(who, 1, 2);
    const together = pattern.judgeValue(0, 1, 2, blank());
    expect(together.estateSharing).toBe(9);
    expect(together.own).toBe(alone.own);
    expect(together.raw - together.own).toBeCloseTo(-Math.log(9.5 / 20), 12);
    for (let who = 0; who < 10; who += 1) pattern.meet(who, 0, 2);
    expect(pattern.judgeValue(0, 0, 2, blank()).estateSharing).toBe(0);
  });

  test('a value known from suspicious windows alone stays nearly as rare as the estate makes it, until a full window of it was learned', () => {
    const pattern = PatternOfLife.empty(layout);
    for (let window = 0; window < 20; window += 1) {
      for (let who = 0; who < 20; who += 1) pattern.learn(lesson(pattern.subject(0, who, 0), [1], window), FULL);
    }
    const rarity = (): number => {
      const { raw, own } = pattern.judgeValue(0, 0, 2, blank());
      return raw - own;
    };
    const whole = rarity();
    expect(whole).toBeGreaterThan(2);
    for (let eighths = 1; eighths <= FULL; eighths += 1) {
      pattern.learn(lesson(0, [2], 20), 1);
      expect(rarity()).toBeCloseTo(whole * (1 - eighths / FULL), 12);
    }
  });

  test('a seen value counts the mass of what is at most as likely', () => {
    const pattern = PatternOfLife.empty(layout);
    const subject = pattern.subject(0, 0, 0);
    for (let window = 0; window < 100; window += 1) pattern.learn(lesson(subject, [window < 90 ? 1 : 2], window), FULL);
    const rare = pattern.judgeValue(subject, 0, 2, blank());
    expect(rare.own).toBe(rare.raw);
    expect(Math.exp(-rare.raw)).toBeGreaterThanOrEqual(0.1);
    expect(Math.exp(-rare.raw)).toBeLessThan(0.16);
  });

  test('a group speaks for itself from its fifth member on', () => {
    const pattern = PatternOfLife.empty(layout);
    for (let who = 0; who < SMALLEST_GROUP; who += 1) {
      const subject = pattern.subject(0, who, 0);
      expect(pattern.groupOf(pattern.subject(0, 0, 0))).toBe(0);
      pattern.assign(subject, 'sales');
    }
    const group = pattern.groupOf(0);
    expect(pattern.groupName(group)).toBe('sales');
    expect(pattern.membersOf(group)).toBe(SMALLEST_GROUP);
    pattern.assign(0, '');
    expect(pattern.groupOf(1)).toBe(0);
    expect(pattern.membersOf(group)).toBe(SMALLEST_GROUP - 1);
  });

  test('one entity as two kinds of unit is two subjects; a merged entity has none of its own', () => {
    const pattern = PatternOfLife.empty(layout);
    const [account, mailbox] = [pattern.subject(0, 3, 5), pattern.subject(1, 3, 5)];
    expect(account).not.toBe(mailbox);
    pattern.learn(lesson(account, [1, 2]), FULL);
    pattern.subject(0, 4, 2);
    pattern.merge(3, 4, 9);
    expect(pattern.find(0, 3)).toBe(-1);
    expect(pattern.find(1, 3)).toBe(-1);
    expect(pattern.valuesOf(pattern.find(0, 4), 0)).toEqual([
      { hash: 1, count: 1 },
      { hash: 2, count: 1 },
    ]);
    expect(pattern.firstHourOf(pattern.find(0, 4))).toBe(2);
    expect(pattern.firstHourOf(pattern.find(1, 4))).toBe(5);
    expect(pattern.membersOf(0)).toBe(1);
  });

  test('a restored pattern goes on to the same bytes', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const pattern = PatternOfLife.empty(layout, CAPACITY);
        play(pattern, before);
        const loaded = PatternOfLife.load(new SnapshotReader(bytesOf(pattern), '1'), layout);
        play(pattern, after);
        play(loaded, after);
        const [left, right] = [pattern, loaded].map((one) =>
          Array.from({ length: one.subjects }, (_, subject) => [one.valuesOf(subject, 0), one.windowsOf(subject), one.groupOf(subject)]),
        );
        expect(left).toEqual(right);
        for (let hash = 1; hash <= 12; hash += 1) expect(loaded.estateSharing(0, 0, hash)).toBe(pattern.estateSharing(0, 0, hash));
      }),
      { numRuns: 50 },
    );
  });
});
