import type { FactName } from './facts.js';
import { TextCounts } from './text-counts.js';
import { UNIT_LAYOUT } from './unit-layout.js';

/** One value of one list as met in a window. */
export interface Sight {
  readonly hash: number;
  /** Position in the window's activities of the first that showed it. */
  readonly first: number;
}

/** Values beyond which a list finds them by a table. */
const LONGEST_SCAN = 12;

/** Operations told apart in one window. */
const MOST_OPERATIONS = 64;

export const NO_SIGHTS: readonly Sight[] = [];

/** The values of one list in a window, in order of first sight. Most lists hold a handful. */
export class SightList {
  readonly sights: Sight[];
  #table: Set<number> | undefined;

  constructor(hash: number, index: number) {
    this.sights = [{ hash, first: index }];
  }

  get size(): number {
    return this.sights.length;
  }

  has(hash: number): boolean {
    if (this.#table !== undefined) return this.#table.has(hash);
    for (const sight of this.sights) if (sight.hash === hash) return true;
    return false;
  }

  /** True if the value is new to the list. */
  add(hash: number, index: number): boolean {
    if (this.has(hash)) return false;
    this.sights.push({ hash, first: index });
    if (this.#table !== undefined) this.#table.add(hash);
    else if (this.sights.length > LONGEST_SCAN) this.#table = new Set(this.sights.map((known) => known.hash));
    return true;
  }
}

/** Everything one entity did in one window as one kind of unit, folded to what the facets need. */
export class UnitWindow {
  readonly kind: number;
  readonly entity: number;
  /** By list position. */
  readonly lists: (SightList | undefined)[];
  /** By amount position. */
  readonly amounts: Float64Array;
  /** Positions of the unit's activities in the window's activities, in order of time. */
  readonly events: number[] = [];
  readonly facts = new TextCounts();
  readonly operations = new TextCounts();
  eventCount = 0;

  constructor(kind: number, entity: number) {
    this.kind = kind;
    this.entity = entity;
    const layout = UNIT_LAYOUT.kinds[kind];
    this.lists = new Array<SightList | undefined>(layout?.lists.length ?? 0).fill(undefined);
    this.amounts = new Float64Array(layout?.amounts.length ?? 0);
  }

  /** True if the value is new to the list in this window. */
  see(position: number, hash: number, index: number): boolean {
    const list = this.lists[position];
    if (list !== undefined) return list.add(hash, index);
    this.lists[position] = new SightList(hash, index);
    return true;
  }

  add(position: number, amount: number): void {
    this.amounts[position] = (this.amounts[position] ?? 0) + amount;
  }

  fact(name: FactName, times = 1): void {
    this.facts.add(name, times);
  }

  happened(actionClass: string, operation: string, failed: boolean, times: number): void {
    this.facts.add(actionClass, times);
    if (failed) this.facts.add(`failed:${actionClass}`, times);
    this.operations.add(operation, times, MOST_OPERATIONS);
  }
}
