import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddedConnector } from '../../connectors/embedded/embedded-connector.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { HourBuckets } from '../../src/pipeline/hour-buckets.js';
import { replay } from '../../src/pipeline/replay.js';
import { StageChain } from '../../src/pipeline/stage-chain.js';
import type { DetectJob } from '../../src/service/detect-job.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import { replayOptions } from '../pipeline/replay-options.js';
import { smallEstate, writeLogs } from '../pipeline/small-estate.js';
import { LivingPlatform, type TakenIn } from '../support/living-connector.js';
import { CONTEXT, detectWorker, type TestWorker } from './service-world.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const folder = mkdtempSync(join(tmpdir(), 'throughline-service-'));
const input = join(folder, 'logs');

let activities: readonly Activity[];
let end: number;
/** Lines of a replay of the same records, by id. */
let anomalies: ReadonlyMap<string, string>;
let incidents: ReadonlyMap<string, string>;
let actions: ReadonlyMap<string, string>;

const linesById = (out: string, file: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(out, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [(JSON.parse(line) as { readonly throughline: { readonly id: string } }).throughline.id, line] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const worker = (platform: LivingPlatform, options: TestWorker = {}): DetectJob => detectWorker(platform, folder, options);

const expectReplayed = (platform: LivingPlatform): void => {
  expect(platform.stored('anomaly')).toEqual(anomalies);
  expect(platform.stored('incident')).toEqual(incidents);
  expect(platform.stored('action')).toEqual(actions);
};

/** All records taken in as they happened, up to 40 minutes late. */
const asItHappened = (): readonly TakenIn[] => {
  const random = RandomGenerator.keyed(20_261_128, 'ingest');
  return activities.map((activity) => ({ activity, ingested: activity.time + Math.floor(random.between(1_000, 40 * MINUTE)) }));
};

beforeAll(async () => {
  writeLogs(smallEstate(), input);
  const out = join(folder, 'replayed');
  await replay(replayOptions({ inputs: [input], out, retrospective: false }));
  anomalies = linesById(out, 'anomalies.ndjson');
  incidents = linesById(out, 'incidents.ndjson');
  actions = linesById(out, 'actions.ndjson');
  const read: Activity[] = [];
  for await (const batch of createEmbeddedConnector({ inputs: [input], mappings: defaultMappings }).activities({}))
    read.push(...batch.activities);
  activities = read;
  end = Math.max(...read.map(({ time }) => time)) + 1;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('detection as a service', () => {
  test('the history that is there at the beginning gives what a replay of it gives', async () => {
    expect(incidents.size).toBeGreaterThan(0);
    const platform = new LivingPlatform(activities.map((activity) => ({ activity, ingested: activity.time })));
    platform.now = end + 30 * 24 * HOUR;
    const job = worker(platform);
    expect(await job.turn()).toBe(true);
    expectReplayed(platform);
    expect(platform.stored('step').size).toBeGreaterThan(incidents.size * 5);
    expect([...platform.stored('entity').values()].join('\n')).toContain('"incidents":1');
    for (const kind of ['indicator', 'health']) expect(platform.stored(kind).size, kind).toBeGreaterThan(10);
    const before = new Map(platform.documents);
    expect(await job.turn()).toBe(true);
    await job.stop();
    expect(platform.documents).toEqual(before);
  });

  test('records that come in one by one, in any order within the lateness, give what a replay gives; half of them are history', async () => {
    const platform = new LivingPlatform(asItHappened());
    platform.now = activities[Math.floor(activities.length / 2)]?.time ?? 0;
    const job = worker(platform);
    const random = RandomGenerator.keyed(20_261_129, 'turns');
    while (platform.now < end + 4 * HOUR) {
      expect(await job.turn()).toBe(true);
      if (random.chance(0.7)) job.prepareNext();
      platform.now += Math.floor(random.between(MINUTE, 4 * HOUR));
    }
    await job.turn();
    await job.stop();
    expectReplayed(platform);
    expect(platform.stored('dead-letter').size).toBe(0);
  }, 120_000);

  test('a worker killed at any point is replaced by another, which ends with the same documents', async () => {
    const random = RandomGenerator.keyed(20_261_130, 'deaths');
    const platform = new LivingPlatform(asItHappened());
    platform.now = activities[Math.floor(activities.length / 2)]?.time ?? 0;
    let deaths = 0;
    while (platform.now < end + 4 * HOUR) {
      const job = worker(platform, { dieAfter: Math.floor(random.between(0, 24)) });
      try {
        for (let turns = 0; turns < 8; turns += 1) {
          await job.turn();
          platform.now += Math.floor(random.between(MINUTE, 40 * MINUTE));
        }
        await job.stop();
      } catch (error) {
        expect(error).toMatchObject({ message: 'killed' });
        deaths += 1;
      }
      platform.now += 2 * MINUTE;
    }
    const last = worker(platform);
    expect(await last.turn()).toBe(true);
    await last.stop();
    expect(deaths).toBeGreaterThanOrEqual(10);
    expectReplayed(platform);
    const undisturbed = new LivingPlatform(asItHappened());
    undisturbed.now = platform.now;
    const alone = worker(undisturbed);
    await alone.turn();
    await alone.stop();
    for (const kind of CONTEXT) expect(platform.stored(kind), kind).toEqual(undisturbed.stored(kind));
  }, 300_000);

  test('a worker killed in the middle of a long history is replaced by another, and every record counts once', async () => {
    const random = RandomGenerator.keyed(20_261_201, 'unusable');
    const records = activities.map((activity) => ({ activity, ingested: activity.time, unusable: random.chance(0.05) }));
    const finish = async (platform: LivingPlatform): Promise<unknown> => {
      const last = worker(platform, { stretchRecords: 100 });
      expect(await last.turn()).toBe(true);
      await last.stop();
      return ((await platform.state.get('progress/detect'))?.value as { readonly counts: unknown }).counts;
    };
    const undisturbed = new LivingPlatform(records);
    undisturbed.now = end + 30 * 24 * HOUR;
    const counts = await finish(undisturbed);
    const platform = new LivingPlatform(records);
    platform.now = undisturbed.now;
    let goneOn = 0;
    const events = { taken: ({ closed }: { readonly closed: number | null }) => (goneOn += closed === null ? 0 : 1) };
    for (let deaths = 0; deaths < 12; deaths += 1) {
      const job = worker(platform, { dieAfter: Math.floor(random.between(20, 120)), stretchRecords: 100, events });
      await expect(job.turn()).rejects.toThrow('killed');
      platform.now += 2 * MINUTE;
    }
    expect(goneOn).toBeGreaterThan(5);
    expect(await finish(platform)).toEqual(counts);
    for (const kind of ['anomaly', 'incident', 'action', 'dead-letter', ...CONTEXT]) {
      expect(platform.stored(kind), kind).toEqual(undisturbed.stored(kind));
    }
  }, 120_000);

  test('an incident is told within the turn after its events, before its hour is over', async () => {
    const platform = new LivingPlatform(activities.map((activity) => ({ activity, ingested: activity.time + 5_000 })));
    const first = [...incidents.values()]
      .map((line) => JSON.parse(line) as { readonly throughline: { readonly id: string; readonly incident: { readonly opened: string } } })
      .sort((a, b) => a.throughline.incident.opened.localeCompare(b.throughline.incident.opened))[0];
    const opened = Date.parse(first?.throughline.incident.opened ?? '');
    platform.now = opened - HOUR;
    const job = worker(platform);
    const seen: number[] = [];
    for (; platform.now < opened; platform.now += MINUTE) {
      await job.turn();
      if (platform.stored('incident').has(first?.throughline.id ?? '')) seen.push(platform.now);
    }
    await job.stop();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]).toBeLessThan(opened);
  }, 120_000);

  test('only one of two workers does the job, and the other takes over when the lease has lapsed', async () => {
    const platform = new LivingPlatform(activities.map((activity) => ({ activity, ingested: activity.time })));
    platform.now = end + HOUR * 24;
    const [one, two] = [worker(platform), worker(platform)];
    expect(await one.turn()).toBe(true);
    expect(await two.turn()).toBe(false);
    platform.now += 2 * MINUTE;
    expect(await two.turn()).toBe(true);
    expect(await one.turn()).toBe(false);
    await two.stop();
    expect(await one.turn()).toBe(true);
    expectReplayed(platform);
  });

  test('incidents that nothing can change any more leave the state, and every document stays as it is', async () => {
    const DAY = 24 * HOUR;
    // The same days come again two months later, when the first incidents are past remembering.
    const history = [0, 60].flatMap((days) =>
      activities.map((activity) => ({ ...activity, id: `${activity.id} ${days}`, time: activity.time + days * DAY })),
    );
    const last = end + 60 * DAY;
    const { configuration, models } = replayOptions({ inputs: [], out: '', retrospective: false });
    const chain = StageChain.create({ configuration, models });
    const buckets = new HourBuckets(join(folder, 'long-history'));
    buckets.add(history);
    for (const { hour, activities: ofHour } of buckets.read()) chain.step(hour, ofHour);
    buckets.dispose();
    const byId = (documents: readonly { readonly throughline: { readonly id: string } }[]) =>
      new Map(
        documents.map((document) => [document.throughline.id, JSON.stringify(document)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
      );

    const platform = new LivingPlatform(history.map((activity) => ({ activity, ingested: activity.time })));
    platform.now = end + 20 * DAY;
    const told: number[] = [];
    const job = worker(platform, {
      events: {
        told: (_documents, retired) => {
          told.push(retired.incidents);
        },
      },
    });
    await job.turn();
    for (platform.now = last - 2 * DAY; platform.now < last + 4 * HOUR; platform.now += 6 * HOUR) await job.turn();
    await job.turn();
    await job.stop();
    const other = worker(platform);
    await other.turn();
    await other.stop();
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBeGreaterThan(0);
    expect(platform.stored('incident')).toEqual(byId(chain.correlator.incidents()));
    expect(platform.stored('action')).toEqual(byId(chain.correlator.actions()));
    const names = (await platform.state.get('published'))?.value as { readonly incident: readonly string[] };
    expect(names.incident).toHaveLength(chain.correlator.incidents().length - (told.at(-1) ?? 0));
  }, 120_000);

  test('what comes too late is judged by no worker, however far behind what is there it reads and however often', async () => {
    const random = RandomGenerator.keyed(20_261_131, 'late');
    const records = asItHappened().map(({ activity, ingested }) =>
      random.chance(0.02) ? { activity, ingested: activity.time + Math.floor(random.between(125, 200) * MINUTE) } : { activity, ingested },
    );
    const ended = await Promise.all(
      [13 * MINUTE, 150 * MINUTE].map(async (pause) => {
        const platform = new LivingPlatform(records, 45 * MINUTE);
        platform.now = Math.floor((end - 24 * HOUR) / HOUR) * HOUR;
        const job = worker(platform);
        await job.turn();
        for (const last = end + 5 * HOUR; platform.now < last; platform.now = Math.min(last, platform.now + pause)) await job.turn();
        await job.turn();
        await job.stop();
        return platform;
      }),
    );
    const [often, seldom] = ended;
    expect(often?.stored('dead-letter').size).toBeGreaterThan(10);
    for (const kind of ['anomaly', 'incident', 'action', 'dead-letter', ...CONTEXT]) {
      expect(often?.stored(kind), kind).toEqual(seldom?.stored(kind));
    }
  }, 120_000);

  test('what a person says of an incident is heeded at the next turn, by whoever takes it', async () => {
    const platform = new LivingPlatform(activities.map((activity) => ({ activity, ingested: activity.time })));
    platform.now = end + 24 * HOUR;
    const job = worker(platform);
    await job.turn();
    const [about = ''] = [...platform.stored('incident').keys()];
    const feedback = { about, about_kind: 'incident', verdict: 'benign', until: null, note: 'known', by: 'ana' };
    const said = { '@timestamp': new Date(platform.now).toISOString(), ecs: { version: '8.11.0' }, message: 'said' };
    await platform.connect().write([
      { id: 'f', kind: 'feedback', body: { ...said, throughline: { id: 'f', kind: 'feedback', tenant: 'default', feedback } } },
      { id: 'other', kind: 'feedback', body: { message: 'no feedback of ours' } },
    ]);
    await job.turn();
    await job.stop();
    expect(platform.stored('incident').get(about)).toContain('Does not need a person: judged benign by ana');
    expect([...platform.stored('incident').values()].filter((body) => body.includes('judged benign'))).toHaveLength(1);
    const before = new Map(platform.documents);
    const other = worker(platform);
    await other.turn();
    await other.stop();
    expect(platform.documents).toEqual(before);
  });

  test('a record that comes after its hour was closed goes to the dead letters, once', async () => {
    const [late, ...rest] = [...activities].sort((a, b) => a.time - b.time);
    if (late === undefined) throw new Error('no activity');
    const platform = new LivingPlatform([
      ...rest.map((activity) => ({ activity, ingested: activity.time })),
      { activity: late, ingested: end + 3 * HOUR },
    ]);
    platform.now = end + 2 * HOUR;
    const told: Activity[] = [];
    const job = worker(platform, {
      events: {
        late: (activities_) => {
          told.push(...activities_);
        },
      },
    });
    await job.turn();
    platform.now = end + 5 * HOUR;
    await job.turn();
    await job.turn();
    await job.stop();
    expect(told).toEqual([late]);
    expect(platform.stored('dead-letter').size).toBe(1);
    expect([...platform.stored('dead-letter').values()][0]).toContain('came after its hour was closed');
  });
});
