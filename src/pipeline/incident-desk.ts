import { buildAnomaly, type AnomalyInput } from '../analyst/build-anomaly.js';
import { buildIncident } from '../analyst/build-incident.js';
import { Correlation, type CorrelationState } from '../correlation/correlate.js';
import { jointSurprisal } from '../correlation/incident-evidence.js';
import type { IncidentState } from '../correlation/incident-state.js';
import { KindRates, type KindRatesState } from '../correlation/kind-rates.js';
import { recordObservation, type Observation } from '../correlation/observation.js';
import { LINK_HORIZON } from '../correlation/rarity.js';
import { CONTEXT_PROBABILITY, contextFor } from '../detection/detector.js';
import type { Model } from '../detection/model.js';
import type { ActionDocument } from '../documents/action.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument } from '../documents/incident.js';
import { StateError } from '../errors.js';
import { proposeActions } from '../response/propose-actions.js';
import { countedFrom, standings, type Counted, type Standing, type Waiting } from '../triage/alert-budget.js';
import { finalStandings } from '../triage/final-standings.js';
import { SelfRegulation, type SelfRegulationState } from '../triage/self-regulation.js';

export interface CorrelatorOptions {
  readonly tenant: string;
  /** Incidents a day that the operator can take. */
  readonly alertBudgetPerDay: number;
  /** Probability from which on an observation opens an incident; a weaker one may only join. Default 1e-3. */
  readonly openAt?: number;
  /** The exception that a finding falls under, or undefined: such a finding is written, with the reason, and takes part in no incident. */
  readonly exceptionOf?: (observation: Observation) => string | undefined;
  /** Probability below which an incident needs a person whatever the budget. Default 1e-6. */
  readonly hardFloor?: number;
}

/** What one step brought forth. */
export interface CorrelatorStep {
  /** Anomalies to write: strong observations, and weak ones as soon as they belong to an incident. */
  readonly anomalies: readonly AnomalyDocument[];
  /** Incidents that are new or have a new revision. */
  readonly changed: readonly string[];
  /** Incidents that ceased because they were merged into another; that one names them under `previous`. */
  readonly removed: readonly string[];
}

/** Documents that stay as they are for good. */
export interface RetiredIncidents {
  readonly incidents: readonly IncidentDocument[];
  readonly actions: readonly ActionDocument[];
}

/**
 * From judged windows to anomalies, incidents and proposed actions: self-regulation, correlation, narrative, triage and
 * response in that order.
 */
export interface Correlator {
  /** Probability from which on an observation opens an incident. */
  readonly openAt: number;
  /**
   * Takes observations in order of window end, then id, over all calls; how they are grouped into calls changes nothing. One
   * already taken is passed over.
   */
  readonly step: (observations: readonly Observation[]) => CorrelatorStep;
  /** Every incident in its present revision, in rank order. */
  readonly incidents: () => readonly IncidentDocument[];
  /** Proposals of the incidents that need a person, in rank order of those. */
  readonly actions: () => readonly ActionDocument[];
  /**
   * Takes out incidents that no observation can change any more whose window ends at `now` (milliseconds) or later, nor how any other
   * incident stands, and returns their last documents and proposals. What is left goes on as if they were still there.
   */
  readonly retire: (now: number) => RetiredIncidents;
  /** The whole state as JSON text; `createCorrelator` goes on from it with the same bytes. */
  readonly snapshot: () => string;
}

const STATE_VERSION = 4;

/** Less improbable windows open no incident, of however rare a kind they are. */
const OPENS_AT_MOST = 0.01;

interface SavedState {
  readonly version: number;
  readonly tenant: string;
  readonly started: number | null;
  readonly models: readonly Model[];
  readonly waiting: readonly AnomalyDocument[];
  /** Incidents taken out that still count for the budget. */
  readonly past: readonly Counted[];
  readonly correlation: CorrelationState;
  readonly regulation: SelfRegulationState;
  readonly kinds: KindRatesState;
}

