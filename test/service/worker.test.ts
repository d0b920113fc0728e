import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createActivity, type Activity } from '../../src/activity/activity.js';
import { parseConfiguration } from '../../src/config/configuration.js';
import { SourceUnavailableError } from '../../src/errors.js';
import { createLogger } from '../../src/logging.js';
import { runWorker } from '../../src/service/worker.js';
import { replayOptions } from '../pipeline/replay-options.js';
import { LivingPlatform } from '../support/living-connector.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 2, 8);
const folder = mkdtempSync(join(tmpdir(), 'throughline-worker-test-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const signIn = (number: number): Activity =>
  createActivity({
    id: `sign-in ${number}`,
    source: 'entra.signin',
    domain: 'identity',
    time: START + number * 600_000,
    action: 'Sign-in activity',
    actionClass: 'sign-in',
    outcome: 'success',
    actorType: 'user',
    actor: [{ scheme: 'upn', value: `person${number % 5}@example.com` }],
    sourceIp: `198.51.100.${number % 7}`,
  });

const platformOf = (records: number): LivingPlatform => {
  const platform = new LivingPlatform(
    Array.from({ length: records }, (_value, number) => signIn(number)).map((activity) => ({ activity, ingested: activity.time + 1_000 })),
  );
  platform.now = START + 12 * HOUR;
  return platform;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

const start = (platform: LivingPlatform, holder: string, port: number) => {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const stopping = new AbortController();
  const { models } = replayOptions({ inputs: [], out: '', retrospective: false });
  const text = `service: { schedule: '* * * * * *', leaseSeconds: 5, listen: '127.0.0.1:${port}' }`;
  const ended = runWorker({
    configuration: parseConfiguration(text, 'test'),
    models,
    connector: platform.connect(),
    holder,
    clock: () => platform.now,
    log: createLogger({ level: 'info', dataset: 'test', stream, pretty: false }),
    signal: stopping.signal,
    once: false,
    sleep: (milliseconds) => wait(milliseconds),
    workFolder: join(folder, holder),
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await ended;
  };
  return { lines, stop, url: `http://127.0.0.1:${port}` };
};

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await wait(50);
  }
  throw new Error('it did not happen within ten seconds');
};

const metric = async (url: string, name: string): Promise<number> => {
  const line = (await (await fetch(`${url}/metrics`)).text())
    .split('\n')
    .find((text) => text.startsWith(`${name} `) || text.startsWith(`${name}{`));
  return Number(line?.split(' ').at(-1) ?? NaN);
};

describe('a worker', () => {
  test('takes turns by schedule, answers for its health, and stops in good order', async () => {
    const platform = platformOf(100);
    const { lines, stop, url } = start(platform, 'alone', await freePort());
    await until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await metric(url, 'throughline_leading')).toBe(1);
    const before = await metric(url, 'throughline_activities_read_total');
    expect(before).toBe(72);
    platform.now += 2 * HOUR;
    await until(async () => (await metric(url, 'throughline_activities_read_total')) === 84);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
    await stop();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    expect((await platform.state.get('lease/detect'))?.value).toMatchObject({ until: 0 });
    expect(lines.join('')).toContain('detection taken up');
  });

  test('stands by while another works, and takes over when that one stops', async () => {
    const platform = platformOf(100);
    const one = start(platform, 'one', await freePort());
    await until(async () => (await metric(one.url, 'throughline_leading').catch(() => 0)) === 1);
    const two = start(platform, 'two', await freePort());
    await until(async () => (await fetch(`${two.url}/readyz`).catch(() => undefined))?.status === 200);
    expect(await metric(two.url, 'throughline_leading')).toBe(0);
    await one.stop();
    await until(async () => (await metric(two.url, 'throughline_leading')) === 1);
    await two.stop();
  });

  test('is not ready while its turns fail, and says why', async () => {
    const platform = platformOf(10);
    const broken = new LivingPlatform([]);
    broken.state.get = () => Promise.reject(new Error('the cluster is away'));
    broken.now = platform.now;
    const { lines, stop, url } = start(broken, 'broken', await freePort());
    await until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 503);
    await until(() => lines.join('').includes('the cluster is away'));
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: false, error: 'the cluster is away' });
    await stop();
  });

  test('catches up once although the platform is away at first', async () => {
    const platform = platformOf(10);
    const connector = platform.connect();
    let refusals = 5;
    const get = connector.state.get.bind(connector.state);
    connector.state.get = (key) => {
      refusals -= 1;
      if (refusals >= 0) return Promise.reject(new SourceUnavailableError('the cluster answered 503', { passing: true }));
      return get(key);
    };
    const { models } = replayOptions({ inputs: [], out: '', retrospective: false });
    const before = platform.now;
    const state = await runWorker({
      configuration: parseConfiguration('{}', 'test'),
      models,
      connector,
      holder: 'late',
      clock: () => platform.now,
      log: createLogger({ level: 'error', dataset: 'test', stream: process.stderr, pretty: false }),
      signal: new AbortController().signal,
      once: true,
      sleep: (milliseconds) => {
        platform.now += milliseconds;
        return Promise.resolve();
      },
      workFolder: join(folder, 'late'),
    });
    expect(platform.now - before).toBe(31_000);
    expect(state.lastError).toBeUndefined();
    expect(state.position).toBe(platform.now - connector.ingest.safetyLag);
  });

  test('says which setting to change if its address is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const { stop } = start(platformOf(1), 'taken', port);
    await expect(stop()).rejects.toThrow(/service\.listen/);
    taken.close();
  });
});
