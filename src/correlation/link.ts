import { CONTEXT_PROBABILITY } from '../detection/detector.js';
import type { FindingEntity } from '../detection/finding.js';
import { jointSurprisal } from './incident-evidence.js';
import type { ObservationRecord } from './observation.js';
import type { EntityRarity } from './rarity.js';
import { decayTime, orderFactor } from './tactics.js';

/** A link this strong attaches an observation to an incident. */
export const ATTACH = 0.25;
/** A weak observation, of which anybody has some on any day, joins only by a link this strong. */
const ATTACH_WEAK = 0.5;
/** By a tie to nothing but the person's own doings only if probability and kind together are as rare as one window in 100. */
const WORTH_TELLING = Math.log(100);
/** An entity below this never ties anything by itself. */
export const HUB = 0.1;

const HOP = 0.6;
const DOMAIN_CHANGE = 1.3;
/** An entity is tied to its own doings however many others touch it; unlike shared entities it is not evidence of a common cause. */
const SAME_SUBJECT = 0.6;

/** Receiving mail is not an act: unless it was opened or is dangerous in itself, it ties its reader to nothing the reader does. */
const RECEIVED = 0.4;
const PRESSING = new Set(['link-clicked', 'look-alike-domain', 'display-name-impersonation', 'risky-attachment', 'reply-elsewhere']);

const isPressing = (mail: ObservationRecord): boolean => mail.facts.some(([fact]) => PRESSING.has(fact));

export interface Link {
  readonly weight: number;
  /** Names of the shared entities, the strongest first. */
  readonly via: readonly string[];
  /** The strongest of them is the person's own account, mailbox or device. */
  readonly own: boolean;
}

const NO_LINK: Link = { weight: 0, via: [], own: false };

/** Entities of a record by id, the closest part if one plays several. */
export const entitiesById = (record: ObservationRecord): ReadonlyMap<string, FindingEntity> => {
  const byId = new Map<string, FindingEntity>();
  for (const entity of record.entities) {
    const known = byId.get(entity.id);
    if (known === undefined || entity.hops < known.hops) byId.set(entity.id, entity);
  }
  return byId;
};

/** How telling a weak record is: by probability and kind, an alert by how rarely its rule fires. */
const telling = ({ unit, surprisal, kind }: ObservationRecord): number =>
  unit === 'alert' ? surprisal : jointSurprisal(surprisal, kind, CONTEXT_PROBABILITY);

/**
 * True if the link ties the two: a person's ordinary oddities do not belong to whatever else happened to that person. What is of so rare a kind
 * that it opens an incident by itself is none, however probable.
 */
export const isTied = (link: Link, earlier: ObservationRecord, later: ObservationRecord): boolean => {
  const weak = [earlier, later].filter((record) => record.weak && !record.opens);
  if (weak.length === 0) return link.weight >= ATTACH;
  return link.weight >= ATTACH_WEAK && (!link.own || weak.every((record) => telling(record) >= WORTH_TELLING));
};

/** 1.3 where the two come from different domains, else 1. */
export const domainFactor = (earlier: ObservationRecord, later: ObservationRecord): number =>
  earlier.domains.some((domain) => later.domains.includes(domain)) ? 1 : DOMAIN_CHANGE;

/**
 * L(a, b) = max over shared entities e of IDF(e)·0.6^hops × exp(−gap / τ) × C(tactics) × D(domains), for a before b.
 * Worked: the same rare address one hour apart, a step forward within a domain: 0.82 × e^−0.5 = 0.50; the same user three
 * hours apart one step back: 0.82 × e^−1.5 × 0.6 = 0.11, which does not attach.
 */
export const linkScore = (
  earlier: ObservationRecord,
  later: ObservationRecord,
  laterEntities: ReadonlyMap<string, FindingEntity>,
  rarity: EntityRarity,
): Link => {
  const gap = Math.max(0, later.firstEvent - earlier.lastEvent, earlier.firstEvent - later.lastEvent);
  const rest = Math.exp(-gap / decayTime(earlier, later)) * orderFactor(earlier.tactics, later.tactics) * domainFactor(earlier, later);
  if (rest < ATTACH) return NO_LINK;
  const mailOnly = (earlier.unit === 'mailbox') !== (later.unit === 'mailbox') && !isPressing(earlier.unit === 'mailbox' ? earlier : later);
  const ties: { readonly name: string; readonly weight: number; readonly own: boolean }[] = [];
  for (const entity of entitiesById(earlier).values()) {
    const other = laterEntities.get(entity.id);
    if (other === undefined) continue;
    const commonness = Math.max(entity.commonness, other.commonness);
    const tie = rarity.weight(entity.id, commonness);
    const own = entity.id === earlier.subject.id && entity.id === later.subject.id;
    const passive =
      mailOnly && (entity.id === earlier.subject.id || entity.id === later.subject.id || entity.hops + other.hops > 0) ? RECEIVED : 1;
    const weight = (own ? Math.max(tie, SAME_SUBJECT) : tie) * HOP ** (entity.hops + other.hops) * passive;
    const personal = own || entity.hops + other.hops > 0 || entity.id === earlier.subject.id || entity.id === later.subject.id;
    if (weight >= HUB) ties.push({ name: entity.name, weight, own: personal });
  }
  if (ties.length === 0) return NO_LINK;
  ties.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  return { weight: (ties[0]?.weight ?? 0) * rest, via: ties.slice(0, 3).map((tie) => tie.name), own: ties[0]?.own ?? false };
};
