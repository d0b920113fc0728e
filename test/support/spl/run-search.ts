import { splTokens, type Token } from '../../../src/panels/splunk/lint/spl-tokens.js';
import { compileEval, valuesOf, type SplRow, type Value } from './eval-value.js';

type Rows = readonly SplRow[];
interface Aggregation {
  readonly name: string;
  readonly over: (rows: Rows) => Value;
}

const isWord = (token: Token | undefined, text: string): boolean => token?.kind === 'word' && token.text === text;

/** Tokens between the bracket at a place and the one that closes it. */
const inBrackets = (tokens: readonly Token[], at: number): readonly Token[] => {
  let depth = 0;
  for (let end = at; end < tokens.length; end += 1) {
    const token = tokens[end];
    if (token?.kind === 'sign' && token.text === '(') depth += 1;
    if (token?.kind === 'sign' && token.text === ')') depth -= 1;
    if (depth === 0) return tokens.slice(at + 1, end);
  }
  throw new RangeError('a bracket is not closed');
};

const aggregate = (name: string, values: readonly (string | number | boolean)[]): Value => {
  if (name === 'dc') return new Set(values).size;
  if (values.length === 0) return null;
  if (name === 'max') return values.reduce((a, b) => (a > b ? a : b));
  if (name === 'min') return values.reduce((a, b) => (a < b ? a : b));
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  return name === 'sum' ? sum : sum / values.length;
};

function aggregations(tokens: readonly Token[]): readonly Aggregation[] {
  const found: Aggregation[] = [];
  for (let at = 0; at < tokens.length;) {
    const name = tokens[at]?.text ?? '';
    at += 1;
    const inside = tokens[at]?.text === '(' ? inBrackets(tokens, at) : undefined;
    if (inside !== undefined) at += inside.length + 2;
    const as = isWord(tokens[at], 'as') ? (tokens[at + 1]?.text ?? '') : name;
    at += 2;
    const value = inside === undefined ? undefined : compileEval(isWord(inside[0], 'eval') ? inBrackets(inside, 1) : inside);
    found.push({
      name: as,
      over: (rows) => {
        if (name !== 'count') return aggregate(name, value === undefined ? [] : rows.flatMap((row) => valuesOf(value(row))));
        return value === undefined ? rows.length : rows.filter((row) => value(row) === true).length;
      },
    });
  }
  return found;
}

const byClause = (tokens: readonly Token[]): readonly [list: readonly Aggregation[], by: readonly string[]] => {
  const at = tokens.findIndex((token) => isWord(token, 'by'));
  return at < 0 ? [aggregations(tokens), []] : [aggregations(tokens.slice(0, at)), tokens.slice(at + 1).map(({ text }) => text)];
};

/** Rows by the values of fields; a row without a value of one of them is in no group. */
const groupsOf = (rows: Rows, by: readonly string[]): readonly Rows[] => {
  const groups = new Map<string, SplRow[]>();
  for (const row of rows) {
    const values = by.map((name) => row[name] ?? null);
    if (values.includes(null)) continue;
    const key = JSON.stringify(values);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
};

const results = (list: readonly Aggregation[], rows: Rows): SplRow => Object.fromEntries(list.map(({ name, over }) => [name, over(rows)]));

const statistics = (command: string, tokens: readonly Token[], rows: Rows): Rows => {
  const [list, by] = byClause(tokens);
  if (command === 'stats') {
    if (by.length === 0) return [results(list, rows)];
    return groupsOf(rows, by).map((group) => ({
      ...Object.fromEntries(by.map((name) => [name, group[0]?.[name] ?? null])),
      ...results(list, group),
    }));
  }
  const added = new Map<SplRow, SplRow>();
  for (const group of groupsOf(rows, by))
    group.forEach((row, index) => added.set(row, results(list, command === 'eventstats' ? group : group.slice(0, index + 1))));
  return rows.map((row) => ({ ...row, ...added.get(row) }));
};

const sorted = (tokens: readonly Token[], rows: Rows): Rows => {
  const keys = tokens.flatMap((token, at) =>
    token.text === '+' || token.text === '-'
      ? [{ sign: token.text === '-' ? -1 : 1, numeric: tokens[at + 1]?.text === 'num', name: tokens[at + 3]?.text ?? '' }]
      : [],
  );
  return [...rows].sort((a, b) => {
    for (const { sign, numeric, name } of keys) {
      const [x = null, y = null] = [a[name], b[name]];
      if (x === null || y === null) {
        if (x !== y) return x === null ? 1 : -1;
      } else {
        const [left, right] = numeric ? [Number(x), Number(y)] : [String(x), String(y)];
        if (left !== right) return left < right ? -sign : sign;
      }
    }
    return 0;
  });
};

const pick = (row: SplRow, names: readonly string[]): SplRow => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

/** Runs commands over rows, by our reading of Splunk's search reference; Splunk itself had no part in it. */
export function runSearch(commands: readonly string[], given: Rows): Rows {
  let rows = given;
  for (const text of commands) {
    const [command, ...tokens] = splTokens(text);
    const names = tokens.filter((token) => token.text !== ',').map((token) => token.text);
    const [name = ''] = names;
    switch (command?.text) {
      case 'where': {
        const fits = compileEval(tokens);
        rows = rows.filter((row) => fits(row) === true);
        break;
      }
      case 'eval': {
        const value = compileEval(tokens.slice(2));
        rows = rows.map((row) => ({ ...row, [name]: value(row) }));
        break;
      }
      case 'fields':
        rows =
          name === '-'
            ? rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !names.includes(key))))
            : rows.map((row) => pick(row, names));
        break;
      case 'table':
        rows = rows.map((row) => pick(row, names));
        break;
      case 'mvexpand':
        rows = rows.flatMap((row) => {
          const values = valuesOf(row[name]);
          return values.length === 0 ? [row] : values.map((value) => ({ ...row, [name]: value }));
        });
        break;
      case 'head':
        rows = rows.slice(0, Number(name));
        break;
      case 'sort':
        rows = sorted(tokens, rows);
        break;
      case 'stats':
      case 'eventstats':
      case 'streamstats':
        rows = statistics(command.text, tokens, rows);
        break;
      default:
        throw new RangeError(`the command ${command?.text ?? ''} is not known`);
    }
  }
  return rows;
}
