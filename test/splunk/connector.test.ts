import { afterAll, beforeAll } from 'vitest';
import { describeConnectorContract } from '../contract/connector-contract.js';
import { Splunkd } from '../support/splunkd/splunkd.js';
import { NO_CLIENT, startStandIn, type SplunkUnderTest } from './splunk-under-test.js';
import { createSplunkWorld } from './splunk-world.js';
import { writeFaults } from './write-faults.js';

let splunkd: Splunkd;
let elsewhere: Splunkd;
let splunk: SplunkUnderTest;

beforeAll(async () => {
  const standIn = await startStandIn();
  splunkd = standIn.splunkd;
  elsewhere = await Splunkd.start({ hosts: 'DNS:elsewhere.example' });
  const otherHost = { url: elsewhere.url, tls: { authorities: elsewhere.authority, ...NO_CLIENT } };
  splunk = {
    ...standIn.splunk,
    faults: [...standIn.splunk.faults, { name: 'a certificate for another host', arrange: () => otherHost }],
    writeFaults: writeFaults(splunkd, elsewhere),
  };
});

afterAll(async () => {
  await Promise.all([splunkd.close(), elsewhere.close()]);
});

describeConnectorContract('the splunk connector', () => Promise.resolve(createSplunkWorld(splunk)));
