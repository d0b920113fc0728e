import { describe, expect, it } from 'vitest';
import { jointSurprisal } from './incident-evidence.js';

describe('jointSurprisal', () => {
  it('is −ln(t·e^−x·(1 + x)), x nats beyond the threshold t: the tail of the product of two probabilities', () => {
    const x = Math.log(0.02 / 1e-3) + Math.log(100);
    expect(jointSurprisal(-Math.log(1e-3), Math.log(100), 0.02)).toBeCloseTo(-Math.log(0.02 * Math.exp(-x) * (1 + x)), 9);
  });

  it('keeps its worked figures', () => {
    expect(jointSurprisal(-Math.log(1e-3), 0, 0.02)).toBeCloseTo(5.5, 1);
    expect(jointSurprisal(-Math.log(1e-3), Math.log(100), 0.02)).toBeCloseTo(9.36, 1);
  });

  it('is as frequent as it says for windows whose probability and kind are uniform', () => {
    const steps = 400;
    let beyond = 0;
    for (let i = 0; i < steps; i += 1) {
      for (let j = 0; j < steps; j += 1) {
        const nats = -Math.log((0.02 * (i + 0.5)) / steps);
        if (jointSurprisal(nats, -Math.log((j + 0.5) / steps), 0.02) >= -Math.log(1e-3)) beyond += 1;
      }
    }
    expect((0.02 * beyond) / steps ** 2 / 1e-3).toBeCloseTo(1, 1);
  });
});
