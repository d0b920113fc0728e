import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FastClock, timeIn } from '../../scripts/kills/fast-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-fast-clock-'));
const path = join(folder, 'clock');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the clock of measured workers', () => {
  test('shows what it is at after every change, also if it began at a part of a millisecond, as simulated events do', () => {
    const clock = new FastClock(path, 1_754_484_788_285.173);
    expect(timeIn(path)).toBe(1_754_484_788_285);
    clock.setTo(1_754_484_788_299.9);
    expect([clock.now, timeIn(path)]).toEqual([1_754_484_788_299, 1_754_484_788_299]);
    clock.goOn(1.37, 1_754_484_788_299.5);
    expect([clock.now, timeIn(path)]).toEqual([1_754_484_788_299, 1_754_484_788_299]);
    clock.goOn(1, Infinity);
    expect(timeIn(path)).toBe(clock.now);
    clock.close();
  });

  test.each(['', '000175448476828533', '000175448478828x'])('a worker that reads %j fails and is not off by years', (text) => {
    writeFileSync(path, text);
    expect(() => timeIn(path)).toThrow('does not show a time');
  });
});
