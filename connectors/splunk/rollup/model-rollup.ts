import type { RollupRow, RollupSpec } from '../../connector.js';
import type { SplunkRow } from '../export-line.js';
import type { RawField } from './raw-fields.js';
import type { SplunkRollup } from './rollup-keys.js';

/** What the models of the CIM write where an event says nothing. */
const UNKNOWN = 'unknown';
const HOUR = 3_600_000;

/** True of a rollup whose keys, intervals and rows a data model has. Ids of events are in no model; spans above an hour begin where the time zone of the user says. */
export const fitsModel = ({ keys }: SplunkRollup, { interval }: RollupSpec, samples: number): boolean =>
  samples === 0 && interval % 1000 === 0 && interval <= HOUR && HOUR % interval === 0 && keys.every(([, { model }]) => model !== undefined);

/**
 * A search that groups the events of a data model: its summaries where they are, the events themselves where there are none yet.
 *
 * @param terms where the events lie, and of which sourcetypes
 */
export function modelSearch({ raw: { model }, keys }: SplunkRollup, { interval }: RollupSpec, terms: string): string {
  const { name, dataSet, bytesOut, bytesIn } = model;
  const sums = [
    'count min(_time) as tl_first max(_time) as tl_last',
    ...(bytesOut === undefined ? [] : [`sum(${dataSet}.${bytesOut}) as tl_out`]),
    ...(bytesIn === undefined ? [] : [`sum(${dataSet}.${bytesIn}) as tl_in`]),
  ];
  const by = [`_time span=${String(interval / 1000)}s`, ...keys.map(([, field]) => `${dataSet}.${field.model ?? ''}`)];
  return `| tstats summariesonly=false fillnull_value="${UNKNOWN}" ${sums.join(' ')} from datamodel=${name}.${dataSet} where ${terms} by ${by.join(' ')}`;
}

/** What the rows of `modelSearch` say; undefined if they are not cut as was asked for. */
export function modelRows(
  found: readonly SplunkRow[],
  { raw: { model }, keys }: SplunkRollup,
  { interval }: RollupSpec,
): readonly RollupRow[] | undefined {
  const rows = found.map((row) => ({
    start: timeOf(row._time),
    keys: Object.fromEntries(keys.map(([path, field]) => [path, keyOf(row[`${model.dataSet}.${field.model ?? ''}`], field)])),
    count: Number(row.count),
    bytesOut: Number(row.tl_out ?? 0),
    bytesIn: Number(row.tl_in ?? 0),
    first: Math.round(Number(row.tl_first) * 1000),
    last: Math.round(Number(row.tl_last) * 1000),
    samples: [],
  }));
  const isCut = rows.every(({ start, first, last }) => start % interval === 0 && start <= first && last < start + interval);
  return isCut ? rows : undefined;
}

function timeOf(value: unknown): number {
  const written = String(value);
  return /^\d+(?:\.\d+)?$/.test(written) ? Math.round(Number(written) * 1000) : Date.parse(written);
}

function keyOf(value: unknown, { canonical }: RawField): string | number {
  return typeof value !== 'string' || value === UNKNOWN ? '' : canonical(value);
}
