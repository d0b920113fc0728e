import { isIPv4 } from 'node:net';
import type { Activity } from '../../src/activity/activity.js';
import type { Registry } from '../../src/activity/registry.js';
import { matches } from '../activity-query.js';
import type { Answer, CallOptions, Question, Where } from '../connector.js';
import { EventMapper } from './event-mapper.js';
import { byEventTime } from './event-slices.js';
import { eventSearch } from './read-activities.js';
import { termValue } from './spl-terms.js';
import type { SplunkPlatform } from './splunk-platform.js';

/** Events that one question looks at where Splunk cannot tell beforehand which fit. */
const MOST_EVENTS = 200_000;
/** And how long, milliseconds. */
const LONGEST = 60_000;

/** Fields whose values stand in an event as they stand in the activity, if they are IPv4 addresses. */
const LITERAL: ReadonlySet<string> = new Set(['sourceIp', 'destinationIp']);

/**
 * Answers a bounded question. Splunk looks only for what surely stands in the text of an event; whether an activity fits is decided here, so
 * that no value is ever read as part of a search.
 */
export async function askQuestion(platform: SplunkPlatform, registry: Registry, question: Question, options: CallOptions): Promise<Answer> {
  const { sources, window, limit } = question;
  const { settings, pacing } = platform;
  const end = pacing.now() + LONGEST;
  const found: Activity[] = [];
  let looked = 0;
  for (const group of settings.groups) {
    const search = eventSearch(group, registry, settings, sources.length === 0 ? undefined : sources);
    const mapper = new EventMapper(registry, settings.sourcetypes, { window }, group.models);
    const asked = { ...search, terms: [search.terms, ...literalTerms(question)].join(' ') };
    for await (const { events } of byEventTime(platform, asked, { indexed: undefined, time: window }, options)) {
      for (const event of events) mapper.map(event);
      for (const activity of mapper.take().activities) {
        if (!matches(activity, question)) continue;
        if (found.length === limit) return { activities: found, truncated: true };
        found.push(activity);
      }
      looked += events.length;
      if (looked >= MOST_EVENTS || pacing.now() > end) return { activities: found, truncated: true };
    }
  }
  return { activities: found, truncated: false };
}

/** Terms that every event of which the filters hold has in its text. */
export function literalTerms({ where = {} }: { readonly where?: Where }): readonly string[] {
  return Object.entries(where).flatMap(([path, values]) => {
    const texts = values.filter((value): value is string => typeof value === 'string' && isIPv4(value));
    if (!LITERAL.has(path) || texts.length === 0 || texts.length < values.length) return [];
    return [`(${texts.map(termValue).join(' OR ')})`];
  });
}
