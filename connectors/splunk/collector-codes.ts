/**
 * What an answer of the HTTP Event Collector asks of the sender. `stored`: it took the events; `slow`: it did, and nears its limit; `again`: the
 * same may succeed later; `refused`: an event is at fault; `settings`: nothing can be sent until somebody puts the token or its
 * settings right; `unconfirmed`: the token does not acknowledge.
 */
export type CollectorVerdict = 'stored' | 'slow' | 'again' | 'refused' | 'settings' | 'unconfirmed';

const VERDICTS: Readonly<Record<CollectorVerdict, readonly number[]>> = {
  stored: [0, 17],
  slow: [24, 25],
  again: [8, 9, 18, 19, 20, 23, 26, 27],
  refused: [5, 6, 12, 13, 15],
  settings: [1, 2, 3, 4, 7, 10, 11, 16, 21, 22],
  unconfirmed: [14],
};

const BY_CODE: ReadonlyMap<number, CollectorVerdict> = new Map(
  Object.entries(VERDICTS).flatMap(([verdict, codes]) => codes.map((code) => [code, verdict as CollectorVerdict] as const)),
);

/** Codes by which an administrator knows what to do, with what that is. */
const FIXES: ReadonlyMap<number, string> = new Map([
  [1, 'the token is disabled: enable it under Settings > Data inputs > HTTP Event Collector'],
  [2, 'a token is required: set splunk.collector.token'],
  [3, 'the authorization is not understood: set splunk.collector.token to the token alone'],
  [4, 'there is no such token: set splunk.collector.token to that of an existing one'],
  [7, 'the token may not write to the output index: add it to the allowed indexes of the token, or create the index'],
  [10, 'the token acknowledges, so events need a channel: set splunk.collector.acknowledge to true'],
  [11, 'the channel is not accepted'],
  [16, 'something on the way moves the token into the query'],
  [21, 'there is no such token: set splunk.collector.token to that of an existing one'],
  [22, 'the token is disabled: enable it under Settings > Data inputs > HTTP Event Collector'],
]);

/** Statuses by which a server or proxy says that it is busy, whatever stands in the body. */
const BUSY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** @param code undefined where the body holds none, as of a proxy */
export function verdictOf(status: number, code: number | undefined): CollectorVerdict | undefined {
  const known = code === undefined ? undefined : BY_CODE.get(code);
  if (known !== undefined) return known;
  return BUSY.has(status) ? 'again' : undefined;
}

/** What to do about a code of the verdict `settings`. */
export const fixOf = (code: number): string | undefined => FIXES.get(code);
