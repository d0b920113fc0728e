import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Connector } from '../../connectors/connector.js';
import { stretchesRead } from '../../scripts/measure/stretches-read.js';
import { freePort } from '../../scripts/server/free-port.js';
import type { Configuration } from '../../src/config/configuration.js';
import { documentFileName } from '../../src/documents/file-names.js';
import { createLogger } from '../../src/logging.js';
import { PANEL_KINDS } from '../../src/panels/panel-file.js';
import { runWorker } from '../../src/service/worker.js';
import { runCli } from '../cli/run-cli.js';
import { replayOptions } from '../pipeline/replay-options.js';

/** Works once as a worker of its own until it has caught up, and closes the connector. */
export async function workOnce(connector: Connector, holder: string, configuration: Configuration, folder: string): Promise<void> {
  await runWorker({
    configuration,
    models: replayOptions({ inputs: [], out: '', retrospective: false }).models,
    connector,
    holder,
    clock: () => Date.now(),
    log: createLogger({ level: 'error', dataset: 'test', stream: process.stderr, pretty: false }),
    signal: new AbortController().signal,
    once: true,
    sleep: (milliseconds) => wait(milliseconds),
    workFolder: join(folder, holder),
  });
  await connector.close();
}

/** Two workers read one history, each part of it in one of them. */
export async function shareHistory(tenant: string, work: (holder: string, configuration: Configuration) => Promise<void>): Promise<void> {
  const { configuration } = replayOptions({ inputs: [], out: '', retrospective: false });
  const over = new AbortController();
  const read: number[] = [];
  await Promise.all(
    ['one', 'two'].map(async (holder) => {
      const port = await freePort();
      // A worker that stands by looks four times a lease, and must do so before the other has read everything.
      const brief = { stretchRecords: 2000, leaseMilliseconds: 4000 };
      const service = { ...configuration.service, ...brief, listen: { host: '127.0.0.1', port } };
      const watched = stretchesRead(port, 'read', over.signal);
      await work(holder, { ...configuration, tenant, service });
      over.abort();
      read.push(await watched);
    }),
  );
  expect(Math.max(...read)).toBeGreaterThan(1);
}

/**
 * `throughline preview` draws the same page from a platform as from the documents that it holds. Closes the connector.
 *
 * @param config of the platform, as a file holds it
 */
export async function expectSamePreview(connector: Connector, config: object, folder: string): Promise<void> {
  const copies = join(folder, 'copies');
  mkdirSync(copies);
  for (const kind of PANEL_KINDS) {
    const lines: string[] = [];
    for await (const documents of connector.stored({ kind })) lines.push(...documents.map((document) => `${JSON.stringify(document)}\n`));
    writeFileSync(join(copies, documentFileName(kind)), lines.join(''));
  }
  await connector.close();
  const file = join(folder, 'throughline.yaml');
  writeFileSync(file, JSON.stringify(config));
  const pages: string[] = [];
  for (const from of [
    ['--config', file],
    ['--documents', copies],
  ]) {
    const path = join(folder, 'preview.html');
    expect(await runCli(['preview', ...from, '--out', path])).toMatchObject({ exitCode: 0, stderr: '' });
    pages.push(readFileSync(path, 'utf8').replace(/Rows from [^.]*\./, ''));
  }
  expect(pages[0]).toBe(pages[1]);
  expect(pages[0]).toContain('entra');
}
