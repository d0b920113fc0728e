import { PLATFORM_DEFAULTS, type SplunkPlatformSettings, type SplunkSourceGroup } from '../../connectors/splunk/platform-settings.js';
import { SPLUNK_DEFAULTS } from '../../connectors/splunk/splunk-settings.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import type { Pacing } from '../../connectors/pacing.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import type { ConnectorWorld } from '../contract/connector-world.js';
import type { SplunkUnderTest } from './splunk-under-test.js';
import { EVENT_WINDOW, EXPECTED, INDEXED_BETWEEN, SITE_SOURCETYPES } from './splunk-records.js';

let worlds = 0;

/** Back-off without waiting. */
export const hurried: Pacing = { now: () => Date.now(), sleep: () => Promise.resolve(), random: () => Math.random() };

const group = (prefix: string, name: string, sourcetypes: SplunkSourceGroup['sourcetypes']): SplunkSourceGroup => ({
  name,
  places: { kind: 'indexes', names: [`${prefix}${name}`] },
  sourcetypes,
  read: 'raw',
  models: [],
});

/** Settings for a Splunk, with few events a search, so that reading takes many. */
export function platformSettings(splunk: SplunkUnderTest, changes: Partial<SplunkPlatformSettings> = {}): SplunkPlatformSettings {
  const { url, authentication, tls, collector, prefix } = splunk;
  return {
    ...PLATFORM_DEFAULTS,
    management: { url, authentication, tls, ...SPLUNK_DEFAULTS, requestTimeout: 10_000 },
    collector,
    outputIndex: splunk.outputIndex,
    tenant: 'test',
    groups: [group(prefix, 'network', 'known'), group(prefix, 'sensor', 'all'), group(prefix, 'absent', 'known')],
    sourcetypes: SITE_SOURCETYPES,
    eventsPerSearch: 1200,
    ...changes,
  };
}

/** One arrangement for the contract suite: the shared events, and a tenant of its own for what is written. */
export function createSplunkWorld(splunk: SplunkUnderTest): ConnectorWorld {
  worlds += 1;
  const tenant = `world-${String(process.pid)}-${String(Date.now())}-${String(worlds)}`;
  const settings = platformSettings(splunk, { tenant });
  const connect = (changes: Partial<SplunkPlatformSettings> = {}) =>
    createSplunkConnector({ settings: { ...settings, ...changes }, mappings: zeekMappings, pacing: hurried });
  let faulty: Partial<SplunkPlatformSettings> = {};
  return {
    open: () => Promise.resolve(connect(faulty)),
    expected: EXPECTED,
    rejected: 1,
    window: EVENT_WINDOW,
    ...(splunk.timesOfIndexing ? { ingestedBetween: INDEXED_BETWEEN } : {}),
    faults: splunk.faults.map(({ name, arrange }) => ({
      name,
      arrange: () => {
        faulty = { management: { ...settings.management, requestTimeout: 400, ...arrange() } };
        return Promise.resolve();
      },
    })),
    writeFaults: splunk.writeFaults.map(({ name, passing, arrange, mend }) => ({
      name,
      passing,
      arrange: () => {
        faulty = { collector: { ...settings.collector, ...arrange() } };
        return Promise.resolve();
      },
      mend: () => {
        faulty = {};
        mend();
        return Promise.resolve();
      },
    })),
    stored: async (kind) => {
      await splunk.settle();
      const connector = connect();
      const ids: string[] = [];
      for await (const documents of connector.stored({ kind })) {
        ids.push(...documents.map((document) => (document.throughline as { readonly id: string }).id));
      }
      await connector.close();
      return ids;
    },
    close: () => {
      splunk.forgetFaults();
      return Promise.resolve();
    },
  };
}
