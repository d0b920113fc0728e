import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Diagnosis, DiagnosisRequest } from '../../connector.js';
import { coverageDiagnoses } from '../../coverage-diagnosis.js';
import { lagDiagnosis } from '../../lag-diagnosis.js';
import type { ElasticGateway } from '../elastic-gateway.js';
import type { ElasticSourceGroup } from '../elastic-settings.js';
import { fieldTypes } from '../field-types.js';
import { inGroup, type GroupView } from '../in-group.js';
import { surveyDatasets, type FoundDataset } from '../survey-datasets.js';
import { sampleActivities } from './sample-activities.js';

const DAY = 86_400_000;
const ISO_MINUTE = 16;

/** What each group of sources holds, how late it comes, and what its records leave out. */
export async function* checkSources(
  gateway: ElasticGateway,
  registry: Registry,
  request: DiagnosisRequest,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  for (const group of gateway.settings.groups) {
    const { indices, typesOf } = await groupTypes(gateway, group, options);
    if (indices.length === 0) {
      yield {
        check: 'data-sets',
        level: 'warning',
        message: `Group ${group.name}: no index matches ${group.indices.join(', ')}, or none may be seen.`,
        fix: `Correct elastic.groups.${group.name}.indices, or take the group out if there is no such source.`,
        data: { group: group.name, indices: group.indices },
      };
      continue;
    }
    if (group.ingestField !== '@timestamp' && typesOf(group.ingestField).length === 0) yield noIngestTime(gateway, group);
    yield* inGroup(gateway, group, [], options, (view) => checkGroup(view, registry, request, options));
  }
}

async function groupTypes(gateway: ElasticGateway, group: ElasticSourceGroup, options: CallOptions) {
  const types = await fieldTypes(gateway, group.indices, [group.ingestField], options);
  return { indices: types.indices, typesOf: (field: string) => types.typesOf(field) };
}

async function* checkGroup(
  view: GroupView,
  registry: Registry,
  request: DiagnosisRequest,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  const now = request.now();
  const recent = new Map<string, FoundDataset>();
  const lastDay = { from: now - DAY, to: now + DAY };
  for await (const found of surveyDatasets(view, registry, { ...options, window: lastDay, lag: true })) recent.set(found.dataset, found);
  for await (const found of surveyDatasets(view, registry, { ...options, window: undefined, lag: false })) {
    const ofDay = recent.get(found.dataset);
    yield dataset(view.group, found, ofDay?.counted.records ?? 0, now);
    const lag = ofDay?.counted.lag;
    if (found.mapped && lag !== undefined) yield lagDiagnosis(view.group.name, found.dataset, lag, request.latenessMilliseconds);
    if (found.mapped) yield* coverage(view, registry, found, options);
  }
}

const count = (records: number): string => records.toLocaleString('en-US');

function dataset({ name }: ElasticSourceGroup, found: FoundDataset, records: number, now: number): Diagnosis {
  const { source, mapped, counted } = found;
  const data = { group: name, dataset: found.dataset, source: mapped ? source : null, records_24h: records, records: counted.records };
  const what = `Group ${name}: ${found.dataset}`;
  if (!mapped) {
    return {
      check: 'data-sets',
      level: 'note',
      message: `${what} is read by no mapping; ${count(records)} records in the last 24 hours are left where they are.`,
      fix: `Write a mapping file if they tell who did what (docs/examples/door-badges.mapping.yaml), and give it with --mapping.`,
      data,
    };
  }
  const message = `${what} is read as ${source}: ${count(records)} records in the last 24 hours, ${count(counted.records)} in all.`;
  if (records > 0) return { check: 'data-sets', level: 'ok', message, data };
  const last = counted.last === undefined ? 'never' : new Date(counted.last).toISOString().slice(0, ISO_MINUTE).replace('T', ' ');
  const days = counted.last === undefined ? '' : ` (${count(Math.round((now - counted.last) / DAY))} days ago)`;
  const fix = 'Look whether its shipper still runs; a silent source is judged by nothing.';
  return { check: 'data-sets', level: 'warning', message: `${message} The last is of ${last} UTC${days}.`, fix, data };
}

async function* coverage(
  view: GroupView,
  registry: Registry,
  found: FoundDataset,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  const sample = await sampleActivities(view, registry, found.filter, options);
  const where = { group: view.group.name, dataset: found.dataset, source: found.source };
  yield* coverageDiagnoses(found.dataset, where, sample, (fields) => `let its integration fill ${fields.join(' or ')}`);
}

const noIngestTime = ({ settings }: ElasticGateway, { name, ingestField }: ElasticSourceGroup): Diagnosis => ({
  check: 'lag',
  level: 'warning',
  message: `Group ${name} has no field ${ingestField}: records count as taken in ${String(settings.assumedLag / 1000)} s after they happened, and later ones are missed.`,
  fix: `Name the field with the time of ingest in elastic.groups.${name}.ingestField, have an ingest pipeline set event.ingested, or raise assumedLagSeconds.`,
  data: { group: name, field: ingestField },
});
