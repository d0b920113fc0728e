/** A word, a number, a quoted text or a sign of a search. */
export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  /** As written; of a text, what stands between its quotes. */
  readonly text: string;
  /** Place of its first character in the search. */
  readonly at: number;
}

/** Something that cannot be read, with the place. */
export class SplSyntaxProblem extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
    this.name = 'SplSyntaxProblem';
  }
}

const PATTERNS: readonly (readonly [kind: Token['kind'] | 'space', pattern: RegExp])[] = [
  ['space', /\s+/y],
  ['text', /"([^"\\]|\\.)*"/y],
  ['number', /\d+(\.\d+)?(?![\w.:@])/y],
  ['word', /[A-Za-z_][\w.:]*/y],
  ['word', /\d[\w.:@-]*/y],
  ['sign', /<=|>=|!=|==|[()=<>+\-*/%,|]/y],
];

/** The tokens of a search whose macros are expanded and whose tokens of a dashboard are filled. Throws SplSyntaxProblem. */
export function splTokens(search: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < search.length) {
    const start = at;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const found = pattern.exec(search)?.[0];
      if (found === undefined) continue;
      at += found.length;
      if (kind !== 'space') tokens.push({ kind, text: kind === 'text' ? found.slice(1, -1) : found, at: start });
      break;
    }
    if (at === start)
      throw new SplSyntaxProblem(search[at] === '"' ? 'a quote is not closed' : `'${search[at] ?? ''}' is not expected here`, at);
  }
  return tokens;
}

/** The commands of a search: its tokens between pipes. Throws SplSyntaxProblem for brackets that do not match and for empty commands. */
export function splCommands(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const commands: Token[][] = [[]];
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === '(') open.push(token);
    if (token.kind === 'sign' && token.text === ')' && open.pop() === undefined)
      throw new SplSyntaxProblem('a bracket closes that was not opened', token.at);
    if (token.kind === 'sign' && token.text === '|') {
      if (open.length > 0) throw new SplSyntaxProblem('a bracket is not closed before the pipe', token.at);
      commands.push([]);
    } else commands.at(-1)?.push(token);
  }
  const [unclosed] = open;
  if (unclosed !== undefined) throw new SplSyntaxProblem('a bracket is not closed', unclosed.at);
  const [first, ...rest] = commands;
  const written = first?.length === 0 ? rest : commands;
  if (written.length === 0 || written.some((command) => command.length === 0))
    throw new SplSyntaxProblem('a command is missing beside a pipe', tokens.at(-1)?.at ?? 0);
  return written;
}
