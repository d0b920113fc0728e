import type { FactName } from './facts.js';
import { SightList } from './sight-list.js';
import { TextCounts } from './text-counts.js';
import { UNIT_LAYOUT } from './unit-layout.js';

/** Operations told apart in one window. */
const MOST_OPERATIONS = 64;

/** Everything one entity did in one window as one kind of unit, folded to what the facets need. */
export class UnitWindow {
  readonly kind: number;
  entity: number;
  /** By list position. */
  readonly lists: (SightList | undefined)[];
  /** By amount position. */
  readonly amounts: Float64Array;
  /** Positions of the unit's activities in the window's activities, in order of time. */
  events: number[] = [];
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

  /** As if new, but for the entity: windows are used again. */
  clear(): void {
    for (const list of this.lists) if (list !== undefined && list.size > 0) list.clear();
    this.amounts.fill(0);
    this.events = [];
    this.facts.clear();
    this.operations.clear();
    this.eventCount = 0;
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
