import { join } from 'node:path';
import type { Connector } from '../../connectors/connector.js';
import { DetectJob } from '../../src/service/detect-job.js';
import { Lease } from '../../src/service/lease.js';
import type { AsideReader } from '../../src/service/sharing/aside-reader.js';
import type { ServiceEvents } from '../../src/service/service-events.js';
import { replayOptions } from '../pipeline/replay-options.js';
import type { LivingPlatform } from '../support/living-connector.js';

const MINUTE = 60_000;

/** Kinds that surround incidents: they follow from the closed hours alone. */
export const CONTEXT = ['step', 'entity', 'indicator', 'health'] as const;

const quiet: ServiceEvents = {
  taken: () => undefined,
  read: () => undefined,
  shared: () => undefined,
  late: () => undefined,
  dead: () => undefined,
  judged: () => undefined,
  saved: () => undefined,
  told: () => undefined,
  caughtUp: () => undefined,
  written: () => undefined,
  refused: (kind, id, reason) => {
    throw new Error(`${kind} ${id} was refused: ${reason}`);
  },
};

export interface TestWorker {
  /** Instead of a connector of its own to the platform. */
  readonly connector?: Connector;
  /** Calls that change something after which it is killed. */
  readonly dieAfter?: number;
  readonly events?: Partial<ServiceEvents>;
  readonly stretchRecords?: number;
  readonly reading?: string;
  readonly aside?: () => AsideReader;
  readonly signal?: AbortSignal;
}

let workers = 0;

/** A worker of the in-memory platform, whose clock is the platform's; when it waits, time goes on. */
export function detectWorker(platform: LivingPlatform, folder: string, options: TestWorker = {}): DetectJob {
  workers += 1;
  const { connector = platform.connect(options.dieAfter), stretchRecords, reading, aside, signal = new AbortController().signal } = options;
  const clock = (): number => platform.now;
  const { configuration, models } = replayOptions({ inputs: [], out: '', retrospective: false });
  const { service } = configuration;
  const holder = `worker ${workers}`;
  return new DetectJob({
    configuration: { ...configuration, service: { ...service, stretchRecords: stretchRecords ?? service.stretchRecords } },
    models,
    connector,
    clock,
    lease: new Lease(connector.state, { job: 'detect', holder, milliseconds: MINUTE, clock }),
    events: { ...quiet, ...options.events },
    workFolder: join(folder, `work-${workers}`),
    signal,
    holder,
    reading,
    aside,
    sleep: async (milliseconds) => {
      platform.now += milliseconds;
      await new Promise(setImmediate);
    },
  });
}
