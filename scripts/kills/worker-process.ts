import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLOCK_VARIABLE } from './fast-clock.js';

/** The program of workers; built with the rest it reads in threads as users' workers do, run from its source in one. */
export const FAST_WORKER = 'scripts/kills/fast-worker.ts';
const FROM_SOURCE = ['--import', 'tsx', fileURLToPath(new URL('fast-worker.ts', import.meta.url))];

export interface WorkerSettings {
  readonly folder: string;
  readonly tenant: string;
  /** Where the worker finds the server. */
  readonly url: string;
  /** The keys of its configuration that name the platform at an address. */
  readonly platform: (url: string) => Readonly<Record<string, unknown>>;
  /** What those keys refer to. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds of the worker's clock. */
  readonly lease: number;
  /** On the wall. */
  readonly schedule: string;
  /** File of the clock. */
  readonly clock: string;
  /** Path of `FAST_WORKER` as it was built; absent: it is run from its source. */
  readonly program?: string;
  /** Records of history that one worker reads at a time; absent: as many as usual. */
  readonly stretchRecords?: number;
}

/** The platform of a worker on an Elasticsearch that asks for no credentials. @param safetyLag seconds of the worker's clock */
export const onElastic =
  (indices: string, safetyLag: number): WorkerSettings['platform'] =>
  (url) => ({ elastic: { nodes: [url], groups: { estate: { indices: [indices] } }, safetyLagSeconds: safetyLag } });

/** A real process that runs `throughline run`. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #told = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.#told += chunk.toString()));
    this.#ended = new Promise((resolve) => child.once('close', resolve));
  }

  static start(settings: WorkerSettings, more: readonly string[] = []): WorkerProcess {
    const { folder, tenant, url, platform, environment, lease, schedule, clock, stretchRecords, program } = settings;
    const how = program === undefined ? FROM_SOURCE : [program];
    const config = join(folder, `${tenant}-${new URL(url).port}.yaml`);
    // JSON is YAML.
    writeFileSync(config, JSON.stringify({ tenant, ...platform(url), service: { schedule, leaseSeconds: lease, stretchRecords } }));
    const child = spawn(process.execPath, [...how, 'run', '--config', config, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment, [CLOCK_VARIABLE]: clock },
    });
    return new WorkerProcess(child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** As a power cut would. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** In good order. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.end();
  }

  /** Waits for its end. @throws Error with what it said, unless it ended well or by a signal, as one does that was told to stop before it had begun */
  async end(): Promise<void> {
    const code = await this.#ended;
    if (code !== 0 && this.#child.signalCode === null) throw new Error(`a worker ended with ${String(code)}:\n${this.#told}`);
  }
}
