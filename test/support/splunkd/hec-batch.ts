import type { FlatFields } from '../spl/flat-fields.js';
import type { GivenEvent } from './search-service.js';
import type { HecCode } from './hec-codes.js';

/** What a token says of events that do not say it themselves, and what it lets through. */
export interface HecToken {
  readonly name: string;
  readonly disabled: boolean;
  /** The default index, and all that are allowed; an empty list allows every index. */
  readonly index: string;
  readonly indexes: readonly string[];
  readonly useAck: boolean;
}

/** The events before the first one that is refused, and why that is. */
export interface HecBatch {
  readonly events: readonly GivenEvent[];
  readonly problem: HecCode | undefined;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** JSON objects that stand one behind the other, as they are written. `undefined` for what is no object. */
function* objectsIn(body: string): Generator<string | undefined, void, void> {
  let at = 0;
  while (at < body.length) {
    while (/\s/.test(body[at] ?? '')) at += 1;
    if (at >= body.length) return;
    const end = body[at] === '{' ? endOfObject(body, at) : undefined;
    yield end === undefined ? undefined : body.slice(at, end);
    if (end === undefined) return;
    at = end;
  }
}

function endOfObject(body: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < body.length; at += 1) {
    const sign = body[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Envelopes of `/event`. */
export function readBatch(body: string, token: HecToken, known: (index: string) => boolean): HecBatch {
  const events: GivenEvent[] = [];
  for (const written of objectsIn(body)) {
    const event = written === undefined ? 6 : envelope(written, token, known);
    if (typeof event === 'number') return { events, problem: event };
    events.push(event);
  }
  return { events, problem: events.length === 0 ? 5 : undefined };
}

function envelope(written: string, token: HecToken, known: (index: string) => boolean): GivenEvent | HecCode {
  let given: Readonly<Record<string, unknown>>;
  try {
    given = JSON.parse(written) as typeof given;
  } catch {
    return 6;
  }
  const { time, event, fields, index = token.index, host = 'standin', source = `http:${token.name}`, sourcetype = 'httpevent' } = given;
  if (event === undefined || event === null) return 12;
  if (event === '' || (typeof event === 'object' && Object.keys(event).length === 0)) return 13;
  for (const each of [index, host, source, sourcetype]) if (typeof each !== 'string') return 6;
  // JSON.parse has read a number with an exponent already, which the collector does not.
  if (/"time"\s*:\s*-?[\d.]+[eE]/.test(written)) return 15;
  const seconds = typeof time === 'number' ? String(time) : time;
  if (seconds !== undefined && (typeof seconds !== 'string' || !NUMBER.test(seconds))) return 6;
  const added = fields === undefined ? {} : indexedFields(fields);
  if (added === undefined) return 15;
  if (!known(index as string) || (token.indexes.length > 0 && !token.indexes.includes(index as string))) return 7;
  return {
    raw: typeof event === 'string' ? event : JSON.stringify(event),
    ...(seconds === undefined ? {} : { time: Number(seconds) }),
    ...{ index: index as string, host: host as string, source: source as string, sourcetype: sourcetype as string },
    fields: added,
  };
}

/** Fields that are indexed with an event: flat texts, or lists of texts. */
function indexedFields(fields: unknown): FlatFields | undefined {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return undefined;
  const entries = Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value : [value]] as const);
  if (entries.some(([, values]) => values.some((value) => typeof value !== 'string'))) return undefined;
  return Object.fromEntries(entries);
}
