import { SourceUnavailableError, ThroughlineError, WindowIncompleteError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import { entryIn, exportLine, rejectMessages, type SplunkRow } from './export-line.js';
import { connectionFailure } from './splunk-failure.js';
import type { SplunkForm } from './splunk-gateway.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** A search and the bounds of event time within which it looks. */
export interface ExportSearch {
  /** Completes "could not …". */
  readonly what: string;
  readonly text: string;
  /** Epoch milliseconds, half-open. */
  readonly time: { readonly from: number; readonly to: number };
}

/** Since when an export says what version 2 of its endpoint does. */
const SECOND_VERSION = [9, 0, 2];
/** After the end of every event, but still a time: the year 2100. */
const END_OF_TIME = 4_102_444_800;
/** How long Splunk keeps a search of ours that nobody ended, seconds. */
const LIFE = '120';

/**
 * The results of a search, one by one as they come, in no order that anybody promises. The search is ended whatever happens. Break off
 * when enough was seen.
 *
 * @throws WindowIncompleteError if the results are not whole; AccessDeniedError, SourceUnavailableError
 */
export async function* exportRows(
  platform: SplunkPlatform,
  search: ExportSearch,
  { signal }: CallOptions,
): AsyncGenerator<SplunkRow, void, void> {
  const { gateway, settings, slots, pacing } = platform;
  const timeout = AbortSignal.timeout(settings.searchTimeout);
  const ended = new AbortController();
  const either = AbortSignal.any([timeout, ended.signal, ...(signal === undefined ? [] : [signal])]);
  const id = `throughline_${String(pacing.now())}_${String(pacing.random()).slice(2)}`;
  const free = await slots.take(either);
  let asked = false;
  let whole = false;
  try {
    const path = await jobsPath(platform, { signal: either });
    asked = true;
    const body = await gateway.stream(search.what, `${path}/export`, formOf(search, id), either);
    for await (const text of linesOf(body)) {
      const line = exportLine(text);
      if (line.row !== undefined) yield line.row;
      if (line.last) whole = true;
    }
    if (!whole) throw new WindowIncompleteError('the export ended without saying that it was whole');
    await rejectUnfinished(platform, `${path}/${id}`, search, { signal: either });
  } catch (error) {
    throw failureOf(search.what, error, signal, timeout);
  } finally {
    ended.abort();
    if (asked && !whole) await cancel(platform, id);
    free();
  }
}

/** All results of a search that gives few. */
export async function fewRows(platform: SplunkPlatform, search: ExportSearch, options: CallOptions): Promise<readonly SplunkRow[]> {
  const rows: SplunkRow[] = [];
  for await (const row of exportRows(platform, search, options)) rows.push(row);
  return rows;
}

function formOf({ text, time }: ExportSearch, id: string): SplunkForm {
  return {
    search: text.startsWith('|') ? text : `search ${text}`,
    id,
    output_mode: 'json',
    preview: '0',
    timeout: LIFE,
    earliest_time: secondsOf(Math.max(time.from, 0)),
    latest_time: secondsOf(Math.min(time.to, END_OF_TIME * 1000)),
  };
}

/** A time as Splunk takes it: seconds with three decimals, never with an exponent. */
const secondsOf = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** Where searches are made: the second version of the endpoint where there is one. */
async function jobsPath(platform: SplunkPlatform, options: CallOptions): Promise<string> {
  const parts = (await platform.gateway.version(options)).split('.').map(Number);
  const at = SECOND_VERSION.findIndex((part, index) => (parts[index] ?? 0) !== part);
  const isSecond = at < 0 || (parts[at] ?? 0) > (SECOND_VERSION[at] ?? 0);
  return platform.inApp(isSecond ? 'search/v2/jobs' : 'search/jobs');
}

/** An export that Splunk still knows must be done, and not have been ended early by a limit. */
async function rejectUnfinished(platform: SplunkPlatform, path: string, { what }: ExportSearch, options: CallOptions): Promise<void> {
  const content = entryIn(await platform.gateway.find(what, path, options)) ?? {};
  const told = (name: string): boolean => content[name] === true || content[name] === '1' || content[name] === 1;
  if (told('isFinalized')) throw new WindowIncompleteError('Splunk ended the search before it was done, as a limit of the role says');
  if (told('isFailed')) throw new WindowIncompleteError('the search failed');
  rejectMessages(content.messages);
}

/** Ends a search that nobody waits for any more; that it is gone already is as good. */
async function cancel(platform: SplunkPlatform, id: string): Promise<void> {
  const { gateway, settings } = platform;
  const signal = AbortSignal.timeout(settings.management.requestTimeout);
  try {
    const path = await jobsPath(platform, { signal });
    await gateway.request('end the search', 'POST', `${path}/${id}/control`, {
      form: { action: 'cancel' },
      repeatable: true,
      absent: [404],
      signal,
    });
  } catch {
    // What made us end it is told; that it lives on for two minutes is not worth another error.
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') yield part;
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}

/** What was thrown, as an error of ours: whatever breaks off behind the first line leaves the window incomplete. */
function failureOf(what: string, error: unknown, signal: AbortSignal | undefined, timeout: AbortSignal): unknown {
  if (signal?.aborted === true) return error;
  if (timeout.aborted) return new WindowIncompleteError(`could not ${what}: the search took too long`, { cause: error });
  const coded = error instanceof ThroughlineError ? error : connectionFailure(error);
  if (coded instanceof WindowIncompleteError)
    return new WindowIncompleteError(`could not ${what}: ${coded.message}`, { cause: coded.cause ?? coded });
  if (error !== coded && coded instanceof SourceUnavailableError)
    return new WindowIncompleteError(`could not ${what}: the export broke off (${coded.message})`, { cause: error });
  return coded;
}
