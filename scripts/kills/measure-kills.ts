import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildProgram } from '../built-program.js';
import { StoredProgress } from '../../src/service/progress.js';
import { DEFAULT_START } from '../../src/simulation/calendar.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import { arrivingRecords } from './arriving-records.js';
import { FastClock } from './fast-clock.js';
import { Feeder } from './feeder.js';
import { differences } from './final-documents.js';
import { KilledPair, type Kill } from './killed-pair.js';
import type { KillsPlatform } from './kills-platform.js';
import { FAST_WORKER, WorkerProcess } from './worker-process.js';

export interface KillOptions {
  /** Where the workers work, with the right to do everything there. */
  readonly platform: KillsPlatform;
  readonly kills: number;
  /** Kills before those, while the history is read by both. */
  readonly historyKills: number;
  /** Of the estate and of the kills. */
  readonly seed: number;
  readonly users: number;
  readonly days: number;
  /** Days that have been taken in before the workers start. */
  readonly historyDays: number;
  /** Seconds of the workers' clock in a second, if the machine is fast enough. */
  readonly speed: number;
}

export interface KillResult {
  readonly kills: readonly Kill[];
  /** Documents of the undisturbed run by kind. */
  readonly documents: Readonly<Record<string, number>>;
  /** One line for each kind in which the documents of both runs differ; none if all is well. */
  readonly differences: readonly string[];
}

/** What there is to be found. */
const ATTACKS = ['salesloft', 'phish-to-cloud', 'ransomware-saas'] as const;
/** Most records come within forty minutes, some after their hour was judged. */
const DELAY = { usual: 2_400_000, lateShare: 0.003 };
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Seconds on the wall until a dead worker is replaced; the configuration takes an hour of the workers' clock at most. */
const LEASE = 2;
/** Milliseconds of the clock until a search is taken to find a record: what the clock goes on by while records are put in is less. */
const SAFETY_LAG = 1_800_000;
const LONGEST_STEP = 0.8 * SAFETY_LAG;
const PAUSE = 50;
/** Records of history that one worker reads at a time: few, so that there is much to share. */
const STRETCH = 1000;
/** Most that is waited before such a kill, milliseconds on the wall. */
const LONGEST_WAIT = 1500;
const EVERY_SECOND = '* * * * * *';
/**
 * Two worker processes of which one is killed again and again, beside a worker that is left alone, on the same records that come in while
 * time passes quickly; then the documents of both are compared.
 */
export async function measureKills(options: KillOptions): Promise<KillResult> {
  const { platform, kills, historyKills, seed, users, days, historyDays, speed } = options;
  const { name } = platform;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-kills-'));
  const built = await buildProgram([FAST_WORKER]);
  const stores = ['calm', 'killed'].map((kind) => {
    const tenant = `${name}-${kind}`;
    return { tenant, connector: platform.connect(tenant) };
  });
  const [calm, killed] = stores;
  if (calm === undefined || killed === undefined) throw new Error('there are two tenants');
  const running: { close: () => unknown }[] = [];
  try {
    await platform.prepare();
    const records = await arrivingRecords({ users, days, seed, scenarios: ATTACKS }, DELAY);
    const begin = DEFAULT_START + Math.round(historyDays * 24) * HOUR;
    const end = (records[records.length - 1]?.ingested ?? begin) + 3 * HOUR;
    const feeder = new Feeder(platform, records);
    await feeder.feedUntil(begin);
    for (const { connector } of stores) await StoredProgress.load(connector.state, begin);
    const clock = new FastClock(join(folder, 'clock'), begin);
    running.push(clock);
    const lease = Math.min(LEASE * speed, 3600);
    const { url, environment } = platform;
    const keys = platform.keys(SAFETY_LAG / 1000);
    const program = built.pathOf(FAST_WORKER);
    const common = { folder, url, platform: keys, environment, lease, schedule: EVERY_SECOND, clock: clock.path, program };
    const alone = WorkerProcess.start({ ...common, tenant: calm.tenant });
    running.push({
      close: () => {
        alone.kill();
      },
    });
    const random = RandomGenerator.keyed(seed, 'kills');
    const shared = { ...common, tenant: killed.tenant, stretchRecords: STRETCH };
    const pair = await KilledPair.start(shared, killed.connector.state, random, () => clock.now, platform);
    running.push(pair);
    const killing = killWhileShared(pair, historyKills, random).then(() => killAtRandom(pair, kills, clock, end, random));
    await Promise.all([passTime(clock, feeder, speed, end), killing]);
    await Promise.all([alone.stop(), pair.stop()]);
    clock.setTo(end + DAY);
    for (const { tenant } of stores) await WorkerProcess.start({ ...common, tenant }, ['--once']).end();
    const [expected, found] = [await platform.documents(calm.tenant), await platform.documents(killed.tenant)];
    const documents = Object.fromEntries([...expected].map(([kind, texts]) => [kind, texts.length]));
    return { kills: pair.kills, documents, differences: differences(expected, found) };
  } finally {
    for (const one of running) await one.close();
    for (const { connector } of stores) await connector.close();
    await platform.clear();
    rmSync(folder, { recursive: true, force: true });
    built.remove();
  }
}

/** Lets the clock go until `end`, and puts in what arrives meanwhile; on a slow machine time passes more slowly. */
async function passTime(clock: FastClock, feeder: Feeder, speed: number, end: number): Promise<void> {
  while (clock.now < end) {
    await feeder.feedUntil(clock.now);
    await wait(PAUSE);
    clock.goOn(speed, Math.min(end, clock.now + LONGEST_STEP));
  }
}

/** Kills as long as the history is being read by both, three times in ten for certain the one at work. */
async function killWhileShared(pair: KilledPair, kills: number, random: RandomGenerator): Promise<void> {
  for (let made = 0; made < kills; made += 1) {
    while (!(await pair.isSharing())) {
      if (await pair.hasReadHistory()) return;
      await wait(PAUSE);
    }
    await wait(random.between(0, LONGEST_WAIT));
    await pair.kill(0.3);
  }
}

/** Kills at moments drawn evenly from the time that is left, of which the first is right at the beginning. */
async function killAtRandom(pair: KilledPair, kills: number, clock: FastClock, end: number, random: RandomGenerator): Promise<void> {
  const begin = clock.now;
  const moments = Array.from({ length: kills }, (_value, index) =>
    index === 0 ? begin : random.between(begin, begin + 0.95 * (end - begin)),
  );
  for (const moment of moments.sort((left, right) => left - right)) {
    while (clock.now < moment) await wait(PAUSE);
    await pair.kill();
  }
}
