import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Diagnosis, DiagnosisRequest } from '../../connector.js';
import { coverageDiagnoses } from '../../coverage-diagnosis.js';
import { lagDiagnosis } from '../../lag-diagnosis.js';
import { lagOf } from '../ingest-lag.js';
import type { SplunkSourceGroup } from '../platform-settings.js';
import { surveySourcetypes, type FoundSourcetype } from '../survey-sourcetypes.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { sampleEvents, type SampledEvents } from './sample-events.js';

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
      if (events === 0) {
        yield sourcetype(group, found, events, now());
        continue;
      }
      const sample = await sampleEvents(platform, registry, group, found.sourcetype, { from: now() - DAY, to: now() }, options);
      yield found.source === undefined ? unknown(group, found, events, sample) : sourcetype(group, found, events, now());
      const isRead = found.source !== undefined || [...sample.models.keys()].some((name) => group.models.includes(name));
      if (!isRead) continue;
      const where = { group: group.name, sourcetype: found.sourcetype, source: found.source ?? null };
      const remedy = (fields: readonly string[]): string =>
        `let its add-on or forwarder pass it on; in Elastic's words it is ${fields.join(' or ')}`;
      yield* coverageDiagnoses(found.sourcetype, where, sample, remedy);
      const lag = await lagOf(platform, group, found.sourcetype, lastDay, options);
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
  if (source === undefined) return unknown(group, found, events, undefined);
  const message = `${what} is read as ${source}: ${count(events)} events in the last 24 hours, ${count(found.events)} in all.`;
  if (events > 0) return { check: 'data-sets', level: 'ok', message, data };
  const last = new Date(found.last).toISOString().slice(0, ISO_MINUTE).replace('T', ' ');
  const days = count(Math.round((now - found.last) / DAY));
  const fix = 'Look whether its input still runs; a silent source is judged by nothing.';
  return { check: 'data-sets', level: 'warning', message: `${message} The last is of ${last} UTC (${days} days ago).`, fix, data };
}

/** A sourcetype that no mapping knows by name: what becomes of its events, and by which data model they could be read. */
function unknown(group: SplunkSourceGroup, found: FoundSourcetype, events: number, sample: SampledEvents | undefined): Diagnosis {
  const what = `Group ${group.name}: ${found.sourcetype}`;
  const models = [...(sample?.models ?? [])];
  const data = {
    ...{ group: group.name, sourcetype: found.sourcetype, source: null, records_24h: events, records: found.events },
    models: models.map(([name]) => name),
  };
  const seen = models.filter(([name]) => group.models.includes(name));
  const share = ([name, count]: readonly [string, number]): string =>
    `${name} (${String(count)} of ${String(sample?.records ?? 0)} looked at)`;
  if (seen.length > 0) {
    const message = `${what} is read by the fields of the data model ${seen.map(share).join(', ')}; ${count(events)} events in the last 24 hours.`;
    return { check: 'data-sets', level: 'ok', message, data };
  }
  const isRead = group.sourcetypes === 'all' || (group.sourcetypes !== 'known' && group.sourcetypes.includes(found.sourcetype));
  const fate = isRead ? 'is known to no mapping by name; each event is read by its shape' : 'is read by no mapping and left where it is';
  const covered = models.length === 0 ? '' : ` Its events are of the data model ${models.map(share).join(', ')}.`;
  const fix =
    models.length === 0
      ? 'Name its mapping in splunk.sourcetypes if it is one under another name; else write a mapping file, and give it with --mapping.'
      : `Set splunk.groups.${group.name}.models to [${models.map(([name]) => name).join(', ')}] to have them read by the fields of the model.`;
  return {
    check: 'data-sets',
    level: 'note',
    message: `${what} ${fate}; ${count(events)} events in the last 24 hours.${covered}`,
    fix,
    data,
  };
}

const tooOld = ({ settings }: SplunkPlatform, name: string): Diagnosis => ({
  check: 'lag',
  level: 'warning',
  message: `${name} has events that were indexed more than ${String(settings.oldestEvent / DAY)} days after they happened; those are not looked for.`,
  fix: 'Raise splunk.oldestEventDays; searches then open more buckets.',
  data: { sourcetype: name, oldest_event_days: settings.oldestEvent / DAY },
});
