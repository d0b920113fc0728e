import type { ErrorObject } from 'ajv';
import { nearest, suggest } from './suggestion.js';

/** One thing that is wrong with a value: where, and a sentence that says what and how to put it right. */
export interface SchemaProblem {
  /** Keys and indexes from the root. */
  readonly path: readonly string[];
  /** `key`: the last path element names the culprit key itself; `value`: the value is wrong. */
  readonly at: 'key' | 'value';
  readonly message: string;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys to values',
  array: 'a list',
  null: 'empty',
};

const schemaOf = (value: unknown): JsonSchema => (typeof value === 'object' && value !== null ? value : {});
const wordFor = (type: string): string => TYPE_WORDS[type] ?? type;

function segments(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function shown(value: unknown): string {
  const type = typeOf(value);
  if (type === 'array' || type === 'object' || type === 'null') return wordFor(type);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A value that would satisfy the schema, for "add `key: example`". */
function exampleOf(schema: JsonSchema): string {
  const given = schema.examples?.[0] ?? schema.default ?? schema.enum?.[0] ?? schema.const;
  if (given !== undefined) return typeof given === 'string' ? given : JSON.stringify(given);
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0] ?? {});
  if (schema.type === 'string') return 'some text';
  if (schema.type === 'number' || schema.type === 'integer') return String(schema.minimum ?? 1);
  if (schema.type === 'boolean') return 'true';
  if (schema.type === 'array') return '[…]';
  return '{…}';
}

function isObjectBranch(branch: JsonSchema): boolean {
  return branch.type === 'object' || branch.properties !== undefined;
}

/** The alternative of an `anyOf` that the author most likely meant, or -1 if none resembles the value. */
function intendedBranch(branches: readonly JsonSchema[], data: unknown): number {
  if (typeOf(data) !== 'object') {
    return branches.findIndex((branch) => branch.type === typeOf(data) || (branch.type === 'integer' && typeof data === 'number'));
  }
  const keys = Object.keys(schemaOf(data));
  let best = -1;
  let bestScore = 0;
  branches.forEach((branch, index) => {
    if (!isObjectBranch(branch)) return;
    const properties = branch.properties ?? {};
    let score = 0;
    for (const key of keys) {
      if (branch.required?.includes(key) === true) score += 2;
      else if (Object.hasOwn(properties, key)) score += 1;
    }
    if (score > bestScore) {
      best = index;
      bestScore = score;
    }
  });
  return best;
}

interface Choice {
  readonly error: ErrorObject;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly branches: readonly JsonSchema[];
  readonly branch: number;
}

