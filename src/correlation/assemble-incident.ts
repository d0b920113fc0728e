import {
  keepRecords,
  MAXIMUM_MEMBERS,
  mergeTallies,
  tallyOf,
  type IncidentState,
  type IncidentTie,
  type SignatureTally,
} from './incident-state.js';
import type { ObservationRecord } from './observation.js';

/** Signature of a recent record by id, '' if it is forgotten. */
type SignatureOf = (id: string) => string;

/** The incident with one more record, its score still the old one. */
export const extendIncident = (incident: IncidentState, record: ObservationRecord, tie: IncidentTie): IncidentState => ({
  ...incident,
  records: keepRecords([...incident.records, record]),
  members: incident.members.length < MAXIMUM_MEMBERS ? [...incident.members, record.id] : incident.members,
  tallies: mergeTallies(incident.tallies, [tallyOf(record)]),
  ties: [...incident.ties, tie],
});

/** Both as one under the name of the one that opened first, its score still that one's. */
export const mergeIncidents = (one: IncidentState, other: IncidentState, tie: IncidentTie): IncidentState => {
  const [kept, gone] = one.opened < other.opened || (one.opened === other.opened && one.id < other.id) ? [one, other] : [other, one];
  return {
    ...kept,
    changed: Math.max(one.changed, other.changed),
    revision: kept.revision + gone.revision,
    records: keepRecords([...kept.records, ...gone.records]),
    members: [...new Set([...kept.members, ...gone.members])].slice(0, MAXIMUM_MEMBERS),
    tallies: mergeTallies(kept.tallies, gone.tallies),
    ties: [...kept.ties, ...gone.ties, tie],
    previous: [...new Set([...kept.previous, gone.id, ...gone.previous])].filter((id) => id !== kept.id),
    split: kept.split || gone.split,
  };
};

/** The incident cut down to some of its records and what repeats them. */
export const partOf = (
  incident: IncidentState,
  part: readonly ObservationRecord[],
  signatureOf: SignatureOf,
): Omit<IncidentState, 'score' | 'estate'> => {
  const ids = new Set(part.map((record) => record.id));
  const signatures = new Set(part.map((record) => record.signature));
  const elsewhere = new Set(incident.records.map((record) => record.id).filter((id) => !ids.has(id)));
  return {
    ...incident,
    records: part,
    members: incident.members.filter((id) => !elsewhere.has(id) && (ids.has(id) || signatures.has(signatureOf(id)))),
    tallies: incident.tallies.filter((tally: SignatureTally) => signatures.has(tally.signature)),
    ties: incident.ties.filter((tie) => ids.has(tie.from) && ids.has(tie.to)),
    split: true,
  };
};

/** Ties between kept records, the strongest of a pair; a repeat that was not kept is stood for by the first of its signature. */
export const tiesOfKept = (incident: Omit<IncidentState, 'score' | 'estate'>, signatureOf: SignatureOf): readonly IncidentTie[] => {
  const kept = new Set(incident.records.map((record) => record.id));
  const standIn = new Map<string, string>();
  for (const record of incident.records) if (!standIn.has(record.signature)) standIn.set(record.signature, record.id);
  const end = (id: string): string | undefined => (kept.has(id) ? id : standIn.get(signatureOf(id)));
  const strongest = new Map<string, IncidentTie>();
  for (const tie of incident.ties) {
    const from = end(tie.from);
    const to = end(tie.to);
    if (from === undefined || to === undefined || from === to) continue;
    const pair = `${from} ${to}`;
    const known = strongest.get(pair);
    if (known === undefined || tie.weight > known.weight) strongest.set(pair, { ...tie, from, to });
  }
  return [...strongest.values()];
};
