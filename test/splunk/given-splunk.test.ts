import { afterAll, beforeAll, describe } from 'vitest';
import { describeConnectorContract } from '../contract/connector-contract.js';
import { clearSplunk, prepareSplunk, splunkOfEnvironment } from './given-splunk.js';
import { createSplunkWorld } from './splunk-world.js';

/** `npm run test:splunk` runs the contract suite on the Splunk that the environment names; without one it is skipped. */
const splunk = splunkOfEnvironment(process.env);

describe.skipIf(splunk === undefined)(`on ${splunk === undefined ? 'the given Splunk' : new URL(splunk.url).host}`, () => {
  beforeAll(async () => {
    if (splunk !== undefined) await prepareSplunk(splunk);
  }, 900_000);
  afterAll(async () => {
    if (splunk !== undefined) await clearSplunk(splunk);
  }, 120_000);
  describeConnectorContract('the splunk connector', () => {
    if (splunk === undefined) throw new Error('no Splunk is given');
    return Promise.resolve(createSplunkWorld(splunk));
  });
});
