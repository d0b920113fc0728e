import { EVAL_FUNCTIONS } from './eval-functions.js';
import { fieldsOf, parseEval, type EvalTree } from './eval-tree.js';
import { SplError } from './spl-error.js';
import { asNumber, asSeveral, asText, asTruth, bool, num, quoted, several, text, type SqlValue } from './sql-value.js';

/** What a field is at this place of the search. */
export type FieldLookUp = (name: string) => SqlValue;

const isTextual = ({ type }: SqlValue): boolean => type === 'text' || type === 'mv';

function compared(operator: string, left: SqlValue, right: SqlValue, literal: boolean): SqlValue {
  const sign = { '==': '=', '!=': '<>' }[operator] ?? operator;
  if (left.type === 'bool' || right.type === 'bool') return bool(`(${asTruth(left)} ${sign} ${asTruth(right)})`);
  if (left.type === 'num' && right.type === 'num') return bool(`(${left.sql} ${sign} ${right.sql})`);
  // A text in quotes is a text, whatever is in it.
  if (literal) return bool(`(${asText(left)} ${sign} ${asText(right)})`);
  return bool(`(spl_order(${asText(left)}, ${asText(right)}) ${sign} 0)`);
}

function calculated(operator: string, left: SqlValue, right: SqlValue): SqlValue {
  if (operator === '.') return text(`(${asText(left)} || ${asText(right)})`);
  if (operator === '+' && (isTextual(left) || isTextual(right))) return text(`spl_add(${asText(left)}, ${asText(right)})`);
  const [a, b] = [asNumber(left), asNumber(right)];
  return num(operator === '/' || operator === '%' ? `(${a} ${operator} nullif(${b}, 0))` : `(${a} ${operator} ${b})`);
}

function binary({ operator, left, right }: Extract<EvalTree, { kind: 'binary' }>, look: FieldLookUp, command: string): SqlValue {
  const [a, b] = [evalSql(left, look, command), evalSql(right, look, command)];
  switch (operator) {
    case 'and':
    case 'or':
      return bool(`(${asTruth(a, command)} ${operator.toUpperCase()} ${asTruth(b, command)})`);
    case 'xor':
      return bool(`(${asTruth(a, command)} <> ${asTruth(b, command)})`);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '.':
      return calculated(operator, a, b);
    default:
      return compared(operator, a, b, left.kind === 'text' || right.kind === 'text');
  }
}

/** A function that takes its arguments as they are written, since it gives a field a meaning of its own or takes any number of them. */
type EvalForm = (given: readonly EvalTree[], look: FieldLookUp, command: string) => SqlValue;

const invalid = (name: string, command: string): SplError => SplError.in(command, `The arguments to the '${name}' function are invalid.`);

/** What is done to each value of the one field that `mvfilter` or `mvmap` names. */
const eachValue =
  (name: 'mvfilter' | 'mvmap'): EvalForm =>
  (given, look, command) => {
    const [first, second] = given;
    const inner = name === 'mvfilter' ? first : second;
    const [field, ...others] = first === undefined ? [] : fieldsOf(first);
    if (inner === undefined || field === undefined || others.length > 0 || given.length !== (name === 'mvfilter' ? 1 : 2))
      throw invalid(name, command);
    const value = evalSql(inner, (other) => (other === field ? text('each') : look(other)), command);
    const list = asSeveral(look(field));
    if (name === 'mvfilter') return several(`spl_some(list_filter(${list}, lambda each: coalesce(${asTruth(value, command)}, false)))`);
    return several(`spl_some(list_filter(flatten(list_transform(${list}, lambda each: ${asSeveral(value)})), lambda e: e IS NOT NULL))`);
  };

const FORMS: Readonly<Record<string, EvalForm>> = {
  in: ([value, ...list], look, command) => {
    if (value === undefined || list.length === 0) throw invalid('in', command);
    const each = list.map((right) => binary({ kind: 'binary', operator: '=', left: value, right }, look, command).sql);
    return bool(`(${each.join(' OR ')})`);
  },
  mvfilter: eachValue('mvfilter'),
  mvmap: eachValue('mvmap'),
};

/** Names of all functions that expressions may call. */
export const KNOWN_FUNCTIONS: readonly string[] = [...Object.keys(EVAL_FUNCTIONS), ...Object.keys(FORMS)].sort();

function call({ name, given }: Extract<EvalTree, { kind: 'call' }>, look: FieldLookUp, command: string): SqlValue {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form !== undefined) return form(given, look, command);
  const found = Object.hasOwn(EVAL_FUNCTIONS, name) ? EVAL_FUNCTIONS[name] : undefined;
  if (found === undefined) throw SplError.in(command, `The '${name}' function is unsupported or undefined.`);
  const [least, most] = found.takes;
  if (given.length < least || given.length > most) throw invalid(name, command);
  return found.sql(given.map((tree) => evalSql(tree, look, command)));
}

/** SQL of an expression. A comparison with what is not there is neither true nor false. */
export function evalSql(tree: EvalTree, look: FieldLookUp, command: string): SqlValue {
  switch (tree.kind) {
    case 'text':
      return text(quoted(tree.text));
    case 'number':
      return num(`${tree.text}::DOUBLE`);
    case 'field':
      return look(tree.text);
    case 'not':
      return bool(`(NOT ${asTruth(evalSql(tree.inner, look, command), command)})`);
    case 'minus':
      return num(`(-${asNumber(evalSql(tree.inner, look, command))})`);
    case 'call':
      return call(tree, look, command);
    case 'binary':
      return binary(tree, look, command);
  }
}

/** An expression as it is written. */
export const expressionSql = (written: string, look: FieldLookUp, command: string): SqlValue =>
  evalSql(parseEval(written, command), look, command);

/** A condition as it is written; no answer counts as no. */
export const conditionSql = (written: string, look: FieldLookUp, command: string): string =>
  `coalesce(${asTruth(expressionSql(written, look, command), command)}, false)`;
