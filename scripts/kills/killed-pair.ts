import { setTimeout as wait } from 'node:timers/promises';
import type { StateStore } from '../../connectors/connector.js';
import type { RandomGenerator } from '../../src/simulation/random.js';
import { FaultProxy, type Exchange, type Fault } from '../server/fault-proxy.js';
import { WorkerProcess, type WorkerSettings } from './worker-process.js';

/** One kill as it was made. */
export interface Kill {
  /** Time of the clock, epoch milliseconds. */
  readonly at: number;
  /** Whether the worker held the lease. */
  readonly leading: boolean;
  /** The request in whose middle it was killed, if it was killed in one, and whether the server has done it. */
  readonly during?: string;
  readonly done?: boolean;
}

interface Place {
  readonly proxy: FaultProxy;
  worker: WorkerProcess;
}

/** A request in whose middle a worker is killed is waited for this long. */
const PATIENCE = 4000;
const MOST_REQUESTS = 12;

/** Two workers of one tenant, of which one is killed and replaced now and then. Each has a way to the server of its own. */
export class KilledPair {
  readonly kills: Kill[] = [];
  readonly #settings: WorkerSettings;
  readonly #state: StateStore;
  readonly #random: RandomGenerator;
  readonly #now: () => number;
  readonly #places: readonly Place[];

  private constructor(settings: WorkerSettings, state: StateStore, random: RandomGenerator, now: () => number, places: readonly Place[]) {
    this.#settings = settings;
    this.#state = state;
    this.#random = random;
    this.#now = now;
    this.#places = places;
  }

  /** @param now time of the workers' clock */
  static async start(settings: WorkerSettings, state: StateStore, random: RandomGenerator, now: () => number): Promise<KilledPair> {
    const places: Place[] = [];
    for (let place = 0; place < 2; place += 1) {
      const proxy = await FaultProxy.start(settings.url);
      places.push({ proxy, worker: WorkerProcess.start({ ...settings, url: proxy.url }) });
    }
    return new KilledPair(settings, state, random, now, places);
  }

  /**
   * Kills one of the two, mostly the one that works, and starts another in its stead: at once, or in the middle of one of its next
   * requests, before or after the server does it.
   */
  async kill(): Promise<void> {
    const random = this.#random;
    const holder = await this.#holder();
    const leader = this.#places.find(({ worker }) => worker.pid === holder);
    const place = leader !== undefined && random.chance(0.8) ? leader : random.pick(this.#places);
    const leading = place === leader;
    const during = random.chance(0.7) ? await this.#killInRequest(place, 1 + random.integer(MOST_REQUESTS), random.chance(0.5)) : undefined;
    place.worker.kill();
    await place.worker.end();
    this.kills.push({ at: this.#now(), leading, ...during });
    place.worker = WorkerProcess.start({ ...this.#settings, url: place.proxy.url });
  }

  async stop(): Promise<void> {
    for (const { worker } of this.#places) await worker.stop();
    await this.close();
  }

  /** Leaves nothing running. */
  async close(): Promise<void> {
    for (const { worker, proxy } of this.#places) {
      worker.kill();
      await proxy.close();
    }
  }

  /** Kills it in the middle of its `count`th request from now on, or gives `undefined` if that does not come in time. */
  async #killInRequest({ proxy, worker }: Place, count: number, done: boolean): Promise<Pick<Kill, 'during' | 'done'> | undefined> {
    let left = count;
    const struck = new Promise<Exchange>((resolve) => {
      proxy.rule = (exchange): Fault | undefined => {
        left -= 1;
        if (left !== 0) return undefined;
        worker.kill();
        resolve(exchange);
        return { kind: 'reset', after: done };
      };
    });
    const exchange = await Promise.race([struck, wait(PATIENCE, undefined)]);
    proxy.rule = undefined;
    return exchange === undefined ? undefined : { during: `${exchange.method} ${exchange.path.split('?')[0] ?? ''}`, done };
  }

  async #holder(): Promise<number> {
    const entry = await this.#state.get('lease/detect');
    const { holder = '' } = (entry?.value ?? {}) as { readonly holder?: string };
    return Number(holder.split(' ')[1] ?? 0);
  }
}
