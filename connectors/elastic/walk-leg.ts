import type { CallOptions } from '../connector.js';
import type { ElasticSettings, ElasticSourceGroup } from './elastic-settings.js';
import { HitPages, type Hit, type PageOptions } from './hit-pages.js';
import { recordFields, WHOLE } from './hit-records.js';
import type { LeanReading } from './lean-reading.js';
import type { PointInTime } from './point-in-time.js';
import type { SortKey } from './read-cursor.js';
import type { ReadLeg } from './read-plan.js';
import { chooseSource } from './source-choice.js';
import { tellLater } from '../tell-later.js';
import { TieOrder } from './tie-order.js';
import { timeRanges } from './time-ranges.js';
import { withoutUnread } from './unread-fields.js';

interface Part {
  readonly pages: HitPages;
  coming: Promise<readonly Hit[]>;
}

/** Behind every document that shares the values before it; shard and document numbers stay below it. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The documents of a leg behind `after`, in batches that are in order of time and hold all documents of each time in them. Where there is
 * more than a page, the leg is cut by time into parts of about a page, of which several are fetched side by side, while the last batch is
 * used: so what comes is in order without being merged, and memory holds a few pages. The first page is read whole and tells whether less
 * should be read of the others, leanly if all that is behind it can be.
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
  const breaksTies = product === 'elasticsearch';
  const options: PageOptions = { size: pageSize, source: readsWhole(group, settings) ? WHOLE : recordFields(group.read), breaksTies };
  const usedOf = (hits: readonly Hit[]): readonly Hit[] => hits.map((hit) => used(hit, lean));
  const order = new TieOrder(leg.order.length);
  const begin = after.length === 0 || !breaksTies ? after : after.map((time) => comparable(time, leg));
  const first = new HitPages(point, leg, options, begin.length === 0 ? begin : [...begin, LAST], call);
  const page = await first.next();
  if (first.ended) {
    yield [...order.add(usedOf(page)), ...order.end()];
    return;
  }
  const chosen = chooseSource(page, lean);
  const choice = readsWhole(group, settings) ? chosen : { lean: chosen.lean };
  const rest = tellLater(partsBehind(point, leg, { ...options, ...choice }, first.after, call));
  yield order.add(usedOf(page));
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
    const hits = order.add(usedOf(await part.coming));
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
  const time = text === undefined ? NaN : timeOf(text);
  const { lean, ...whole } = options;
  const { legs, isLean } = Number.isFinite(time)
    ? await timeRanges(point, leg, time, options.size, call, lean?.documents)
    : { legs: [leg], isLean: false };
  return legs.map((part, index) => new HitPages(point, part, isLean ? options : whole, index === 0 ? after : [], call));
}

/** OpenSearch keeps objects that have lost all they held, so there the server always does the leaving out. */
const readsWhole = (group: ElasticSourceGroup, { product }: ElasticSettings): boolean =>
  group.read === 'source' && product === 'elasticsearch';

/** A document without what no mapping reads, whether or not the server left it out; as it is, if its mapping looks at its own fields only. */
function used(hit: Hit, lean: LeanReading | undefined): Hit {
  if (lean?.suffices(hit.source) === true) return hit;
  const source = withoutUnread(hit.source);
  return source === hit.source ? hit : { ...hit, source };
}

const DIGITS = /^-?\d+$/;

/** Epoch milliseconds of a sort value; NaN for what stands for an absent time. */
const timeOf = (value: string | number): number =>
  new Date(typeof value === 'number' || DIGITS.test(value) ? Number(value) : value).getTime();

/** A time of a cursor in the format in which the leg is sorted: an earlier walk may have used the other one. */
function comparable(value: string | number, { milliseconds }: ReadLeg): string | number {
  const time = timeOf(value);
  if (!Number.isFinite(time) || DIGITS.test(String(value)) === milliseconds) return value;
  return milliseconds ? String(time) : new Date(time).toISOString();
}
