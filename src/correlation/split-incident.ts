import { ATTACH } from './link.js';
import type { IncidentState } from './incident-state.js';
import type { ObservationRecord } from './observation.js';

/** A tie below this is weak: it attached only just. */
const WEAK_TIE = 0.4;
/** An incident smaller than this is read at a glance, however it hangs together. */
const SMALLEST_TO_SPLIT = 10;
const MOSTLY = 0.5;

/** Two incidents one of which was split off for weak ties merge only for a tie that is not. */
export const mergeThreshold = (incidents: readonly IncidentState[]): number =>
  incidents.some((incident) => incident.split) ? WEAK_TIE : ATTACH;

/**
 * The parts of an incident that hang together by strong ties, the part of its first observation first; only itself if its ties
 * are not mostly weak. A catch-all that grew by one doubtful tie after another falls apart; a chain of strong ties stays.
 */
export const partsOf = (incident: IncidentState): readonly (readonly ObservationRecord[])[] => {
  const { records, ties } = incident;
  if (records.length < SMALLEST_TO_SPLIT) return [records];
  const strong = ties.filter((tie) => tie.remembered || tie.weight >= WEAK_TIE);
  if (ties.length - strong.length <= MOSTLY * ties.length) return [records];

  const parent = new Map(records.map((record) => [record.id, record.id]));
  const root = (id: string): string => {
    let current = id;
    for (let next = parent.get(current); next !== undefined && next !== current; next = parent.get(current)) current = next;
    return current;
  };
  for (const tie of strong) if (parent.has(tie.from) && parent.has(tie.to)) parent.set(root(tie.to), root(tie.from));
  const parts = new Map<string, ObservationRecord[]>();
  for (const record of records) {
    const key = root(record.id);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [record]);
    else part.push(record);
  }
  return [...parts.values()];
};
