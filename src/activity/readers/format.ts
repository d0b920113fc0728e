import { splitCells } from './csv-reader.js';
import { MAX_RECORD_BYTES } from './record-reader.js';

export const INPUT_FORMATS = ['ndjson', 'json', 'csv', 'zeek', 'text', 'empty'] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

export interface SniffedFormat {
  readonly format: InputFormat;
  /** Of `csv` only. */
  readonly delimiter: string;
  /** Bytes before the content: a byte order mark. */
  readonly skip: number;
}

const LINE_FEED = 0x0a;
const ENOUGH = 64 * 1024;
const PROBED_LINES = 20;
const DELIMITERS = [',', '\t', ';', '|'] as const;

/** gzip member header, RFC 1952. */
export function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/** UTF-16 little endian byte order mark, as Windows PowerShell writes exports. */
export function isUtf16(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0xff && head[1] === 0xfe;
}

/**
 * Format of a file by its first bytes; the name only breaks ties. Returns `undefined` while more bytes are needed to tell,
 * which `atEnd` rules out.
 */
export function sniffFormat(head: Buffer, name: string, atEnd: boolean): SniffedFormat | undefined {
  const skip = head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const found = (format: InputFormat, delimiter = ''): SniffedFormat => ({ format, delimiter, skip });
  let first = skip;
  while (first < head.length && (head[first] ?? 0) <= 0x20) first += 1;
  if (first === head.length) {
    if (!atEnd && head.length < ENOUGH) return undefined;
    return head.length >= ENOUGH ? found('text') : found('empty');
  }
  const byte = head[first];
  if (byte === 0x5b) return found('json');
  if (byte === 0x23) return found('zeek');
  if (byte === 0x7b) {
    const format = name.endsWith('.ndjson') || name.endsWith('.jsonl') ? 'ndjson' : objectsFormat(head, first, atEnd);
    return format === undefined ? undefined : found(format);
  }
  if (!atEnd && head.length < ENOUGH && head.indexOf(LINE_FEED, first) < 0) return undefined;
  if (name.endsWith('.ndjson') || name.endsWith('.jsonl') || name.endsWith('.json')) return found('ndjson');
  const end = head.indexOf(LINE_FEED, first);
  const line = head.toString('utf8', first, end < 0 ? head.length : end);
  let best = '';
  let cells = 1;
  for (const delimiter of DELIMITERS) {
    const count = splitCells(line, delimiter).length;
    if (count > cells) {
      cells = count;
      best = delimiter;
    }
  }
  if (name.endsWith('.csv') || (best !== '' && looksLikeHeader(line, best))) return found('csv', best === '' ? ',' : best);
  if (name.endsWith('.tsv')) return found('csv', '\t');
  return found('text');
}

/** A header row names its columns: short cells, none empty, none a number, none twice. */
function looksLikeHeader(line: string, delimiter: string): boolean {
  const cells = splitCells(line.trimEnd(), delimiter);
  const seen = new Set<string>();
  for (const cell of cells) {
    const name = cell.trim();
    if (name === '' || name.length > 80 || seen.has(name) || !Number.isNaN(Number(name))) return false;
    seen.add(name);
  }
  return true;
}

/** One object a line, or objects that span lines? The first lines tell; a broken first line alone does not decide. */
function objectsFormat(head: Buffer, first: number, atEnd: boolean): InputFormat | undefined {
  let start = first;
  for (let line = 0; line < PROBED_LINES; line += 1) {
    let end = head.indexOf(LINE_FEED, start);
    if (end < 0) {
      if (!atEnd) return head.length - first > (line === 0 ? MAX_RECORD_BYTES : ENOUGH) ? 'json' : undefined;
      end = head.length;
    }
    if (head[start] === 0x7b && isWholeJson(head, start, end)) return 'ndjson';
    start = end + 1;
    if (start >= head.length) break;
  }
  if (start >= head.length && !atEnd && head.length - first < ENOUGH) return undefined;
  return 'json';
}

function isWholeJson(head: Buffer, start: number, end: number): boolean {
  try {
    JSON.parse(head.toString('utf8', start, end));
    return true;
  } catch {
    return false;
  }
}
