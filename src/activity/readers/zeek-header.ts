import type { RawRecord } from '../source-mapping.js';

/** What the `#` lines of a Zeek log say about the rows below them. */
export interface ZeekHeader {
  readonly separator: string;
  readonly setSeparator: string;
  readonly empty: string;
  readonly unset: string;
  /** Log name, e.g. `conn`, or ''. */
  readonly path: string;
  readonly fields: readonly string[];
  readonly types: readonly string[];
  /** What to make of each column's cells, by `fields` and `types`. */
  readonly kinds: readonly ColumnKind[];
}

/** 0 text, 1 number, 2 boolean, 3 list, 4 not kept. */
export type ColumnKind = 0 | 1 | 2 | 3 | 4;

export const ZEEK_DEFAULTS: ZeekHeader = {
  separator: '\t',
  setSeparator: ',',
  empty: '(empty)',
  unset: '-',
  path: '',
  fields: [],
  types: [],
  kinds: [],
};

/** The header after one more `#` line. Lines that say nothing about rows (`#open`, `#close`, comments) leave it as it is. */
export function withHeaderLine(header: ZeekHeader, line: string): ZeekHeader {
  if (line.startsWith('#separator')) return { ...ZEEK_DEFAULTS, separator: unescapeZeek(line.slice('#separator'.length).trim()) || '\t' };
  const [name = '', ...cells] = line.split(header.separator);
  const value = cells[0] ?? '';
  switch (name) {
    case '#set_separator':
      return { ...header, setSeparator: unescapeZeek(value) };
    case '#empty_field':
      return { ...header, empty: value };
    case '#unset_field':
      return { ...header, unset: value };
    case '#path':
      return { ...header, path: value.toLowerCase() };
    case '#fields':
      return { ...header, fields: cells, types: [], kinds: columnKinds(cells, []) };
    case '#types':
      return { ...header, types: cells, kinds: columnKinds(header.fields, cells) };
    default:
      return header;
  }
}

/** `\x09` and `\\` as Zeek's ASCII writer escapes them. */
export function unescapeZeek(text: string): string {
  if (!text.includes('\\x')) return text;
  const bytes: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf('\\x'); at >= 0; at = text.indexOf('\\x', from)) {
    const code = Number.parseInt(text.slice(at + 2, at + 4), 16);
    if (Number.isNaN(code)) {
      bytes.push(Buffer.from(text.slice(from, at + 2)));
      from = at + 2;
    } else {
      bytes.push(Buffer.from(text.slice(from, at)), Buffer.of(code));
      from = at + 4;
    }
  }
  bytes.push(Buffer.from(text.slice(from)));
  return Buffer.concat(bytes).toString('utf8');
}

const NUMBER_TYPES: ReadonlySet<string> = new Set(['count', 'int', 'port', 'double', 'interval', 'time']);

function columnKinds(fields: readonly string[], types: readonly string[]): readonly ColumnKind[] {
  return fields.map((field, index) => {
    const type = types[index] ?? 'string';
    if (field === '' || field === '__proto__') return 4;
    if (NUMBER_TYPES.has(type)) return 1;
    if (type === 'bool') return 2;
    return type.endsWith(']') ? 3 : 0;
  });
}

/** The cells of a row, or `undefined` if there are more or fewer than `#fields` names. */
export function zeekCells(header: ZeekHeader, buffer: Buffer, start: number, end: number): string[] | undefined {
  const text = buffer.toString('utf8', start, end);
  const cells = text.split(header.separator);
  if (cells.length !== header.fields.length) return undefined;
  if (text.includes('\\x')) for (let index = 0; index < cells.length; index += 1) cells[index] = unescapeZeek(cells[index] ?? '');
  return cells;
}

/**
 * A row as the object that Zeek's JSON writer would have written: field names as keys, numbers, booleans and lists typed,
 * unset fields absent. A cell that does not have its column's type stays text.
 */
export function zeekRecord(header: ZeekHeader, cells: readonly string[]): RawRecord {
  const record: Record<string, unknown> = {};
  const { fields, kinds, unset, empty } = header;
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] ?? '';
    if (cell === unset) continue;
    const kind = kinds[index] ?? 4;
    const name = fields[index] ?? '';
    if (kind === 0) record[name] = cell === empty ? '' : cell;
    else if (kind === 1) {
      const value = Number(cell);
      record[name] = Number.isNaN(value) || cell === '' ? cell : value;
    } else if (kind === 2) record[name] = cell === 'T' ? true : cell === 'F' ? false : cell;
    else if (kind === 3) record[name] = cell === empty ? [] : cell.split(header.setSeparator);
  }
  return record;
}
