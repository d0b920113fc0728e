import type { ActionDocument } from '../documents/action.js';
import type { IncidentDocument } from '../documents/incident.js';
import type { RetiredIncidents } from '../pipeline/incident-desk.js';
import type { StageChain } from '../pipeline/stage-chain.js';
import { entityProfiles } from '../profiles/entity-profiles.js';
import { healthDocuments } from '../profiles/health-documents.js';
import { incidentSteps } from '../profiles/incident-steps.js';
import { indicatorProfiles } from '../profiles/indicator-profiles.js';
import type { ClosedTally } from './closed-tally.js';
import { digestOf, type Document, type Publisher } from './publisher.js';
import type { VerdictBook } from './verdict-book.js';

export interface TellerOptions {
  readonly tenant: string;
  readonly alertBudget: number;
}

/** Publishes what holds now: incidents and actions at every turn, what surrounds them for dashboards when a snapshot is saved. */
export class Teller {
  readonly #publisher: Publisher;
  readonly #verdicts: VerdictBook;
  readonly #options: TellerOptions;
  /** Digest of each incident told and the ids of its lines: they are made anew only if it has changed. */
  readonly #steps = new Map<string, { readonly digest: string; readonly ids: readonly string[] }>();

  constructor(publisher: Publisher, verdicts: VerdictBook, options: TellerOptions) {
    this.#publisher = publisher;
    this.#verdicts = verdicts;
    this.#options = options;
  }

  /** Reads what people have said of incidents; true if anything is new. */
  hear(): Promise<boolean> {
    return this.#verdicts.refresh();
  }

  /** @returns the incidents as published */
  async tell(made: readonly IncidentDocument[], actions: readonly ActionDocument[]): Promise<readonly IncidentDocument[]> {
    const incidents = made.map((incident) => this.#verdicts.heed(incident));
    await this.#publisher.keep('incident', incidents);
    await this.#publisher.keep('action', this.#verdicts.heedActions(actions, incidents));
    const present = new Set(incidents.map(({ throughline }) => throughline.id));
    for (const id of this.#steps.keys()) if (!present.has(id)) this.#steps.delete(id);
    const changed: Document[] = [];
    const unchanged: string[] = [];
    for (const incident of incidents) {
      const digest = digestOf(incident);
      const known = this.#steps.get(incident.throughline.id);
      if (known?.digest === digest) {
        unchanged.push(...known.ids);
        continue;
      }
      const steps = incidentSteps(incident);
      changed.push(...steps);
      this.#steps.set(incident.throughline.id, { digest, ids: steps.map(({ throughline }) => throughline.id) });
    }
    await this.#publisher.keep('step', changed, unchanged);
    return incidents;
  }

  /** Publishes for the last time what nothing can change any more. */
  async settle({ incidents: retired, actions }: RetiredIncidents): Promise<void> {
    if (retired.length === 0) return;
    const incidents = retired.map((incident) => this.#verdicts.heed(incident));
    await this.#publisher.settle('incident', incidents);
    await this.#publisher.settle('action', this.#verdicts.heedActions(actions, incidents));
    await this.#publisher.settle('step', incidents.flatMap(incidentSteps));
    for (const { throughline } of incidents) this.#steps.delete(throughline.id);
    await this.#publisher.rememberNames();
  }

  /** Profiles of entities, lives of domains and addresses, and health, as the closed hours give them. */
  async tellContext({ engine, correlator }: StageChain, tally: ClosedTally, dead: Readonly<Record<string, number>>): Promise<void> {
    const { end } = tally;
    if (end === undefined) return;
    const { tenant, alertBudget } = this.#options;
    const incidents = correlator.incidents();
    const { registry, indicators } = engine;
    const input = { tenant, registry, indicators, concerns: tally.concerns(incidents), end };
    await this.#publisher.keep('entity', entityProfiles(input));
    await this.#publisher.keep('indicator', indicatorProfiles(input));
    await this.#publisher.keep('health', healthDocuments(tally.health(engine, incidents, alertBudget, dead), tenant));
  }
}
