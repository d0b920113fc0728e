import type { FieldLookUp } from './eval-sql.js';
import { SplError } from './spl-error.js';
import { NOTHING, type SqlValue } from './sql-value.js';

/** Where rows come from: SQL of one field, and the rows by a list of columns. */
export interface Base {
  /** A field of the rows; undefined if no row can have it. */
  readonly column: (name: string) => SqlValue | undefined;
  /** FROM and WHERE. */
  readonly from: string;
  /** By what rows come first, e.g. `time DESC, seq DESC`. */
  readonly order: string;
  /** Names of fields that are no matter of what the rows say. */
  readonly internal: readonly string[];
  /** Names of all fields that rows have. */
  readonly discover: () => Promise<readonly string[]>;
}

/** Fields that no `fields` takes away unless it names them. */
const isInternal = (name: string): boolean => name.startsWith('_');

/** Whether a name fits a pattern with `*`. */
export const fitsPattern = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name);

/**
 * A search on its way to SQL: one query after another, each over the one before. Columns have names of their own, since fields differ by
 * case and columns do not; `ord` is the place of a row among the others.
 */
export class Pipeline {
  readonly #stages: string[] = [];
  readonly #columns = new Map<string, SqlValue>();
  readonly #gone = new Set<string>();
  readonly #read = new Map<string, string>();
  #count = 0;
  /** Rows still have all that the base has. */
  #open = true;
  /** What comes out is calculated from several events. */
  transforming = false;

  constructor(
    readonly base: Base,
    readonly command: string,
  ) {}

  readonly look: FieldLookUp = (name) => {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    if (!this.#open || this.#gone.has(name)) return NOTHING;
    const found = this.base.column(name);
    if (found === undefined) return NOTHING;
    const column = { sql: this.fresh('b'), type: found.type };
    this.#read.set(column.sql, found.sql);
    this.#columns.set(name, column);
    return column;
  };

  /** A name for a column. */
  fresh(letter = 'c'): string {
    this.#count += 1;
    return `${letter}${this.#count}`;
  }

  /** The rows so far, for the next query. */
  get last(): string {
    return `s${this.#stages.length}`;
  }

  push(select: string): void {
    this.#stages.push(select);
  }

  /** Adds a field, or replaces one. Truths are no values of fields. */
  set(name: string, value: SqlValue, command: string): void {
    if (value.type === 'bool') {
      throw SplError.in(command, 'Fields cannot be assigned a boolean result. Instead, try if([bool expr], [expr], [expr]).');
    }
    if (value.type === 'null') {
      this.remove([name]);
      return;
    }
    const column = this.fresh();
    this.push(`SELECT *, ${value.sql} AS ${column} FROM ${this.last}`);
    this.point(name, { sql: column, type: value.type });
  }

  /** A field is from now on what a column holds. */
  point(name: string, value: SqlValue): void {
    this.#columns.set(name, value);
  }

  filter(condition: string): void {
    this.push(`SELECT * FROM ${this.last} WHERE ${condition}`);
  }

  remove(names: readonly string[]): void {
    for (const name of names) {
      this.#columns.delete(name);
      this.#gone.add(name);
    }
  }

  /** Puts other columns in the place of all there were, in this order. */
  replace(columns: readonly (readonly [name: string, value: SqlValue])[]): void {
    this.#columns.clear();
    for (const [name, value] of columns) this.#columns.set(name, value);
    this.#open = false;
  }

  /** Names of the fields that rows have now. */
  async names(): Promise<readonly string[]> {
    if (!this.#open) return [...this.#columns.keys()];
    for (const name of await this.base.discover()) this.look(name);
    return [...this.#columns.keys()];
  }

  /** Names that patterns stand for; a plain name stands for itself. */
  async matching(patterns: readonly string[]): Promise<readonly string[]> {
    if (!patterns.some((pattern) => pattern.includes('*'))) return [...new Set(patterns)];
    const all = await this.names();
    return [...new Set(patterns.flatMap((each) => (each.includes('*') ? all.filter((name) => fitsPattern(name, each)) : [each])))];
  }

  /** Keeps the named fields, and internal ones of events. */
  async keep(patterns: readonly string[]): Promise<void> {
    const internal = this.#open ? this.base.internal : [...this.#columns.keys()].filter(isInternal);
    const names = await this.matching(patterns);
    this.replace([...new Set([...names, ...internal.filter((name) => !this.#gone.has(name))])].map((name) => [name, this.look(name)]));
  }

  /** The whole search: columns `ord`, then those of the fields, with their names. */
  async sql(): Promise<{ readonly sql: string; readonly names: readonly string[] }> {
    const names = await this.names();
    const columns = names.map((name) => this.look(name)).map(({ sql, type }) => (type === 'null' ? 'NULL::VARCHAR[]' : sql));
    return { sql: `${this.#with()} SELECT ${['ord', ...columns].join(', ')} FROM ${this.last} ORDER BY ord`, names };
  }

  /** A query over the rows so far. */
  over(select: string): string {
    return `${this.#with()} ${select}`;
  }

  #with(): string {
    const read = [...this.#read].map(([column, sql]) => `, ${sql} AS ${column}`).join('');
    const first = `s0 AS (SELECT row_number() OVER (ORDER BY ${this.base.order}) AS ord${read} FROM ${this.base.from})`;
    return `WITH ${[first, ...this.#stages.map((stage, index) => `s${index + 1} AS (${stage})`)].join(',\n')}`;
  }
}
