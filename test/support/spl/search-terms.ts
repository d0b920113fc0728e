import type { FieldLookUp } from './eval-sql.js';
import { SplError } from './spl-error.js';
import { asSeveral, asText, quoted, type SqlValue } from './sql-value.js';
import { timeAt } from './time-modifier.js';

/** Bounds of a search in time: seconds since 1970; `from` is in it, `to` is not. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What a search asks of events, and the bounds that it sets itself. */
export interface SearchTerms {
  readonly condition: string;
  readonly event: Partial<TimeRange>;
  readonly indexed: Partial<TimeRange>;
  /** Patterns of indexes that are named without NOT. */
  readonly indexes: readonly string[];
}

const TOKEN = /\s+|([()])|"((?:[^"\\]|\\.)*)"|(!=|<=|>=|=|<|>)|(,)|([^\s()"=!<>,]+)/y;

interface Word {
  readonly kind: 'bracket' | 'text' | 'operator' | 'comma' | 'word';
  readonly text: string;
}

function wordsOf(written: string): readonly Word[] {
  const words: Word[] = [];
  for (let at = 0; at < written.length;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(written);
    if (found === null) throw unparsable(`near '${written.slice(at, at + 20)}'`);
    at += found[0].length;
    const [, bracket, text, operator, comma, word] = found;
    if (bracket !== undefined) words.push({ kind: 'bracket', text: bracket });
    else if (text !== undefined) words.push({ kind: 'text', text: text.replace(/\\(["\\])/g, '$1') });
    else if (operator !== undefined) words.push({ kind: 'operator', text: operator });
    else if (comma !== undefined) words.push({ kind: 'comma', text: comma });
    else if (word !== undefined) words.push({ kind: 'word', text: word });
  }
  return words;
}

const unparsable = (reason: string): SplError => SplError.in('search', `Unable to parse the search: ${reason}.`);

/** A pattern with `*` as a regular expression of DuckDB; case does not count. */
const wildcard = (pattern: string): string =>
  `(?is)${pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*')}`;

/** Whether one of the values of a field fits; not there: no. */
function fits(value: SqlValue, operator: string, wanted: string): string {
  const numeric = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(wanted);
  const test = (each: string): string => {
    if (['<', '>', '<=', '>='].includes(operator)) {
      return numeric ? `spl_num(${each}) ${operator} ${wanted}` : `${each} ${operator} ${quoted(wanted)}`;
    }
    if (wanted.includes('*')) return `regexp_full_match(${each}, ${quoted(wildcard(wanted))})`;
    return numeric ? `spl_order(${each}, ${quoted(wanted)}) = 0` : `lower(${each}) = ${quoted(wanted.toLowerCase())}`;
  };
  if (value.type !== 'mv') return `coalesce(${test(asText(value, 'search'))}, false)`;
  return `coalesce(len(list_filter(${asSeveral(value)}, lambda v: ${test('v')})) > 0, false)`;
}

/** A word or phrase anywhere in an event, between characters that part words. */
function inText(look: FieldLookUp, term: string): string {
  if (term === '*') return 'true';
  const body = wildcard(term).replace('(?is)', '').replaceAll('.*', '[^\\s]*');
  return `regexp_matches(${asText(look('_raw'))}, ${quoted(`(?is)(^|[^A-Za-z0-9_])${body}($|[^A-Za-z0-9_])`)})`;
}

class Reader {
  #next = 0;
  readonly event: { from?: number; to?: number } = {};
  readonly indexed: { from?: number; to?: number } = {};
  readonly indexes: string[] = [];

  constructor(
    readonly words: readonly Word[],
    readonly look: FieldLookUp,
    readonly now: number,
  ) {}

  #is(kind: Word['kind'], ...texts: readonly string[]): boolean {
    const word = this.words[this.#next];
    return word?.kind === kind && (texts.length === 0 || texts.includes(word.text));
  }

  #take(): Word {
    const word = this.words[this.#next];
    if (word === undefined) throw unparsable('it ends too early');
    this.#next += 1;
    return word;
  }

  /** AND, written or not, holds looser than OR in the search command. */
  all(within = false): string {
    const parts: string[] = [];
    while (this.#next < this.words.length && !(within && this.#is('bracket', ')'))) {
      if (this.#is('word', 'AND') && parts.length > 0) this.#take();
      parts.push(this.#any());
    }
    if (within && parts.length === 0) throw unparsable('a bracket is empty');
    return parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`;
  }

  #any(): string {
    const parts = [this.#one()];
    while (this.#is('word', 'OR')) {
      this.#take();
      parts.push(this.#one());
    }
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
  }

  #one(): string {
    if (this.#is('word', 'NOT')) {
      this.#take();
      const before = this.indexes.length;
      const inner = this.#one();
      this.indexes.length = before;
      return `(NOT ${inner})`;
    }
    if (this.#is('bracket', '(')) {
      this.#take();
      const inner = this.all(true);
      if (!this.#is('bracket', ')')) throw unparsable('a bracket is not closed');
      this.#take();
      return inner;
    }
    return this.#term();
  }

  #term(): string {
    const first = this.#take();
    if (first.kind !== 'word' && first.kind !== 'text') throw unparsable(`'${first.text}' is not expected here`);
    if (first.kind === 'word' && ['AND', 'OR'].includes(first.text)) throw unparsable(`'${first.text}' is not expected here`);
    if (this.#is('word', 'IN', 'in') && this.words[this.#next + 1]?.text === '(') return this.#membership(first.text);
    if (!this.#is('operator')) return inText(this.look, first.text);
    const operator = this.#take().text;
    const value = this.#take();
    if (value.kind !== 'word' && value.kind !== 'text')
      throw unparsable(`Comparator '${operator}' is missing a term on the right hand side`);
    return this.#comparison(first.text, operator, value.text);
  }

  #membership(name: string): string {
    this.#take();
    this.#take();
    const parts: string[] = [];
    while (!this.#is('bracket', ')')) {
      const { kind, text } = this.#take();
      if (kind === 'word' || kind === 'text') parts.push(this.#comparison(name, '=', text));
      else if (kind !== 'comma') throw unparsable(`'${text}' is not expected in a list`);
    }
    this.#take();
    if (parts.length === 0) throw unparsable('a list is empty');
    return `(${parts.join(' OR ')})`;
  }

  #comparison(name: string, operator: string, wanted: string): string {
    const [, indexed, bound] = /^(_index_)?(earliest|latest)$/.exec(name) ?? [];
    if (bound !== undefined && operator === '=') {
      const range = indexed === undefined ? this.event : this.indexed;
      range[bound === 'earliest' ? 'from' : 'to'] = timeAt(wanted, this.now);
      return 'true';
    }
    if (name === 'index' && operator === '=') this.indexes.push(wanted);
    const value = this.look(name);
    // A pattern stands for internal indexes only if it says so.
    if (name === 'index' && wanted.startsWith('*')) return `(${fits(value, operator, wanted)} AND NOT starts_with(${value.sql}, '_'))`;
    if (operator !== '!=') return fits(value, operator, wanted);
    // Unlike NOT, this asks that the field be there.
    const there = value.type === 'mv' ? `coalesce(len(${value.sql}) > 0, false)` : `(${asText(value, 'search')}) IS NOT NULL`;
    return `(${there} AND NOT ${fits(value, '=', wanted)})`;
  }
}

/** What stands behind `search` or in the `where` of `tstats`. `now` in seconds since 1970. */
export function searchTerms(written: string, look: FieldLookUp, now: number): SearchTerms {
  const reader = new Reader(wordsOf(written), look, now);
  const condition = reader.all();
  return { condition, event: reader.event, indexed: reader.indexed, indexes: reader.indexes };
}
