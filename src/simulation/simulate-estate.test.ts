import { describe, expect, it } from 'vitest';
import { simulateEstate } from './simulate-estate.js';

function text(seed: number): string {
  const lines: string[] = [];
  for (const { file, line } of simulateEstate({ users: 20, days: 3, seed, scenarios: ['salesloft'] })) {
    lines.push(`${file} ${line}`);
  }
  return lines.join('\n');
}

describe('simulateEstate', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const first = text(7);
    expect(text(7)).toBe(first);
    expect(text(8)).not.toBe(first);
  });
});
