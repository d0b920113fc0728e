import { fieldsOfExpression } from './eval-expression.js';
import { splCommands, SplSyntaxProblem, splTokens, type Token } from './spl-tokens.js';

/** What a search may refer to. */
export interface SearchWorld {
  /** Definitions by name; a macro with arguments is called `name(2)`. */
  readonly macros: ReadonlyMap<string, string>;
  /** Fields by lookup. */
  readonly lookups: ReadonlyMap<string, ReadonlySet<string>>;
  /** Fields by sourcetype. */
  readonly sourcetypes: ReadonlyMap<string, ReadonlySet<string>>;
}

type Fields = ReadonlySet<string>;
/** Fields after a command, given those before it. */
type Command = (tokens: readonly Token[], fields: Fields, world: SearchWorld) => Fields;

/** What every event has. */
const EVENT_FIELDS = ['_time', '_raw', '_indextime', 'index', 'sourcetype', 'source', 'host'];
const AGGREGATIONS = ['avg', 'count', 'dc', 'max', 'min', 'sum'];
/** Stands for fields whose names come from values. */
const ANY = '*';

const problem = (message: string, token: Token | undefined): SplSyntaxProblem => new SplSyntaxProblem(message, token?.at ?? 0);
const isSign = (token: Token | undefined, text: string): boolean => token?.kind === 'sign' && token.text === text;
const isWord = (token: Token | undefined, text: string): boolean => token?.kind === 'word' && token.text === text;

const need = (name: string, fields: Fields, token: Token | undefined): void => {
  if (!fields.has(name) && !fields.has(ANY)) throw problem(`there is no field '${name}' here`, token);
};

const words = (tokens: readonly Token[]): readonly Token[] => {
  const found = tokens.filter((token) => !isSign(token, ','));
  for (const token of found) if (token.kind !== 'word') throw problem(`'${token.text}' is no name of a field`, token);
  if (found.length === 0) throw new SplSyntaxProblem('names of fields are missing', 0);
  return found;
};

const all = (tokens: readonly Token[], fields: Fields): readonly string[] => {
  const found = words(tokens);
  for (const token of found) need(token.text, fields, token);
  return found.map(({ text }) => text);
};

const number = (token: Token | undefined): void => {
  if (token?.kind !== 'number') throw problem('a number is missing', token);
};

/** Splits at words that stand outside of brackets. */
const cutAt = (tokens: readonly Token[], word: string): readonly [readonly Token[], readonly Token[] | undefined] => {
  const at = tokens.findIndex((token) => isWord(token, word));
  return at < 0 ? [tokens, undefined] : [tokens.slice(0, at), tokens.slice(at + 1)];
};

/** Names that aggregations make: `count as a max(b) as c`. */
function aggregations(tokens: readonly Token[], fields: Fields): readonly string[] {
  const names: string[] = [];
  let at = 0;
  while (at < tokens.length) {
    const name = tokens[at];
    if (name?.kind !== 'word' || !AGGREGATIONS.includes(name.text))
      throw problem(`'${name?.text ?? ''}' is no aggregation that shipped searches use`, name);
    at += 1;
    if (isSign(tokens[at], '(')) {
      let depth = 0;
      const from = at + 1;
      do {
        if (isSign(tokens[at], '(')) depth += 1;
        if (isSign(tokens[at], ')')) depth -= 1;
        at += 1;
      } while (depth > 0 && at < tokens.length);
      const inside = tokens.slice(from, at - 1);
      const expression = isWord(inside[0], 'eval') ? inside.slice(2, -1) : inside;
      for (const field of fieldsOfExpression(expression)) need(field, fields, name);
    } else if (name.text !== 'count') throw problem(`${name.text} needs a field`, name);
    if (isWord(tokens[at], 'as')) {
      names.push(tokens[at + 1]?.text ?? '');
      at += 2;
    } else names.push(name.text);
  }
  if (names.length === 0) throw new SplSyntaxProblem('an aggregation is missing', 0);
  return names;
}

const grouped = (tokens: readonly Token[], fields: Fields): { readonly made: readonly string[]; readonly by: readonly string[] } => {
  const [first, by] = cutAt(tokens, 'by');
  return { made: aggregations(first, fields), by: by === undefined ? [] : all(by, fields) };
};

const assign: Command = (tokens, fields) => {
  const [name, sign, ...expression] = tokens;
  if (name?.kind !== 'word' || !isSign(sign, '=')) throw problem('eval sets a field: name=expression', name);
  for (const field of fieldsOfExpression(expression)) need(field, fields, name);
  return new Set([...fields, name.text]);
};

const rename: Command = (tokens, fields) => {
  const renamed = new Set(fields);
  for (let at = 0; at < tokens.length; at += 4) {
    const [from, as, to, comma] = tokens.slice(at, at + 4);
    if (from === undefined || !isWord(as, 'as') || to === undefined) throw problem('rename says: name as name', from);
    if (comma !== undefined && !isSign(comma, ',')) throw problem('a comma is missing in rename', comma);
    need(from.text, renamed, from);
    renamed.delete(from.text);
    renamed.add(to.text);
  }
  return renamed;
};

const sort: Command = (tokens, fields) => {
  const [limit, ...keys] = tokens;
  if (limit?.text !== '0') throw problem('sort without 0 keeps 10,000 rows and drops the rest without a word', limit);
  const names = keys.filter((token) => token.kind === 'word' && !['num', 'str'].includes(token.text));
  for (const token of keys) if (token.kind === 'text' || token.kind === 'number') throw problem(`'${token.text}' is no key of sort`, token);
  if (names.length === 0) throw problem('sort has no key', limit);
  for (const name of names) need(name.text, fields, name);
  return fields;
};

