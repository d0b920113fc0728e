import type { Activity } from '../activity/activity.js';
import type { BlockReader } from './activity-codec.js';
import { inOrder } from './event-order.js';
import type { StoredBlock } from './hour-file.js';

/** A block that is being gone through. */
interface Cursor {
  readonly block: number;
  readonly reader: BlockReader;
  left: number;
  /** Where the current activity begins, and where the next one does. */
  offset: number;
  next: number;
  current: Activity;
}

/** Goes through the activities of sorted blocks in order of events. A block is opened when its turn comes. */
export class BlockMerge {
  readonly #open: (block: number) => BlockReader;
  /** Blocks not yet opened, the latest first. */
  readonly #waiting: { readonly block: number; readonly count: number; readonly first: number }[];
  /** A heap: no cursor is before the one at half its position. */
  readonly #heap: Cursor[] = [];
  /** Number of the block that held the last activity, and where in the block it began. */
  block = -1;
  offset = -1;

  constructor(blocks: readonly StoredBlock[], open: (block: number) => BlockReader) {
    this.#open = open;
    this.#waiting = blocks
      .map(({ count, first }, block) => ({ block, count, first }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.first - a.first);
  }

  next(): Activity | undefined {
    for (let waiting = this.#waiting.at(-1); waiting !== undefined; waiting = this.#waiting.at(-1)) {
      const top = this.#heap[0];
      if (top !== undefined && top.current.time < waiting.first) break;
      this.#waiting.pop();
      this.#enter(waiting.block, waiting.count);
    }
    const top = this.#heap[0];
    if (top === undefined) return undefined;
    const { block, offset, current } = top;
    this.block = block;
    this.offset = offset;
    if (top.left > 0) advance(top);
    else {
      const last = this.#heap.pop();
      if (last !== undefined && last !== top) this.#heap[0] = last;
    }
    this.#sink();
    return current;
  }

  #enter(block: number, count: number): void {
    const reader = this.#open(block);
    const { start } = reader;
    const current = reader.read(start);
    const cursor: Cursor = { block, reader, left: count - 1, offset: start, next: reader.position, current };
    const heap = this.#heap;
    let at = heap.push(cursor) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      const parent = heap[above];
      if (parent === undefined || inOrder(parent.current, current) <= 0) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = cursor;
  }

  /** Puts the first cursor where it belongs. */
  #sink(): void {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      if (child === undefined) break;
      const other = heap[below + 1];
      if (other !== undefined && inOrder(other.current, child.current) < 0) {
        child = other;
        below += 1;
      }
      if (inOrder(first.current, child.current) <= 0) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = first;
  }
}

function advance(cursor: Cursor): void {
  cursor.left -= 1;
  cursor.offset = cursor.next;
  cursor.current = cursor.reader.read(cursor.offset);
  cursor.next = cursor.reader.position;
}