/** A weak anomaly that no incident has adopted. Few ever are, so that its document is built when it is asked for. */
interface Unadopted {
  readonly windowEnd: number;
  readonly document: () => AnomalyDocument;
}

const unadopted = (input: AnomalyInput): Unadopted => {
  let built: AnomalyDocument | undefined;
  return { windowEnd: input.finding.windowEnd, document: () => (built ??= buildAnomaly(input)) };
};

const waitingOf = ({ id, opened, changed, score }: IncidentState): Waiting => ({
  id,
  opened,
  changed,
  nats: score.nats,
  probability: score.probability,
});

/** When an incident, or what may be split from it, counts as opened. */
const possibleOpenings = ({ opened, records }: IncidentState): readonly number[] => [
  opened,
  ...records.filter((record) => record.opens).map((record) => record.windowEnd),
];

const parseState = (text: string, tenant: string): SavedState => {
  let state: SavedState;
  try {
    state = JSON.parse(text) as SavedState;
  } catch (cause) {
    throw new StateError('The saved state of incidents is not JSON; delete it to rebuild it by replay.', { cause });
  }
  if (state.version !== STATE_VERSION) {
    throw new StateError(
      `The saved state of incidents has version ${String(state.version)}, not ${STATE_VERSION}; delete it to rebuild it by replay.`,
    );
  }
  if (state.tenant !== tenant) throw new StateError(`The saved state of incidents belongs to tenant ${state.tenant}, not ${tenant}.`);
  return state;
};

/**
 * @param snapshot text of `snapshot()` to go on from
 * @throws StateError if the snapshot is of another version or tenant
 */
