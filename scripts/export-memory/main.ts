import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PLATFORM_DEFAULTS } from '../../connectors/splunk/platform-settings.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import { SPLUNK_DEFAULTS } from '../../connectors/splunk/splunk-settings.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { makeCertificates, type TestCertificates } from '../server/certificates.js';
import { serveEvents } from './generating-splunkd.js';

/**
 * `npm run measure:export -- [events]`: how much memory reading so many events from an export takes. A process of its own makes the events
 * while it sends them.
 */
async function main(): Promise<void> {
  const [first = '1000000', events, certificates] = process.argv.slice(2);
  if (first === 'serve') {
    await serveEvents(Number(events), JSON.parse(certificates ?? '{}') as TestCertificates);
    return;
  }
  await measure(Number(first));
}

async function measure(events: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-export-'));
  const certificates = await makeCertificates(folder);
  const path = fileURLToPath(import.meta.url);
  const server = spawn(process.execPath, [...process.execArgv, path, 'serve', String(events), JSON.stringify(certificates)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const tls = {
    ...{ authorities: readFileSync(certificates.authority, 'utf8'), clientCertificate: undefined, clientKey: undefined },
    clientKeyPassphrase: undefined,
  };
  const connector = createSplunkConnector({
    settings: {
      ...PLATFORM_DEFAULTS,
      management: { url, authentication: { kind: 'token', token: 'none' }, tls, ...SPLUNK_DEFAULTS },
      collector: { url, token: 'none', tls, acknowledge: false },
      tenant: 'measure',
      groups: [{ name: 'network', places: { kind: 'indexes', names: ['network'] }, sourcetypes: 'known', read: 'raw', models: [] }],
      sourcetypes: {},
    },
    mappings: zeekMappings,
  });
  const used = process.cpuUsage();
  const peaks: number[] = [];
  let read = 0;
  let [highest, nextTold] = [0, events / 10];
  for await (const { activities } of connector.activities({})) {
    read += activities.length;
    highest = Math.max(highest, process.memoryUsage().rss);
    if (read < nextTold) continue;
    peaks.push(Math.round(highest / 1e6));
    nextTold += events / 10;
    highest = 0;
  }
  const { user, system } = process.cpuUsage(used);
  await connector.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
  const seconds = (user + system) / 1e6;
  process.stdout.write(
    `${String(read)} of ${String(events)} events read in ${seconds.toFixed(1)} s of processor time; highest resident memory in each tenth, MB: ${peaks.join(' ')}\n`,
  );
}

await main();
