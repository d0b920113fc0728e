import { ECS_VERSION, relatedOf } from '../analyst/envelope.js';
import { documentId } from '../documents/ids.js';
import type { IncidentDocument, Sentence } from '../documents/incident.js';
import type { StepDocument, StepSort } from '../documents/step.js';
import { validDocument } from '../documents/validate.js';

/** Events of the evidence that become lines of their own. */
const MOST_EVIDENCE = 100;

type Fields = StepDocument['throughline']['step'];
type References = StepDocument['throughline']['events'];

interface Line extends Partial<Pick<Fields, 'domain' | 'tactic' | 'roles' | 'anomalies' | 'surprisal'>> {
  readonly text: string;
  readonly start?: string | null;
  readonly end?: string;
  readonly events?: References;
  readonly entity?: StepDocument['throughline']['entity'];
}

const sentences = (list: readonly Sentence[]): Line[] => list.map(({ text, time, events }) => ({ text, start: time, events }));

const linesOf = ({ throughline }: IncidentDocument): readonly (readonly [StepSort, readonly Line[]])[] => {
  const { incident } = throughline;
  return [
    [
      'mark',
      incident.timeline.map(({ time, end, domain, title, entity, surprisal, tactic }) => ({
        text: `${title}: ${entity}`,
        start: time,
        end,
        domain,
        tactic,
        surprisal,
      })),
    ],
    ['narrative', sentences(incident.narrative)],
    ['observed', sentences(incident.summary.observed)],
    ['interpretation', sentences(incident.summary.interpretation)],
    ['recommendation', sentences(incident.summary.recommendation)],
    [
      'entity',
      incident.entities.map(({ id, name, type, roles, first_seen, anomalies, surprisal }) => ({
        text: name,
        start: first_seen,
        entity: { id, name, type, role: roles[0] ?? 'actor' },
        roles: [...roles],
        anomalies,
        surprisal,
      })),
    ],
    [
      'evidence',
      throughline.events.slice(0, MOST_EVIDENCE).map((event) => ({
        text: `${event.source} ${event.id}`,
        start: event.time,
        events: [event],
      })),
    ],
    ['reason', incident.score_parts.map(({ name, value }) => ({ text: name, surprisal: value }))],
  ];
};

/** An incident's story line by line: marks, sentences, entities, evidence (100 events at most) and ingredients of the score. */
export const incidentSteps = (incident: IncidentDocument): readonly StepDocument[] => {
  const { throughline, event } = incident;
  return linesOf(incident).flatMap(([sort, lines]) =>
    lines.map((line, index) => {
      const order = index + 1;
      const start = line.start ?? event.start;
      const entity = line.entity ?? throughline.entity;
      return validDocument('step', {
        '@timestamp': start,
        ecs: { version: ECS_VERSION },
        message: line.text,
        event: { kind: 'event', action: sort, start, end: line.end ?? start },
        related: relatedOf([entity]),
        throughline: {
          id: documentId('step', throughline.id, sort, order),
          kind: 'step',
          tenant: throughline.tenant,
          entity,
          events: line.events ?? [],
          incident: { id: throughline.id, title: throughline.incident.title },
          step: {
            sort,
            order,
            revision: throughline.incident.revision,
            text: line.text,
            domain: line.domain ?? '',
            tactic: line.tactic ?? '',
            roles: line.roles ?? [],
            anomalies: line.anomalies ?? 0,
            surprisal: line.surprisal ?? 0,
          },
        },
      });
    }),
  );
};
