import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connector, StateStore } from '../../connectors/connector.js';
import { createEmbeddedConnector } from '../../connectors/embedded/embedded-connector.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { SourceUnavailableError } from '../../src/errors.js';
import type { DetectJob } from '../../src/service/detect-job.js';
import type { AsideReader } from '../../src/service/sharing/aside-reader.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import { smallEstate, writeLogs } from '../pipeline/small-estate.js';
import { LivingPlatform } from '../support/living-connector.js';
import { readingBeside } from './reading-beside.js';
import { CONTEXT, detectWorker, type TestWorker } from './service-world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STRETCH = 1_500;
const KINDS = ['anomaly', 'incident', 'action', 'dead-letter', ...CONTEXT] as const;
const folder = mkdtempSync(join(tmpdir(), 'throughline-sharing-'));

let activities: readonly Activity[];
let end: number;
/** What one worker that is left alone makes of the history. */
let alone: LivingPlatform;

const history = (): LivingPlatform => {
  const platform = new LivingPlatform(activities.map((activity) => ({ activity, ingested: activity.time + 1_000 })));
  platform.now = end + DAY;
  return platform;
};

const aMoment = (): Promise<void> => new Promise(setImmediate);

/** As over a network: others get on while it answers. Every tenth record brings one with it that cannot be used. */
const remote = (connector: Connector): Connector => ({
  ...connector,
  state: {
    get: async (key) => {
      await aMoment();
      return connector.state.get(key);
    },
    compareAndSet: async (key, value, expected) => {
      await aMoment();
      return connector.state.compareAndSet(key, value, expected);
    },
    remove: async (keys) => {
      await aMoment();
      await connector.state.remove(keys);
    },
  },
  activities: async function* (request, options) {
    for await (const batch of connector.activities(request, options)) {
      await aMoment();
      const broken = batch.activities.filter(({ time }) => time % 10 === 0);
      const rejected = broken.map(({ id, source }) => ({
        ...{ input: `${source} ${id}`, position: 1, source, reason: 'no time', record: '{"Zeit":"später"}', recordBytes: 17 },
      }));
      yield { ...batch, rejected };
    }
  },
});

const worker = (platform: LivingPlatform, { dieAfter, connector = platform.connect(dieAfter), ...options }: TestWorker = {}): DetectJob =>
  detectWorker(platform, folder, { stretchRecords: STRETCH, ...options, connector: remote(connector) });

/** A worker as the service runs it: judges if it can, else reads for the one who does. */
const work = async (job: DetectJob, platform: LivingPlatform, done: () => boolean): Promise<boolean> => {
  while (!done()) {
    if (await job.turn()) return true;
    if ((await job.help()) !== 'read') {
      platform.now += 500;
      await aMoment();
    }
  }
  return false;
};

const expectAsAlone = (platform: LivingPlatform): void => {
  for (const kind of KINDS) expect(platform.stored(kind), kind).toEqual(alone.stored(kind));
};

const sharedKeys = ({ stateKeys }: LivingPlatform): readonly string[] =>
  [...stateKeys].filter((key) => key.startsWith('sharing/') && key !== 'sharing/board');

type Tally = Record<'read' | 'taken' | 'redone' | 'beside', number>;
const tally = (): Tally => ({ read: 0, taken: 0, redone: 0, beside: 0 });
const counting = (into: Tally) => ({
  shared: (stretch: keyof Tally) => {
    into[stretch] += 1;
  },
});

/** Judges while another worker reads ahead by a store of its own kind. */
const judgeBeside = async (
  platform: LivingPlatform,
  change: (state: StateStore) => Partial<StateStore>,
): Promise<Tally & { failures: number }> => {
  const judged = { ...tally(), failures: 0 };
  const judge = worker(platform, { events: counting(judged) });
  const connector = platform.connect();
  const helper = worker(platform, { connector: { ...connector, state: { ...connector.state, ...change(connector.state) } } });
  const over = new AbortController();
  const helping = (async () => {
    while (!over.signal.aborted) {
      await helper.help().catch((error: unknown) => {
        expect(error).toBeInstanceOf(SourceUnavailableError);
        judged.failures += 1;
      });
      await aMoment();
    }
  })();
  expect(await judge.turn()).toBe(true);
  over.abort();
  await helping;
  await judge.stop();
  return judged;
};

