import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elasticKills } from '../../scripts/kills/elastic-kills.js';
import { measureKills } from '../../scripts/kills/measure-kills.js';
import { productByName } from '../../scripts/server/products.js';
import { startServer, whyNotRunnable, type RunningServer } from '../../scripts/server/start-server.js';
import { OPEN } from './server-under-test.js';

const product = productByName('elasticsearch 8');
const obstacle = product === undefined ? 'it is not known' : await whyNotRunnable(product);
if (obstacle !== undefined) process.stderr.write(`Killing workers is not tried: ${obstacle}.\n`);

describe.skipIf(obstacle !== undefined)('two worker processes of which one is killed again and again', () => {
  let server: RunningServer;

  beforeAll(async () => {
    if (product !== undefined) server = await startServer(product);
  }, 600_000);

  afterAll(async () => {
    await server.stop();
  }, 60_000);

  it('leave the documents of a worker that was left alone', async () => {
    const { kills, documents, differences } = await measureKills({
      platform: elasticKills({ nodes: [server.url], ...OPEN, product: 'elasticsearch' }),
      ...{ kills: 5, historyKills: 3, seed: 3, users: 20, days: 3, historyDays: 2.4, speed: 800 },
    });
    expect(differences).toEqual([]);
    expect(kills.length).toBeGreaterThanOrEqual(6);
    expect(documents.incident).toBeGreaterThan(0);
    expect(documents['dead-letter']).toBeGreaterThan(0);
  }, 300_000);
});
