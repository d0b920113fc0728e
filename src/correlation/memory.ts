import ipaddr from 'ipaddr.js';
import type { FindingEntity } from '../detection/finding.js';
import { causesOf } from './causes.js';
import type { IncidentState, IncidentTie } from './incident-state.js';
import { domainFactor, entitiesById, HUB } from './link.js';
import type { ObservationRecord } from './observation.js';
import type { EntityRarity } from './rarity.js';
import { orderFactor } from './tactics.js';

const DAY = 86_400_000;
/** What an attacker used, or whom, is remembered for so long and fades with this time constant. */
const MEMORY = 45 * DAY;
/** Nats from which on an incident is serious enough to be recognised by whoever shares its addresses: 1 in 1,000. */
const SERIOUS = Math.log(1e3);
/** Nats from which on its accounts are: an account is seen every day, an address of an intruder is not. */
const SERIOUS_FOR_ACCOUNTS = 10;
/** An account carries its part of it from here on. */
const IMPLICATED = 5;
/** Rarity in the estate below which an address or domain is not the attacker's own. */
const OWN_INFRASTRUCTURE = 0.5;

/** Rarity from which on a range of addresses is nobody else's: touched by two of 1,000 or fewer. */
const RARE_RANGE = 0.8;

const FACTOR = { infrastructure: 1, network: 0.8, account: 0.6 } as const;

/** Of as rare a kind only one unusual window in twenty is. */
const TELLING = Math.log(20);

/** How an intruder who has had an account stays or comes back. A next odd working hour is not among them. */
const COMING_BACK: ReadonlySet<string> = new Set(['persistence', 'privilege-escalation', 'credential-access', 'defense-evasion']);

const staysOrComesBack = ({ kind, tactics }: ObservationRecord): boolean =>
  kind >= TELLING && tactics.some((tactic) => COMING_BACK.has(tactic));

const NOBODY: ReadonlySet<string> = new Set();

/** The network it came from is itself a departure of the account's. */
const isFromStrangeNetwork = (record: ObservationRecord): boolean => causesOf(record, NOBODY).has('origin');

