import { setTimeout as wait } from 'node:timers/promises';
import type { StateStore } from '../../connectors/connector.js';
import { PROGRESS_KEY, type Progress } from '../../src/service/progress.js';
import { readBoard } from '../../src/service/sharing/board.js';
import { claimKey } from '../../src/service/sharing/stretch-claim.js';
import { stretchId } from '../../src/service/sharing/stretch.js';
import type { RandomGenerator } from '../../src/simulation/random.js';
import type { Exchange, Fault } from '../server/fault-proxy.js';
import type { KillsPlatform, Way } from './kills-platform.js';
import { WorkerProcess, type WorkerSettings } from './worker-process.js';

/** One kill as it was made. */
export interface Kill {
  /** Time of the clock, epoch milliseconds. */
  readonly at: number;
  /** Whether the worker held the lease. */
  readonly leading: boolean;
  /** Whether it was reading for the one at work. */
  readonly reading: boolean;
  /** The request in whose middle it was killed, if it was killed in one, and whether the server has done it. */
  readonly during?: string;
  readonly done?: boolean;
}

interface Place {
  readonly way: Way;
  worker: WorkerProcess;
}

/** A request in whose middle a worker is killed is waited for this long. */
const PATIENCE = 4000;
const MOST_REQUESTS = 12;
/** Of requests that change something. */
const MOST_CHANGES = 3;

/** Two workers of one tenant, of which one is killed and replaced now and then. Each has a way to the server of its own. */
export class KilledPair {
  readonly kills: Kill[] = [];
  readonly #settings: WorkerSettings;
  readonly #state: StateStore;
  readonly #random: RandomGenerator;
  readonly #now: () => number;
  readonly #places: readonly Place[];
  readonly #changes: KillsPlatform['changes'];

  private constructor(
    settings: WorkerSettings,
    state: StateStore,
    random: RandomGenerator,
    now: () => number,
    places: readonly Place[],
    changes: KillsPlatform['changes'],
  ) {
    this.#settings = settings;
    this.#state = state;
    this.#random = random;
    this.#now = now;
    this.#places = places;
    this.#changes = changes;
  }

  /**
   * @param now time of the workers' clock
   * @param platform gives the way of a worker to the server
   */
  static async start(
    settings: WorkerSettings,
    state: StateStore,
    random: RandomGenerator,
    now: () => number,
    platform: Pick<KillsPlatform, 'way' | 'changes'>,
  ): Promise<KilledPair> {
    const places: Place[] = [];
    for (let place = 0; place < 2; place += 1) {
      const way = await platform.way();
      places.push({ way, worker: WorkerProcess.start({ ...settings, url: way.url }) });
    }
    return new KilledPair(settings, state, random, now, places, platform.changes);
  }

  /**
   * Kills one of the two and starts another in its stead: at once, or in the middle of one of its next requests, half of the time one that changes
   * something, before or after the server does it.
   *
   * @param leaders share of the kills that surely hit the one at work
   */
  async kill(leaders = 0.8): Promise<void> {
    const random = this.#random;
    const holder = await this.#holder();
    const leader = this.#places.find(({ worker }) => worker.pid === holder);
    const place = leader !== undefined && random.chance(leaders) ? leader : random.pick(this.#places);
    const leading = place === leader;
    const reading = !leading && (await this.#readers()).includes(place.worker.pid);
    const changing = random.chance(0.5);
    const count = 1 + random.integer(changing ? MOST_CHANGES : MOST_REQUESTS);
    const during = random.chance(0.8) ? await this.#killInRequest(place, count, changing, random.chance(0.5)) : undefined;
    place.worker.kill();
    await place.worker.end();
    this.kills.push({ at: this.#now(), leading, reading, ...during });
    place.worker = WorkerProcess.start({ ...this.#settings, url: place.way.url });
  }

  async stop(): Promise<void> {
    for (const { worker } of this.#places) await worker.stop();
    await this.close();
  }

  /** Leaves nothing running. */
  async close(): Promise<void> {
    for (const { worker, way } of this.#places) {
      worker.kill();
      await way.close();
    }
  }

  /**
   * Kills it in the middle of its `count`th request from now on, or of the `count`th that changes something, or gives `undefined` if that does
   * not come in time.
   */
  async #killInRequest(
    { way, worker }: Place,
    count: number,
    changing: boolean,
    done: boolean,
  ): Promise<Pick<Kill, 'during' | 'done'> | undefined> {
    let left = count;
    const struck = new Promise<Exchange>((resolve) => {
      way.rule = (exchange): Fault | undefined => {
        if (changing && !this.#changes(exchange)) return undefined;
        left -= 1;
        if (left !== 0) return undefined;
        worker.kill();
        resolve(exchange);
        return { kind: 'reset', after: done };
      };
    });
    const exchange = await Promise.race([struck, wait(PATIENCE, undefined)]);
    way.rule = undefined;
    return exchange === undefined ? undefined : { during: `${exchange.method} ${exchange.path.split('?')[0] ?? ''}`, done };
  }

  /** Whether something is shared out among the workers. */
  async isSharing(): Promise<boolean> {
    return (await readBoard(this.#state)).stretches.length > 0;
  }

  /** Whether a snapshot holds all of the history. */
  async hasReadHistory(): Promise<boolean> {
    const progress = (await this.#state.get(PROGRESS_KEY))?.value as Progress | undefined;
    return progress?.historyRead === true;
  }

  async #holder(): Promise<number> {
    return this.#pidIn('lease/detect');
  }

  /** Processes that have taken a stretch of what is shared out. */
  async #readers(): Promise<readonly number[]> {
    const { stretches, reading } = await readBoard(this.#state);
    return Promise.all(stretches.map((stretch) => this.#pidIn(claimKey(stretchId(stretch, reading)))));
  }

  /** Process of the holder that an entry names, or 0. */
  async #pidIn(key: string): Promise<number> {
    const { holder = '' } = ((await this.#state.get(key))?.value ?? {}) as { readonly holder?: string };
    return Number(holder.split(' ')[1] ?? 0);
  }
}