beforeAll(async () => {
  const input = join(folder, 'logs');
  writeLogs(smallEstate(), input);
  const read: Activity[] = [];
  for await (const batch of createEmbeddedConnector({ inputs: [input], mappings: defaultMappings }).activities({}))
    read.push(...batch.activities);
  activities = read;
  end = Math.max(...read.map(({ time }) => time)) + 1;
  alone = history();
  const job = worker(alone, { stretchRecords: 1_000_000 });
  await job.turn();
  await job.stop();
  expect(alone.stored('incident').size).toBeGreaterThan(0);
  expect(alone.stored('dead-letter').size).toBeGreaterThan(100);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('work shared among workers', () => {
  test('read beside the thread that judges, the history gives the same documents, and every stretch is read once', async () => {
    const platform = history();
    let requests = 0;
    const connector = remote(platform.connect());
    const counted: Connector = {
      ...connector,
      activities: (request, options) => {
        requests += 1;
        return connector.activities(request, options);
      },
    };
    const counts = tally();
    const job = worker(platform, { events: counting(counts), aside: () => readingBeside(counted, new MessageChannel()) });
    expect(await job.turn()).toBe(true);
    await job.stop();
    expectAsAlone(platform);
    expect(sharedKeys(platform)).toEqual([]);
    expect(requests).toBeGreaterThan(5);
    expect(counts.beside).toBe(requests);
  });

  test('who is told to stop while a thread reads for it stops at once, and ends the thread', async () => {
    const platform = history();
    const connector = platform.connect();
    const silent = { activities: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }) };
    const stopped = new AbortController();
    let ended = 0;
    const aside = (): AsideReader => {
      const reader = readingBeside(silent, new MessageChannel());
      return {
        begin: (request) => reader.begin(request),
        close: async () => {
          ended += 1;
          await reader.close();
        },
      };
    };
    const job = worker(platform, { connector, aside, signal: stopped.signal });
    const turn = job.turn();
    setTimeout(() => {
      stopped.abort(new Error('told to stop'));
    }, 50);
    await expect(turn).rejects.toThrow('told to stop');
    expect(ended).toBe(1);
  });

  test.each([2, 3])(
    '%d workers read a history together, and it comes to what one makes of it',
    async (count) => {
      const platform = history();
      const tallies = Array.from({ length: count }, tally);
      const jobs = tallies.map((counts) => worker(platform, { events: counting(counts) }));
      let isDone = false;
      const judged = await Promise.all(
        jobs.map(async (job) => {
          const led = await work(job, platform, () => isDone);
          isDone ||= led;
          return led;
        }),
      );
      expect(judged.filter((led) => led)).toHaveLength(1);
      const judge = judged.indexOf(true);
      const readForIt = tallies.filter((_counts, index) => index !== judge).map(({ read }) => read);
      for (const read of readForIt) expect(read).toBeGreaterThan(1);
      expect(tallies[judge]?.taken).toBe(readForIt.reduce((sum, read) => sum + read, 0));
      await Promise.all(jobs.map((job) => job.stop()));
      expectAsAlone(platform);
      expect(sharedKeys(platform)).toEqual([]);
    },
    120_000,
  );

  test('workers killed at any point, in the middle of what they read for another too, leave the same documents', async () => {
    const random = RandomGenerator.keyed(20_261_128, 'shared deaths');
    const platform = history();
    const counts = tally();
    const deaths = { judging: 0, reading: 0 };
    const over = new AbortController();
    const isOver = (): boolean => over.signal.aborted;
    const slot = async (): Promise<void> => {
      while (!isOver()) {
        const mortal = deaths.judging + deaths.reading < 25;
        const job = worker(platform, {
          events: counting(counts),
          ...(mortal ? { dieAfter: Math.floor(random.between(0, 40)) } : {}),
          ...(random.next() < 0.5 ? { aside: () => readingBeside(remote(platform.connect()), new MessageChannel()) } : {}),
        });
        let isReading = false;
        try {
          for (;;) {
            isReading = false;
            if (isOver()) return;
            if (await job.turn()) {
              await job.stop();
              over.abort();
              return;
            }
            isReading = true;
            if ((await job.help()) === 'read') continue;
            platform.now += 500;
            await aMoment();
          }
        } catch (error) {
          if (!(error instanceof Error) || error.message !== 'killed') throw error;
          deaths[isReading ? 'reading' : 'judging'] += 1;
        }
      }
    };
    await Promise.all([slot(), slot(), slot()]);
    expect(deaths.judging).toBeGreaterThanOrEqual(3);
    expect(deaths.reading).toBeGreaterThanOrEqual(10);
    expect(counts.redone).toBeGreaterThan(0);
    expect(counts.taken).toBeGreaterThan(0);
    expect(counts.beside).toBeGreaterThan(0);
    expectAsAlone(platform);
  }, 300_000);

  test('a stretch whose reader was killed is read again once its time is over', async () => {
    const platform = history();
    const counts = tally();
    const judge = worker(platform, { events: counting(counts) });
    const turn = judge.turn();
    // It takes a stretch, and is killed before it has stored anything.
    const reader = worker(platform, { dieAfter: 1 });
    await expect(
      (async () => {
        while ((await reader.help()) !== 'read') await aMoment();
      })(),
    ).rejects.toThrow('killed');
    const before = platform.now;
    await turn;
    await judge.stop();
    expect(counts).toEqual({ ...tally(), redone: 1 });
    expect(platform.now - before).toBeGreaterThanOrEqual(60_000 - 1_000);
    expectAsAlone(platform);
  }, 120_000);

  test('a store that refuses what a reader stores, or loses it, costs the judge only the reading', async () => {
    const refusing = history();
    const refused = await judgeBeside(refusing, (state) => ({
      compareAndSet: (key, value, expected) =>
        key.startsWith('sharing/parcel/')
          ? Promise.reject(new SourceUnavailableError('the entry is too large'))
          : state.compareAndSet(key, value, expected),
    }));
    expect(refused.failures).toBeGreaterThan(0);
    expect(refused.taken).toBe(0);
    expectAsAlone(refusing);
    const losing = history();
    const lost = await judgeBeside(losing, (state) => ({
      compareAndSet: (key, value, expected) =>
        key.startsWith('sharing/parcel/') ? Promise.resolve('1') : state.compareAndSet(key, value, expected),
    }));
    expect(lost).toEqual({ ...tally(), failures: 0 });
    expectAsAlone(losing);
    expect(sharedKeys(losing)).toEqual([]);
  }, 120_000);

  test('a worker of another version reads nothing for this one', async () => {
    const platform = history();
    const counts = tally();
    const judge = worker(platform, { reading: 'new', events: counting(counts) });
    const other = worker(platform, { reading: 'old' });
    const turn = judge.turn();
    for (let look = 0; look < 50; look += 1) {
      expect(await other.help()).toBe('idle');
      await aMoment();
    }
    await turn;
    await judge.stop();
    expect(counts.taken).toBe(0);
    expectAsAlone(platform);
  }, 120_000);

  test('what came while no worker ran is read together, between marks of the time of taking in', async () => {
    const ended = await Promise.all(
      [1, 2].map(async (count) => {
        const platform = history();
        const counts = tally();
        platform.now = end - 2 * DAY;
        const first = worker(platform);
        await first.turn();
        await first.stop();
        platform.now = end + 5 * HOUR;
        let isDone = false;
        const jobs = Array.from({ length: count }, () => worker(platform, { events: counting(counts) }));
        await Promise.all(
          jobs.map(async (job) => {
            const led = await work(job, platform, () => isDone);
            isDone ||= led;
            await job.stop();
          }),
        );
        const last = worker(platform);
        platform.now = end + 12 * HOUR;
        await last.turn();
        await last.stop();
        expect(sharedKeys(platform)).toEqual([]);
        return { platform, counts };
      }),
    );
    const [single, shared] = ended;
    expect(single?.counts.taken).toBe(0);
    expect(shared?.counts.taken).toBeGreaterThan(1);
    for (const kind of KINDS) expect(shared?.platform.stored(kind), kind).toEqual(single?.platform.stored(kind));
    for (const kind of ['anomaly', 'incident', 'action'] as const) expect(shared?.platform.stored(kind), kind).toEqual(alone.stored(kind));
  }, 120_000);
});
