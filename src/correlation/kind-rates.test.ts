import { describe, expect, it } from 'vitest';
import type { Model } from '../detection/model.js';
import { KindRates, pairsOf } from './kind-rates.js';

const model = (name: string, tactic: Model['attack']['tactic'] = 'impact'): Model => ({
  name,
  description: name,
  unit: ['account'],
  when: { combined: 0.01 },
  attack: { tactic, techniques: [] },
  severity: 'high',
  sentence: '',
  actions: [],
  false_positives: [],
});

const DAY = 86_400_000;
const usual = model('Test / Usual');
const rare = model('Test / Rare', 'exfiltration');

const trained = (): KindRates => {
  const rates = new KindRates();
  for (let index = 0; index < 300; index += 1) rates.judge('account', [usual], index, 1e-2);
  return rates;
};

describe('pairsOf', () => {
  it('gives each pair once, in whichever order the names come', () => {
    expect([...pairsOf(['a', 'b', 'c'])].sort()).toEqual([...pairsOf(['c', 'a', 'b'])].sort());
    expect(pairsOf(['a', 'b', 'c'])).toHaveLength(3);
    expect(pairsOf(['a'])).toEqual([]);
  });
});

describe('KindRates', () => {
  it('makes nothing of what fits all the time and much of what never fitted', () => {
    const rates = trained();
    expect(rates.judge('account', [usual], 1000, 1e-2)).toBeLessThan(1);
    expect(rates.judge('account', [rare], 1001, 1e-2)).toBeGreaterThan(3.5);
  });

  it('believes no more than a sixteenth of one window of all that were seen', () => {
    expect(trained().judge('account', [rare], 1000, 1e-2)).toBeLessThanOrEqual(Math.log(16 * 301));
  });

  it('makes less of a kind each time it comes back', () => {
    const rates = trained();
    const told = Array.from({ length: 40 }, (_, index) => rates.judge('account', [rare], 1000 + index, 1e-2));
    expect(told[39]).toBeLessThan((told[0] ?? 0) - 1.5);
  });

  it('believes next to nothing in an estate of which hardly an unusual window was seen', () => {
    expect(new KindRates().judge('account', [rare], 1000, 1e-2)).toBeLessThanOrEqual(Math.log(16));
  });

  it('forgets what has not been seen for years', () => {
    const rates = trained();
    for (let index = 0; index < 20; index += 1) rates.judge('account', [rare], 1000 + index, 1e-2);
    rates.judge('account', [usual], 1500 * DAY, 1e-2);
    expect(rates.state().units[0]?.[2].map(([name]) => name)).not.toContain('Test / Rare');
  });

  it('makes more of two models that never came together than of two that always do', () => {
    const [one, other] = [model('Test / One'), model('Test / Other')];
    const apart = new KindRates();
    const together = new KindRates();
    for (let index = 0; index < 2000; index += 1) {
      const tenth = index % 10;
      apart.judge('account', tenth === 0 ? [one] : tenth === 5 ? [other] : [usual], index, 1e-2);
      together.judge('account', tenth === 0 ? [one, other] : [usual], index, 1e-2);
    }
    expect(together.judge('account', [one, other], 3000, 1e-2)).toBeLessThan(3);
    expect(apart.judge('account', [one, other], 3000, 1e-2)).toBeGreaterThan(3);
  });

  it('names as telling what names few windows', () => {
    expect(trained().telling('account', [usual, rare, model('Response / Block')])).toEqual(['Test / Rare']);
  });

  it('leaves third-party alerts to the probability of their rule', () => {
    expect(trained().judge('alert', [rare], 1000, 1e-2)).toBe(0);
  });

  it('goes on from its state with the same numbers', () => {
    const whole = trained();
    const restored = new KindRates(JSON.parse(JSON.stringify(whole.state())) as ReturnType<KindRates['state']>);
    expect(restored.judge('account', [rare], 1000, 1e-3)).toBe(whole.judge('account', [rare], 1000, 1e-3));
    expect(JSON.stringify(restored.state())).toBe(JSON.stringify(whole.state()));
  });
});