/** Something by which an incident would be recognised again. */
export interface Trace {
  readonly key: string;
  readonly kind: keyof typeof FACTOR;
  /** False where the incident is too mild to be recognised by anybody but those who took part, coming back to stay. */
  readonly serious: boolean;
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

/** True for an address, or a range `192.0.2.0/24` standing for its addresses, that can be reached from anywhere. */
const isOutsideAddress = (entity: FindingEntity): boolean => {
  if (entity.type !== 'address') return false;
  const [address = ''] = entity.id.slice(entity.id.indexOf(':') + 1).split('/');
  return ipaddr.isValid(address) && !INSIDE.has(ipaddr.process(address).range());
};

const isRange = (entity: FindingEntity): boolean => entity.id.includes('/');

/** True for an outside address, range or domain that the events themselves name. */
export const isInfrastructure = (entity: FindingEntity): boolean =>
  entity.hops === 0 && (entity.type === 'domain' || isOutsideAddress(entity));

const keepLatest = (traces: Map<string, Trace>, trace: Trace): void => {
  const known = traces.get(trace.key);
  if (known === undefined || trace.last >= known.last) traces.set(trace.key, trace);
};

/**
 * What to recognise an incident by: rare outside addresses, ranges and domains of its strong observations, and
 * accounts that carry most of the evidence themselves where the incident is grave.
 */
export const tracesOf = (incident: IncidentState, rarity: EntityRarity): readonly Trace[] => {
  const serious = incident.score.nats >= SERIOUS;
  const traces = new Map<string, Trace>();
  const implicated = new Map<string, number>();
  for (const record of incident.records) {
    if (record.weak) continue;
    for (const entity of record.entities) {
      if (!isInfrastructure(entity) || rarity.estateRarity(entity.commonness) < OWN_INFRASTRUCTURE) continue;
      const common = { name: entity.name, commonness: entity.commonness, record: record.id, last: record.lastEvent };
      keepLatest(traces, { key: entity.id, kind: isRange(entity) ? 'network' : 'infrastructure', serious, ...common });
    }
    const { subject } = record;
    if (subject.type !== 'user' && subject.type !== 'service') continue;
    const nats = Math.max(implicated.get(subject.id) ?? 0, record.surprisal * record.weight);
    implicated.set(subject.id, nats);
    const common = { name: subject.name, commonness: subject.commonness, record: record.id, last: record.lastEvent };
    keepLatest(traces, { key: subject.id, kind: 'account', serious, ...common });
  }
  return [...traces.values()].filter(
    (trace) => trace.kind !== 'account' || (incident.score.nats >= SERIOUS_FOR_ACCOUNTS && (implicated.get(trace.key) ?? 0) >= IMPLICATED),
  );
};

/** Keys under which an observation may be recognised. */
export const recognisableKeys = (record: ObservationRecord): readonly string[] =>
  [...entitiesById(record).values()].filter((entity) => entity.hops === 0).map((entity) => entity.id);

/**
 * Link of an observation to a remembered incident: IDF × 0.6–1 by kind of trace × exp(−gap / 45 d) × D. The order factor is
 * the best over all stages of the incident, because an intruder who comes back starts over. Neighbours in a network are often
 * strangers: a range counts only for somebody who took part, or where hardly anyone else of the estate is seen in it. An account alone does
 * not suffice either: the observation must be strong itself and one of the ways to stay. An incident that is not serious is recognised only
 * where somebody who took part opens another by a way to stay, from a rare address or range that is still strange to the account: who gets used
 * to a new network at home or abroad does not. Worked: the same rare address after 20 days:
 * 0.82 × 1 × 0.64 × 1 = 0.53; the same account with a new access key after 20 days: 0.82 × 0.6 × 0.64 = 0.32; the same
 * account with an odd sign-in after 14 days: 0.
 */
export const rememberedWeight = (trace: Trace, incident: IncidentState, later: ObservationRecord, rarity: EntityRarity): number => {
  if (!trace.serious && !(later.opens && staysOrComesBack(later) && isFromStrangeNetwork(later))) return 0;
  const gap = Math.max(0, later.firstEvent - trace.last);
  if (gap > MEMORY) return 0;
  const entity = entitiesById(later).get(trace.key);
  if (entity === undefined) return 0;
  if (trace.kind === 'network' || !trace.serious) {
    const tookPart = incident.records.some((record) => record.subject.id === later.subject.id);
    const isRare = rarity.estateRarity(Math.max(trace.commonness, entity.commonness)) >= RARE_RANGE;
    if (trace.serious ? !tookPart && (later.weak || !isRare) : !tookPart || !isRare) return 0;
  }
  if (trace.kind === 'account') {
    const doesIt = entity.role === 'actor' || entity.id === later.subject.id || entity.role === 'target';
    if (!doesIt || !staysOrComesBack(later)) return 0;
  }
  const tie = rarity.weight(trace.key, Math.max(trace.commonness, entity.commonness));
  if (tie < HUB) return 0;
  const source = incident.records.find((record) => record.id === trace.record);
  const order = Math.max(...incident.records.map((record) => orderFactor(record.tactics, later.tactics)));
  const domain = source === undefined ? 1 : domainFactor(source, later);
  return tie * FACTOR[trace.kind] * Math.exp(-gap / MEMORY) * order * domain;
};

/** Ids of records that joined because they touch an address, range or domain by which the incident is remembered. */
export const recognisedIn = ({ records, ties }: Pick<IncidentState, 'records' | 'ties'>): ReadonlySet<string> => {
  const byId = new Map(records.map((record) => [record.id, record]));
  const infrastructure = ({ to, via }: IncidentTie): boolean =>
    byId.get(to)?.entities.some((entity) => isInfrastructure(entity) && via.includes(entity.name)) === true;
  return new Set(ties.filter((tie) => tie.remembered && infrastructure(tie)).map((tie) => tie.to));
};

/** Observations after this no longer recognise the incident. */
export const forgottenAfter = (incident: IncidentState): number => incident.changed + MEMORY;
