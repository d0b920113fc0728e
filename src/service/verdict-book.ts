import type { Connector, StoredDocument } from '../../connectors/connector.js';
import { validator } from '../config/schema-validator.js';
import type { ActionDocument } from '../documents/action.js';
import { FeedbackDocument } from '../documents/feedback.js';
import type { IncidentDocument } from '../documents/incident.js';
import { heedVerdict, lastVerdicts } from '../triage/heed-feedback.js';

/** What people have said of incidents, as the platform holds it. */
export class VerdictBook {
  readonly #connector: Connector;
  #verdicts: ReadonlyMap<string, FeedbackDocument> = new Map();
  #known = '';

  constructor(connector: Connector) {
    this.#connector = connector;
  }

  /** Reads what was said; true if anything is new. */
  async refresh(): Promise<boolean> {
    const found: FeedbackDocument[] = [];
    for await (const documents of this.#connector.stored({ kind: 'feedback' })) found.push(...documents.flatMap(asFeedback));
    const known = found
      .map(({ throughline }) => throughline.id)
      .sort()
      .join();
    const isNew = known !== this.#known;
    this.#known = known;
    if (isNew) this.#verdicts = lastVerdicts(found);
    return isNew;
  }

  heed(incident: IncidentDocument): IncidentDocument {
    return heedVerdict(incident, this.#verdicts.get(incident.throughline.id));
  }

  /** Without the proposals for incidents that need nobody since somebody said so. */
  heedActions(actions: readonly ActionDocument[], incidents: readonly IncidentDocument[]): readonly ActionDocument[] {
    const settled = new Set(
      incidents
        .filter(({ throughline: { incident } }) => incident.verdict?.holds === true && !incident.needs_person)
        .map(({ throughline }) => throughline.id),
    );
    return settled.size === 0 ? actions : actions.filter(({ throughline }) => !settled.has(throughline.incident.id));
  }
}

const isFeedback = validator(FeedbackDocument);

/** Without what the platform added when it was written; a document that somebody else put there is passed over. */
function asFeedback({ '@timestamp': time, ecs, message, throughline }: StoredDocument): readonly FeedbackDocument[] {
  const document = { '@timestamp': time, ecs, message, event: { kind: 'event', action: 'feedback' }, throughline };
  return isFeedback(document) ? [document] : [];
}
