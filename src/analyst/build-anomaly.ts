import { alertRule } from '../correlation/observation.js';
import { presentedScore } from '../correlation/incident-score.js';
import type { Finding } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { Severity } from '../documents/common.js';
import { validDocument } from '../documents/validate.js';
import { categoriesOf, ECS_VERSION, referenceOf, relatedOf } from './envelope.js';
import { facetInWords } from './facet-words.js';
import { cutMiddle, isoTime, rounded, spokenOdds } from './spoken.js';
import { threatOf } from './threat.js';

/** Odds that a model's severity prior adds to the surprise, on the four-step scale of criticality. */
const ODDS: Readonly<Record<Severity, number>> = { low: 0.5, medium: 1, high: 1.5, critical: 2 };
const MOST_EVENTS = 64;

export interface AnomalyInput {
  readonly finding: Finding;
  readonly models: readonly Model[];
  readonly tenant: string;
  /** Result of severity self-regulation. */
  readonly severity: { readonly weight: number; readonly before: Severity; readonly after: Severity; readonly reason: string };
}

/** One sentence: who, which model, the leading facet, how rare. */
const messageOf = (finding: Finding, models: readonly Model[]): string => {
  const who = cutMiddle(finding.entity.name, 64);
  const rule = alertRule(finding);
  const what = models[0]?.name ?? (rule === '' ? 'Unnamed' : rule);
  const facet = finding.facets[0];
  const why = facet === undefined || facet.value === '' ? '' : `; ${facetInWords(facet)}`;
  return `${what}: ${who}${why}; ${spokenOdds(finding.probability)}.`;
};

/**
 * The document of an anomaly, valid against its schema. `event.risk_score` is 100·(1 − exp(−(s·w + ln odds) / 20)) with the
 * surprise s, the weight w of self-regulation and the odds of the models' severity prior.
 */
export const buildAnomaly = ({ finding, models, tenant, severity }: AnomalyInput): AnomalyDocument => {
  const prior = models.reduce((most, model) => Math.max(most, ODDS[model.severity]), models.length > 0 ? 0 : 1);
  const risk = presentedScore(finding.surprisal * severity.weight + Math.log(prior));
  return validDocument('anomaly', {
    '@timestamp': isoTime(finding.windowEnd),
    ecs: { version: ECS_VERSION },
    message: messageOf(finding, models),
    event: {
      kind: severity.after === 'high' || severity.after === 'critical' ? 'alert' : 'event',
      category: categoriesOf(finding.domains),
      type: ['info'],
      action: models[0]?.name ?? 'Unnamed',
      start: isoTime(finding.firstEvent),
      end: isoTime(finding.lastEvent),
      risk_score: rounded(risk),
      severity: Math.round(risk),
    },
    related: relatedOf([finding.entity, ...finding.entities]),
    threat: threatOf(models),
    throughline: {
      id: finding.id,
      kind: 'anomaly',
      tenant,
      entity: referenceOf(finding.entity),
      entities: finding.entities.map(referenceOf),
      events: finding.events.slice(0, MOST_EVENTS).map(({ id, source, time }) => ({ id, source, time: isoTime(time) })),
      event_count: finding.eventCount,
      anomaly: {
        unit: finding.unit,
        domains: [...finding.domains],
        sources: [...finding.sources],
        window: { start: isoTime(finding.windowStart), end: isoTime(finding.windowEnd) },
        probability: rounded(finding.probability),
        probability_own: rounded(finding.probabilityOwn),
        probability_peers: rounded(finding.probabilityPeers),
        probability_estate: rounded(finding.probabilityEstate),
        surprisal: rounded(finding.surprisal),
        models: models.length === 0 ? ['Unnamed'] : models.map((model) => model.name),
        facets: [...finding.facets],
        facts: [...finding.facts.keys()],
        severity: severity.after,
        severity_before: severity.before,
        severity_reason: severity.reason,
        peer_group: finding.peerGroup,
        peers: finding.peers,
        baseline_days: rounded(finding.baselineDays),
        baseline_windows: finding.baselineWindows,
        restlessness: rounded(finding.restlessness),
        mode: finding.mode,
      },
    },
  });
};
