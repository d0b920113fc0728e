import { SplError } from './spl-error.js';

/** A word, a number, a quoted text, a quoted field or a sign of a command. */
export interface SplToken {
  readonly kind: 'word' | 'number' | 'text' | 'field' | 'sign';
  /** As written; of texts and fields, what stands between the quotes. */
  readonly text: string;
}

type Pattern = readonly [kind: SplToken['kind'] | 'space', pattern: RegExp];

const QUOTED: readonly Pattern[] = [
  ['space', /\s+/y],
  ['text', /"(?:[^"\\]|\\.)*"/sy],
];

/** Of expressions: a dot joins texts, and a field whose name has one is in single quotes. */
const EXPRESSION: readonly Pattern[] = [
  ...QUOTED,
  ['field', /'[^']+'/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])/y],
  ['word', /[A-Za-z_]\w*(?:\{\}\w*)?/y],
  ['sign', /<=|>=|!=|==|[()=<>+\-*/%,.]/y],
];

/** Of arguments: words hold whatever a name of a field may hold without quotes. */
const ARGUMENTS: readonly Pattern[] = [...QUOTED, ['word', /[\w*:{}@.#-]+/y], ['sign', /[()=,+]/y]];

function tokensOf(text: string, patterns: readonly Pattern[], command: string): readonly SplToken[] {
  const tokens: SplToken[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (found === undefined) continue;
      at += found.length;
      if (kind !== 'space') tokens.push({ kind, text: plain(kind, found) });
      break;
    }
    if (at === start) throw SplError.in(command, `The expression is malformed near '${text.slice(at, at + 20)}'.`);
  }
  return tokens;
}

function plain(kind: SplToken['kind'], found: string): string {
  if (kind === 'text') return found.slice(1, -1).replace(/\\(["\\])/g, '$1');
  return kind === 'field' ? found.slice(1, -1) : found;
}

export const expressionTokens = (text: string, command: string): readonly SplToken[] => tokensOf(text, EXPRESSION, command);

export const argumentTokens = (text: string, command: string): readonly SplToken[] => tokensOf(text, ARGUMENTS, command);

/** Reads tokens one after another. */
export class TokenReader {
  #next = 0;

  constructor(
    readonly tokens: readonly SplToken[],
    readonly command: string,
  ) {}

  get done(): boolean {
    return this.#next >= this.tokens.length;
  }

  peek(ahead = 0): SplToken | undefined {
    return this.tokens[this.#next + ahead];
  }

  take(): SplToken {
    const token = this.tokens[this.#next];
    if (token === undefined) throw SplError.in(this.command, 'The expression is malformed. An unexpected end was reached.');
    this.#next += 1;
    return token;
  }

  /** Whether a word or sign comes next, in whatever case. */
  is(...texts: readonly string[]): boolean {
    const token = this.peek();
    return (token?.kind === 'word' || token?.kind === 'sign') && texts.includes(token.text.toLowerCase());
  }

  /** Takes a word or sign if it comes next. */
  took(text: string): boolean {
    if (!this.is(text)) return false;
    this.#next += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.took(text)) throw SplError.in(this.command, `The expression is malformed. Expected ${text}.`);
  }

  /** A name: of a field, plain or quoted. */
  name(): string {
    const token = this.take();
    if (token.kind === 'sign') throw SplError.in(this.command, `The argument '${token.text}' is invalid.`);
    return token.text;
  }

  /** Names up to the end or to one of the words; commas between them are allowed. */
  names(...until: readonly string[]): readonly string[] {
    const names: string[] = [];
    while (!this.done && !this.is(...until)) if (!this.took(',')) names.push(this.name());
    return names;
  }
}
