import type { SplunkPlatformSettings } from '../../connectors/splunk/platform-settings.js';
import type { HecFault } from '../support/splunkd/hec-collector.js';
import type { Splunkd } from '../support/splunkd/splunkd.js';
import { NO_CLIENT } from './splunk-under-test.js';

type Collector = SplunkPlatformSettings['collector'];

/** A way in which writing goes wrong, and how the connector is then opened. */
export interface WriteFault {
  readonly name: string;
  /** It is over by itself. */
  readonly passing: boolean;
  readonly arrange: () => Partial<Collector>;
  readonly mend: () => void;
}

const EVENT = /event$/;

/** What the HTTP Event Collector and the way to it do to those who write. `elsewhere` has a certificate for another host. */
export function writeFaults({ collector }: Splunkd, elsewhere: Splunkd): readonly WriteFault[] {
  const mend = (): void => {
    collector.faults.splice(0);
    collector.setToken({ disabled: false, useAck: false });
  };
  const passing = (name: string, ...faults: readonly HecFault[]): WriteFault => ({
    name,
    passing: true,
    arrange: () => {
      collector.faults.push(...faults);
      return {};
    },
    mend,
  });
  return [
    passing('a busy collector', { kind: 'code', code: 9 }, { kind: 'status', status: 503 }),
    passing('too many requests', { kind: 'status', status: 429 }, { kind: 'code', code: 26 }),
    passing('a batch of which some were taken', { kind: 'code', code: 8, after: 2 }),
    passing('an answer that breaks off', { kind: 'cut' }, { kind: 'reset' }),
    {
      name: 'acknowledgements that are lost',
      passing: true,
      arrange: () => {
        collector.setToken({ useAck: true });
        collector.faults.push({ kind: 'ack-lost', indexed: false, on: EVENT }, { kind: 'ack-lost', indexed: true, on: EVENT });
        return { acknowledge: true };
      },
      mend,
    },
    {
      name: 'a token that is disabled',
      passing: false,
      arrange: () => {
        collector.setToken({ disabled: true });
        return {};
      },
      mend,
    },
    {
      name: 'a certificate for another host',
      passing: false,
      arrange: () => ({ url: elsewhere.collector.url, tls: { authorities: elsewhere.authority, ...NO_CLIENT } }),
      mend,
    },
  ];
}
