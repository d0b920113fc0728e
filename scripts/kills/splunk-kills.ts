import { PLATFORM_DEFAULTS } from '../../connectors/splunk/platform-settings.js';
import { createSplunkConnector } from '../../connectors/splunk/splunk-connector.js';
import { SPLUNK_DEFAULTS } from '../../connectors/splunk/splunk-settings.js';
import { installApp } from '../../test/support/splunkd/install-app.js';
import { ACCOUNTS, HEC_TOKEN, Splunkd } from '../../test/support/splunkd/splunkd.js';
import { NO_CLIENT } from '../../test/splunk/splunk-under-test.js';
import { asSplunkEvent } from '../load/as-splunk-event.js';
import { documentsBehind } from './final-documents.js';
import type { KillsPlatform } from './kills-platform.js';
import { SplunkWay } from './splunk-way.js';

/** Historical searches that the role may run at once: those of three workers. */
const QUOTA = 12;

/** The stand-in for splunkd, in this process, over TLS. */
export async function splunkKills(): Promise<KillsPlatform> {
  const splunkd = await Splunkd.start();
  installApp(splunkd.objects);
  splunkd.search.indexes.set('throughline', 0);
  const role = splunkd.roles.get('throughline');
  if (role !== undefined) splunkd.roles.set('throughline', { ...role, srchJobsQuota: QUOTA });
  const tls = { authorities: splunkd.authority, ...NO_CLIENT };
  /** Address of the collector by that of the management port. */
  const collectors = new Map<string, string>();
  const connect: KillsPlatform['connect'] = (tenant) =>
    createSplunkConnector({
      settings: {
        ...PLATFORM_DEFAULTS,
        management: { url: splunkd.url, authentication: { kind: 'token', token: ACCOUNTS.service.token }, tls, ...SPLUNK_DEFAULTS },
        collector: { url: splunkd.collector.url, token: HEC_TOKEN, tls, acknowledge: false },
        tenant,
        groups: [],
        sourcetypes: {},
      },
      mappings: [],
    });
  return {
    name: 'kills',
    url: splunkd.url,
    changes: ({ method, path }) =>
      method === 'DELETE' || (method === 'POST' && /\/services\/collector\/event|\/collections\/data\/(?!.*batch_find)/.test(path)),
    way: async () => {
      const way = await SplunkWay.start(splunkd);
      collectors.set(way.url, way.collector);
      return way;
    },
    environment: { SPLUNK_TOKEN: ACCOUNTS.service.token, SPLUNK_HEC_TOKEN: HEC_TOKEN },
    keys: (safetyLag) => (url) => ({
      splunk: {
        url,
        token: '${SPLUNK_TOKEN}',
        tls: { authorities: splunkd.authority },
        collector: { url: collectors.get(url) ?? splunkd.collector.url, token: '${SPLUNK_HEC_TOKEN}' },
        groups: { estate: { indexes: ['estate'] } },
        safetyLagSeconds: safetyLag,
      },
    }),
    connect,
    put: (records) => {
      splunkd.index(...records.map((record) => asSplunkEvent(record, () => Math.floor(record.ingested / 1000))));
      return Promise.resolve();
    },
    prepare: () => Promise.resolve(),
    documents: async (tenant) => {
      const connector = connect(tenant);
      const documents = await documentsBehind(connector, tenant);
      await connector.close();
      return documents;
    },
    clear: () => splunkd.close(),
  };
}