export const createCorrelator = (options: CorrelatorOptions, snapshot?: string): Correlator => {
  const { tenant } = options;
  const openAt = options.openAt ?? 1e-3;
  const budget = { perDay: options.alertBudgetPerDay, floor: options.hardFloor ?? 1e-6 };
  const saved = snapshot === undefined ? undefined : parseState(snapshot, tenant);
  const correlation = new Correlation({ openAt, weakAt: contextFor(openAt) }, saved?.correlation);
  const regulation = new SelfRegulation(saved?.regulation);
  const kinds = new KindRates(saved?.kinds);
  const models = new Map((saved?.models ?? []).map((model) => [model.name, model]));
  const waiting = new Map(
    (saved?.waiting ?? []).map((document): [string, Unadopted] => [
      document.throughline.id,
      { windowEnd: Date.parse(document['@timestamp']), document: () => document },
    ]),
  );
  const built = new Map<string, { readonly state: IncidentState; readonly standing: Standing; readonly document: IncidentDocument }>();
  let started = saved?.started ?? null;
  let past = saved?.past ?? [];

  const take = (observation: Observation, anomalies: AnomalyDocument[], changed: Set<string>, removed: Set<string>): void => {
    const { finding, models: fitting } = observation;
    if (correlation.knows(finding.id)) return;
    for (const model of fitting) models.set(model.name, model);
    started = Math.min(started ?? Infinity, finding.windowStart);
    const severity = regulation.regulate(finding, fitting);
    const exception = options.exceptionOf?.(observation);
    if (exception !== undefined) {
      const excepted = { ...severity, after: 'low' as const, reason: `expected by the configuration: ${exception}` };
      if (finding.probability <= openAt) anomalies.push(buildAnomaly({ finding, models: fitting, tenant, severity: excepted }));
      return;
    }
    const telling = kinds.telling(finding.unit, fitting);
    const kind = kinds.judge(finding.unit, fitting, finding.windowEnd, finding.probability);
    const rarity = finding.unit === 'alert' ? finding.surprisal : jointSurprisal(finding.surprisal, kind, CONTEXT_PROBABILITY);
    const opens = rarity >= -Math.log(openAt) && (finding.unit === 'alert' || finding.probability <= Math.max(OPENS_AT_MOST, openAt));
    const record = recordObservation(observation, { weight: severity.weight, weak: finding.probability > openAt, opens, kind, telling });
    const input = { finding, models: fitting, tenant, severity };
    const change = correlation.add(record);
    if (record.weak) waiting.set(record.id, unadopted(input));
    else anomalies.push(buildAnomaly(input));
    for (const id of change.adopted) {
      const adopted = waiting.get(id);
      if (adopted === undefined) continue;
      waiting.delete(id);
      anomalies.push(adopted.document());
    }
    for (const id of change.changed) {
      changed.add(id);
      removed.delete(id);
    }
    for (const id of change.removed) {
      changed.delete(id);
      removed.add(id);
    }
    for (const [id, other] of waiting) {
      if (other.windowEnd >= finding.windowEnd - LINK_HORIZON) break;
      waiting.delete(id);
    }
  };

  const ranked = (): readonly IncidentState[] =>
    [...correlation.incidents.values()].sort(
      (a, b) => b.score.nats - a.score.nats || b.score.sum - a.score.sum || a.opened - b.opened || (a.id < b.id ? -1 : 1),
    );

  const judged = (): readonly (readonly [IncidentState, Standing])[] => {
    const incidents = ranked();
    const standing = standings(incidents.map(waitingOf), budget, started ?? 0, past);
    return incidents.flatMap((incident) => {
      const one = standing.get(incident.id);
      return one === undefined ? [] : [[incident, one] as const];
    });
  };

  const proposals = (incident: IncidentState, standing: Standing): readonly ActionDocument[] =>
    standing.needsPerson ? proposeActions(incident, models, tenant) : [];

  const documentOf = (incident: IncidentState, standing: Standing): IncidentDocument => {
    const known = built.get(incident.id);
    const same = known?.state === incident && known.standing.reason === standing.reason && known.standing.queue === standing.queue;
    if (known !== undefined && same) return known.document;
    const actions = proposals(incident, standing).map((action) => action.throughline.id);
    const document = buildIncident({ incident, models, tenant, standing, actions });
    built.set(incident.id, { state: incident, standing, document });
    return document;
  };

  return {
    openAt,
    step: (observations) => {
      const anomalies: AnomalyDocument[] = [];
      const changed = new Set<string>();
      const removed = new Set<string>();
      const ordered = [...observations].sort(
        (a, b) => a.finding.windowEnd - b.finding.windowEnd || (a.finding.id < b.finding.id ? -1 : a.finding.id > b.finding.id ? 1 : 0),
      );
      for (const observation of ordered) take(observation, anomalies, changed, removed);
      return { anomalies, changed: [...changed], removed: [...removed] };
    },
    incidents: () => judged().map(([incident, standing]) => documentOf(incident, standing)),
    actions: () => judged().flatMap(([incident, standing]) => proposals(incident, standing)),
    retire: (now) => {
      const incidents = ranked();
      const closed = incidents.filter((incident) => correlation.isClosed(incident, now));
      const open = incidents.filter((incident) => !correlation.isClosed(incident, now));
      const final = finalStandings(closed.map(waitingOf), open.flatMap(possibleOpenings), budget, started ?? 0, past);
      const done = closed.flatMap((incident) => {
        const standing = final.get(incident.id);
        return standing === undefined ? [] : [[incident, standing] as const];
      });
      const retired: RetiredIncidents = {
        incidents: done.map(([incident, standing]) => documentOf(incident, standing)),
        actions: done.flatMap(([incident, standing]) => proposals(incident, standing)),
      };
      correlation.retire([...final.keys()]);
      for (const id of final.keys()) built.delete(id);
      const since = Math.min(...[now, ...[...correlation.incidents.values()].map(({ changed }) => changed)].map(countedFrom));
      past = [...past, ...done.map(([{ opened, score }]) => ({ opened, nats: score.nats }))].filter(({ opened }) => opened >= since);
      return retired;
    },
    snapshot: () => {
      const state: SavedState = {
        version: STATE_VERSION,
        tenant,
        started,
        models: [...models.values()],
        waiting: [...waiting.values()].map(({ document }) => document()),
        past,
        correlation: correlation.state(),
        regulation: regulation.state(),
        kinds: kinds.state(),
      };
      return JSON.stringify(state);
    },
  };
};
