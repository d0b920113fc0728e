import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument } from '../documents/incident.js';

/** What concerns one entity, gathered over all anomalies and incidents. */
export interface Concern {
  /** Anomalies that judge it. */
  readonly anomalies: number;
  /** Anomalies in which it takes part in any role. */
  readonly part: number;
  readonly surprisal: number;
  readonly domains: ReadonlySet<string>;
  /** In order of first appearance. */
  readonly models: ReadonlySet<string>;
  /** Ids in rank order. */
  readonly incidents: readonly string[];
  /** Greatest score of those, 0–100. */
  readonly score: number;
  readonly needsPerson: boolean;
}

interface Growing {
  anomalies: number;
  part: number;
  surprisal: number;
  readonly domains: Set<string>;
  readonly models: Set<string>;
  readonly incidents: string[];
  score: number;
  needsPerson: boolean;
}

/** Gathers by entity id what anomalies and incidents say of entities. Incidents are given in rank order. */
export class ConcernBook {
  readonly #concerns = new Map<string, Growing>();

  /** @param saved what `save` gave */
  constructor(saved?: unknown) {
    for (const [id, concern] of (saved as ReturnType<ConcernBook['save']> | undefined) ?? []) {
      const { domains, models, incidents } = concern;
      this.#concerns.set(id, { ...concern, domains: new Set(domains), models: new Set(models), incidents: [...incidents] });
    }
  }

  /** As plain JSON. */
  save() {
    return [...this.#concerns].map(
      ([id, concern]) =>
        [id, { ...concern, domains: [...concern.domains], models: [...concern.models], incidents: [...concern.incidents] }] as const,
    );
  }

  addAnomaly({ throughline }: AnomalyDocument): void {
    const { anomaly, entity, entities } = throughline;
    for (const id of new Set([entity.id, ...entities.map((other) => other.id)])) {
      const concern = this.#of(id);
      concern.part += 1;
      concern.surprisal = Math.max(concern.surprisal, anomaly.surprisal);
      if (id !== entity.id) continue;
      concern.anomalies += 1;
      for (const domain of anomaly.domains) concern.domains.add(domain);
      for (const model of anomaly.models) concern.models.add(model);
    }
  }

  addIncident({ throughline }: IncidentDocument): void {
    const { incident } = throughline;
    for (const { id } of incident.entities) {
      const concern = this.#of(id);
      concern.incidents.push(throughline.id);
      concern.score = Math.max(concern.score, incident.score);
      concern.needsPerson ||= incident.needs_person;
    }
  }

  get(id: string): Concern | undefined {
    return this.#concerns.get(id);
  }

  /** Ids of all that anything concerns: greatest score, then greatest surprisal, first. */
  ids(): readonly string[] {
    return [...this.#concerns]
      .sort(([one, a], [other, b]) => b.score - a.score || b.surprisal - a.surprisal || (one < other ? -1 : 1))
      .map(([id]) => id);
  }

  #of(id: string): Growing {
    const known = this.#concerns.get(id);
    if (known !== undefined) return known;
    const created: Growing = {
      anomalies: 0,
      part: 0,
      surprisal: 0,
      domains: new Set(),
      models: new Set(),
      incidents: [],
      score: 0,
      needsPerson: false,
    };
    this.#concerns.set(id, created);
    return created;
  }
}
