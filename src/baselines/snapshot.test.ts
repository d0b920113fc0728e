import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StateError } from '../errors.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';

const written = (): Buffer => {
  const writer = new SnapshotWriter();
  writer.array(Uint16Array.of(1, 2, 65_535));
  writer.numbers([Math.PI, -0, Infinity]);
  writer.json({ text: 'ключ \u{1f511}', list: [1, null] });
  return writer.finish('7');
};

describe('snapshots', () => {
  test('give back what was written, in order, whatever the alignment', () => {
    const reader = new SnapshotReader(written(), '7');
    expect(reader.array(Uint16Array)).toEqual(Uint16Array.of(1, 2, 65_535));
    expect(reader.numbers()).toEqual([Math.PI, -0, Infinity]);
    expect(reader.json()).toEqual({ text: 'ключ \u{1f511}', list: [1, null] });
    expect(() => reader.json()).toThrow(StateError);
  });

  test('a part of a larger array is written alone, and what is read is a copy', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const writer = new SnapshotWriter();
    writer.array(whole.subarray(1, 3));
    const bytes = writer.finish('1');
    const read = new SnapshotReader(bytes, '1').array(Float32Array);
    read[0] = 9;
    expect(new SnapshotReader(bytes, '1').array(Float32Array)).toEqual(Float32Array.of(2, 3));
  });

  test('the same values give the same bytes', () => {
    expect(written().equals(written())).toBe(true);
  });

  test('another version is refused with what to do', () => {
    expect(() => new SnapshotReader(written(), '8')).toThrow(/version 7.*needs 8.*rebuilt by replay/);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a log file', Buffer.from('{"time":1}\n{"time":2}\n')],
    ['no text', Buffer.from([0, 255, 10, 3])],
    ['text without end of line', Buffer.from('null')],
  ])('%s is not a state', (_, bytes) => {
    expect(() => new SnapshotReader(bytes, '7')).toThrow(StateError);
  });

  test('any damage, and any missing end, is noticed', () => {
    const bytes = written();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = ((damaged[at] ?? 0) + by) % 256;
        const outcome = readAll(damaged);
        expect(outcome instanceof StateError || outcome === 'same').toBe(true);
      }),
    );
    const head = bytes.indexOf(10);
    for (let at = 0; at < head; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (bytes[at] ?? 0) ^ 1;
      const outcome = readAll(damaged);
      expect(outcome instanceof StateError || outcome === 'same').toBe(true);
    }
    for (let end = 0; end < bytes.length; end += 7) expect(() => new SnapshotReader(bytes.subarray(0, end), '7')).toThrow(StateError);
  });
});

/** What became of reading: an error, or that the values are those written. */
function readAll(bytes: Buffer): unknown {
  try {
    const reader = new SnapshotReader(bytes, '7');
    const values = JSON.stringify([[...reader.array(Uint16Array)], reader.numbers(), reader.json()]);
    const original = new SnapshotReader(written(), '7');
    return values === JSON.stringify([[...original.array(Uint16Array)], original.numbers(), original.json()]) ? 'same' : values;
  } catch (error) {
    return error;
  }
}
