import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standings, type Waiting } from './alert-budget.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const options = { perDay: 2, floor: 1e-6 };

const incident = (id: number, day: number, nats: number): Waiting => ({
  id: `i${id}`,
  opened: START + day * DAY + 3_600_000,
  changed: START + day * DAY + 3_600_000,
  nats,
  probability: Math.exp(-nats),
});

describe('standings', () => {
  it('shows as many a day as the operator can take, the strongest ones, once a fortnight is full', () => {
    const incidents = Array.from({ length: 280 }, (_, index) => incident(index, 1 + Math.floor(index / 10), 8 + (index % 10) * 0.5));
    const result = standings(incidents, options, START);
    const shown = incidents.filter((one) => one.opened > START + 14 * DAY && result.get(one.id)?.needsPerson === true);
    expect(shown.length / 15).toBeGreaterThan(0.9);
    expect(shown.length / 15).toBeLessThanOrEqual(2);
    expect(Math.min(...shown.map((one) => one.nats))).toBeGreaterThan(11.9);
  });

  it('always shows what is beyond the floor, budget or not', () => {
    const flood = Array.from({ length: 50 }, (_, index) => incident(index, 1, 20));
    const result = standings(flood, { ...options, perDay: 0 }, START);
    expect([...result.values()].every((one) => one.needsPerson)).toBe(true);
    expect(result.get('i0')?.reason).toContain('although the budget of 0 incidents a day is used up');
  });

  it('asks for stronger evidence on the first day than after a fortnight', () => {
    const mild = incident(1, 0, 9);
    expect(standings([mild], options, START).get('i1')).toMatchObject({ needsPerson: false, queue: 'informational' });
    expect(standings([mild], options, START - 20 * DAY).get('i1')?.needsPerson).toBe(true);
    expect(standings([incident(1, 0, 12)], options, START).get('i1')?.needsPerson).toBe(true);
  });

  it('does not fill an unused budget with what chance brings', () => {
    expect(standings([incident(1, 20, 5.5)], options, START).get('i1')?.needsPerson).toBe(false);
  });

  it('asks for evidence that chance hardly brings, whatever the importance of those affected adds', () => {
    const important = { ...incident(1, 20, 7), probability: Math.exp(-5.5) };
    expect(standings([important], options, START).get('i1')).toMatchObject({ needsPerson: false, queue: 'informational' });
    expect(standings([{ ...important, probability: Math.exp(-6) }], options, START).get('i1')?.needsPerson).toBe(true);
  });

  it('has a reason and a queue for every incident, whatever they are, in whatever order', () => {
    const arbitrary = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 })), { maxLength: 60 });
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const incidents = rows.map(([day, nats], index) => incident(index, day, nats));
        const result = standings(incidents, options, START);
        expect(result.size).toBe(incidents.length);
        const reversed = standings([...incidents].reverse(), options, START);
        for (const one of incidents) {
          expect(reversed.get(one.id)).toEqual(result.get(one.id));
          expect(result.get(one.id)?.reason).toMatch(/^(Needs|Does not need) a person/);
        }
      }),
    );
  });
});
