import { SplError } from './spl-error.js';

/** A macro as `macros.conf` holds it. */
export interface Macro {
  readonly definition: string;
  /** Names of its arguments. */
  readonly args: readonly string[];
}

/** One command of a search. */
export interface SplCommand {
  readonly name: string;
  /** What stands behind the name. */
  readonly rest: string;
}

/** Replaces calls in backticks by what macros stand for, those within macros too. `lookUp` gets the name with its number of arguments, `name(2)`. */
export function expandMacros(search: string, lookUp: (name: string) => Macro | undefined, depth = 0): string {
  if (depth > 100) throw new SplError("Error in 'SearchParser': Reached maximum recursion depth (100) while expanding macros.");
  return search.replace(/`([^`]+)`/g, (_call, written: string) => {
    const [, name = '', given] = /^\s*([^(]+?)\s*(?:\((.*)\))?\s*$/s.exec(written) ?? [];
    const values = given === undefined ? [] : given.split(',').map((value) => value.trim());
    const key = given === undefined ? name : `${name}(${values.length})`;
    const macro = lookUp(key);
    if (macro === undefined) {
      throw new SplError(`Error in 'SearchParser': The search specifies a macro '${key}' that cannot be found.`);
    }
    const filled = macro.args.reduce((text, arg, index) => text.replaceAll(`$${arg}$`, values[index] ?? ''), macro.definition);
    return expandMacros(filled, lookUp, depth + 1);
  });
}

/** The commands of a search, the first one with its name: `search` has to be written, as everywhere in REST. */
export function splitSearch(search: string): readonly SplCommand[] {
  const parts = partsBetweenPipes(search);
  const generating = parts[0]?.trim() === '';
  const written = generating ? parts.slice(1) : parts;
  if (written.length === 0) throw new SplError('Empty search.');
  return written.map((part) => {
    const [, name, rest = ''] = /^\s*([A-Za-z]\w*)([\s\S]*)$/.exec(part) ?? [];
    if (name === undefined) {
      const reason = part.trim() === '' ? 'a command is missing beside a pipe' : `'${part.trim().slice(0, 30)}' is no command`;
      throw new SplError(`Error in 'SearchParser': ${reason}.`);
    }
    return { name: name.toLowerCase(), rest: rest.trim() };
  });
}

/** Parts of an argument between words, e.g. `by` or `where|from`; what stands in quotes is no such word. */
export const partsBetween = (words: string, argument: string): readonly string[] =>
  argument.split(new RegExp(String.raw`\s(?:${words})\s(?=(?:(?:[^"\\]|\\.)*"(?:[^"\\]|\\.)*")*(?:[^"\\]|\\.)*$)`, 'is'));

function partsBetweenPipes(search: string): readonly string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let start = 0;
  for (let at = 0; at < search.length; at += 1) {
    const sign = search[at] ?? '';
    if (sign === '"') at = endOfText(search, at);
    else if (sign === '(') open.push(')');
    else if (sign === '[') throw new SplError("Error in 'SearchParser': the stand-in runs no subsearches.");
    else if (sign === ')' && open.pop() === undefined) throw new SplError("Error in 'SearchParser': Mismatched ')'.");
    else if (sign === '|' && open.length > 0) throw new SplError("Error in 'SearchParser': Missing a closing parenthesis.");
    else if (sign === '|') {
      parts.push(search.slice(start, at));
      start = at + 1;
    }
  }
  if (open.length > 0) throw new SplError("Error in 'SearchParser': Missing a closing parenthesis.");
  return [...parts, search.slice(start)];
}

function endOfText(search: string, start: number): number {
  for (let at = start + 1; at < search.length; at += 1) {
    if (search[at] === '\\') at += 1;
    else if (search[at] === '"') return at;
  }
  throw new SplError("Error in 'SearchParser': Mismatched quotes and/or parenthesis.");
}
