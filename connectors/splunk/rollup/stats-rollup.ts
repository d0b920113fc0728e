import type { RollupRow, RollupSpec, Window } from '../../connector.js';
import type { SplunkRow } from '../export-line.js';
import type { RawField } from './raw-fields.js';
import type { SplunkRollup } from './rollup-keys.js';

/** What `stats` over the index made of the events of a search. */
export interface StatsAnswer {
  readonly rows: readonly RollupRow[];
  /** Events for which the fields do not tell the activity. */
  readonly unfaithful: number;
}

/** Bytes of a text after which automatic extraction may have stopped (`extraction_cutoff` is 5,000). */
const LONGEST = 4000;
const EARLIEST = 788_918_400_000;
const LATEST = 4_102_444_800_000;

/** Keys by which a record may be known as another than its sourcetype says, or which say the same under another name. `\W` is the quote. */
const OTHER_FORMS = String.raw`\W(@stream|_source|log_file|result|kibana[^:]*|event[^:]*|data_stream[^:]*|_?sourcetype|id_(orig|resp)_[hp])\W\s*:`;
/** Both ends in a list of connections. */
const LISTED_ENDS = String.raw`\Wid\W\s*:\s*\[`;
const NULL_VALUE = String.raw`:\s*null\b`;
/** A backslash: texts with escapes are not written as they read. */
const ESCAPE = String.raw`\x5c`;
const EPOCH = String.raw`^\d{9,10}(\.\d{1,9})?$`;
const ISO = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$`;
const ADDRESS = String.raw`^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+)$`;
const WHOLE = String.raw`^\d{1,15}$`;

const name = (field: string): string => `'${field}'`;
const text = (value: string): string => `"${value}"`;

/**
 * Commands behind a search that tell of each event whether its fields alone tell the activity (`tl_f`), and its time in epoch milliseconds as
 * the mapping reads it (`tl_t`). What is not certain is not faithful: it is read. `_time` is not used, since some releases and sourcetypes
 * keep less of it than the sensor wrote.
 *
 * @param sourcetypes those that are this source by their name, in lower case
 */
export function faithfulness({ raw, keys }: SplunkRollup, sourcetypes: readonly string[], samples: number): string {
  const numbers = [...raw.bytesOut, ...raw.bytesIn, ...keys.filter(([, { type }]) => type === 'number').map(([, { field }]) => field)];
  const texts = keys.filter(([, { type }]) => type === 'text').map(([, { field }]) => field);
  const conditions = [
    `in(lower(sourcetype), ${sourcetypes.map(text).join(', ')})`,
    'json_valid(_raw)',
    `len(_raw)<${String(LONGEST)}`,
    String.raw`match(_raw, "^\s*\{")`,
    ...[OTHER_FORMS, LISTED_ENDS, NULL_VALUE, ESCAPE].map((pattern) => `NOT match(_raw, ${text(pattern)})`),
    String.raw`(NOT match(_raw, "\W_path\W\s*:") OR match(_raw, "\W_path\W\s*:\s*\W${raw.stream}\W"))`,
    'mvcount(ts)=1',
    `tl_t>=${String(EARLIEST)}`,
    `tl_t<${String(LATEST)}`,
    ...raw.addresses.map((field) => `match(${name(field)}, ${text(ADDRESS)}) AND NOT in(${name(field)}, "0.0.0.0", "::")`),
    ...[...new Set(numbers)].map((field) => orAbsent(field, `match(${name(field)}, ${text(WHOLE)})`)),
    ...[...new Set([...numbers, ...texts, ...raw.addresses])].map((field) => orAbsent(field, `mvcount(${name(field)})=1`)),
    ...(samples > 0 && raw.id !== undefined ? [String.raw`mvcount(${name(raw.id)})=1 AND match(${name(raw.id)}, "^\w+$")`] : []),
  ];
  const seconds = 'floor(tonumber(ts)*1000+0.0001)';
  const iso = 'strptime(substr(ts, 1, 19)."+0000", "%Y-%m-%dT%H:%M:%S%z")*1000+tonumber(substr(ts, 21, 3))';
  return `eval tl_t=case(match(ts, ${text(EPOCH)}), ${seconds}, match(ts, ${text(ISO)}), ${iso}) | eval tl_f=if(${conditions.join(' AND ')}, 1, 0)`;
}

/** What stands in a list is another field to Splunk. */
const orAbsent = (field: string, condition: string): string =>
  `((isnull(${name(field)}) AND isnull(${name(`${field}{}`)})) OR ${condition})`;

/** The events that `faithfulness` leaves to be read. */
export const UNFAITHFUL = 'where tl_f=0';

/** Commands that group the faithful events of a window, and count the others. Absent values would drop an event from its group, so each has a mark before it. */
export function statsOf({ raw, keys }: SplunkRollup, { interval }: RollupSpec, window: Window, samples: number): string {
  const bounds = [
    ...(Number.isFinite(window.from) ? [`tl_t>=${String(window.from)}`] : []),
    ...(Number.isFinite(window.to) ? [`tl_t<${String(window.to)}`] : []),
  ];
  const wide = String(interval);
  const columns = [
    `tl_s=if(tl_f=1, floor(tl_t/${wide})*${wide}, 0)`,
    ...keys.map(([, { field }], index) => `tl_k${String(index)}=if(tl_f=1 AND isnotnull(${name(field)}), "=".${name(field)}, "-")`),
    ...(raw.bytesOut.length === 0 ? [] : [`tl_o=tonumber(coalesce(${raw.bytesOut.map(name).join(', ')}))`]),
    ...(raw.bytesIn.length === 0 ? [] : [`tl_i=tonumber(coalesce(${raw.bytesIn.map(name).join(', ')}))`]),
  ];
  const sums = [
    'count',
    ...(raw.bytesOut.length === 0 ? [] : ['sum(tl_o) as tl_out']),
    ...(raw.bytesIn.length === 0 ? [] : ['sum(tl_i) as tl_in']),
    'min(tl_t) as tl_first max(tl_t) as tl_last',
    ...(samples > 0 && raw.id !== undefined ? [`values(${raw.id}) as tl_ids`] : []),
  ];
  const by = ['tl_f', 'tl_s', ...keys.map((_key, index) => `tl_k${String(index)}`)];
  return [
    ...(bounds.length === 0 ? [] : [`where tl_f=0 OR (${bounds.join(' AND ')})`]),
    `eval ${columns.join(', ')}`,
    `stats ${sums.join(' ')} by ${by.join(' ')}`,
    ...(samples > 0 ? [smallest(samples)] : []),
  ].join(' | ');
}

/** The first ids in order. The search reference says of an end beyond the last value that nothing comes of it, so none is asked for. */
const smallest = (samples: number): string =>
  `eval tl_ids=mvsort(tl_ids), tl_ids=if(mvcount(tl_ids)>${String(samples)}, mvindex(tl_ids, 0, ${String(samples - 1)}), tl_ids)`;

/** What the rows of `statsOf` say. */
export function statsAnswer(found: readonly SplunkRow[], { keys }: SplunkRollup): StatsAnswer {
  const isFaithful = (row: SplunkRow): boolean => Number(row.tl_f) === 1;
  return {
    unfaithful: found.filter((row) => !isFaithful(row)).reduce((sum, row) => sum + Number(row.count), 0),
    rows: found.filter(isFaithful).map((row) => ({
      start: Number(row.tl_s),
      keys: Object.fromEntries(keys.map(([path, field], index) => [path, keyOf(row[`tl_k${String(index)}`], field)])),
      count: Number(row.count),
      bytesOut: Number(row.tl_out ?? 0),
      bytesIn: Number(row.tl_in ?? 0),
      first: Number(row.tl_first),
      last: Number(row.tl_last),
      samples: textsOf(row.tl_ids),
    })),
  };
}

function keyOf(value: unknown, { canonical }: RawField): string | number {
  return typeof value === 'string' && value.startsWith('=') ? canonical(value.slice(1)) : '';
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((each): each is string => typeof each === 'string');
