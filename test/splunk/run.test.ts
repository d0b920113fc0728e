import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import type { SplunkPlatformSettings } from '../../connectors/splunk/platform-settings.js';
import { differences, documentsBehind, type FinalDocuments } from '../../scripts/kills/final-documents.js';
import { asSplunkEvent } from '../../scripts/load/as-splunk-event.js';
import { storedRecords } from '../../scripts/load/stored-records.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import type { Configuration } from '../../src/config/configuration.js';
import { documentFileName } from '../../src/documents/file-names.js';
import { replay } from '../../src/pipeline/replay.js';
import { replayOptions } from '../pipeline/replay-options.js';
import { runBuilt } from '../service/run-built.js';
import { expectSamePreview, shareHistory, workOnce } from '../service/on-platform.js';
import { smallEstate, writeLogs } from '../pipeline/small-estate.js';
import { ACCOUNTS, HEC_TOKEN, type Splunkd } from '../support/splunkd/splunkd.js';
import { startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { platformSettings } from './splunk-world.js';

const KINDS = ['anomaly', 'incident', 'action'] as const;
const TENANT = 'estate';

let splunkd: Splunkd;
let splunk: SplunkUnderTest;
const folder = mkdtempSync(join(tmpdir(), 'throughline-splunk-run-'));

/** Puts the estate's records into an index, as add-ons leave them, and into a file, in the same form. */
async function indexEstate(): Promise<void> {
  writeLogs(smallEstate(), join(folder, 'logs'));
  const registry = createRegistry(defaultMappings);
  const lines: string[] = [];
  for (const file of (await listInputs([join(folder, 'logs')])).files) {
    for await (const found of storedRecords(file, registry)) {
      for (const record of found) {
        const event = asSplunkEvent(record, (time) => Math.floor(time) + 60);
        lines.push(event.raw);
        splunkd.index(event);
      }
    }
  }
  writeFileSync(join(folder, 'copy.ndjson'), `${lines.join('\n')}\n`);
}

const settings = (tenant = TENANT): SplunkPlatformSettings =>
  platformSettings(splunk, {
    tenant,
    groups: [{ name: 'estate', places: { kind: 'indexes', names: ['estate'] }, sourcetypes: 'known', read: 'raw', models: [] }],
    sourcetypes: {},
    eventsPerSearch: 10_000,
  });

/** How a configuration names it; secrets go into files. */
function section(): object {
  const secret = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return `\${file:${join(folder, name)}}`;
  };
  return {
    url: splunkd.url,
    token: secret('token', ACCOUNTS.service.token),
    tls: { authorities: secret('ca.pem', splunkd.authority) },
    collector: { url: splunkd.collector.url, token: secret('hec', HEC_TOKEN) },
  };
}

async function work(holder: string, configuration: Configuration): Promise<void> {
  const connector = createSplunkConnector({ settings: settings(configuration.tenant), mappings: defaultMappings });
  await workOnce(connector, holder, configuration, folder);
}

async function documentsOf(tenant: string): Promise<FinalDocuments> {
  const connector = createSplunkConnector({ settings: settings(tenant), mappings: [] });
  const documents = await documentsBehind(connector, tenant);
  await connector.close();
  return documents;
}

beforeAll(async () => {
  ({ splunkd, splunk } = await startStandIn());
  await indexEstate();
}, 120_000);
afterAll(async () => {
  await splunkd.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a run on Splunk', () => {
  it('gives the anomalies, incidents and actions of a replay of the same records', async () => {
    const out = join(folder, 'replayed');
    const replaying = replayOptions({ inputs: [join(folder, 'copy.ndjson')], out, retrospective: false });
    const configuration = { ...replaying.configuration, tenant: TENANT };
    await replay({ ...replaying, configuration });
    await work('alone', configuration);
    const connector = createSplunkConnector({ settings: settings(), mappings: [] });
    for (const kind of KINDS) {
      const stored: string[] = [];
      for await (const documents of connector.stored({ kind })) stored.push(...documents.map((document) => JSON.stringify(document)));
      const made = readFileSync(join(out, documentFileName(kind)), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      expect(stored.sort(), kind).toEqual(made.sort());
      if (kind === 'incident') expect(stored.length).toBeGreaterThan(0);
    }
    await connector.close();
  }, 400_000);

  it('is shared by two workers, and comes to the documents of one', async () => {
    await shareHistory(`${TENANT}-shared`, work);
    expect(differences(await documentsOf(TENANT), await documentsOf(`${TENANT}-shared`))).toEqual([]);
  }, 400_000);

  it('is drawn by preview from the answers of searches as from its documents', async () => {
    const connector = createSplunkConnector({ settings: settings(), mappings: [] });
    await expectSamePreview(connector, { tenant: TENANT, splunk: section() }, folder);
  }, 400_000);

  it('of the program as users get it, which reads in a thread of its own, comes to the same documents', async () => {
    const groups = { estate: { indexes: ['estate'] } };
    await runBuilt({ tenant: `${TENANT}-built`, splunk: { ...section(), groups } }, folder);
    expect(differences(await documentsOf(TENANT), await documentsOf(`${TENANT}-built`))).toEqual([]);
  }, 400_000);
});
