import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedScale, ticksOf } from '../../src/report/folded-scale.js';
import { layeredLayout } from '../../src/report/layered-layout.js';

const HOUR = 3_600_000;
const options = { x0: 100, x1: 1100, maximumFolds: 5, foldWidth: 60, minimumStretch: 80, inset: 18 };

describe('the folded time axis', () => {
  it('folds a quiet gap of days and says how long it was', () => {
    const scale = foldedScale(
      [
        { from: 0, to: HOUR },
        { from: 60 * HOUR, to: 62 * HOUR },
      ],
      options,
    );
    expect(scale.folds).toHaveLength(1);
    expect(scale.folds[0]?.milliseconds).toBe(59 * HOUR);
    expect(scale.at(HOUR)).toBeLessThan(scale.folds[0]?.x0 ?? 0);
    expect(scale.at(60 * HOUR)).toBeGreaterThan(scale.folds[0]?.x1 ?? 0);
  });

  it('folds nothing where evidence is spread evenly, and draws a single instant', () => {
    expect(
      foldedScale(
        Array.from({ length: 12 }, (_, hour) => ({ from: hour * HOUR, to: hour * HOUR })),
        options,
      ).folds,
    ).toEqual([]);
    const instant = foldedScale([{ from: 5, to: 5 }], options);
    expect(instant.at(5)).toBeCloseTo(600);
    expect(ticksOf(instant.stretches[0]!, instant.at, 96)).not.toEqual([]);
  });

  it('keeps order and stays on the page', () => {
    const intervals = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * 24 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(intervals, (pairs) => {
        const given = pairs.map(([hour, length]) => ({ from: hour * HOUR, to: (hour + length) * HOUR }));
        const scale = foldedScale(given, options);
        const places = given
          .map((interval) => interval.from)
          .sort((a, b) => a - b)
          .map(scale.at);
        places.forEach((place, index) => {
          expect(place).toBeGreaterThanOrEqual(options.x0);
          expect(place).toBeLessThanOrEqual(options.x1);
          expect(place).toBeGreaterThanOrEqual((places[index - 1] ?? 0) - 1e-6);
        });
        expect(scale.stretches.at(-1)?.x1).toBeCloseTo(options.x1);
      }),
    );
  });
});

describe('the layered graph', () => {
  it('stands every node right of the neighbours that came before it', () => {
    const placed = layeredLayout(
      [
        { id: 'mail', group: 0 },
        { id: 'user', group: 0 },
        { id: 'host', group: 1 },
        { id: 'bucket', group: 2 },
      ],
      [
        { from: 'mail', to: 'user' },
        { from: 'user', to: 'host' },
        { from: 'user', to: 'bucket' },
      ],
      5,
    );
    const column = new Map(placed.map((node) => [node.id, node.column]));
    expect([column.get('mail'), column.get('user'), column.get('host'), column.get('bucket')]).toEqual([0, 1, 2, 3]);
  });

  it('never puts two nodes in one place, nor a later moment left of the first', () => {
    const graph = fc.record({
      groups: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 25 }),
      edges: fc.array(fc.tuple(fc.nat({ max: 24 }), fc.nat({ max: 24 })), { maxLength: 40 }),
    });
    fc.assert(
      fc.property(graph, ({ groups, edges }) => {
        const moments = [...new Set(groups)].sort((a, b) => a - b);
        const nodes = [...groups].sort((a, b) => a - b).map((group, index) => ({ id: String(index), group: moments.indexOf(group) }));
        const valid = edges.filter(([a, b]) => a < b && b < nodes.length).map(([a, b]) => ({ from: String(a), to: String(b) }));
        const placed = layeredLayout(nodes, valid, 5);
        expect(placed).toHaveLength(nodes.length);
        expect(new Set(placed.map((node) => `${String(node.column)}/${String(node.row)}`)).size).toBe(nodes.length);
        expect(Math.max(...placed.map((node) => node.column))).toBeLessThan(5);
      }),
    );
  });
});
