import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigError } from '../errors.js';
import { schemaProblems } from './schema-problems.js';
import { validator, type SchemaOf } from './schema-validator.js';

/** Something wrong in a content file, found after its schema was satisfied. */
export interface ContentProblem {
  readonly path: readonly (string | number)[];
  readonly at?: 'key' | 'value';
  readonly message: string;
}

/** A checked content file that still knows where each of its values stands. */
export interface Content<T> {
  readonly fileName: string;
  readonly value: T;
  /** `file:line:column`, both from 1, of the value at the path, or of its nearest existing ancestor. */
  locate(path: readonly (string | number)[], at?: 'key' | 'value'): string;
}

const PROBLEMS_SHOWN = 20;

function fail(lines: readonly string[]): never {
  const more = lines.length - PROBLEMS_SHOWN;
  throw new ConfigError([...lines.slice(0, PROBLEMS_SHOWN), ...(more > 0 ? [`… and ${String(more)} more problems`] : [])].join('\n'));
}

/** Throws one ConfigError that names every problem with file, line and column; returns if there is none. */
export function rejectProblems(content: Content<unknown>, problems: readonly ContentProblem[]): void {
  if (problems.length === 0) return;
  fail(problems.map((problem) => `${content.locate(problem.path, problem.at)}: ${problem.message}`));
}

function offsetOf(document: Document, path: readonly (string | number)[], at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const [depth, part] of path.entries()) {
    const isLast = depth === path.length - 1;
    if (isNode(node) && node.range) offset = node.range[0];
    if (isMap(node)) {
      const pair = node.items.find((item) => (isScalar(item.key) ? String(item.key.value) : String(item.key)) === String(part));
      if (!isPair(pair)) return offset;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      if (isLast && at === 'key') return offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
    } else {
      return offset;
    }
  }
  if (isNode(node) && node.range) {
    const isBlock = isMap(node) || isSeq(node);
    return isBlock && path.length > 0 && typeof path.at(-1) === 'string' && !/^\d+$/.test(String(path.at(-1))) ? offset : node.range[0];
  }
  return offset;
}

function position(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${String(Math.max(1, line))}:${String(Math.max(1, col))}`;
}

function parse(text: string, fileName: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) fail(broken.map((error) => `${fileName}:${position(lines, error.pos[0])}: not valid YAML: ${error.message}`));
  return { document, lines };
}

function check<T>(value: unknown, schema: SchemaOf<T>, locate: Content<T>['locate']): T {
  const validate = validator(schema);
  if (validate(value)) return value;
  const problems = schemaProblems(validate.errors ?? []);
  return fail(problems.map((problem) => `${locate(problem.path, problem.at)}: ${problem.message}`));
}

/**
 * Parses and checks a YAML file and keeps its positions, for loaders that check more than a schema can say.
 * `prepare` may change scalars before the check. Throws ConfigError with `file:line:column` and a fix for each problem.
 */
export function readYamlContent<T>(
  text: string,
  fileName: string,
  schema: SchemaOf<T>,
  prepare?: (document: Document, locate: (offset: number) => string) => void,
): Content<T> {
  const { document, lines } = parse(text, fileName);
  prepare?.(document, (offset) => `${fileName}:${position(lines, offset)}`);
  const locate: Content<T>['locate'] = (path, at = 'value') => `${fileName}:${position(lines, offsetOf(document, path, at))}`;
  let parsed: unknown;
  try {
    parsed = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new ConfigError(`${fileName}:1:1: its aliases cannot be resolved: ${String(cause)}; write the values out`, { cause });
  }
  return { fileName, value: check(parsed, schema, locate), locate };
}

/** The checked value of a YAML file. Throws ConfigError with `file:line:column` and a fix for each problem. */
export function parseYamlContent<T>(text: string, fileName: string, schema: SchemaOf<T>): T {
  return readYamlContent(text, fileName, schema).value;
}

function jsonErrorOffset(text: string, error: unknown): number {
  const told = /position (\d+)/.exec(String(error))?.[1];
  return told === undefined ? text.length : Number(told);
}

/** The checked value of a JSON file. Throws ConfigError with `file:line:column` and a fix for each problem. */
export function parseJsonContent<T>(text: string, fileName: string, schema: SchemaOf<T>): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    const before = text.slice(0, jsonErrorOffset(text, cause)).split('\n');
    const place = `${String(before.length)}:${String((before.at(-1) ?? '').length + 1)}`;
    throw new ConfigError(`${fileName}:${place}: not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return check(parsed, schema, (path, at = 'value') => `${fileName}:${position(lines, offsetOf(document, path, at))}`);
}
