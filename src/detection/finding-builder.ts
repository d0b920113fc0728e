import { activityAt, type ActivityList } from '../activity/activity-list.js';
import { DOMAINS, type Domain } from '../activity/domains.js';
import type { EntityResolver } from '../entities/entity-types.js';
import { documentId } from '../documents/ids.js';
import { findingEntities } from './finding-entities.js';
import type { DetectorState } from './detector-state.js';
import { evidenceEvents } from './evidence.js';
import { addFacts } from './finding-facts.js';
import { facetDocuments } from './facet-documents.js';
import type { Finding } from './finding.js';
import type { TravelFinding } from './account-facets.js';
import type { RawScore } from './raw-score.js';
import type { UnitScore } from './unit-score.js';
import { unitKind } from './unit-layout.js';
import type { Surroundings } from './surroundings.js';
import type { AnyWindow } from './window-builder.js';

/** Everything known of a judged window. */
export interface JudgedWindow {
  readonly window: AnyWindow;
  readonly subject: number;
  readonly raw: RawScore;
  readonly score: UnitScore;
  readonly travel: TravelFinding;
}

export interface FindingContext {
  readonly state: DetectorState;
  readonly resolver: EntityResolver;
  readonly surroundings: Surroundings;
  readonly commonness: (name: string) => number;
  readonly mode: Finding['mode'];
}

const WHOLE_KIND = ['all accounts', 'all mailboxes', 'all devices', 'all that alerts name'] as const;

/** Milliseconds of a window. */
const WINDOW = 3_600_000;

/** Tells a judged window in words, numbers and evidence. Reads state only; called before the window is learned. */
export function buildFinding(unit: JudgedWindow, start: number, activities: ActivityList, context: FindingContext): Finding {
  const { window, subject, score } = unit;
  const { pattern } = context.state;
  const entity = context.resolver.entity(window.entity);
  addFacts(unit, activities, context);
  const facets = facetDocuments(unit, start, activities, context);
  const entities = findingEntities(unit, activities, context);
  const events = evidenceEvents(unit, activities);
  const [domains, sources, services] = [new Set<Domain>(), new Set<string>(), new Set<string>()];
  for (const index of window.events) {
    const activity = activities.at(index);
    if (activity === undefined) continue;
    domains.add(activity.domain);
    sources.add(activity.source);
    if (activity.service !== '') services.add(activity.service);
  }
  const group = pattern.groupOf(subject);
  return {
    id: documentId('anomaly', unitKind(window.kind), entity.id, String(start)),
    unit: unitKind(window.kind),
    entity: entities[0] ?? { id: entity.id, name: entity.name, type: entity.type, role: 'actor', hops: 0, commonness: 0 },
    entities,
    windowStart: start,
    windowEnd: start + WINDOW,
    firstEvent: activityAt(activities, window.events[0] ?? -1)?.time ?? start,
    lastEvent: activityAt(activities, window.events.at(-1) ?? -1)?.time ?? start,
    facets,
    facts: window.facts.toMap(),
    operations: new Map([...window.operations.toMap()].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    domains: DOMAINS.filter((domain) => domains.has(domain)),
    sources: [...sources].sort(),
    services: [...services].sort().slice(0, 16),
    probability: score.probability,
    probabilityOwn: score.probabilityOwn,
    probabilityPeers: score.probabilityPeers,
    probabilityEstate: score.probabilityEstate,
    surprisal: -Math.log(score.probability),
    peerGroup: pattern.groupName(group) === '' ? (WHOLE_KIND[window.kind] ?? 'all') : pattern.groupName(group),
    peers: Math.max(pattern.membersOf(group) - 1, 0),
    baselineDays: Math.max(0, (start / WINDOW - Math.min(pattern.firstHourOf(subject), start / WINDOW)) / 24),
    baselineWindows: Math.max(0, pattern.windowsOf(subject) - (context.mode === 'retrospective' ? 1 : 0)),
    restlessness: score.restlessness,
    events,
    eventCount: window.eventCount,
    mode: context.mode,
  };
}
