import type { Activity } from '../activity/activity.js';
import { activityAt, type ActivityList } from '../activity/activity-list.js';
import type { ActionClass, Outcome } from '../activity/domains.js';
import type { EvidenceEvent } from './finding.js';
import type { JudgedWindow } from './finding-builder.js';
import { addressPrefix } from './origin.js';
import { KIND_FACETS } from './raw-score.js';
import { ACCOUNT } from './unit-layout.js';

/** Events kept as evidence. */
const MOST_EVENTS = 64;

/** Classes of which every event is worth keeping. */
const TELLING: ReadonlySet<string> = new Set([
  'bulk-job',
  'job-deleted',
  'data-export',
  'credential-added',
  'account-created',
  'consent-granted',
  'mailbox-rule',
  'mail-forwarding',
  'transport-rule',
  'logging-changed',
  'mfa-changed',
  'role-granted',
  'trust-changed',
  'policy-changed',
  'secret-read',
  'snapshot-shared',
  'network-exposed',
  'code-changed',
  'compute-launched',
  'code-executed',
  'remote-session',
  'resource-deleted',
  'file-shared-external',
  'sharing-changed',
  'mail-click',
  'alert',
  'sign-in',
]);

/** Facets of an account that speak of where it acted from, by position. */
const ORIGINS: ReadonlySet<number> = new Set(
  ['origin-network', 'origin-prefix', 'origin-country', 'origin-behaviour'].map((name) => KIND_FACETS[ACCOUNT]?.position.get(name) ?? -1),
);

/**
 * The events that tell most: those that showed a surprising value, those from a surprising address range (if none is, from that of a surprising
 * value), changes and other telling classes, then one of each operation, then the rest in order of time. Returned most telling first.
 */
export function evidenceEvents(unit: JudgedWindow, activities: ActivityList): readonly EvidenceEvent[] {
  const { window, score, raw } = unit;
  const basisRank = new Map<number, number>();
  const strange = new Set<string>();
  const others = new Set<string>();
  const destinations = new Set<string>();
  raw.basis.forEach((basis, facet) => {
    const surprisal = score.facets[facet] ?? 0;
    const activity = basis === undefined || basis.index < 0 ? undefined : activities.at(basis.index);
    if (basis === undefined || activity === undefined || surprisal < 2) return;
    basisRank.set(basis.index, Math.max(basisRank.get(basis.index) ?? 0, surprisal));
    if (surprisal >= 4 && activity.sourceIp !== '' && window.kind === ACCOUNT)
      (ORIGINS.has(facet) ? strange : others).add(addressPrefix(activity.sourceIp));
    if (surprisal >= 4 && window.kind === 2) destinations.add(destinationOf(activity));
  });
  const origins = strange.size > 0 ? strange : others;
  const samples = new Samples();
  const ranks = new Float64Array(window.events.length);
  window.events.forEach((index, order) => {
    const activity = activities.at(index);
    ranks[order] = -1;
    if (activity === undefined) return;
    let rank = 0;
    const basis = basisRank.get(index);
    if (basis !== undefined) rank += 100 + basis;
    if (origins.size > 0 && origins.has(addressPrefix(activity.sourceIp))) rank += 40;
    else if (destinations.size > 0 && destinations.has(destinationOf(activity))) rank += 40;
    if (TELLING.has(activity.actionClass) || activity.change !== undefined) rank += 20;
    const seen = samples.take(activity);
    ranks[order] = rank + (seen === 0 ? 15 : seen < 3 ? 5 : 0);
  });
  const orders = Array.from(ranks.keys());
  if (orders.length > 1) orders.sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0) || a - b);
  return orders
    .slice(0, MOST_EVENTS)
    .map((order) => activityAt(activities, window.events[order] ?? -1))
    .filter((activity) => activity !== undefined)
    .map(evidenceOf);
}

/** How many activities of each operation were taken so far. */
class Samples {
  readonly #taken = new Map<string, { readonly actionClass: ActionClass; readonly outcome: Outcome; count: number }[]>();

  /** Counts one; returns how many of its operation came before. */
  take({ actionClass, action, outcome }: Activity): number {
    let alike = this.#taken.get(action);
    if (alike === undefined) {
      alike = [];
      this.#taken.set(action, alike);
    }
    for (const known of alike) {
      if (known.actionClass !== actionClass || known.outcome !== outcome) continue;
      known.count += 1;
      return known.count - 1;
    }
    alike.push({ actionClass, outcome, count: 1 });
    return 0;
  }
}

const destinationOf = (activity: Activity): string => activity.destinationDomain || activity.destinationIp || (activity.dns?.query ?? '');

function evidenceOf(activity: Activity): EvidenceEvent {
  return {
    id: activity.id,
    source: activity.source,
    time: activity.time,
    domain: activity.domain,
    action: activity.action,
    actionClass: activity.actionClass,
    outcome: activity.outcome,
    actor: activity.actorName !== '' ? activity.actorName : (activity.actor[0]?.value ?? activity.device[0]?.value ?? activity.sourceIp),
    target: activity.targetName !== '' ? activity.targetName : (activity.target[0]?.value ?? ''),
    service: activity.service,
    resource: activity.resource,
    container: activity.container,
    client: activity.client,
    sourceIp: activity.sourceIp !== '' ? activity.sourceIp : activity.sourceAddressRaw,
    country: activity.country,
    destination: destinationOf(activity),
    userAgent: activity.userAgent.slice(0, 256),
    count: activity.count,
    bytesOut: activity.bytesOut ?? 0,
    records: activity.records ?? 0,
  };
}
