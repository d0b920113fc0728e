import { DOMAINS } from '../activity/domains.js';
import { ECS_VERSION, relatedOf } from '../analyst/envelope.js';
import { isoTime, rounded } from '../analyst/spoken.js';
import type { EntityDocument } from '../documents/entity.js';
import { documentId } from '../documents/ids.js';
import { validDocument } from '../documents/validate.js';
import type { Entity, EntityResolver } from '../entities/entity-types.js';
import type { Concern, ConcernBook } from './concern-book.js';

const DAY = 86_400_000;
const MOST_NAMES = 20;
/** Profiles written in all: those that something concerns first, then those longest and latest known. */
const MOST_PROFILES = 2_000;
/** Kinds of entity that act or are acted on as somebody or something of the estate; the rest are indicators. */
const PROFILED: ReadonlySet<string> = new Set(['user', 'service', 'app', 'device', 'resource']);

/** Place of an entity that nothing concerns. */
const UNRANKED = Number.MAX_SAFE_INTEGER;

/** Where entities, and what concerns them, are taken from. */
export interface ProfileInput {
  readonly tenant: string;
  readonly registry: EntityResolver;
  readonly concerns: ConcernBook;
}

const concernText = (concern: Concern | undefined): string => {
  if (concern === undefined) return 'nothing unusual';
  const incidents = concern.incidentCount;
  const anomalies = `${String(concern.part)} ${concern.part === 1 ? 'anomaly' : 'anomalies'}`;
  if (incidents === 0) return anomalies;
  return `${anomalies}, ${String(incidents)} ${incidents === 1 ? 'incident' : 'incidents'} of score up to ${String(Math.round(concern.score))}`;
};

const profileOf = (entity: Entity, concern: Concern | undefined, { tenant, registry }: ProfileInput): EntityDocument => {
  const names = registry.aliases(entity.number).map(({ value }) => value);
  const aliases = [...new Set(names)].filter((name) => name !== entity.name);
  const associates = registry.associates(entity.number, entity.lastSeen).map(({ entity: other }) => registry.entity(other).name);
  const domains = concern?.domains ?? new Set<string>();
  return validDocument('entity', {
    '@timestamp': isoTime(entity.lastSeen),
    ecs: { version: ECS_VERSION },
    message: `${entity.name}, ${entity.type}: ${concernText(concern)}`,
    event: {
      kind: 'state',
      action: 'entity',
      start: isoTime(entity.firstSeen),
      end: isoTime(entity.lastSeen),
      risk_score: rounded(concern?.score ?? 0),
    },
    related: relatedOf([entity]),
    throughline: {
      id: documentId('entity', tenant, entity.id),
      kind: 'entity',
      tenant,
      entity: { id: entity.id, name: entity.name, type: entity.type, role: 'actor' },
      profile: {
        known_days: rounded((entity.lastSeen - entity.firstSeen) / DAY),
        aliases: aliases.slice(0, MOST_NAMES),
        alias_count: aliases.length,
        groups: [...entity.groups],
        associates: [...new Set(associates)],
        critical: entity.critical,
        vip: entity.vip,
        anomalies: concern?.anomalies ?? 0,
        part_in_anomalies: concern?.part ?? 0,
        surprisal: rounded(concern?.surprisal ?? 0),
        incidents: concern?.incidentCount ?? 0,
        incident_ids: [...(concern?.incidents ?? [])],
        needs_person: concern?.needsPerson ?? false,
        domains: DOMAINS.filter((domain) => domains.has(domain)),
        models: [...(concern?.models ?? [])].slice(0, MOST_NAMES),
      },
    },
  });
};

/**
 * Profiles of users, services, apps, devices and resources: of all that an anomaly or incident concerns, then of those with
 * the longest history, 2,000 at most, in that order.
 */
export const entityProfiles = (input: ProfileInput): readonly EntityDocument[] => {
  const { registry, concerns } = input;
  const live: Entity[] = [];
  for (let number = 0; number < registry.size; number += 1) {
    if (registry.current(number) !== number) continue;
    const entity = registry.entity(number);
    if (PROFILED.has(entity.type) && entity.lastSeen > 0) live.push(entity);
  }
  const rank = new Map(concerns.ids().map((id, index) => [id, index]));
  const known = (entity: Entity): number => entity.lastSeen - entity.firstSeen;
  live.sort(
    (a, b) =>
      (rank.get(a.id) ?? UNRANKED) - (rank.get(b.id) ?? UNRANKED) ||
      known(b) - known(a) ||
      b.lastSeen - a.lastSeen ||
      (a.id < b.id ? -1 : 1),
  );
  // An application and its service principal may go by one id: one document tells of it, of the one known longer.
  const distinct = new Map<string, Entity>();
  for (const entity of live) if (!distinct.has(entity.id)) distinct.set(entity.id, entity);
  return [...distinct.values()].slice(0, MOST_PROFILES).map((entity) => profileOf(entity, concerns.get(entity.id), input));
};
