import { SourceUnavailableError } from '../../../src/errors.js';
import { OTHER_DOCUMENTS, splunkPlaceOf, STATE, WRITTEN_IDS } from '../../../src/documents/splunk-places.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import { fixOf, verdictOf } from '../collector-codes.js';
import type { EventCollector } from '../event-collector.js';
import { KvCollection } from '../kv-collection.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { entryContent } from './entry-content.js';

const COLLECTIONS: readonly string[] = [
  ...['action', 'entity', 'health', 'incident', 'indicator', 'step'].map((kind) => splunkPlaceOf(kind)?.collection ?? ''),
  OTHER_DOCUMENTS,
  WRITTEN_IDS,
  STATE,
];

/** Whether the app's collections are there and the KV store answers. */
export async function checkCollections(platform: SplunkPlatform, options: CallOptions): Promise<readonly Diagnosis[]> {
  const { app } = platform.settings;
  const missing: string[] = [];
  for (const name of COLLECTIONS) {
    const path = platform.inApp(`storage/collections/config/${name}`);
    const found = await entryContent(platform, `look for the collection ${name}`, path, options);
    if (found.kind === 'absent') missing.push(name);
  }
  if (missing.length > 0) {
    const fix = 'Run throughline install splunk --url …, or upload the archive of the app.';
    const message = `The app ${app} lacks the collections ${missing.join(', ')}.`;
    return [{ check: 'installation', level: 'error', message, fix, data: { app, missing } }];
  }
  try {
    await new KvCollection(platform, STATE).find({ entry: '' }, { limit: 1 }, options);
  } catch (error) {
    if (!(error instanceof SourceUnavailableError)) throw error;
    const fix = 'Look at the status of the KV store (splunk show kvstore-status) and at mongod.log.';
    return [{ check: 'installation', level: 'error', message: `The KV store does not answer: ${error.message}.`, fix, data: { app } }];
  }
  return [
    {
      check: 'installation',
      level: 'ok',
      message: `The collections of the app ${app} are there, and the KV store answers.`,
      data: { app },
    },
  ];
}

/** Whether the output index is there. */
export async function checkOutputIndex(platform: SplunkPlatform, options: CallOptions): Promise<readonly Diagnosis[]> {
  const { outputIndex } = platform.settings;
  const common = { check: 'installation', data: { index: outputIndex } };
  const path = `/services/data/indexes/${encodeURIComponent(outputIndex)}`;
  const found = await entryContent(platform, `look for the index ${outputIndex}`, path, options);
  if (found.kind === 'content') return [{ ...common, level: 'ok', message: `The output index ${outputIndex} is there.` }];
  if (found.kind === 'forbidden')
    return [{ ...common, level: 'note', message: `This role may not see whether the index ${outputIndex} is there.` }];
  const fix = 'Create it under Settings > Indexes, on indexers if they are separate; then only this search head may not know it.';
  return [{ ...common, level: 'warning', message: `The search head knows no index ${outputIndex}.`, fix }];
}

/** Whether the HTTP Event Collector is well and knows the token. */
export async function checkCollector(
  platform: SplunkPlatform,
  collector: EventCollector,
  options: CallOptions,
): Promise<readonly Diagnosis[]> {
  const { url, acknowledge } = platform.settings.collector;
  const common = { check: 'collector' };
  try {
    const { status, code, text } = await collector.health(options);
    const data = { url, status, code: code ?? null, acknowledge };
    const told = `The collector at ${url} says: ${text} (${String(status)}, code ${String(code ?? 'none')}).`;
    const fix = code === undefined ? undefined : fixOf(code);
    if (fix !== undefined) return [{ ...common, level: 'error', message: told, fix: `Put it right: ${fix}.`, data }];
    if (verdictOf(status, code) === 'stored') return [{ ...common, level: 'ok', message: told, data }];
    return [
      { ...common, level: 'warning', message: told, fix: 'Look at the queues of the indexers under Monitoring Console > Indexing.', data },
    ];
  } catch (error) {
    if (!(error instanceof SourceUnavailableError)) throw error;
    const fix =
      'Check splunk.collector.url (by default port 8088), that the collector is enabled, and its certificate (splunk.collector.tls).';
    return [{ ...common, level: 'error', message: `${url}: ${error.message}.`, fix, data: { url } }];
  }
}
