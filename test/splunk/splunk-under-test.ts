import type { CollectorSettings } from '../../connectors/splunk/platform-settings.js';
import type { SplunkAuthentication, SplunkSettings } from '../../connectors/splunk/splunk-settings.js';
import type { TlsSettings } from '../../connectors/tls-settings.js';
import { installApp } from '../support/splunkd/install-app.js';
import { ACCOUNTS, HEC_TOKEN, Splunkd } from '../support/splunkd/splunkd.js';
import { EVENTS } from './splunk-records.js';
import type { WriteFault } from './write-faults.js';

/** A Splunk that suites run against: the app is installed, and the events of the suite are in indexes whose names begin with `prefix`. */
export interface SplunkUnderTest {
  readonly url: string;
  readonly authentication: SplunkAuthentication;
  readonly tls: TlsSettings;
  readonly collector: CollectorSettings;
  readonly outputIndex: string;
  readonly prefix: string;
  /** Events were indexed at the times that they tell; otherwise when the suite began. */
  readonly timesOfIndexing: boolean;
  /** Waits until a search finds what was written. */
  readonly settle: () => Promise<void>;
  /** Ways in which reading can be made to fail; none of a Splunk that is not ours to break. */
  readonly faults: readonly { readonly name: string; readonly arrange: () => Partial<SplunkSettings> }[];
  /** The same for writing. */
  readonly writeFaults: readonly WriteFault[];
  readonly forgetFaults: () => void;
}

type Fault = Splunkd['faults'][number];

export const NO_CLIENT = { clientCertificate: undefined, clientKey: undefined, clientKeyPassphrase: undefined };

export const EXPORT = /jobs\/export$/;
const EVERY_ATTEMPT = 20;

const lasting = (fault: Fault): readonly Fault[] => Array.from({ length: EVERY_ATTEMPT }, () => ({ ...fault, on: EXPORT }));

const FAULTS: readonly (readonly [name: string, faults: readonly Fault[]])[] = [
  ['a quota that stays used up', lasting({ kind: 'status', status: 503, body: '{"messages":[{"type":"FATAL","text":"quota"}]}' })],
  ['too many requests that do not end', lasting({ kind: 'status', status: 429 })],
  ['connections that are reset', lasting({ kind: 'reset' })],
  ['answers that do not come', lasting({ kind: 'silent' })],
  ['an export that is cut', [{ kind: 'search-cut', after: 0 }]],
  ['an export that is cut within a row', [{ kind: 'search-cut', after: 0, midRow: true }]],
  ['an error among the rows', [{ kind: 'search-fatal', after: 0 }]],
  ['an end that is not marked', [{ kind: 'search-no-lastrow', after: 0 }]],
  ['a search that a limit ended', [{ kind: 'search-finalized', after: 0 }]],
  ['a peer that is away', [{ kind: 'search-warning' }]],
];

/** The stand-in with the suite's events, as the contract suite needs it. */
export async function startStandIn(): Promise<{ readonly splunkd: Splunkd; readonly splunk: SplunkUnderTest }> {
  const splunkd = await Splunkd.start();
  splunkd.index(...EVENTS);
  const tls = { authorities: splunkd.authority, ...NO_CLIENT };
  installApp(splunkd.objects);
  splunkd.search.indexes.set('throughline', 0);
  const splunk: SplunkUnderTest = {
    url: splunkd.url,
    authentication: { kind: 'token', token: ACCOUNTS.service.token },
    tls,
    collector: { url: splunkd.collector.url, token: HEC_TOKEN, tls, acknowledge: false },
    outputIndex: 'throughline',
    prefix: '',
    timesOfIndexing: true,
    settle: () => Promise.resolve(),
    faults: FAULTS.map(([name, faults]) => ({
      name,
      arrange: () => {
        splunkd.faults.push(...faults.map((fault) => ({ ...fault })));
        return {};
      },
    })),
    writeFaults: [],
    forgetFaults: () => {
      splunkd.faults.splice(0);
      splunkd.collector.faults.splice(0);
    },
  };
  return { splunkd, splunk };
}
