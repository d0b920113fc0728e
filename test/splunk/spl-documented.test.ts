import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGGREGATIONS } from '../support/spl/aggregations.js';
import { KNOWN_FUNCTIONS } from '../support/spl/eval-sql.js';
import { KNOWN_COMMANDS, type ResultRow } from '../support/spl/spl-engine.js';
import { AGGREGATION_EXAMPLES } from './documented-aggregations.js';
import type { DocumentedExample } from './documented-example.js';
import { FUNCTION_EXAMPLES } from './documented-functions.js';
import { ROW_EXAMPLES } from './documented-row-commands.js';
import { TABLE_EXAMPLES } from './documented-table-commands.js';
import { VALUE_EXAMPLES } from './documented-value-commands.js';
import { index, run, startEngine, stopEngine, tableOf } from './spl-rows.js';

const COMMAND_EXAMPLES = { ...ROW_EXAMPLES, ...TABLE_EXAMPLES, ...VALUE_EXAMPLES };

beforeAll(startEngine);
afterAll(stopEngine);

let made = 0;

/** What the stand-in makes of an example. */
async function outcome({
  search,
  records,
  events,
  table,
  now = 0,
  until = Infinity,
  shows,
}: DocumentedExample): Promise<readonly ResultRow[]> {
  made += 1;
  const name = `documented${made}`;
  if (events !== undefined) index(name, events);
  const tables = new Map([
    ...(records === undefined ? [] : [['records', tableOf(records)] as const]),
    ...(table === undefined ? [] : [[table.name, tableOf(table.records)] as const]),
  ]);
  const rows = await run(search.replace(/^\.\.\. /, '| inputlookup records '), {
    lookup: (wanted) => tables.get(wanted),
    now,
    defaultIndexes: [name],
    range: { from: -Infinity, to: until },
  });
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => shows?.includes(field) ?? true)));
}

describe.each([
  ['command', KNOWN_COMMANDS, COMMAND_EXAMPLES, (name: string) => new RegExp(`(^|\\| )${name}( |$)`)],
  ['function of eval', KNOWN_FUNCTIONS, FUNCTION_EXAMPLES, (name: string) => new RegExp(`\\b${name}\\(`)],
  ['aggregation', Object.keys(AGGREGATIONS), AGGREGATION_EXAMPLES, (name: string) => new RegExp(`stats ${name}\\(`)],
] as const)("each %s that the stand-in knows, by examples of Splunk's documentation", (_kind, known, documented, uses) => {
  it('has one, and no example is for what it does not know', () => {
    expect(Object.keys(documented).sort()).toEqual([...known].sort());
    for (const [name, examples] of Object.entries(documented)) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const { search } of examples) expect(search).toMatch(uses(name));
    }
  });

  it.each(Object.values(documented).flatMap((examples) => examples.map((example) => [example.source, example.search, example] as const)))(
    '%s: %s',
    async (_source, _search, example) => {
      const rows = await outcome(example);
      expect(rows).toEqual(example.gives);
      if (example.ordered === true) expect(rows.map(Object.keys)).toEqual(example.gives.map(Object.keys));
    },
  );
});
