import { SplError } from './spl-error.js';
import { expressionTokens, TokenReader } from './spl-lexer.js';

/** An expression of `eval` or `where`. */
export type EvalTree =
  | { readonly kind: 'text' | 'number' | 'field'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly EvalTree[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: EvalTree; readonly right: EvalTree }
  | { readonly kind: 'not' | 'minus'; readonly inner: EvalTree };

const COMPARISONS = ['=', '==', '!=', '<', '>', '<=', '>='];
/** Loosest first; NOT binds tighter than AND, looser than comparison. */
const LEVELS: readonly (readonly string[])[] = [['xor'], ['or'], ['and'], COMPARISONS, ['+', '-', '.'], ['*', '/', '%']];
const AND = 2;

/** Reads one expression and leaves what follows. */
export function readEval(reader: TokenReader, level = 0): EvalTree {
  const operators = LEVELS[level];
  if (operators === undefined) return single(reader);
  if (level === AND + 1 && reader.took('not')) return { kind: 'not', inner: readEval(reader, level) };
  let left = readEval(reader, level + 1);
  while (reader.is(...operators)) {
    const operator = reader.take().text.toLowerCase();
    left = { kind: 'binary', operator, left, right: readEval(reader, level + 1) };
  }
  if (level === AND + 1 && reader.is('in')) return membership(reader, left);
  return left;
}

/** `x IN (a, b)`: the same as `in(x, a, b)`. */
function membership(reader: TokenReader, left: EvalTree): EvalTree {
  reader.expect('in');
  return { kind: 'call', name: 'in', given: [left, ...bracketed(reader)] };
}

function bracketed(reader: TokenReader): readonly EvalTree[] {
  reader.expect('(');
  const given: EvalTree[] = [];
  while (!reader.is(')')) {
    given.push(readEval(reader));
    if (!reader.is(')')) reader.expect(',');
  }
  reader.expect(')');
  return given;
}

function single(reader: TokenReader): EvalTree {
  if (reader.took('-')) return { kind: 'minus', inner: single(reader) };
  if (reader.took('(')) {
    const inner = readEval(reader);
    reader.expect(')');
    return inner;
  }
  const token = reader.take();
  switch (token.kind) {
    case 'text':
    case 'number':
    case 'field':
      return { kind: token.kind, text: token.text };
    case 'word':
      return reader.is('(')
        ? { kind: 'call', name: token.text.toLowerCase(), given: bracketed(reader) }
        : { kind: 'field', text: token.text };
    case 'sign':
      throw SplError.in(reader.command, `The expression is malformed. An unexpected character is reached at '${token.text}'.`);
  }
}

/** A whole expression. */
export function parseEval(written: string, command: string): EvalTree {
  const reader = new TokenReader(expressionTokens(written, command), command);
  const tree = readEval(reader);
  const [left] = [reader.peek()];
  if (left !== undefined) throw SplError.in(command, `The expression is malformed. An unexpected character is reached at '${left.text}'.`);
  return tree;
}

/** Names of the fields that an expression looks at, each once. */
export function fieldsOf(tree: EvalTree): readonly string[] {
  switch (tree.kind) {
    case 'field':
      return [tree.text];
    case 'call':
      return [...new Set(tree.given.flatMap(fieldsOf))];
    case 'binary':
      return [...new Set([...fieldsOf(tree.left), ...fieldsOf(tree.right)])];
    case 'not':
    case 'minus':
      return fieldsOf(tree.inner);
    default:
      return [];
  }
}
