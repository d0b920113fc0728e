import type { TruthRow } from '../../src/simulation/simulated-record.js';

/** An item that a tool gives to an analyst: whom it names, when, and which events it cites. */
export interface FoundItem {
  readonly names: readonly string[];
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly events: readonly string[];
}

/** How what a tool found compares with what was planted. */
export interface AttackHits {
  readonly items: number;
  /** Attacks that at least one item touches, and items that touch one. */
  readonly attacks: number;
  readonly touching: number;
  /** Items that touch none, and on how many days of how many names they fall. */
  readonly elsewhere: number;
  readonly entityDays: number;
}

const DAY = 86_400_000;
const NEAR = 3_600_000;

/** An item touches an attack if it cites an event of it, or names who acted in it within an hour of an act of theirs. */
export function attackHits(items: readonly FoundItem[], truth: readonly TruthRow[]): AttackHits {
  const attacks = new Set<string>();
  const entityDays = new Set<string>();
  let touching = 0;
  for (const item of items) {
    const touched = new Set(truth.filter((row) => touches(item, row)).map(({ incident }) => incident));
    for (const incident of touched) attacks.add(incident);
    if (touched.size > 0) touching += 1;
    else entityDays.add(`${item.names[0] ?? ''} ${String(Math.floor(item.from / DAY))}`);
  }
  return { items: items.length, attacks: attacks.size, touching, elsewhere: items.length - touching, entityDays: entityDays.size };
}

function touches({ names, from, to, events }: FoundItem, row: TruthRow): boolean {
  if (events.some((id) => id === row.eventId || id.startsWith(`${row.eventId}:`))) return true;
  return names.includes(row.actor) && row.time >= from - NEAR && row.time <= to + NEAR;
}
