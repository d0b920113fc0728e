import type { Hit, HitPages } from './hit-pages.js';
import type { SortKey } from './read-cursor.js';

interface Head {
  readonly pages: HitPages;
  page: readonly Hit[];
  at: number;
}

/**
 * The documents of several slices in one order, in groups of equal time. Within a group they are in order of index and id, which stays the
 * same when shards move and merge.
 */
export async function* mergedTies(slices: readonly HitPages[]): AsyncGenerator<readonly Hit[], void, void> {
  const heads: Head[] = await Promise.all(slices.map(async (pages) => ({ pages, page: await pages.next(), at: 0 })));
  let group: Hit[] = [];
  for (;;) {
    let first: Head | undefined;
    let least: Hit | undefined;
    for (const head of heads) {
      const hit = head.page[head.at];
      if (hit !== undefined && (least === undefined || compareKeys(hit.key, least.key) < 0)) {
        least = hit;
        first = head;
      }
    }
    if (first === undefined || least === undefined) break;
    const open = group[0];
    if (open !== undefined && compareKeys(open.key, least.key) !== 0) {
      yield ordered(group);
      group = [];
    }
    group.push(least);
    first.at += 1;
    if (first.at === first.page.length) {
      first.page = await first.pages.next();
      first.at = 0;
    }
  }
  if (group.length > 0) yield ordered(group);
}

function ordered(group: readonly Hit[]): readonly Hit[] {
  if (group.length === 1) return group;
  return [...group].sort((left, right) => compareTexts(left.index, right.index) || compareTexts(left.id, right.id));
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareKeys(left: SortKey, right: SortKey): number {
  for (let part = 0; part < left.length; part += 1) {
    const order = compareTimes(left[part] ?? 0, right[part] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers, or ISO texts in UTC with as many digits of a second as they need, and years above 9999 with a sign, as absent times sort. */
function compareTimes(left: string | number, right: string | number): number {
  if (left === right) return 0;
  if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right);
  const leftFar = left.startsWith('+');
  if (leftFar !== right.startsWith('+')) return leftFar ? 1 : -1;
  return compareTexts(left.replace(/Z$/, ''), right.replace(/Z$/, ''));
}
