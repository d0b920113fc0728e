import type { estypes } from '@elastic/elasticsearch';
import type { CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { inPortions } from '../in-portions.js';
import { ATTEMPTS, delayAfter } from '../pacing.js';

/** One action of a bulk request. */
export interface BulkItem {
  readonly action: estypes.BulkOperationContainer;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** What became of one action: the status it got, and why it was refused. */
export interface BulkOutcome {
  readonly status: number;
  readonly reason: string;
}

/** A request holds at most this many actions. */
const MAX_ITEMS = 1000;
/** And about this many bytes, below every proxy's usual limit. */
const MAX_BYTES = 5 * 1024 * 1024;

const BUSY: ReadonlySet<number> = new Set([429, 503]);

/** Sends actions in bulk and answers for each, in their order. Those that were refused because the cluster was busy are sent again. */
export async function sendBulk(gateway: ElasticGateway, items: readonly BulkItem[], options: CallOptions): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (const portion of inPortions(items, MAX_ITEMS, MAX_BYTES, bytesOf)) outcomes.push(...(await sendPortion(gateway, portion, options)));
  return outcomes;
}

async function sendPortion(gateway: ElasticGateway, items: readonly BulkItem[], options: CallOptions): Promise<readonly BulkOutcome[]> {
  const outcomes = new Map<number, BulkOutcome>();
  let left = items.map((item, at) => ({ item, at }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const answer = await gateway.call(
      'write documents',
      (client, transport) =>
        client.bulk(
          { operations: left.flatMap(({ item }) => (item.body === undefined ? [item.action] : [item.action, item.body])) },
          transport,
        ),
      options,
    );
    const busy: typeof left = [];
    for (const [index, entry] of left.entries()) {
      const outcome = outcomeOf(answer.items[index]);
      if (BUSY.has(outcome.status) && attempt < ATTEMPTS) busy.push(entry);
      else outcomes.set(entry.at, outcome);
    }
    left = busy;
    if (left.length > 0) await gateway.pacing.sleep(delayAfter(attempt, undefined, gateway.pacing.random()), options.signal);
  }
  return items.map((_item, at) => outcomes.get(at) ?? { status: 0, reason: 'the answer does not mention it' });
}

function outcomeOf(item: estypes.BulkResponse['items'][number] | undefined): BulkOutcome {
  const result = item === undefined ? undefined : Object.values(item)[0];
  // An answer that is shorter than the request is as good as none for what it leaves out.
  if (result === undefined) return { status: 503, reason: 'the answer does not mention it' };
  const { error } = result;
  return { status: result.status, reason: error === undefined ? '' : `${error.type}: ${error.reason ?? ''}` };
}

const bytesOf = ({ body }: BulkItem): number => (body === undefined ? 0 : JSON.stringify(body).length);
