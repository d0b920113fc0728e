import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { differences, finalDocuments } from '../../scripts/kills/final-documents.js';
import { storedRecords } from '../../scripts/load/stored-records.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import type { Configuration } from '../../src/config/configuration.js';
import { createRegistry } from '../../src/activity/registry.js';
import { documentFileName } from '../../src/documents/file-names.js';
import { indexNameOf } from '../../src/documents/index-names.js';
import { PANEL_KINDS } from '../../src/panels/panel-file.js';
import { replay } from '../../src/pipeline/replay.js';
import { replayOptions } from '../pipeline/replay-options.js';
import { runBuilt } from '../service/run-built.js';
import { expectSamePreview, shareHistory, workOnce } from '../service/on-platform.js';
import { smallEstate, writeLogs } from '../pipeline/small-estate.js';
import { indexRecords } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const KINDS = ['anomaly', 'incident', 'action'] as const;

/** A run on a server must end in the documents of a replay of the same records. */
export function describeRun(server: () => ServerUnderTest): void {
  describe('a run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-server-run-'));
    const prefix = `estate${Date.now()}`;
    const tenant = `run-${Date.now()}`;

    beforeAll(async () => {
      writeLogs(smallEstate(), join(folder, 'logs'));
      const registry = createRegistry(defaultMappings);
      const { files } = await listInputs([join(folder, 'logs')]);
      const records: { index: string; id: string; body: Record<string, unknown> }[] = [];
      for (const file of files) {
        for await (const found of storedRecords(file, registry)) {
          for (const { body } of found) records.push({ index: 'logs', id: String(records.length), body: { ...body } });
        }
      }
      writeFileSync(join(folder, 'copy.ndjson'), records.map(({ body }) => `${JSON.stringify(body)}\n`).join(''));
      const client = createElasticClient(settingsFor(server()));
      await indexRecords(client, prefix, records);
      await client.close();
    }, 300_000);

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    const work = async (holder: string, configuration: Configuration): Promise<void> => {
      const group = { name: 'estate', indices: [`${prefix}-*`], ingestField: 'event.ingested', read: 'source', datasets: 'known' } as const;
      const settings = { ...settingsFor(server()), tenant: configuration.tenant, groups: [group] };
      const connector = createElasticConnector({ settings, mappings: defaultMappings });
      await workOnce(connector, holder, configuration, folder);
    };

    it('gives the anomalies, incidents and actions of a replay of the same records', async () => {
      const out = join(folder, 'replayed');
      const replaying = replayOptions({ inputs: [join(folder, 'copy.ndjson')], out, retrospective: false });
      const configuration = { ...replaying.configuration, tenant };
      await replay({ ...replaying, configuration });
      await work('alone', configuration);
      const client = createElasticClient(settingsFor(server(), { tenant }));
      for (const kind of KINDS) {
        const index = indexNameOf(kind, tenant)?.name ?? '';
        await client.indices.refresh({ index, ignore_unavailable: true });
        const { hits } = await client.search<Record<string, unknown>>({ index, size: 10_000, ignore_unavailable: true });
        const stored = hits.hits.map(({ _source }) => asMade(_source ?? {})).sort();
        const made = readFileSync(join(out, documentFileName(kind)), 'utf8')
          .split('\n')
          .filter((line) => line !== '');
        expect(stored, kind).toEqual(made.map((line) => asMade(JSON.parse(line) as Record<string, unknown>)).sort());
        if (kind === 'incident') expect(stored.length).toBeGreaterThan(0);
      }
      await client.close();
    }, 300_000);

    it('is shared by two workers, and comes to the documents of one', async () => {
      await shareHistory(`${tenant}-shared`, work);
      const client = createElasticClient(settingsFor(server()));
      expect(differences(await finalDocuments(client, tenant), await finalDocuments(client, `${tenant}-shared`))).toEqual([]);
      await client.close();
    }, 300_000);

    it('is drawn by preview from live answers as from its documents', async () => {
      const settings = settingsFor(server(), { tenant });
      const client = createElasticClient(settings);
      // What was written last, a search does not find at once, and both pages must be drawn of the same.
      await client.indices.refresh({ index: PANEL_KINDS.map((kind) => indexNameOf(kind, tenant)?.name ?? kind), ignore_unavailable: true });
      await client.close();
      const connector = createElasticConnector({ settings, mappings: [] });
      await expectSamePreview(connector, { tenant, elastic: sectionOf(server(), folder) }, folder);
    }, 120_000);

    it('of the program as users get it, which reads in a thread of its own, comes to the same documents', async () => {
      const elastic = { ...sectionOf(server(), folder), groups: { estate: { indices: [`${prefix}-*`] } } };
      await runBuilt({ tenant: `${tenant}-built`, elastic }, folder);
      const client = createElasticClient(settingsFor(server()));
      expect(differences(await finalDocuments(client, tenant), await finalDocuments(client, `${tenant}-built`))).toEqual([]);
      await client.close();
    }, 300_000);
  });
}

/** How a configuration names the server; secrets go into files. */
function sectionOf({ authentication, tls, url, product }: ServerUnderTest, folder: string): object {
  const credentials = authentication.kind === 'api-key' ? { apiKey: `\${file:${join(folder, 'key')}}` } : {};
  if (authentication.kind === 'api-key') writeFileSync(join(folder, 'key'), authentication.key);
  if (tls.authorities !== undefined) writeFileSync(join(folder, 'ca'), tls.authorities);
  const trust = tls.authorities === undefined ? {} : { tls: { authorities: `\${file:${join(folder, 'ca')}}` } };
  return { nodes: [url], product, ...credentials, ...trust };
}

const ADDED = new Set(['data_stream', 'dataset', 'ingested']);

/** A document without what writing adds. */
function asMade(body: Record<string, unknown>): string {
  const without = (given: Record<string, unknown>) => Object.fromEntries(Object.entries(given).filter(([key]) => !ADDED.has(key)));
  return JSON.stringify({ ...without(body), event: without(body.event as Record<string, unknown>) });
}
