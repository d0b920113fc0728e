import type { RawRecord } from '../source-mapping.js';
import { envelopeList, isEnvelopeKey, isListKey, isRecord } from './json-envelope.js';
import { LineReader } from './line-reader.js';
import { keptText, rejectText, type RecordSink } from './record-reader.js';

const OPENING_BRACE = 0x7b;
export const NOT_JSON = 'not valid JSON';
export const NOT_AN_OBJECT = 'JSON value is not an object';

/** One JSON value a line: an object, a wrapped list or an array of objects. Blank lines are ignored. */
export class NdjsonReader extends LineReader {
  line(buffer: Buffer, start: number, end: number, number: number): void {
    if (number <= this.after || start === end) return;
    const text = buffer.toString('utf8', start, end);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (text.trim() !== '' && text !== '\ufeff') this.sink.rejected(NOT_JSON, number, keptText(buffer, start, end), end - start);
      return;
    }
    if (buffer[start] === OPENING_BRACE && isRecord(value)) this.#object(value, number, text);
    else deliverJson(this.sink, value, number, text);
  }

  #object(value: RawRecord, number: number, text: string): void {
    for (const first in value) {
      if (isListKey(first) || isEnvelopeKey(first)) {
        deliverJson(this.sink, value, number, text);
        return;
      }
      break;
    }
    this.sink.record(value, number, text);
  }
}

/** Delivers a parsed JSON value: an object as itself, lists element by element, anything else as rejected. */
export function deliverJson(sink: RecordSink, value: unknown, position: number, text: string): void {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? envelopeList(value) : undefined;
  if (list === undefined) {
    if (isRecord(value)) sink.record(value, position, text);
    else rejectText(sink, NOT_AN_OBJECT, position, text);
    return;
  }
  for (const element of list) {
    if (isRecord(element)) sink.record(element, position, '');
    else rejectText(sink, NOT_AN_OBJECT, position, scalarText(element));
  }
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
