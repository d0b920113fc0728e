import { flatFields } from '../support/spl/flat-fields.js';
import type { SearchContext } from '../support/spl/search-context.js';
import { SplEngine, type IndexedEvent, type ResultRow } from '../support/spl/spl-engine.js';

let engine: SplEngine | undefined;

export const startEngine = async (): Promise<void> => {
  engine = await SplEngine.start();
};
export const stopEngine = (): void => {
  engine?.close();
};

const OPEN = { from: -Infinity, to: Infinity };
const CONTEXT: Omit<SearchContext, 'query'> = {
  ...{
    now: 1_000_000,
    sid: '1000000.1',
    range: OPEN,
    indexed: OPEN,
    allowedIndexes: ['*'],
    defaultIndexes: ['main'],
    props: new Map(),
    tagged: [],
  },
  lookup: () => undefined,
  dataSet: () => undefined,
};

/** All results of a search. */
export async function run(search: string, changes: Partial<SearchContext> = {}): Promise<readonly ResultRow[]> {
  if (engine === undefined) throw new RangeError('the engine was not started');
  const rows: ResultRow[] = [];
  for await (const some of (await engine.prepare(search, { ...CONTEXT, ...changes })).rows()) rows.push(...some);
  return rows;
}

/** Records as a lookup gives them. */
export function tableOf(records: readonly Readonly<Record<string, unknown>>[]): NonNullable<ReturnType<SearchContext['lookup']>> {
  return {
    fields: [...new Set(records.flatMap((record) => Object.keys(record)))],
    records: records.map((record) => flatFields(record, '')),
  };
}

/** What commands make of records, in their order. */
export function rowsOver(records: readonly Readonly<Record<string, unknown>>[], commands: string): Promise<readonly ResultRow[]> {
  const table = tableOf(records);
  return run(`| inputlookup records | ${commands}`, { lookup: () => table });
}

/** Puts events into an index of their own. */
export function index(name: string, events: readonly (Partial<IndexedEvent> & { readonly raw: string })[]): void {
  const known = { time: 0, indextime: 0, index: name, sourcetype: 'json', source: 'test', host: 'h' };
  engine?.index(events.map((event) => ({ ...known, ...event })));
}

/** One field of all rows. */
export const column = (rows: readonly ResultRow[], name: string): readonly unknown[] => rows.map((row) => row[name]);
