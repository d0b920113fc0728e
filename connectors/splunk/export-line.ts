import { WindowIncompleteError } from '../../src/errors.js';

/** Fields of a result as Splunk writes them: texts, or lists of texts. */
export type SplunkRow = Readonly<Record<string, unknown>>;

/** What one line of an export says. */
export interface ExportLine {
  /** Undefined where the line holds no final result. */
  readonly row: SplunkRow | undefined;
  /** No line with a result follows. */
  readonly last: boolean;
}

interface Message {
  readonly type?: unknown;
  readonly text?: unknown;
}

const FAILED: ReadonlySet<string> = new Set(['FATAL', 'ERROR']);

/** Words of messages that tell of a search that is not whole, whatever their type: a limit was reached, or a peer did not answer. */
const NOT_WHOLE = /incomplete|partial|finali[sz]ed|peer|unreachable|timed? ?out|truncat|terminated|cancel|unable to|failed|limit/i;

/**
 * @throws WindowIncompleteError if the line is none, or tells that the results are not whole
 */
export function exportLine(text: string): ExportLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (cause) {
    throw new WindowIncompleteError('a line of the export was cut', { cause });
  }
  if (!isObject(line)) throw new WindowIncompleteError('a line of the export is no object');
  rejectMessages(line.messages);
  const final = line.preview !== true;
  return { row: final && isObject(line.result) ? line.result : undefined, last: final && line.lastrow === true };
}

/** @throws WindowIncompleteError if a message of a search tells that its results are not whole */
export function rejectMessages(messages: unknown): void {
  for (const message of Array.isArray(messages) ? (messages as readonly Message[]) : []) {
    const type = typeof message.type === 'string' ? message.type.toUpperCase() : '';
    const text = typeof message.text === 'string' ? message.text : 'no reason given';
    const tells = type !== 'DEBUG' && NOT_WHOLE.test(text);
    if (FAILED.has(type) || tells) throw new WindowIncompleteError(`Splunk says of the search: ${type} ${text.trim()}`);
  }
}

/** What the first entry of an answer of the management port says; undefined if there is none. */
export function entryIn(answer: unknown): SplunkRow | undefined {
  const [entry] = isObject(answer) && Array.isArray(answer.entry) ? (answer.entry as readonly unknown[]) : [];
  return isObject(entry) && isObject(entry.content) ? entry.content : undefined;
}

export function isObject(value: unknown): value is SplunkRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
