import { schedule } from 'node-cron';
import type { Logger } from 'winston';
import { LeaseLostError, ThroughlineError } from '../errors.js';
import { DetectJob } from './detect-job.js';
import type { DetectOptions } from './detect-options.js';
import { startHealthServer } from './health-server.js';
import { keepHouse } from './housekeeping.js';
import { Lease } from './lease.js';
import { ServiceMetrics, type WorkerState } from './service-metrics.js';
import { tryAgain } from './try-again.js';

export interface WorkerOptions extends Omit<DetectOptions, 'lease' | 'events'> {
  /** Name of this worker, unique among all. */
  readonly holder: string;
  readonly log: Logger;
  /** Catch up once and end, instead of going on by schedule. */
  readonly once: boolean;
  /** History that is only to be learned from, before a first run: event times, epoch milliseconds. */
  readonly backfill?: { readonly from: number | null; readonly to: number } | undefined;
  /** Waits, unless `signal` is aborted first. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Turns that may fail before the worker counts as not ready. */
const PATIENCE_TURNS = 5;
const MINUTE = 60_000;
/** Milliseconds between looks for something to read for the worker that judges. */
const HELPER_PAUSE = 500;
/** How long a worker that catches up once and ends waits for a platform that is away. */
const ONCE_PATIENCE = 5 * MINUTE;

/**
 * One worker among any number of identical ones: takes turns by schedule while it holds the lease, stands by while another does, ends in
 * good order when told to. Gives how it stood at the end.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerState> {
  const { connector, configuration, clock, log, holder, once } = options;
  const { listen } = configuration.service;
  const { service } = configuration;
  const metrics = new ServiceMetrics(log, clock);
  const lease = new Lease(connector.state, { job: 'detect', holder, milliseconds: service.leaseMilliseconds, clock });
  const job = new DetectJob({ ...options, lease, events: metrics.events });
  const health =
    listen === undefined ? undefined : await startHealthServer({ ...listen, metrics, clock, patience: PATIENCE_TURNS * MINUTE });
  const turn = async (): Promise<boolean> => {
    for (;;) {
      const started = clock();
      const leading = await job.turn();
      metrics.turned(leading, (clock() - started) / 1000, clock());
      if (leading || options.signal.aborted) return leading;
      // Whoever is not needed to judge reads for the one who does, as long as there is something ahead.
      const help = await job.help().catch((err: unknown) => {
        if (!(err instanceof ThroughlineError)) throw err;
        log.warn('nothing could be read for the worker at work', { err });
        return 'waiting';
      });
      if (help === 'idle') return false;
      if (help === 'waiting') await options.sleep(HELPER_PAUSE, options.signal);
    }
  };
  try {
    const { backfill } = options;
    const patient = <T>(attempt: () => Promise<T>): Promise<T> =>
      tryAgain(attempt, {
        ...options,
        patience: once ? ONCE_PATIENCE : Infinity,
        onFailure: ({ message }) => {
          metrics.failed(message);
        },
      });
    if (backfill !== undefined) await patient(() => job.prepare(backfill.from, backfill.to));
    if (once) {
      await untilCaughtUp(() => patient(turn), options);
      await patient(() => tidy(options));
    } else await onSchedule(() => patient(turn), job, options, metrics);
  } finally {
    await job.stop().catch((err: unknown) => {
      log.error('the job could not be given up in good order', { err });
    });
    await health?.close();
  }
  return metrics.state;
}

/** Waits for its turn while another worker holds the job: that one may die. */
async function untilCaughtUp(turn: () => Promise<boolean>, { configuration, log, signal, sleep }: WorkerOptions): Promise<void> {
  for (let told = false; !signal.aborted; told = true) {
    try {
      if (await turn()) return;
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
    }
    if (!told) log.info('another worker holds the job; standing by');
    await sleep(configuration.service.leaseMilliseconds / 4, signal);
  }
}

async function onSchedule(turn: () => Promise<boolean>, job: DetectJob, options: WorkerOptions, metrics: ServiceMetrics): Promise<void> {
  const { configuration, log, signal } = options;
  const { schedules } = configuration.service;
  const guarded = async (): Promise<void> => {
    try {
      if ((await turn()) && !signal.aborted) job.prepareNext();
    } catch (err) {
      if (err instanceof LeaseLostError) log.info(err.message);
      else if (!signal.aborted) {
        metrics.failed(err instanceof Error ? err.message : String(err));
        log.error('the turn failed; it is taken again at the next time of the schedule', { err });
      }
    }
  };
  const aside = (name: string, work: () => Promise<unknown>) => async (): Promise<void> => {
    await work().catch((err: unknown) => {
      log.warn(`the job ${name} failed; it is done again at the next time of its schedule`, { err });
    });
  };
  let running = guarded();
  /** What the worker at work does, one thing after another. */
  const inTurn = (work: () => Promise<void>) => (): Promise<void> => {
    running = running.then(() => (signal.aborted ? undefined : work()));
    return running;
  };
  const tasks = [
    ['detect', configuration.service.schedule, inTurn(guarded)] as const,
    ['profiles', schedules.profiles, inTurn(aside('profiles', () => job.tellProfiles()))] as const,
    ['housekeeping', schedules.housekeeping, aside('housekeeping', () => tidy(options))] as const,
  ].map(([name, expression, work]) =>
    schedule(expression, work, { name, timezone: configuration.timezone, noOverlap: true, logger: cronLogger(log) }),
  );
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  for (const task of tasks) await task.stop();
  await running;
}

async function tidy({ connector, holder, configuration, clock, log }: WorkerOptions): Promise<void> {
  const { leaseMilliseconds } = configuration.service;
  const removed = await keepHouse({ store: connector.state, holder, leaseMilliseconds, clock });
  if (removed !== undefined) log.info('what killed workers had left behind was removed', { housekeeping: { removed } });
}

/** The scheduler's own lines, which would else go to stdout. */
function cronLogger(log: Logger) {
  const text = (message: string | Error): string => (message instanceof Error ? message.message : message);
  return {
    info: (message: string) => void log.debug(message),
    warn: (message: string) => void log.warn(message),
    error: (message: string | Error) => void log.error(text(message)),
    debug: (message: string | Error) => void log.debug(text(message)),
  };
}