const inputlookup: Command = (tokens, _fields, world) => {
  const [name, where, ...condition] = tokens;
  const fields = world.lookups.get(name?.text ?? '');
  if (fields === undefined) throw problem(`there is no lookup '${name?.text ?? ''}'`, name);
  if (where === undefined) return fields;
  const [field, sign, value] = condition;
  if (!isWord(where, 'where') || field === undefined || !isSign(sign, '=') || value?.kind !== 'text' || condition.length !== 3)
    throw problem('inputlookup takes: where field="value"', where);
  need(field.text, fields, field);
  return fields;
};

/** Terms `index=name sourcetype="name"`: events are asked for by index, never of all indexes. */
const terms: Command = (tokens, _fields, world) => {
  const found = new Map<string, string>();
  for (let at = 0; at < tokens.length; at += 3) {
    const [name, sign, value] = tokens.slice(at, at + 3);
    if (name?.kind !== 'word' || !isSign(sign, '=') || value === undefined) throw problem('a term says: name=value', name);
    found.set(name.text, value.text);
  }
  const index = found.get('index');
  if (index === undefined || /[*]/.test(index)) throw problem('a search of events names its index', tokens[0]);
  const sourcetype = found.get('sourcetype');
  if (sourcetype === undefined) return new Set(EVENT_FIELDS);
  const fields = world.sourcetypes.get(sourcetype);
  if (fields === undefined) throw problem(`nothing says how '${sourcetype}' is read`, tokens[0]);
  return new Set([...EVENT_FIELDS, ...fields]);
};

const tstats: Command = (tokens, fields, world) => {
  const [made, rest = []] = cutAt(tokens, 'where');
  const [where, by] = cutAt(rest, 'by');
  const events = terms(where, fields, world);
  return new Set([...aggregations(made, events), ...(by === undefined ? [] : all(by, events))]);
};

const streamstats: Command = (tokens, fields) => new Set([...fields, ...grouped(tokens, fields).made]);

/** Every command that shipped searches use; another is a problem, so that what has to execute them stays small. */
const COMMANDS: Readonly<Record<string, Command>> = {
  addinfo: (tokens, fields) => {
    if (tokens.length > 0) throw problem('addinfo takes nothing', tokens[0]);
    return new Set([...fields, 'info_min_time', 'info_max_time']);
  },
  dedup: (tokens, fields) => (all(tokens, fields), fields),
  eval: assign,
  eventstats: streamstats,
  fields: (tokens, fields) => {
    if (isSign(tokens[0], '-')) return new Set([...fields].filter((field) => !all(tokens.slice(1), fields).includes(field)));
    return new Set([...all(tokens, fields), ...EVENT_FIELDS.filter((field) => field.startsWith('_') && fields.has(field))]);
  },
  head: (tokens, fields) => (number(tokens[0]), fields),
  inputlookup,
  mvexpand: (tokens, fields) => (all(tokens, fields), fields),
  rename,
  sort,
  stats: (tokens, fields) => {
    const { made, by } = grouped(tokens, fields);
    return new Set([...made, ...by]);
  },
  streamstats,
  table: (tokens, fields) => new Set(all(tokens, fields)),
  tstats,
  where: (tokens, fields) => {
    for (const field of fieldsOfExpression(tokens)) need(field, fields, tokens[0]);
    return fields;
  },
  xyseries: (tokens, fields) => {
    const [x = '', ...rest] = all(tokens, fields);
    if (rest.length !== 2) throw problem('xyseries takes three fields', tokens[0]);
    return new Set([x, ANY]);
  },
};

/** Names of the commands that shipped searches use. */
export const SPL_COMMANDS: readonly string[] = Object.keys(COMMANDS);

/** A search with its macros in place. Throws SplSyntaxProblem for one that does not exist, or not with so many arguments. */
export function expandMacros(search: string, macros: SearchWorld['macros'], depth = 0): string {
  if (depth > 10) throw new SplSyntaxProblem('macros call each other in a circle', 0);
  if (search.split('`').length % 2 === 0) throw new SplSyntaxProblem('a backtick is not closed', search.lastIndexOf('`'));
  return search.replace(/`([^`]*)`/g, (_call, inside: string, at: number) => {
    const [, name = '', given] = /^([^(]*)(?:\((.*)\))?$/.exec(inside) ?? [];
    const arity = given === undefined ? 0 : given.split(',').length;
    const definition = macros.get(arity === 0 ? name : `${name}(${String(arity)})`);
    if (definition === undefined) throw new SplSyntaxProblem(`there is no macro '${name}' with ${String(arity)} arguments`, at);
    return expandMacros(definition, macros, depth + 1);
  });
}

/** What is wrong with a search, in words; empty if nothing is. Tokens of a dashboard stand for one quoted text. */
export function lintSearch(search: string, world: SearchWorld): readonly string[] {
  try {
    const filled = search.replace(/\$[a-z_.]+\|s\$/g, '"x"');
    if (filled.includes('$')) return ['a token stands in the search without the filter s, which quotes it'];
    const commands = splCommands(splTokens(expandMacros(filled, world.macros)));
    let fields: Fields = new Set();
    commands.forEach((tokens, index) => {
      const [name, ...rest] = tokens;
      const command = name?.kind === 'word' && Object.hasOwn(COMMANDS, name.text) ? COMMANDS[name.text] : undefined;
      if (index === 0 && command === undefined) fields = terms(tokens, fields, world);
      else if (command === undefined) throw problem(`'${name?.text ?? ''}' is no command that shipped searches use`, name);
      else fields = command(rest, fields, world);
    });
    return [];
  } catch (error) {
    if (error instanceof SplSyntaxProblem) return [`${error.message} (character ${String(error.at + 1)} after macros)`];
    throw error;
  }
}
