import type { estypes } from '@elastic/elasticsearch';
import type { Activity } from '../../src/activity/activity.js';
import type { Registry } from '../../src/activity/registry.js';
import { matches } from '../activity-query.js';
import type { Answer, CallOptions, Question } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { HitMapper } from './hit-mapper.js';
import { inGroup, type GroupView } from './in-group.js';
import { inMilliseconds } from './read-plan.js';
import { anyOf, EVENT_TIME, readable, within } from './read-query.js';
import { rolledSource } from './rollup-fields.js';
import { inCluster } from './rollup-plan.js';
import { walkLeg } from './walk-leg.js';
import { wholeView } from './whole-view.js';

type Query = estypes.QueryDslQueryContainer;

/** Documents that one question looks at where the cluster cannot tell beforehand which fit. */
const MOST_DOCUMENTS = 200_000;
/** And how long, milliseconds. */
const LONGEST = 60_000;

/** Answers a bounded question: values are bound as values of queries, never as text of a query language. */
export async function askQuestion(gateway: ElasticGateway, registry: Registry, question: Question, options: CallOptions): Promise<Answer> {
  const { sources, window, limit, where } = question;
  const wanted = sources.length === 0 ? registry.mappings.map((mapping) => mapping.name) : sources;
  const fields = wanted.flatMap((source) => Object.values(rolledSource(source)?.keys ?? {}).map((key) => key.field));
  const found: Activity[] = [];
  const end = gateway.pacing.now() + LONGEST;
  let looked = 0;
  const reading = inGroup(gateway, wholeView(gateway.settings), fields, options, async function* (view) {
    const filter = [...within(EVENT_TIME, window), candidates(registry, wanted, where, view)];
    const leg = { order: [EVENT_TIME], milliseconds: inMilliseconds([EVENT_TIME], view.types), query: { bool: { filter } } };
    const mapper = new HitMapper(registry, { window });
    for await (const hits of walkLeg(view.point, leg, view.group, gateway.settings, [], view)) {
      for (const hit of hits) mapper.map(hit);
      looked += hits.length;
      yield mapper.take().activities;
    }
  });
  for await (const activities of reading) {
    for (const activity of activities) {
      if (!matches(activity, question)) continue;
      if (found.length === limit) return { activities: found, truncated: true };
      found.push(activity);
    }
    if (looked >= MOST_DOCUMENTS || gateway.pacing.now() > end) return { activities: found, truncated: true };
  }
  return { activities: found, truncated: false };
}

/**
 * Documents that may answer: of sources whose fields are known to hold an activity's values, those with the values asked for; of others all.
 */
function candidates(registry: Registry, sources: readonly string[], where: Question['where'], view: GroupView): Query {
  const queries: Query[] = [];
  const unknown: string[] = [];
  const every = (names: readonly string[]) => [...readable(registry.mappings, names, view.group, view.types)];
  for (const source of sources) {
    const keys = rolledSource(source)?.keys ?? {};
    const bound = Object.fromEntries(Object.entries(where).filter(([path]) => Object.hasOwn(keys, path)));
    const spec = { source, groupBy: [], interval: 1, samples: 0, where: bound };
    const part = Object.keys(bound).length === 0 ? undefined : inCluster(spec, view.types, registry.byName(source));
    if (part === undefined) unknown.push(source);
    else {
      queries.push({ bool: { filter: [part.documents, part.wanted] } });
      queries.push({ bool: { filter: every([source]), must_not: [part.documents] } });
    }
  }
  if (unknown.length > 0) queries.push({ bool: { filter: every(unknown) } });
  return anyOf(queries);
}
