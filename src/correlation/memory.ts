import ipaddr from 'ipaddr.js';
import type { FindingEntity } from '../detection/finding.js';
import type { IncidentState } from './incident-state.js';
import { domainFactor, entitiesById, HUB } from './link.js';
import type { ObservationRecord } from './observation.js';
import type { EntityRarity } from './rarity.js';
import { orderFactor } from './tactics.js';

const DAY = 86_400_000;
/** What an attacker used, or whom, is remembered for so long and fades with this time constant. */
const MEMORY = 45 * DAY;
/** Nats from which on an incident is serious enough to be remembered. */
export const SERIOUS = 18;
/** Rarity in the estate below which an address or domain is not the attacker's own. */
const OWN_INFRASTRUCTURE = 0.5;

const FACTOR = { infrastructure: 1, network: 0.8, account: 0.6 } as const;

/** How an intruder who has had an account stays or comes back. A next odd working hour is not among them. */
const COMING_BACK: ReadonlySet<string> = new Set(['persistence', 'privilege-escalation', 'credential-access', 'defense-evasion']);

/** Something by which a serious incident would be recognised again. */
export interface Trace {
  readonly key: string;
  readonly kind: keyof typeof FACTOR;
  readonly name: string;
  readonly commonness: number;
  /** Last record that touched it, and when. */
  readonly record: string;
  readonly last: number;
}

/** Ranges that are never an attacker's own; documentation ranges are left in, exercises use them. */
const INSIDE: ReadonlySet<string> = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
  'broadcast',
  'multicast',
]);

/** Key of the network of a public address (/24, or /48 of IPv6), else ''. */
export const networkKey = (entity: FindingEntity): string => {
  if (entity.type !== 'address') return '';
  const text = entity.id.slice(entity.id.indexOf(':') + 1);
  try {
    const address = ipaddr.process(text);
    if (INSIDE.has(address.range())) return '';
    const bytes = address.toByteArray();
    const kept = address.kind() === 'ipv4' ? 3 : 6;
    return `network:${address.kind()}:${bytes.slice(0, kept).join('.')}`;
  } catch {
    return '';
  }
};

const isPublicAddress = (entity: FindingEntity): boolean => networkKey(entity) !== '';

const isInfrastructure = (entity: FindingEntity): boolean =>
  entity.hops === 0 && (entity.type === 'domain' || (entity.type === 'address' && isPublicAddress(entity)));

const keepLatest = (traces: Map<string, Trace>, trace: Trace): void => {
  const known = traces.get(trace.key);
  if (known === undefined || trace.last >= known.last) traces.set(trace.key, trace);
};

/**
 * What to recognise an incident by: rare outside addresses and domains of its strong observations with their networks, and
 * accounts that carry most of the evidence themselves. Empty unless the incident is serious.
 */
export const tracesOf = (incident: IncidentState, rarity: EntityRarity): readonly Trace[] => {
  if (incident.score.nats < SERIOUS) return [];
  const traces = new Map<string, Trace>();
  const implicated = new Map<string, number>();
  for (const record of incident.records) {
    if (record.weak) continue;
    for (const entity of record.entities) {
      if (!isInfrastructure(entity) || rarity.estateRarity(entity.commonness) < OWN_INFRASTRUCTURE) continue;
      const common = { name: entity.name, commonness: entity.commonness, record: record.id, last: record.lastEvent };
      keepLatest(traces, { key: entity.id, kind: 'infrastructure', ...common });
      const network = networkKey(entity);
      if (network !== '') keepLatest(traces, { key: network, kind: 'network', ...common });
    }
    const { subject } = record;
    if (subject.type !== 'user' && subject.type !== 'service') continue;
    const nats = Math.max(implicated.get(subject.id) ?? 0, record.surprisal * record.weight);
    implicated.set(subject.id, nats);
    const common = { name: subject.name, commonness: subject.commonness, record: record.id, last: record.lastEvent };
    keepLatest(traces, { key: subject.id, kind: 'account', ...common });
  }
  return [...traces.values()].filter((trace) => trace.kind !== 'account' || (implicated.get(trace.key) ?? 0) >= SERIOUS / 2);
};

/** Keys under which an observation may be recognised. */
export const recognisableKeys = (record: ObservationRecord): readonly string[] => {
  const keys = new Set<string>();
  for (const entity of entitiesById(record).values()) {
    if (entity.hops > 0) continue;
    keys.add(entity.id);
    const network = isInfrastructure(entity) ? networkKey(entity) : '';
    if (network !== '') keys.add(network);
  }
  return [...keys];
};

/**
 * Link of an observation to a remembered incident: IDF × 0.6–1 by kind of trace × exp(−gap / 45 d) × D. The order factor is
 * the best over all stages of the incident, because an intruder who comes back starts over. Neighbours in a network are often
 * strangers: it counts only for somebody who took part. An account alone does not suffice either: the observation must be
 * strong itself and one of the ways to stay. Worked: the same rare address after 20 days:
 * 0.82 × 1 × 0.64 × 1 = 0.53; the same account with a new access key after 20 days: 0.82 × 0.6 × 0.64 = 0.32; the same
 * account with an odd sign-in after 14 days: 0.
 */
export const rememberedWeight = (trace: Trace, incident: IncidentState, later: ObservationRecord, rarity: EntityRarity): number => {
  const gap = Math.max(0, later.firstEvent - trace.last);
  if (gap > MEMORY) return 0;
  if (trace.kind === 'network' && !incident.records.some((record) => record.subject.id === later.subject.id)) return 0;
  if (trace.kind === 'account') {
    const entity = entitiesById(later).get(trace.key);
    const doesIt = entity !== undefined && (entity.role === 'actor' || entity.id === later.subject.id || entity.role === 'target');
    if (!doesIt || later.weak || !later.tactics.some((tactic) => COMING_BACK.has(tactic))) return 0;
  }
  const tie = rarity.weight(trace.key, trace.commonness);
  if (tie < HUB) return 0;
  const source = incident.records.find((record) => record.id === trace.record);
  const order = Math.max(...incident.records.map((record) => orderFactor(record.tactics, later.tactics)));
  const domain = source === undefined ? 1 : domainFactor(source, later);
  return tie * FACTOR[trace.kind] * Math.exp(-gap / MEMORY) * order * domain;
};

/** Observations after this no longer recognise the incident. */
export const forgottenAfter = (incident: IncidentState): number => incident.changed + MEMORY;
