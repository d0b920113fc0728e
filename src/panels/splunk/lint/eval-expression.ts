import { SplSyntaxProblem, type Token } from './spl-tokens.js';

/** Functions of `eval` and `where` that shipped searches use, with how many arguments each takes. */
const FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  coalesce: [1, Infinity],
  false: [0, 0],
  floor: [1, 1],
  if: [3, 3],
  isnotnull: [1, 1],
  isnull: [1, 1],
  mvdedup: [1, 1],
  mvfilter: [1, 1],
  mvmap: [2, 2],
  null: [0, 0],
  spath: [2, 2],
  strftime: [2, 2],
  urldecode: [1, 1],
};

/** Names of the functions that shipped searches use. */
export const EVAL_FUNCTIONS: readonly string[] = Object.keys(FUNCTIONS);

const BINARY = [['OR'], ['AND'], ['=', '==', '!=', '<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']] as const;

/** Reads one expression of `eval` and notes the fields in it. */
class ExpressionReader {
  readonly fields = new Set<string>();
  #next = 0;

  constructor(readonly tokens: readonly Token[]) {}

  read(): void {
    this.#binary(0);
    const left = this.tokens[this.#next];
    if (left !== undefined) throw new SplSyntaxProblem(`'${left.text}' is not expected in an expression`, left.at);
  }

  #peek(): Token | undefined {
    return this.tokens[this.#next];
  }

  #is(...texts: readonly string[]): boolean {
    const token = this.#peek();
    return token !== undefined && token.kind !== 'text' && texts.includes(token.text);
  }

  #problem(message: string): SplSyntaxProblem {
    return new SplSyntaxProblem(message, this.#peek()?.at ?? this.tokens.at(-1)?.at ?? 0);
  }

  #binary(level: number): void {
    const operators = BINARY[level];
    if (operators === undefined) {
      this.#single();
      return;
    }
    if (level === 2 && this.#is('NOT')) this.#next += 1;
    this.#binary(level + 1);
    while (this.#is(...operators)) {
      this.#next += 1;
      if (this.#is('NOT')) this.#next += 1;
      this.#binary(level + 1);
    }
  }

  #single(): void {
    const token = this.#peek();
    if (token === undefined) throw this.#problem('an expression ends too early');
    this.#next += 1;
    if (token.kind === 'text' || token.kind === 'number') return;
    if (token.text === '-') {
      this.#single();
    } else if (token.text === '(') {
      this.#binary(0);
      this.#close();
    } else if (token.kind !== 'word') throw new SplSyntaxProblem(`'${token.text}' is not expected in an expression`, token.at);
    else if (this.#is('(')) this.#call(token);
    else this.fields.add(token.text);
  }

  #call(name: Token): void {
    const bounds = Object.hasOwn(FUNCTIONS, name.text) ? FUNCTIONS[name.text] : undefined;
    if (bounds === undefined) throw new SplSyntaxProblem(`'${name.text}' is no function that shipped searches use`, name.at);
    this.#next += 1;
    let count = 0;
    while (!this.#is(')')) {
      if (count > 0) {
        if (!this.#is(',')) throw this.#problem(`a comma is missing between arguments of ${name.text}`);
        this.#next += 1;
      }
      this.#binary(0);
      count += 1;
    }
    this.#close();
    const [least, most] = bounds;
    if (count < least || count > most) throw new SplSyntaxProblem(`${name.text} does not take ${String(count)} arguments`, name.at);
  }

  #close(): void {
    if (!this.#is(')')) throw this.#problem('a bracket is not closed');
    this.#next += 1;
  }
}

/** The fields that an expression reads. Throws SplSyntaxProblem for what is no expression. */
export function fieldsOfExpression(tokens: readonly Token[]): ReadonlySet<string> {
  const reader = new ExpressionReader(tokens);
  reader.read();
  return reader.fields;
}
