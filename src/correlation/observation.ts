import type { Domain } from '../activity/domains.js';
import type { EvidenceEvent, Finding, FindingEntity, UnitKind } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { FacetDocument } from '../documents/anomaly.js';
import { documentId } from '../documents/ids.js';
import type { Tactic } from '../documents/common.js';
import { tacticsOf } from './tactics.js';

/** A window of one entity together with the named models that fit it, most specific first; none means Unnamed. */
export interface Observation {
  readonly finding: Finding;
  readonly models: readonly Model[];
}

/** What correlation keeps of an observation: enough to link, score and tell it without the finding. Plain JSON. */
export interface ObservationRecord {
  readonly id: string;
  readonly unit: UnitKind;
  /** What recurs when the same thing happens again: the subject with the models that fit, or with the leading facet. */
  readonly signature: string;
  readonly subject: FindingEntity;
  readonly entities: readonly FindingEntity[];
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly firstEvent: number;
  readonly lastEvent: number;
  readonly domains: readonly Domain[];
  readonly sources: readonly string[];
  readonly services: readonly string[];
  /** In order of the models; read from the leading facet and the facts where no model fits; may be empty. */
  readonly tactics: readonly Tactic[];
  /** −ln of the share of unusual windows of the estate that were of as rare a kind: how telling the models are that named it. */
  readonly kind: number;
  /** Those of the models that name few unusual windows, by which the same way of doing things is recognised. */
  readonly telling: readonly string[];
  /** Names, most specific first. */
  readonly models: readonly string[];
  /** The rule of a third-party alert, else the first model, else `Unnamed`. */
  readonly title: string;
  readonly probability: number;
  readonly surprisal: number;
  /** Weight of severity self-regulation, 0.1–1: how much of the surprise is left after recurrence. */
  readonly weight: number;
  /** Not an anomaly by itself, only context. */
  readonly weak: boolean;
  /** Improbable and of a rare kind enough, together, to open an incident; what is not may join one or open one with others. */
  readonly opens: boolean;
  readonly facets: readonly FacetDocument[];
  readonly facts: readonly (readonly [name: string, count: number])[];
  readonly operations: readonly (readonly [name: string, count: number])[];
  /** Most telling first. */
  readonly events: readonly EvidenceEvent[];
  readonly eventCount: number;
  readonly peers: number;
  readonly baselineDays: number;
  readonly baselineWindows: number;
}

const MAXIMUM_ENTITIES = 24;
const MAXIMUM_FACETS = 8;
const MAXIMUM_OPERATIONS = 8;
const MAXIMUM_EVENTS = 16;

/** −ln of the smallest positive double: more cannot be told apart. */
const MAXIMUM_SURPRISAL = 745;

/** A facet counts as a departure of its own from here on. */
const DEPARTURE = 0.01;

/** Names of the facets that depart, or the leading one alone; sorted. */
export const departures = (facets: readonly FacetDocument[]): readonly string[] => {
  const departing = facets.filter((facet) => facet.probability <= DEPARTURE).map((facet) => facet.name);
  const leading = facets[0]?.name;
  return departing.length === 0 && leading !== undefined ? [leading] : departing.sort();
};

/** What recurs when the same thing happens again to the same entity (algorithms: detector, entity, stable facets). */
export const signatureOf = ({ finding, models }: Observation): string => {
  const names = models.map((model) => model.name).sort();
  const kind = names.length > 0 ? names : [`Unnamed: ${finding.unit} ${finding.facets[0]?.name ?? ''}`];
  return documentId('signature', finding.entity.id, alertRule(finding), ...kind);
};

/** The rule of a third-party alert, or ''. */
export const alertRule = (finding: Finding): string => {
  if (finding.unit !== 'alert') return '';
  const rule = finding.facets.find((facet) => facet.name === 'alert-rarity')?.value ?? '';
  const [operation = ''] = finding.operations.keys();
  return rule || operation || (finding.events[0]?.action ?? '');
};

/** What triage and the rates of kinds make of an observation; see the fields of the record. */
export type Judgement = Pick<ObservationRecord, 'weight' | 'weak' | 'opens' | 'kind' | 'telling'>;

/** The record of an observation. */
export const recordObservation = (observation: Observation, judgement: Judgement): ObservationRecord => {
  const { finding, models } = observation;
  return {
    id: finding.id,
    unit: finding.unit,
    signature: signatureOf(observation),
    subject: finding.entity,
    entities: finding.entities.slice(0, MAXIMUM_ENTITIES),
    windowStart: finding.windowStart,
    windowEnd: finding.windowEnd,
    firstEvent: finding.firstEvent,
    lastEvent: finding.lastEvent,
    domains: finding.domains,
    sources: finding.sources,
    services: finding.services,
    tactics: tacticsOf(finding, models),
    models: models.map((model) => model.name),
    title: alertRule(finding) || (models[0]?.name ?? 'Unnamed'),
    probability: finding.probability,
    surprisal: Math.min(finding.surprisal, MAXIMUM_SURPRISAL),
    ...judgement,
    facets: finding.facets.slice(0, MAXIMUM_FACETS),
    facts: [...finding.facts],
    operations: [...finding.operations].slice(0, MAXIMUM_OPERATIONS),
    events: finding.events.slice(0, MAXIMUM_EVENTS),
    eventCount: finding.eventCount,
    peers: finding.peers,
    baselineDays: finding.baselineDays,
    baselineWindows: finding.baselineWindows,
  };
};
