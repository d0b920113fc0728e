import { DuckDBInstance, type DuckDBConnection, type JS } from '@duckdb/node-api';
import { EVENT_TABLE } from './event-base.js';
import { fieldsOfText, type FlatFields } from './flat-fields.js';
import { generating, lookupCommand, searchLater } from './generating-commands.js';
import type { Pipeline } from './pipeline.js';
import { ROW_COMMANDS, type RowCommand } from './row-commands.js';
import type { SearchContext } from './search-context.js';
import { SplError } from './spl-error.js';
import { SQL_MACROS } from './sql-value.js';
import { splitSearch } from './split-search.js';
import { STATS_COMMANDS } from './stats-commands.js';

/** An event as it is indexed. Times in seconds since 1970. */
export interface IndexedEvent {
  readonly time: number;
  readonly indextime: number;
  readonly index: string;
  readonly sourcetype: string;
  readonly source: string;
  readonly host: string;
  readonly raw: string;
  /** Fields that are indexed with the event. */
  readonly fields?: FlatFields;
}

/** One result: a field has one value, or several. `_time` is as Splunk writes it. */
export type ResultRow = Readonly<Record<string, string | readonly string[]>>;

/** A search that was understood. */
export interface PreparedSearch {
  readonly fields: readonly string[];
  /** Results are calculated from several events. */
  readonly transforming: boolean;
  readonly rows: () => AsyncGenerator<readonly ResultRow[], void, void>;
}

/** Commands that can stand behind the first. */
const COMMANDS: Readonly<Record<string, RowCommand>> = { ...ROW_COMMANDS, ...STATS_COMMANDS, lookup: lookupCommand, search: searchLater };

/** Names of all commands that it runs. */
export const KNOWN_COMMANDS: readonly string[] = [...new Set([...Object.keys(generating), ...Object.keys(COMMANDS)])].sort();

/** Commands of Splunk that exist, so that refusing them is a matter of the stand-in alone. */
const OTHERS =
  /^(abstract|append\w*|chart|collect|convert|delete|fillnull|foreach|format|from|join|makemv|map|mstats|multisearch|mvcombine|nomv|outputlookup|predict|rare|regex|return|reverse|tail|timechart|top|transaction|transpose|union|untable)$/;

/** Runs searches over events on DuckDB, by our reading of Splunk's search reference; Splunk itself had no part in it. */
export class SplEngine {
  readonly #connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  /** For taking events in alone: what else runs on a connection can make that fail, and the events then come in whenever memory is tidied. */
  readonly #intake: DuckDBConnection;
  #pending: IndexedEvent[] = [];
  /** Settles when all that is no longer pending is in the table; once it has failed, every search fails. */
  #taken = Promise.resolve();
  #count = 0n;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, intake: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
    this.#intake = intake;
  }

  static async start(): Promise<SplEngine> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: '2GB',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      enable_external_access: 'false',
    });
    const connection = await instance.connect();
    for (const sql of [EVENT_TABLE, ...SQL_MACROS]) await connection.run(sql);
    return new SplEngine(instance, connection, await instance.connect());
  }

  close(): void {
    this.#intake.closeSync();
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /** Takes events in; every search from now on sees them. */
  index(events: readonly IndexedEvent[]): void {
    for (const event of events) this.#pending.push(event);
  }

  /** Understands a search whose macros are expanded. Throws SplError for what Splunk, or the stand-in, refuses. */
  async prepare(search: string, given: Omit<SearchContext, 'query'>): Promise<PreparedSearch> {
    await this.#takeIn();
    const context: SearchContext = { ...given, query: (sql) => this.#query(sql) };
    const [first, ...rest] = splitSearch(search);
    if (first === undefined) throw new SplError('Empty search.');
    const begin = Object.hasOwn(generating, first.name) ? generating[first.name] : undefined;
    if (begin === undefined) throw unknownCommand(first.name);
    for (const { name } of rest) if (!Object.hasOwn(COMMANDS, name)) throw unknownCommand(name);
    const pipeline = await begin(first.rest, context);
    for (const { name, rest: argument } of rest) await COMMANDS[name]?.(pipeline, argument, context);
    return this.#prepared(pipeline);
  }

  async #prepared(pipeline: Pipeline): Promise<PreparedSearch> {
    const { sql, names } = await pipeline.sql();
    // What DuckDB refuses is found here, before anything is answered.
    await this.#connection.prepare(sql);
    const instance = this.#instance;
    return {
      fields: names,
      transforming: pipeline.transforming,
      rows: async function* () {
        const connection = await instance.connect();
        try {
          for await (const rows of (await connection.stream(sql)).yieldRowsJs()) yield rows.map((row) => resultOf(names, row));
        } finally {
          connection.closeSync();
        }
      },
    };
  }

  async #query(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowsJS();
  }

  /** A search waits for what another one is still taking in. */
  #takeIn(): Promise<void> {
    const events = this.#pending;
    if (events.length > 0) {
      this.#pending = [];
      this.#taken = this.#taken.then(() => this.#append(events));
    }
    return this.#taken;
  }

  async #append(events: readonly IndexedEvent[]): Promise<void> {
    const appender = await this.#intake.createAppender('events');
    for (const { time, indextime, index, sourcetype, source, host, raw, fields = {} } of events) {
      this.#count += 1n;
      appender.appendBigInt(this.#count);
      appender.appendDouble(time);
      appender.appendBigInt(BigInt(indextime));
      for (const text of [index, sourcetype, source, host, raw]) appender.appendVarchar(text);
      appender.appendVarchar(JSON.stringify(fieldsOfText(raw)));
      appender.appendVarchar(JSON.stringify(fields));
      appender.endRow();
    }
    appender.closeSync();
  }
}

const unknownCommand = (name: string): SplError =>
  OTHERS.test(name) ? SplError.in(name, 'the stand-in does not run it.') : new SplError(`Unknown search command '${name}'.`);

/** A row as results are written: texts, lists where there are several values, and nothing where there is none. */
function resultOf(names: readonly string[], row: readonly JS[]): ResultRow {
  const result: Record<string, string | readonly string[]> = {};
  names.forEach((name, index) => {
    const value = row[index + 1];
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      const texts = value.filter((each) => each !== null).map(String);
      const [only] = texts;
      if (only !== undefined) result[name] = texts.length === 1 ? only : texts;
    } else if (name === '_time' && typeof value === 'number') {
      result[name] = new Date(Math.round(value * 1000)).toISOString().replace('Z', '+00:00');
    } else if (typeof value !== 'object') {
      result[name] = String(value);
    }
  });
  return result;
}
