import type { FactName } from './facts.js';
import { UNIT_LAYOUT } from './unit-layout.js';

/** One value of one list as met in a window. */
export interface Sight {
  readonly hash: number;
  /** Activities that showed it. */
  count: number;
  /** Position in the window's activities of the first that showed it. */
  readonly first: number;
}

/** Values beyond which a list finds them by a table. */
const LONGEST_SCAN = 12;

export const NO_SIGHTS: readonly Sight[] = [];

/** The values of one list in a window, in order of first sight. Most lists hold a handful. */
export class SightList {
  readonly sights: Sight[] = [];
  #table: Map<number, Sight> | undefined;

  get size(): number {
    return this.sights.length;
  }

  get(hash: number): Sight | undefined {
    if (this.#table !== undefined) return this.#table.get(hash);
    for (const sight of this.sights) if (sight.hash === hash) return sight;
    return undefined;
  }

  has(hash: number): boolean {
    return this.get(hash) !== undefined;
  }

  add(hash: number, index: number): Sight {
    let sight = this.get(hash);
    if (sight !== undefined) {
      sight.count += 1;
      return sight;
    }
    sight = { hash, count: 1, first: index };
    this.sights.push(sight);
    if (this.#table !== undefined) this.#table.set(hash, sight);
    else if (this.sights.length > LONGEST_SCAN) this.#table = new Map(this.sights.map((known) => [known.hash, known]));
    return sight;
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
  readonly facts = new Map<string, number>();
  readonly operations = new Map<string, number>();
  eventCount = 0;

  constructor(kind: number, entity: number) {
    this.kind = kind;
    this.entity = entity;
    const layout = UNIT_LAYOUT.kinds[kind];
    this.lists = new Array<SightList | undefined>(layout?.lists.length ?? 0).fill(undefined);
    this.amounts = new Float64Array(layout?.amounts.length ?? 0);
  }

  see(position: number, hash: number, index: number): Sight {
    let list = this.lists[position];
    if (list === undefined) {
      list = new SightList();
      this.lists[position] = list;
    }
    return list.add(hash, index);
  }

  add(position: number, amount: number): void {
    this.amounts[position] = (this.amounts[position] ?? 0) + amount;
  }

  fact(name: FactName, times = 1): void {
    this.facts.set(name, (this.facts.get(name) ?? 0) + times);
  }

  happened(actionClass: string, operation: string, failed: boolean, times: number): void {
    this.facts.set(actionClass, (this.facts.get(actionClass) ?? 0) + times);
    if (failed) {
      const key = `failed:${actionClass}`;
      this.facts.set(key, (this.facts.get(key) ?? 0) + times);
    }
    const known = this.operations.get(operation);
    if (known !== undefined) this.operations.set(operation, known + times);
    else if (this.operations.size < 64) this.operations.set(operation, times);
  }
}