const isWithin = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}/`);

/** False if the error comes from an alternative of the `anyOf` that the author did not mean. */
function isMeant(error: ErrorObject, choice: Choice, choices: readonly Choice[]): boolean {
  if (error === choice.error || !isWithin(error.instancePath, choice.instancePath)) return true;
  const chosen = choice.branches[choice.branch];
  if (error.instancePath !== choice.instancePath) {
    if (chosen === undefined) return false;
    const next = segments(error.instancePath.slice(choice.instancePath.length))[0] ?? '';
    if (isObjectBranch(chosen) && !Object.hasOwn(chosen.properties ?? {}, next)) return false;
  }
  if (!error.schemaPath.startsWith(`${choice.schemaPath}/`)) return true;
  const nested = choices.some(
    (other) =>
      other.schemaPath === choice.schemaPath &&
      other.instancePath.length > choice.instancePath.length &&
      isWithin(error.instancePath, other.instancePath),
  );
  return nested || error.schemaPath.startsWith(`${choice.schemaPath}/${String(choice.branch)}/`);
}

/** Keeps, of every failed `anyOf`, only the complaints of the alternative that was meant. */
function collapseAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices: Choice[] = [];
  for (const error of errors) {
    if (error.keyword !== 'anyOf') continue;
    const branches = schemaOf(error.parentSchema).anyOf ?? [];
    const branch = intendedBranch(branches, error.data);
    choices.push({ error, schemaPath: error.schemaPath, instancePath: error.instancePath, branches, branch });
  }
  if (choices.length === 0) return errors;
  const meant = errors.filter((error) => choices.every((choice) => isMeant(error, choice, choices)));
  return meant.filter((error) => {
    const choice = choices.find((candidate) => candidate.error === error);
    return choice === undefined || choice.branch < 0;
  });
}

function alternatives(branches: readonly JsonSchema[], data: unknown): string {
  const isMapping = typeOf(data) === 'object';
  const keys = branches.filter(isObjectBranch).map((branch) => branch.required?.[0] ?? Object.keys(branch.properties ?? {})[0] ?? '');
  if (isMapping && keys.length > 0) {
    const given = Object.keys(schemaOf(data))[0];
    return given === undefined
      ? `is an empty mapping; use one of the keys ${keys.join(', ')}`
      : `has no key that is known here ('${given}'); ${suggest(given, keys, 'One of')}`;
  }
  const kinds = [
    ...new Set(branches.map((branch) => (isObjectBranch(branch) ? wordFor('object') : wordFor(String(branch.type ?? 'value'))))),
  ];
  const hint = keys.length > 0 ? ` with one of the keys ${keys.join(', ')}` : '';
  return `is ${shown(data)}, but must be ${kinds.join(' or ')}${hint}`;
}

type Parameters = Readonly<Record<string, unknown>>;

function describe(error: ErrorObject): string {
  const parameters = error.params as Parameters;
  const parent = schemaOf(error.parentSchema);
  const meaning = parent.description === undefined || parent.description === '' ? '' : ` (${parent.description})`;
  const value = shown(error.data);
  switch (error.keyword) {
    case 'type': {
      const wanted = [parameters.type].flat().map((type) => wordFor(String(type)));
      const fix = parent.type === 'string' && typeof error.data !== 'object' ? '; put it in quotes' : '';
      return `is ${value}, but must be ${wanted.join(' or ')}${fix}${meaning}`;
    }
    case 'enum': {
      const allowed = (parent.enum ?? []).map(String);
      return `is ${value}, which is not allowed; ${suggest(String(error.data), allowed)}`;
    }
    case 'const':
      return `is ${value}, but must be ${JSON.stringify(parent.const)}`;
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
      return `is ${value}, but must be ${String(parameters.comparison)} ${String(parameters.limit)}${meaning}`;
    case 'minItems':
    case 'minProperties':
      return `needs at least ${String(parameters.limit)} ${Number(parameters.limit) === 1 ? 'entry' : 'entries'}; add e.g. ${exampleOf(parent)}${meaning}`;
    case 'maxItems':
    case 'maxProperties':
      return `has more than ${String(parameters.limit)} entries; remove some${meaning}`;
    case 'minLength':
      return `must not be empty${meaning}`;
    case 'uniqueItems':
      return `lists the same entry twice (entries ${String(Number(parameters.j) + 1)} and ${String(Number(parameters.i) + 1)}); remove one`;
    case 'pattern':
    case 'format':
      return `${value} is not of the form expected here${meaning}; for example: ${exampleOf(parent)}`;
    default:
      return `${error.message ?? 'is not valid'}${meaning}`;
  }
}

interface Finding {
  readonly problem: SchemaProblem;
  /** The key that was missing, or the known key that a misspelt one resembles: together they are one mistake. */
  readonly missing?: string;
  readonly resembles?: string | undefined;
}

function findingOf(error: ErrorObject): Finding {
  const path = segments(error.instancePath);
  const parameters = error.params as Parameters;
  const parent = schemaOf(error.parentSchema);
  if (error.propertyName !== undefined) {
    const key = error.propertyName;
    const known = (parent.enum ?? []).map(String);
    const fix = known.length > 0 ? suggest(key, known) : describe(error);
    return { problem: { path: [...path, key], at: 'key', message: `unknown key '${key}'; ${fix}` }, resembles: nearest(key, known) };
  }
  if (error.keyword === 'additionalProperties') {
    const key = String(parameters.additionalProperty);
    const known = Object.keys(parent.properties ?? {});
    const problem = { path: [...path, key], at: 'key', message: `unknown key '${key}'; ${suggest(key, known)}` } as const;
    return { problem, resembles: nearest(key, known) };
  }
  if (error.keyword === 'required') {
    const missing = String(parameters.missingProperty);
    const property = parent.properties?.[missing] ?? {};
    const meaning = property.description === undefined ? '' : ` (${property.description})`;
    const message = `the key '${missing}' is missing${meaning}; add for example: ${missing}: ${exampleOf(property)}`;
    return { problem: { path, at: 'value', message }, missing };
  }
  const name = path.filter((part) => !/^\d+$/.test(part)).at(-1);
  const subject = name === undefined ? 'the file' : `'${name}'`;
  const message = error.keyword === 'anyOf' ? alternatives(parent.anyOf ?? [], error.data) : describe(error);
  return { problem: { path, at: 'value', message: `${subject} ${message}` } };
}

/** Turns ajv errors (made with `allErrors` and `verbose`) into problems a person can act on, one per culprit, in a stable order. */
export function schemaProblems(errors: readonly ErrorObject[]): readonly SchemaProblem[] {
  const findings = collapseAlternatives(errors.filter((error) => error.keyword !== 'propertyNames')).map(findingOf);
  const misspelt = new Set(
    findings.flatMap(({ problem, resembles }) => (resembles === undefined ? [] : [[...problem.path.slice(0, -1), resembles].join('/')])),
  );
  const problems = new Map<string, SchemaProblem>();
  for (const { problem, missing } of findings) {
    if (missing !== undefined && misspelt.has([...problem.path, missing].join('/'))) continue;
    problems.set(`${problem.path.join('/')} ${problem.message}`, problem);
  }
  return [...problems.values()];
}
