import { describe, expect, it } from 'vitest';
import { WindowIncompleteError } from '../../src/errors.js';
import { exportLine } from './export-line.js';

describe('a line of an export', () => {
  it('is a result, perhaps the last one', () => {
    expect(exportLine('{"preview":false,"offset":0,"result":{"a":"1"}}')).toEqual({ row: { a: '1' }, last: false });
    expect(exportLine('{"preview":false,"offset":1,"lastrow":true,"result":{"a":"2"}}')).toEqual({ row: { a: '2' }, last: true });
    expect(exportLine('{"preview":false,"lastrow":true}')).toEqual({ row: undefined, last: true });
  });

  it('is no result if it is a preview, nor its end the end', () => {
    expect(exportLine('{"preview":true,"offset":0,"lastrow":true,"result":{"a":"1"}}')).toEqual({ row: undefined, last: false });
  });

  it.each([
    '{"preview":false,"offset":0,"resu',
    '[]',
    '{"messages":[{"type":"FATAL","text":"anything"}]}',
    '{"messages":[{"type":"ERROR","text":"anything"}]}',
    '{"messages":[{"type":"WARN","text":"Search results might be incomplete."}]}',
    '{"messages":[{"type":"WARN","text":"Unable to distribute to peer named idx2"}]}',
    '{"messages":[{"type":"INFO","text":"Search auto-finalized after time limit (60 seconds) reached."}]}',
  ])('leaves the window incomplete: %s', (line) => {
    expect(() => exportLine(line)).toThrow(WindowIncompleteError);
  });

  it('may say what does not matter', () => {
    const line = '{"preview":false,"messages":[{"type":"INFO","text":"Your timerange was substituted based on your search string"}]}';
    expect(exportLine(line)).toEqual({ row: undefined, last: false });
  });
});
