import type { Token } from '../../../src/panels/splunk/lint/spl-tokens.js';

type Scalar = string | number | boolean;
/** A value of a field: one, several, or none. */
export type Value = Scalar | readonly Scalar[] | null;
export type SplRow = Readonly<Record<string, Value>>;
type Expression = (row: SplRow) => Value;

export const valuesOf = (value: Value | undefined): readonly Scalar[] =>
  value === null || value === undefined ? [] : typeof value === 'object' ? value : [value];

const several = (values: readonly Scalar[]): Value => (values.length === 0 ? null : values);

/** Equality and order as eval has them: with nothing on either side there is no answer, which is not true. */
const compare = (operator: string, left: Value, right: Value): boolean | null => {
  if (left === null || right === null) return null;
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    default:
      return left >= right;
  }
};

const arithmetic = (operator: string, left: Value, right: Value): Value => {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  return operator === '*' ? left * right : left / right;
};

const SIMPLE: Readonly<Record<string, (...values: readonly Value[]) => Value>> = {
  coalesce: (...values) => values.find((value) => value !== null) ?? null,
  floor: (value = null) => (typeof value === 'number' ? Math.floor(value) : null),
  if: (condition = null, yes = null, no = null) => (condition === true ? yes : no),
  isnotnull: (value = null) => valuesOf(value).length > 0,
  isnull: (value = null) => valuesOf(value).length === 0,
  mvdedup: (value = null) => several([...new Set(valuesOf(value))]),
  null: () => null,
  strftime: (value = null) => (typeof value === 'number' ? new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ') : null),
  urldecode: (value = null) => (typeof value === 'string' ? decodeURIComponent(value) : null),
};

const LEVELS = [['OR'], ['AND'], ['=', '!=', '<', '>', '<=', '>='], ['+', '-'], ['*', '/']] as const;

class Compiler {
  #next = 0;
  constructor(readonly tokens: readonly Token[]) {}

  #is(...texts: readonly string[]): boolean {
    const token = this.tokens[this.#next];
    return token !== undefined && token.kind !== 'text' && texts.includes(token.text);
  }

  #take(): Token {
    const token = this.tokens[this.#next];
    if (token === undefined) throw new RangeError('an expression ends too early');
    this.#next += 1;
    return token;
  }

  binary(level = 0): Expression {
    const operators: readonly string[] | undefined = LEVELS[level];
    if (operators === undefined) return this.#single();
    if (level === 2 && this.#is('NOT')) {
      this.#take();
      const inner = this.binary(level);
      return (row) => {
        const value = inner(row);
        return value === null ? null : value !== true;
      };
    }
    let left = this.binary(level + 1);
    while (this.#is(...operators)) {
      const operator = this.#take().text;
      const [before, after] = [left, this.binary(level + 1)];
      if (level === 0) left = (row) => before(row) === true || after(row) === true;
      else if (level === 1) left = (row) => before(row) === true && after(row) === true;
      else if (level === 2) left = (row) => compare(operator, before(row), after(row));
      else left = (row) => arithmetic(operator, before(row), after(row));
    }
    return left;
  }

  #single(): Expression {
    const token = this.#take();
    if (token.kind === 'text') return () => token.text;
    if (token.kind === 'number') return () => Number(token.text);
    if (token.text === '(') {
      const inner = this.binary();
      this.#take();
      return inner;
    }
    return this.#is('(') ? this.#call(token.text) : (row) => row[token.text] ?? null;
  }

  #call(name: string): Expression {
    this.#take();
    const from = this.#next;
    const given: Expression[] = [];
    while (!this.#is(')')) {
      given.push(this.binary());
      if (this.#is(',')) this.#take();
    }
    const field = this.tokens.slice(from, this.#next).find(({ kind, text }) => kind === 'word' && !Object.hasOwn(SIMPLE, text))?.text ?? '';
    this.#take();
    const [first, second] = given;
    if (name === 'mvfilter' && first !== undefined)
      return (row) => several(valuesOf(row[field]).filter((value) => first({ ...row, [field]: value }) === true));
    if (name === 'mvmap' && second !== undefined)
      return (row) => several(valuesOf(row[field]).flatMap((value) => valuesOf(second({ ...row, [field]: value }))));
    const run = SIMPLE[name];
    if (run === undefined) throw new RangeError(`the function ${name} is not known`);
    return (row) => run(...given.map((argument) => argument(row)));
  }
}

/** An expression of `eval` or `where`, by our reading of Splunk's search reference. */
export const compileEval = (tokens: readonly Token[]): Expression => new Compiler(tokens).binary();
