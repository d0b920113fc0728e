import type { Connector } from '../../connectors/connector.js';
import type { RecordPlaces } from './feeder.js';
import type { FinalDocuments } from './final-documents.js';
import type { WorkerSettings } from './worker-process.js';

/** A platform on which workers are killed. */
export interface KillsPlatform extends RecordPlaces {
  /** What tells its tenants from others. */
  readonly name: string;
  readonly url: string;
  /** Whether requests can be looked into on their way. */
  readonly readable: boolean;
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
