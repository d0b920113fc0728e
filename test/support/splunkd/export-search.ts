import type { ServerResponse } from 'node:http';
import type { ResultRow } from '../spl/spl-engine.js';
import { argument, METHOD_NOT_ALLOWED, type Endpoint, type Stream } from './exchange.js';
import { FATAL_TEXT, PEER_WARNING, searchFault, type Fault, type SearchFault } from './faults.js';
import { dispatched, isJob, refusedMode, type Dispatching } from './search-arguments.js';
import { isOver, type Job, type Message } from './search-jobs.js';

const HEAD = { 'content-type': 'application/json; charset=utf-8' };

/** `search/jobs/export` of both versions: rows as they are found, each on a line; what goes wrong later stands among them. */
export const exportSearch =
  (dispatching: Dispatching, faults: Fault[]): Endpoint =>
  async (request) => {
    if (!/^search\/(v2\/)?jobs\/export$/.test(request.below)) return undefined;
    if (request.method !== 'POST' && request.method !== 'GET') return METHOD_NOT_ALLOWED;
    const mode = refusedMode(request);
    if (mode !== undefined) return mode;
    const job = await dispatched(request, dispatching, 'RUNNING', []);
    if (!isJob(job)) return job;
    const previews = job.prepared.transforming && !/^(0|f|false)$/.test(argument(request, 'preview') ?? '1');
    return streamOf(job, previews, searchFault(faults, request.path));
  };

function streamOf(job: Job, previews: boolean, fault: SearchFault | undefined): Stream {
  return {
    stream: async (response) => {
      response.writeHead(200, HEAD);
      const closed = new Promise<void>((resolve) => response.once('close', resolve));
      let flushed = Promise.resolve();
      const write = (line: string): void => {
        flushed = new Promise(
          (resolve) =>
            void response.write(line, () => {
              resolve();
            }),
        );
      };
      try {
        for await (const line of linesOf(job, previews, fault)) {
          if (response.destroyed) break;
          if (line === undefined) {
            await flushed;
            response.destroy();
            break;
          }
          write(line);
          if (response.writableNeedDrain) await Promise.race([flushed, closed]);
        }
      } catch (error) {
        write(told(job, { type: 'FATAL', text: (error as Error).message }));
        job.state = 'FAILED';
      }
      response.end();
      end(job, response);
    },
  };
}

/** A search whose client has gone is cancelled. */
function end(job: Job, response: ServerResponse): void {
  if (isOver(job)) return;
  job.state = response.destroyed ? 'INTERNAL_CANCEL' : 'DONE';
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

const told = (job: Job, ...messages: readonly Message[]): string => {
  job.messages.push(...messages);
  return line({ preview: false, messages });
};

/** Lines of an export; undefined breaks the connection. */
async function* linesOf(job: Job, previews: boolean, fault: SearchFault | undefined): AsyncGenerator<string | undefined, void, void> {
  if (previews) yield* previewLines(job);
  const marked = fault?.kind !== 'search-no-lastrow';
  let offset = 0;
  for await (const { row, last } of rowsOf(job)) {
    if (isOver(job)) return;
    if (fault !== undefined && (offset === (fault.after ?? 0) || (last && fault.kind !== 'search-no-lastrow'))) {
      const goesOn = yield* disturbed(job, fault, line({ preview: false, offset, result: row }));
      if (!goesOn) return;
    }
    yield line({ preview: false, offset, ...(last && marked ? { lastrow: true } : {}), result: row });
    offset += 1;
  }
  if (offset > 0) return;
  if (fault !== undefined && !(yield* disturbed(job, fault, ''))) return;
  yield line({ preview: false, lastrow: true });
}

/** What a fault puts between two rows, and whether rows go on behind it. */
function* disturbed(job: Job, fault: SearchFault, next: string): Generator<string | undefined, boolean, void> {
  switch (fault.kind) {
    case 'search-cut':
      if (fault.midRow === true) yield next.slice(0, next.length / 2);
      yield undefined;
      return false;
    case 'search-fatal':
      yield told(job, { type: 'FATAL', text: fault.text ?? FATAL_TEXT });
      job.state = 'FAILED';
      return false;
    case 'search-finalized':
      job.finalized = true;
      yield told(job, { type: 'INFO', text: 'Search auto-finalized after time limit (60 seconds) reached.' });
      yield line({ preview: false, lastrow: true });
      return false;
    case 'search-warning':
      if (job.messages.length === 0) yield told(job, { type: 'WARN', text: fault.text ?? PEER_WARNING });
      return true;
    case 'search-no-lastrow':
      return false;
  }
}

/** Results as far as they are known: what a search that calculates shows before it is through. */
async function* previewLines(job: Job): AsyncGenerator<string, void, void> {
  let offset = 0;
  for await (const { row } of rowsOf(job)) {
    yield line({ preview: true, offset, result: row });
    offset += 1;
  }
  if (offset > 0) yield line({ preview: true, lastrow: true });
}

async function* rowsOf({ prepared }: Job): AsyncGenerator<{ readonly row: ResultRow; readonly last: boolean }, void, void> {
  let waiting: ResultRow | undefined;
  for await (const rows of prepared.rows()) {
    for (const row of rows) {
      if (waiting !== undefined) yield { row: waiting, last: false };
      waiting = row;
    }
  }
  if (waiting !== undefined) yield { row: waiting, last: true };
}
