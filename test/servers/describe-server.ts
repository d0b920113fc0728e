import { afterAll, beforeAll, describe } from 'vitest';
import { productByName } from '../../scripts/server/products.js';
import { startServer, whyNotRunnable, type RunningServer } from '../../scripts/server/start-server.js';
import { describeInstall } from './describe-install.js';
import { describeRun } from './describe-run.js';
import { describeConnectorContract } from '../contract/connector-contract.js';
import { describeAlerts } from './describe-alerts.js';
import { describeDoctor } from './describe-doctor.js';
import { describeFaults } from './describe-faults.js';
import { describeLeanReading } from './describe-lean.js';
import { describePanels } from './describe-panels.js';
import { describeRollups } from './describe-rollups.js';
import { createElasticWorld, prepareInput } from './elastic-world.js';
import { OPEN, serverOfEnvironment, type ServerUnderTest } from './server-under-test.js';

/** Starts a server for the suites and runs them; where it cannot be run, says why and skips. */
export async function describeServer(name: string): Promise<void> {
  const product = productByName(name);
  if (product === undefined) throw new Error(`there is no server ${name}`);
  const obstacle = await whyNotRunnable(product);
  if (obstacle !== undefined) process.stderr.write(`The suites on ${name} are skipped: ${obstacle}.\n`);
  describe.skipIf(obstacle !== undefined)(`on ${product.name} ${product.version}`, () => {
    let running: RunningServer | undefined;
    let server: ServerUnderTest;
    let input: string;
    beforeAll(async () => {
      const started = await startServer(product);
      running = started;
      server = { product: product.name, url: started.url, ...OPEN, kill: () => started.kill(), restart: () => started.restart() };
      input = await prepareInput(server);
    }, 600_000);
    afterAll(async () => {
      await running?.stop();
    }, 60_000);
    describeSuites(
      () => server,
      () => input,
    );
  });
}

/** Runs the suites on the server that the environment names, if it names one. */
export function describeGivenServer(): void {
  const server = serverOfEnvironment(process.env);
  const name = server === undefined ? 'the given server' : `${server.product} at ${new URL(server.url).host}`;
  describe.skipIf(server === undefined)(`on ${name}`, () => {
    let input: string;
    beforeAll(async () => {
      if (server !== undefined) input = await prepareInput(server);
    }, 120_000);
    describeSuites(
      () => {
        if (server === undefined) throw new Error('no server is given');
        return server;
      },
      () => input,
    );
  });
}

function describeSuites(server: () => ServerUnderTest, input: () => string): void {
  describePanels(server);
  describeInstall(server);
  describeRun(server);
  describeConnectorContract('the elastic connector', () => createElasticWorld(server(), input()));
  describeAlerts(server);
  describeDoctor(server);
  describeLeanReading(server);
  describeRollups(server);
  describeFaults(server, input);
}
