import type { Hit } from './hit-pages.js';

/**
 * Puts pages that come in order of time into an order that stays the same when shards move and merge: documents of the same time in order
 * of index and id. What shares the time of the last document of a page waits for the next page.
 */
export class TieOrder {
  readonly #times: number;
  #open: readonly Hit[] = [];

  /** @param times how many of the sort values are times */
  constructor(times: number) {
    this.#times = times;
  }

  /** Takes a page in; what is sure to be complete comes out. */
  add(page: readonly Hit[]): readonly Hit[] {
    const hits = this.#open.length === 0 ? page : [...this.#open, ...page];
    let end = hits.length;
    const last = hits[end - 1];
    while (end > 0 && last !== undefined && this.#tied(hits[end - 1], last)) end -= 1;
    this.#open = hits.slice(end);
    return this.#ordered(hits.slice(0, end));
  }

  /** Gives what waits, when nothing more of its time can come. */
  end(): readonly Hit[] {
    const hits = this.#ordered(this.#open);
    this.#open = [];
    return hits;
  }

  #ordered(hits: readonly Hit[]): readonly Hit[] {
    let ordered: Hit[] | undefined;
    for (let start = 0; start < hits.length;) {
      const first = hits[start];
      let end = start + 1;
      while (end < hits.length && first !== undefined && this.#tied(hits[end], first)) end += 1;
      if (end > start + 1) {
        ordered ??= [...hits];
        for (const [at, hit] of hits.slice(start, end).sort(compareHits).entries()) ordered[start + at] = hit;
      }
      start = end;
    }
    return ordered ?? hits;
  }

  #tied(left: Hit | undefined, right: Hit): boolean {
    if (left === undefined) return false;
    for (let part = 0; part < this.#times; part += 1) if (left.sort[part] !== right.sort[part]) return false;
    return true;
  }
}

function compareHits(left: Hit, right: Hit): number {
  return compareTexts(left.index, right.index) || compareTexts(left.id, right.id);
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
