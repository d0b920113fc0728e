import type { CallOptions } from '../connector.js';
import type { ElasticSettings, ElasticSourceGroup } from './elastic-settings.js';
import { HitPages, type Hit, type PageOptions } from './hit-pages.js';
import { recordFields } from './hit-records.js';
import type { LeanReading } from './lean-reading.js';
import type { PointInTime } from './point-in-time.js';
import type { SortKey } from './read-cursor.js';
import type { ReadLeg } from './read-plan.js';
import { tellLater } from '../tell-later.js';
import { TieOrder } from './tie-order.js';
import { timeRanges } from './time-ranges.js';

interface Part {
  readonly pages: HitPages;
  coming: Promise<readonly Hit[]>;
}

/** Behind every document that shares the values before it; shard and document numbers stay below it. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The documents of a leg behind `after`, in batches that are in order of time and hold all documents of each time in them. Where there is
 * more than a page, the leg is cut by time into parts of about a page, of which several are fetched side by side, while the last batch is
 * used: so what comes is in order without being merged, and memory holds a few pages. If all that is behind the first page can be read
 * leanly, it is.
 */
export async function* walkLeg(
  point: PointInTime,
  leg: ReadLeg,
  group: ElasticSourceGroup,
  settings: ElasticSettings,
  after: SortKey,
  call: CallOptions,
  lean?: LeanReading,
): AsyncGenerator<readonly Hit[], void, void> {
  const { slices, pageSize, product } = settings;
  const options: PageOptions = { size: pageSize, source: recordFields(group.read), breaksTies: product === 'elasticsearch' };
  const order = new TieOrder(leg.order.length);
  const first = new HitPages(point, leg, options, after.length === 0 ? after : [...after, LAST], call);
  const page = await first.next();
  if (first.ended) {
    yield [...order.add(page), ...order.end()];
    return;
  }
  const rest = tellLater(partsBehind(point, leg, { ...options, lean }, first.after, call));
  yield order.add(page);
  const parts = await rest;
  let next = 0;
  const waiting: Part[] = [];
  const fetchOn = () => {
    for (; waiting.length < slices && next < parts.length; next += 1) {
      const pages = parts[next];
      if (pages !== undefined) waiting.push({ pages, coming: tellLater(pages.next()) });
    }
  };
  fetchOn();
  for (let part = waiting[0]; part !== undefined; part = waiting[0]) {
    const hits = order.add(await part.coming);
    const ended = part.pages.ended;
    if (ended) waiting.shift();
    else part.coming = tellLater(part.pages.next());
    fetchOn();
    yield ended ? [...hits, ...order.end()] : hits;
  }
}

/** What comes behind a document, in parts; one part where its time is not known. */
async function partsBehind(
  point: PointInTime,
  leg: ReadLeg,
  options: PageOptions,
  after: SortKey,
  call: CallOptions,
): Promise<readonly HitPages[]> {
  const [text] = after;
  const time = typeof text === 'string' ? Date.parse(text) : (text ?? NaN);
  const { lean, ...whole } = options;
  const { legs, isLean } = Number.isFinite(time)
    ? await timeRanges(point, leg, time, options.size, call, lean?.documents)
    : { legs: [leg], isLean: false };
  return legs.map((part, index) => new HitPages(point, part, isLean ? options : whole, index === 0 ? after : [], call));
}
