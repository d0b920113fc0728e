import { afterAll, beforeAll } from 'vitest';
import { describeConnectorContract } from '../contract/connector-contract.js';
import type { Splunkd } from '../support/splunkd/splunkd.js';
import { startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { createSplunkWorld } from './splunk-world.js';

let splunkd: Splunkd;
let splunk: SplunkUnderTest;

beforeAll(async () => {
  ({ splunkd, splunk } = await startStandIn());
});

afterAll(async () => {
  await splunkd.close();
});

describeConnectorContract('the splunk connector', () => Promise.resolve(createSplunkWorld(splunk)));
