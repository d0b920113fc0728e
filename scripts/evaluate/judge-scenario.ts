import type { ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';
import type { TruthRow } from '../../src/simulation/simulated-record.js';
import type { JudgedIncident } from './judge-incidents.js';

/** How well one attack in one estate was found. */
export interface ScenarioResult {
  readonly scenario: ScenarioName;
  readonly seed: number;
  /** One incident cites a key event of it. */
  readonly found: boolean;
  /** In the whole queue, 1 first; null if not found. */
  readonly rank: number | null;
  /** Among incidents that hold no event of any attack, plus this one. */
  readonly rankAmongBenign: number | null;
  readonly needsPerson: boolean;
  readonly queue: string;
  readonly score: number;
  readonly title: string;
  /** Incidents over which its key events are spread. */
  readonly split: number;
  /** Stages with a key event: how many there are, which of them the incident cites, which it lacks. */
  readonly stages: number;
  readonly covered: readonly string[];
  readonly missing: readonly string[];
  readonly domains: readonly string[];
  readonly models: readonly string[];
  readonly missingModels: readonly string[];
  readonly actions: readonly string[];
  readonly disableUserProposed: boolean;
  /** Hours from the decisive event (salesloft: the DELETE; else the first key event) to `opened`; negative if open before. */
  readonly delayHours: number | null;
  /** Opened since the attack began, and no later than the end of the one-hour window that holds the decisive event. */
  readonly atFirstWindow: boolean;
  /** Share of the incident's anomalies that cite no event of the attack. */
  readonly foreignShare: number;
  /** Other attacks of the estate that were drawn into the same incident. */
  readonly mergedWith: readonly string[];
  /** What stands above it without belonging to any attack. */
  readonly above: readonly { readonly title: string; readonly score: number; readonly drivers: readonly string[] }[];
  readonly drivers: readonly string[];
}

const HOUR = 3_600_000;

/** The models that the published reference case shows. */
export const REFERENCE_MODELS = [
  'SaaS / Access / Unusual External Source for SaaS Credential Use',
  'SaaS / Compromise / Login From Rare Endpoint While User Is Active',
  'SaaS / Compliance / Anomalous Salesforce API Event',
  'SaaS / Unusual Activity / Multiple Unusual SaaS Activities',
  'Response / SaaS / Unusual Activity Block',
  'Response / SaaS / Suspicious Source Activity Block',
] as const;

const keyStages = (rows: Iterable<TruthRow>): ReadonlySet<string> => {
  const stages = new Set<string>();
  for (const row of rows) if (row.key) stages.add(row.stage);
  return stages;
};

function decisiveTime(scenario: ScenarioName, rows: readonly TruthRow[]): number {
  const keys = rows.filter((row) => row.key);
  const decisive = scenario === 'salesloft' ? keys.find((row) => row.stage === 'defense-evasion') : keys[0];
  return decisive?.time ?? 0;
}

/** Judges one attack: the incident that cites most of its key stages (then most rows, then the higher rank) stands for it. */
export function judgeScenario(
  scenario: ScenarioName,
  seed: number,
  rows: readonly TruthRow[],
  incidents: readonly JudgedIncident[],
): ScenarioResult {
  const holders = incidents
    .map((incident) => ({ incident, rows: incident.truth.get(scenario) ?? new Set<TruthRow>() }))
    .map((holder) => ({ ...holder, stages: keyStages(holder.rows) }))
    .filter((holder) => holder.stages.size > 0)
    .sort((a, b) => b.stages.size - a.stages.size || b.rows.size - a.rows.size || a.incident.rank - b.incident.rank);
  const main = holders[0];
  const stages = [...keyStages(rows)];
  const benign = incidents.filter((incident) => incident.truth.size === 0);
  const above = main === undefined ? benign : benign.filter((incident) => incident.rank < main.incident.rank);
  const decisive = decisiveTime(scenario, rows);
  const begun = Math.min(...rows.map((row) => row.time));
  const incident = main?.incident;
  const models = incident?.models ?? [];
  const covered = stages.filter((stage) => main?.stages.has(stage) === true);
  return {
    scenario,
    seed,
    found: main !== undefined,
    rank: incident?.rank ?? null,
    rankAmongBenign: main === undefined ? null : above.length + 1,
    needsPerson: incident?.needsPerson ?? false,
    queue: incident?.queue ?? '',
    score: incident?.score ?? 0,
    title: incident?.title ?? '',
    split: holders.length,
    stages: stages.length,
    covered,
    missing: stages.filter((stage) => !covered.includes(stage)),
    domains: incident?.domains ?? [],
    models,
    missingModels: scenario === 'salesloft' ? REFERENCE_MODELS.filter((model) => !models.includes(model)) : [],
    actions: incident?.actions ?? [],
    disableUserProposed: incident?.actions.some((action) => action.startsWith('disable-user ')) ?? false,
    delayHours: incident === undefined ? null : (incident.opened - decisive) / HOUR,
    atFirstWindow: incident !== undefined && incident.opened >= begun && incident.opened <= (Math.floor(decisive / HOUR) + 1) * HOUR,
    foreignShare: incident === undefined ? 0 : incident.benignAnomalies / Math.max(1, incident.anomalies),
    mergedWith: incident === undefined ? [] : [...incident.truth.keys()].filter((name) => name !== scenario),
    above: above.slice(0, 5).map(({ title, score, drivers }) => ({ title, score, drivers })),
    drivers: incident?.drivers ?? [],
  };
}
