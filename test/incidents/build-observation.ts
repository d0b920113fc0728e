import type { Domain } from '../../src/activity/domains.js';
import type { Observation } from '../../src/correlation/observation.js';
import type { EvidenceEvent, Finding, FindingEntity, UnitKind } from '../../src/detection/finding.js';
import type { Model, ProposedAction } from '../../src/detection/model.js';
import { FACETS } from '../../src/detection/facet-catalogue.js';
import type { FacetDocument } from '../../src/documents/anomaly.js';
import type { EntityRole, Severity, Tactic } from '../../src/documents/common.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2);

/** Milliseconds of an hour of the story, hour 0 being 2026-03-02T00:00Z. */
export const at = (hour: number): number => START + hour * HOUR;

export const entity = (
  id: string,
  role: EntityRole,
  options: { readonly hops?: 0 | 1; readonly commonness?: number } = {},
): FindingEntity => {
  const [type, name] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  return { id, name, type: type as FindingEntity['type'], role, hops: options.hops ?? 0, commonness: options.commonness ?? 0.001 };
};

export const facet = (name: string, probability: number, value: string, rest: Partial<FacetDocument> = {}): FacetDocument => {
  const definition = FACETS.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`no facet ${name}`);
  return {
    name,
    family: definition.family,
    label: definition.label,
    value,
    observed: null,
    unit: '',
    typical: '',
    typical_low: null,
    typical_high: null,
    histogram: [],
    histogram_index: -1,
    seen: 0,
    history: 412,
    peers_sharing: 0,
    peers: 212,
    estate_sharing: 0,
    probability_own: probability,
    probability_peers: probability,
    probability,
    surprisal: -Math.log(probability),
    detail: '',
    ...rest,
  };
};

export interface ModelSketch {
  readonly name: string;
  readonly tactic: Tactic;
  readonly sentence?: string;
  readonly severity?: Severity;
  readonly actions?: readonly ProposedAction[];
  readonly falsePositives?: readonly string[];
  readonly operation?: string;
}

export const model = (sketch: ModelSketch): Model => ({
  name: sketch.name,
  description: `${sketch.name}.`,
  unit: ['account', 'mailbox', 'device'],
  when: sketch.operation === undefined ? { combined: 1e-3 } : { operation: sketch.operation },
  attack: { tactic: sketch.tactic, techniques: [{ id: 'T1078', name: 'Valid Accounts' }] },
  severity: sketch.severity ?? 'high',
  sentence: sketch.sentence ?? '{actor} did {operation} in {service} from {source}.',
  actions: sketch.actions ?? [],
  false_positives: sketch.falsePositives ?? ['A planned change by the owner of the account.'],
});

export interface ObservationSketch {
  readonly hour: number;
  readonly subject: FindingEntity;
  readonly others?: readonly FindingEntity[];
  readonly models?: readonly Model[];
  readonly unit?: UnitKind;
  readonly probability: number;
  readonly domain?: Domain;
  readonly facets?: readonly FacetDocument[];
  readonly facts?: readonly string[];
  readonly operations?: readonly string[];
  readonly minutes?: number;
  readonly id?: string;
  readonly service?: string;
}

const addressOf = (entities: readonly FindingEntity[]): string => entities.find((one) => one.type === 'address')?.name ?? '';

/** One hour of one entity, with one event an operation, ten minutes apart unless told. */
export const observation = (sketch: ObservationSketch): Observation => {
  const start = at(Math.floor(sketch.hour));
  const first = at(sketch.hour);
  const entities = [sketch.subject, ...(sketch.others ?? [])];
  const operations = sketch.operations ?? ['Read'];
  const domain = sketch.domain ?? 'saas';
  const id = sketch.id ?? `${sketch.subject.name}-${sketch.hour}-${operations.join('-')}`;
  const events: EvidenceEvent[] = operations.map((action, index) => ({
    id: `${id}-e${index}`,
    source: `${domain}.audit`,
    time: first + index * (sketch.minutes ?? 10) * 60_000,
    domain,
    action,
    actionClass: 'other',
    outcome: 'success',
    actor: sketch.subject.name,
    target: '',
    service: sketch.service ?? 'Salesforce',
    resource: '',
    container: '',
    client: '',
    sourceIp: addressOf(entities),
    country: '',
    destination: entities.find((one) => one.role === 'destination')?.name ?? '',
    userAgent: '',
    count: 1,
    bytesOut: 0,
    records: 0,
  }));
  const facets = sketch.facets ?? [facet('action', sketch.probability, operations[0] ?? '')];
  const finding: Finding = {
    id,
    unit: sketch.unit ?? 'account',
    entity: sketch.subject,
    entities,
    windowStart: start,
    windowEnd: start + HOUR,
    firstEvent: first,
    lastEvent: events.at(-1)?.time ?? first,
    facets,
    facts: new Map((sketch.facts ?? []).map((fact) => [fact, 1])),
    operations: new Map(operations.map((operation) => [operation, 1])),
    domains: [domain],
    sources: [`${domain}.audit`],
    services: [sketch.service ?? 'Salesforce'],
    probability: sketch.probability,
    probabilityOwn: sketch.probability,
    probabilityPeers: sketch.probability,
    probabilityEstate: sketch.probability,
    surprisal: -Math.log(sketch.probability),
    peerGroup: 'integrations',
    peers: 212,
    baselineDays: 20,
    baselineWindows: 160,
    restlessness: 1,
    events,
    eventCount: events.length,
    mode: 'prequential',
  };
  return { finding, models: sketch.models ?? [] };
};

export const byWindow = (a: Observation, b: Observation): number =>
  a.finding.windowEnd - b.finding.windowEnd || (a.finding.id < b.finding.id ? -1 : 1);
