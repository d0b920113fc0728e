import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { ProgressLine, type ProgressState } from './progress.js';

class Terminal extends Writable {
  readonly writes: string[] = [];
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.writes.push(chunk.toString());
    done();
  }
}

function progressAt(times: readonly number[], enabled = true) {
  const terminal = new Terminal();
  const remaining = [...times];
  return { terminal, line: new ProgressLine({ stream: terminal, clock: () => remaining.shift() ?? 0, enabled }) };
}

const state = (done: number, records: number, label = 'reading'): ProgressState => ({ label, done, total: 1000, records });

test('tells share, records, rate and time left', () => {
  const { terminal, line } = progressAt([0, 10_000]);
  line.update(state(0, 0));
  line.update(state(250, 600_000));
  expect(terminal.writes).toEqual(['\r\u001b[2Kreading · 0 %', '\r\u001b[2Kreading · 25 % · 600,000 records · 60,000/s · 30 s left']);
});

test('redraws no more than five times a second', () => {
  const { terminal, line } = progressAt([0, 50, 150, 200]);
  for (let index = 0; index < 4; index += 1) line.update(state(index, index));
  expect(terminal.writes).toHaveLength(2);
});

test('starts the rate anew with each phase', () => {
  const { terminal, line } = progressAt([0, 60_000, 61_000]);
  line.update(state(0, 0));
  line.update(state(0, 5_000, 'judging'));
  line.update(state(500, 7_000, 'judging'));
  expect(terminal.writes.at(-1)).toBe('\r\u001b[2Kjudging · 50 % · 7,000 records · 2,000/s · 1 s left');
});

test('leaves a clean line behind, and nothing at all where it is off', () => {
  const shown = progressAt([0]);
  shown.line.update(state(1, 1));
  shown.line.clear();
  shown.line.clear();
  expect(shown.terminal.writes.slice(1)).toEqual(['\r\u001b[2K']);
  const silent = progressAt([0], false);
  silent.line.update(state(1, 1));
  silent.line.clear();
  expect(silent.terminal.writes).toEqual([]);
});
