import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import { installTemplates } from '../../connectors/elastic/install-templates.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import type { IncidentDocument } from '../../src/documents/incident.js';
import { indexNameOf } from '../../src/documents/index-names.js';
import { simulateEstate } from '../../src/simulation/simulate-estate.js';
import type { TruthRow } from '../../src/simulation/simulated-record.js';
import { arrivingRecords, type ArrivingRecord } from '../kills/arriving-records.js';
import { FastClock } from '../kills/fast-clock.js';
import { Feeder } from '../kills/feeder.js';
import { onElastic, WorkerProcess } from '../kills/worker-process.js';
import { SourceIndices } from '../load/source-indices.js';
import { settingsOf, type Bench, type Figure } from './elastic-bench.js';

export interface LatencyOptions {
  readonly users: number;
  readonly days: number;
  readonly seed: number;
  /** How long records come in. */
  readonly minutes: number;
}

const TENANT = 'latency';
const PREFIX = 'latency';
/** Until a record comes after what it tells of, milliseconds. */
const DELAY = { usual: 3000, lateShare: 0 };
/** Before the attack is at its busiest. */
const LEAD = 20_000;
const POLL = 250;
const MINUTE = 60_000;

/** Attacks with minutes in which much happens. */
const SCENARIOS = ['salesloft', 'phish-to-cloud', 'ransomware-saas'] as const;

/**
 * How long it takes from a record being indexed to a search finding an incident that cites it: records of an estate come in as they happen, on
 * top of days of history, in the minutes in which each of its attacks is at its busiest; a worker with a schedule of a minute watches. Its clock
 * is shifted into the days of the estate and goes as fast as the wall's.
 */
export async function measureLatency(bench: Bench, { users, days, seed, minutes }: LatencyOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-latency-'));
  const { client, print, url } = bench;
  let worker: WorkerProcess | undefined;
  try {
    const options = { users, days, seed, scenarios: SCENARIOS };
    const busiest = busiestTimes(simulateEstate(options).truth, minutes);
    const records = await arrivingRecords(options, DELAY);
    const gateway = new ElasticGateway({ ...settingsOf(bench, `${PREFIX}-*`), tenant: TENANT });
    await installTemplates(gateway, undefined);
    await gateway.close();
    const clock = new FastClock(join(folder, 'clock'), 0);
    const feeder = new Feeder(new SourceIndices(client, PREFIX), records);
    const common = {
      folder,
      tenant: TENANT,
      url,
      platform: onElastic(`${PREFIX}-*`, 120),
      lease: 60,
      schedule: '* * * * *',
      clock: clock.path,
    };
    const waits: Wait[] = [];
    for (const time of busiest) {
      clock.setTo(time - LEAD);
      const before = (await feeder.feedUntil(clock.now)).length;
      await client.indices.refresh({ index: `${PREFIX}-*` });
      await WorkerProcess.start(common, ['--once']).end();
      worker = WorkerProcess.start(common);
      const found = await watch(client, feeder, clock, minutes);
      await worker.stop();
      waits.push(...found);
      print(`${before} records before, then from ${new Date(time).toISOString()} on: ${toldWaits(found)}`);
    }
    clock.close();
    if (waits.length === 0) throw new Error('no incident cites an event that came in: use another seed or more minutes');
    print(`event to incident: ${toldWaits(waits)}; goal 60 s at p95`);
    return { users, days, seed, minutes, events: waits.length, ...quantiles(waits), waits };
  } finally {
    worker?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For each attack, when the most of what it does happens within some minutes; without those that begin while another is watched. */
function busiestTimes(truth: readonly TruthRow[], minutes: number): readonly number[] {
  const busiest = [...new Set(truth.map(({ incident }) => incident))].flatMap((incident) => {
    const times = truth.filter((row) => row.key && row.incident === incident).map(({ time }) => time);
    const followers = (from: number) => times.filter((time) => time >= from && time < from + minutes * MINUTE - LEAD).length;
    return times.sort((left, right) => followers(right) - followers(left) || left - right).slice(0, 1);
  });
  const kept: number[] = [];
  for (const time of busiest.sort((left, right) => left - right))
    if (!(time < (kept.at(-1) ?? 0) + (minutes + 3) * MINUTE)) kept.push(time);
  return kept;
}

/** Seconds within which a half and 95 of 100 were found, and the longest. */
function quantiles(waits: readonly Wait[]): { readonly p50: number; readonly p95: number; readonly most: number } {
  const sorted = waits.map(({ seconds }) => seconds).sort((left, right) => left - right);
  const at = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}

function toldWaits(waits: readonly Wait[]): string {
  const { p50, p95, most } = quantiles(waits);
  return waits.length === 0
    ? 'no event cited'
    : `${waits.length} events cited, p50 ${p50.toFixed(1)} s, p95 ${p95.toFixed(1)} s, longest ${most.toFixed(1)} s`;
}

interface Wait {
  readonly event: string;
  readonly seconds: number;
}

/** Lets records come in for some minutes and a schedule more, and notes when each is first cited by an incident. */
async function watch(client: Client, feeder: Feeder, clock: FastClock, minutes: number): Promise<readonly Wait[]> {
  const indexed = new Map<string, number>();
  const waits = new Map<string, Wait>();
  const registry = createRegistry(defaultMappings);
  const index = indexNameOf('incident', TENANT)?.name ?? '';
  const started = Date.now();
  clock.goOn(0, Infinity);
  while (Date.now() - started < (minutes + 1.5) * MINUTE) {
    clock.goOn(1, Infinity);
    if (Date.now() - started < minutes * MINUTE) {
      const fed = await feeder.feedUntil(clock.now);
      const now = Date.now();
      for (const event of fed.flatMap((record) => eventsOf(registry, record))) if (!indexed.has(event)) indexed.set(event, now);
    }
    const { hits } = await client.search<IncidentDocument>({
      index,
      size: 1000,
      _source: ['throughline.events'],
      ignore_unavailable: true,
    });
    const now = Date.now();
    for (const { source, time } of hits.hits.flatMap(({ _source: incident }) => incident?.throughline.events ?? [])) {
      const event = eventOf(source, Date.parse(time));
      const since = indexed.get(event);
      if (since !== undefined && !waits.has(event)) waits.set(event, { event, seconds: (now - since) / 1000 });
    }
    await wait(POLL);
  }
  return [...waits.values()];
}

/** Source and time stand for an event: where the vendor gives no id, one made of the record differs with what shippers add to it. */
const eventOf = (source: string, time: number): string => `${source} ${new Date(time).toISOString()}`;

function eventsOf(registry: ReturnType<typeof createRegistry>, { source, body }: ArrivingRecord): readonly string[] {
  const mapped = registry.byName(source)?.map(body, { name: '', dataset: '' });
  return mapped?.kind === 'activities' ? mapped.activities.map((activity) => eventOf(activity.source, activity.time)) : [];
}
