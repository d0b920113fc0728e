import type { Domain } from '../activity/domains.js';
import type { FacetDocument } from '../documents/anomaly.js';
import type { EntityRole, EntityType } from '../documents/common.js';

/** What a window of one entity is about. Each kind has its own facets, covariance and calibrators. */
export const UNIT_KINDS = ['account', 'mailbox', 'device', 'alert'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** One event of the window, kept as evidence. */
export interface EvidenceEvent {
  readonly id: string;
  readonly source: string;
  readonly time: number;
  readonly domain: Domain;
  readonly action: string;
  readonly actionClass: string;
  readonly outcome: string;
  readonly actor: string;
  readonly target: string;
  readonly service: string;
  readonly resource: string;
  readonly container: string;
  readonly client: string;
  readonly sourceIp: string;
  readonly country: string;
  readonly destination: string;
  readonly userAgent: string;
  readonly count: number;
  readonly bytesOut: number;
  readonly records: number;
}

/** An entity that takes part in a finding. */
export interface FindingEntity {
  readonly id: string;
  readonly name: string;
  readonly type: EntityType;
  readonly role: EntityRole;
  /** 0: named by the events themselves. 1: reached through a login, lease or mail address valid at the time. */
  readonly hops: 0 | 1;
  /** Share of the estate's entities that touched it in the last 30 days, 0–1: tells a NAT gateway from a rare address. */
  readonly commonness: number;
}

/**
 * A window of one entity with what was judged about it: the input of the named models and, with them, of correlation.
 * Facets come most surprising first and hold only those that applied.
 */
export interface Finding {
  readonly id: string;
  readonly unit: UnitKind;
  readonly entity: FindingEntity;
  /** All that take part, the subject first. */
  readonly entities: readonly FindingEntity[];
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly firstEvent: number;
  readonly lastEvent: number;
  readonly facets: readonly FacetDocument[];
  /**
   * What happened, in the engine's vocabulary, with how often: every action class that occurred (`bulk-job`), a failed one
   * also as `failed:sign-in`, and findings of the detectors (`concurrent-use`); see `facts.ts`.
   */
  readonly facts: ReadonlyMap<string, number>;
  /** Vendor operation names with counts (`New-InboxRule`, `UpdateAccessKey`), most frequent first, at most 64. */
  readonly operations: ReadonlyMap<string, number>;
  readonly domains: readonly Domain[];
  readonly sources: readonly string[];
  /** Human names of the services acted upon. */
  readonly services: readonly string[];
  readonly probability: number;
  readonly probabilityOwn: number;
  readonly probabilityPeers: number;
  readonly probabilityEstate: number;
  readonly surprisal: number;
  readonly peerGroup: string;
  readonly peers: number;
  readonly baselineDays: number;
  readonly baselineWindows: number;
  /** How many times as often as others of its kind the entity was unusual, from 0.5. */
  readonly restlessness: number;
  readonly events: readonly EvidenceEvent[];
  readonly eventCount: number;
  readonly mode: 'prequential' | 'retrospective';
}
