import type { FeedbackDocument } from '../documents/feedback.js';
import type { IncidentDocument } from '../documents/incident.js';
import { validDocument } from '../documents/validate.js';

/** The last verdict on each incident or anomaly, by its id. */
export function lastVerdicts(feedback: Iterable<FeedbackDocument>): ReadonlyMap<string, FeedbackDocument> {
  const last = new Map<string, FeedbackDocument>();
  for (const document of feedback) {
    const { about } = document.throughline.feedback;
    const known = last.get(about);
    if (known === undefined || isLater(document, known)) last.set(about, document);
  }
  return last;
}

function isLater(one: FeedbackDocument, other: FeedbackDocument): boolean {
  const difference = Date.parse(one['@timestamp']) - Date.parse(other['@timestamp']);
  return difference > 0 || (difference === 0 && one.throughline.id > other.throughline.id);
}

/**
 * The incident with what was last said of it. One that was judged benign needs nobody, nor one that is expected, and nothing is proposed
 * for it, as long as there is no evidence from after the verdict, or from after the time until which it is expected.
 */
export function heedVerdict(document: IncidentDocument, said: FeedbackDocument | undefined): IncidentDocument {
  if (said === undefined || document.throughline.incident.verdict?.at === said['@timestamp']) return document;
  const { verdict, until, note, by } = said.throughline.feedback;
  const at = said['@timestamp'];
  const { incident } = document.throughline;
  const holds = Date.parse(document.event.end) <= Date.parse(verdict === 'expected' && until !== null ? until : at);
  const told = { ...incident, verdict: { verdict, until, note, by, at, holds } };
  const words = `${verdict === 'expected' ? 'called expected' : `judged ${verdict}`} by ${by} on ${at.slice(0, 10)}`;
  if (verdict === 'malign' || !holds) {
    const later = holds ? '' : ', before its last evidence';
    const reason = `${incident.needs_person_reason} It was ${words}${later}.`;
    return validDocument('incident', {
      ...document,
      throughline: { ...document.throughline, incident: { ...told, needs_person_reason: reason } },
    });
  }
  const settled = {
    ...told,
    queue: 'informational' as const,
    needs_person: false,
    needs_person_reason: `Does not need a person: ${words}.`,
    actions: [],
  };
  return validDocument('incident', {
    ...document,
    event: { ...document.event, kind: 'event' },
    throughline: { ...document.throughline, incident: settled },
  });
}
