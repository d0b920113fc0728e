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
  readonly incidentCount: number;
  /** Ids of at most 50 of them, the highest score first. */
  readonly incidents: readonly string[];
  /** Greatest score of those, 0–100. */
  readonly score: number;
  readonly needsPerson: boolean;
}

const MOST_INCIDENTS = 50;

interface Ranked {
  readonly id: string;
  readonly score: number;
  readonly opened: string;
}

const byRank = (a: Ranked, b: Ranked): number =>
  b.score - a.score || (a.opened === b.opened ? (a.id < b.id ? -1 : 1) : a.opened < b.opened ? -1 : 1);

interface Growing {
  anomalies: number;
  part: number;
  surprisal: number;
  readonly domains: Set<string>;
  readonly models: Set<string>;
  incidentCount: number;
  ranked: readonly Ranked[];
  score: number;
  needsPerson: boolean;
}

/** Gathers by entity id what anomalies and incidents say of entities, in whichever order incidents are given. */
export class ConcernBook {
  readonly #concerns = new Map<string, Growing>();

  /** @param saved what `save` gave */
  constructor(saved?: unknown) {
    for (const [id, concern] of (saved as ReturnType<ConcernBook['save']> | undefined) ?? []) {
      const { domains, models } = concern;
      this.#concerns.set(id, { ...concern, domains: new Set(domains), models: new Set(models) });
    }
  }

  /** As plain JSON. */
  save() {
    return [...this.#concerns].map(
      ([id, concern]) => [id, { ...concern, domains: [...concern.domains], models: [...concern.models] }] as const,
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
      concern.incidentCount += 1;
      const ranked = [...concern.ranked, { id: throughline.id, score: incident.score, opened: incident.opened }];
      concern.ranked = ranked.sort(byRank).slice(0, MOST_INCIDENTS);
      concern.score = Math.max(concern.score, incident.score);
      concern.needsPerson ||= incident.needs_person;
    }
  }

  get(id: string): Concern | undefined {
    const concern = this.#concerns.get(id);
    return concern === undefined ? undefined : { ...concern, incidents: concern.ranked.map((incident) => incident.id) };
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
      incidentCount: 0,
      ranked: [],
      score: 0,
      needsPerson: false,
    };
    this.#concerns.set(id, created);
    return created;
  }
}
