import type { Connector } from '../../connectors/connector.js';
import type { Exchange, FaultRule } from '../server/fault-proxy.js';
import type { RecordPlaces } from './feeder.js';
import type { FinalDocuments } from './final-documents.js';
import type { WorkerSettings } from './worker-process.js';

/** A platform on which workers are killed. */
/** A way to the platform on which requests are seen and can be broken off. */
export interface Way {
  readonly url: string;
  rule: FaultRule | undefined;
  close(): Promise<void>;
}

export interface KillsPlatform extends RecordPlaces {
  /** What tells its tenants from others. */
  readonly name: string;
  readonly url: string;
  /** True of a request that changes something there. */
  changes(exchange: Exchange): boolean;
  /** A new way there, for one worker. */
  way(): Promise<Way>;
  /** What the configuration of a worker refers to. */
  readonly environment: Readonly<Record<string, string>>;
  /** @param safetyLag seconds of the workers' clock */
  keys(safetyLag: number): WorkerSettings['platform'];
  connect(tenant: string): Connector;
  prepare(): Promise<void>;
  documents(tenant: string): Promise<FinalDocuments>;
  /** Takes out what was put in and written. */
  clear(): Promise<void>;
}
