import type { Connector } from '../../connectors/connector.js';
import type { ChainOptions } from '../pipeline/stage-chain.js';
import type { Lease } from './lease.js';
import type { ServiceEvents } from './service-events.js';
import type { AsideReader } from './sharing/aside-reader.js';

/** What detection works with. */
export interface DetectOptions extends ChainOptions {
  readonly connector: Connector;
  readonly lease: Lease;
  readonly events: ServiceEvents;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** For hours that do not fit into memory. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  /** Waits, unless `signal` is aborted first. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Name of this worker, unique among all. */
  readonly holder: string;
  /** What mapping depends on beside the records, such as the version: workers in which it differs read nothing for each other. */
  readonly reading?: string | undefined;
  /** Makes a reader that reads a long history while this thread judges. */
  readonly aside?: (() => AsideReader) | undefined;
}
