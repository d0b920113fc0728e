import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Diagnosis, DiagnosisRequest } from '../../connector.js';
import { lagDiagnosis } from '../../lag-diagnosis.js';
import { lagOf } from '../ingest-lag.js';
import type { SplunkSourceGroup } from '../platform-settings.js';
import { surveySourcetypes, type FoundSourcetype } from '../survey-sourcetypes.js';
import type { SplunkPlatform } from '../splunk-platform.js';

const DAY = 86_400_000;
const ISO_MINUTE = 16;

/** What each group of sources holds, and how late it comes. */
export async function* checkSourcetypes(
  platform: SplunkPlatform,
  registry: Registry,
  { now, latenessMilliseconds }: DiagnosisRequest,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  const lastDay = { from: now() - DAY, to: now() + DAY };
  for (const group of platform.settings.groups) {
    const ever = await surveySourcetypes(platform, registry, group, undefined, options);
    if (ever.length === 0) {
      yield nothingFound(group);
      continue;
    }
    const recent = new Map(
      (await surveySourcetypes(platform, registry, group, lastDay, options)).map((found) => [found.sourcetype, found.events]),
    );
    for (const found of ever) {
      const events = recent.get(found.sourcetype) ?? 0;
      yield sourcetype(group, found, events, now());
      const lag = found.source === undefined || events === 0 ? undefined : await lagOf(platform, group, found.sourcetype, lastDay, options);
      if (lag === undefined) continue;
      yield lagDiagnosis(group.name, found.sourcetype, lag, latenessMilliseconds);
      if (lag.p99 * 1000 > platform.settings.oldestEvent) yield tooOld(platform, found.sourcetype);
    }
  }
}

function nothingFound({ name, places: { kind, names } }: SplunkSourceGroup): Diagnosis {
  const fix =
    kind === 'macros'
      ? `Set the macros under Settings > Advanced search > Search macros of the app, and let the role search the indexes.`
      : `Correct splunk.groups.${name}.indexes, and let the role search them.`;
  const message = `Group ${name}: nothing is found in ${names.join(', ')}, or none of it may be seen.`;
  return { check: 'data-sets', level: 'warning', message, fix, data: { group: name, [kind]: names } };
}

const count = (events: number): string => events.toLocaleString('en-US');

function sourcetype(group: SplunkSourceGroup, found: FoundSourcetype, events: number, now: number): Diagnosis {
  const { source } = found;
  const data = { group: group.name, sourcetype: found.sourcetype, source: source ?? null, records_24h: events, records: found.events };
  const what = `Group ${group.name}: ${found.sourcetype}`;
  if (source === undefined) {
    const isRead = group.sourcetypes === 'all' || (group.sourcetypes !== 'known' && group.sourcetypes.includes(found.sourcetype));
    const fate = isRead ? 'is known to no mapping by name; each event is read by its shape' : 'is read by no mapping and left where it is';
    const fix = `Name its mapping in splunk.sourcetypes if it is one under another name; else write a mapping file, and give it with --mapping.`;
    return { check: 'data-sets', level: 'note', message: `${what} ${fate}; ${count(events)} events in the last 24 hours.`, fix, data };
  }
  const message = `${what} is read as ${source}: ${count(events)} events in the last 24 hours, ${count(found.events)} in all.`;
  if (events > 0) return { check: 'data-sets', level: 'ok', message, data };
  const last = new Date(found.last).toISOString().slice(0, ISO_MINUTE).replace('T', ' ');
  const days = count(Math.round((now - found.last) / DAY));
  const fix = 'Look whether its input still runs; a silent source is judged by nothing.';
  return { check: 'data-sets', level: 'warning', message: `${message} The last is of ${last} UTC (${days} days ago).`, fix, data };
}

const tooOld = ({ settings }: SplunkPlatform, name: string): Diagnosis => ({
  check: 'lag',
  level: 'warning',
  message: `${name} has events that were indexed more than ${String(settings.oldestEvent / DAY)} days after they happened; those are not looked for.`,
  fix: 'Raise splunk.oldestEventDays; searches then open more buckets.',
  data: { sourcetype: name, oldest_event_days: settings.oldestEvent / DAY },
});
