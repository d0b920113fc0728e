import { describe, expect, test } from 'vitest';
import { AccessDeniedError, SourceUnavailableError, WindowIncompleteError } from '../errors.js';
import { createLogger } from '../logging.js';
import { Writable } from 'node:stream';
import { tryAgain } from './try-again.js';

const away = new SourceUnavailableError('the cluster answered 503', { passing: true });

const attempts = async (failures: readonly Error[], patience: number) => {
  let now = 0;
  const pauses: number[] = [];
  const told: string[] = [];
  let tries = 0;
  const stream = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const outcome = await tryAgain(
    () => {
      const failure = failures[tries];
      tries += 1;
      return failure === undefined ? Promise.resolve('done') : Promise.reject(failure);
    },
    {
      patience,
      clock: () => now,
      sleep: (milliseconds) => {
        pauses.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
      signal: new AbortController().signal,
      log: createLogger({ level: 'error', dataset: 'test', stream, pretty: false }),
      onFailure: ({ message }) => told.push(message),
    },
  ).catch((error: unknown) => error);
  return { outcome, pauses, tries, told };
};

describe('what failed in a way that may pass', () => {
  test('is done again after growing pauses of at most a minute', async () => {
    const incomplete = new WindowIncompleteError('a shard failed');
    const { outcome, pauses, told } = await attempts([away, incomplete, ...Array.from({ length: 7 }, () => away)], Infinity);
    expect(outcome).toBe('done');
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
    expect(told.slice(0, 2)).toEqual(['the cluster answered 503', 'a shard failed']);
  });

  test('is given up when the time for it is over, with what went wrong last', async () => {
    const { outcome, pauses } = await attempts(
      Array.from({ length: 100 }, () => away),
      300_000,
    );
    expect(outcome).toBe(away);
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeLessThanOrEqual(300_000);
    expect(waited).toBeGreaterThan(240_000);
  });

  test.each([
    ['a missing privilege', new AccessDeniedError('no')],
    ['a certificate that was not accepted', new SourceUnavailableError('certificate')],
    ['a defect', new TypeError('x is undefined')],
  ])('but %s is told at once', async (_name, failure) => {
    const { outcome, tries } = await attempts([failure], Infinity);
    expect(outcome).toBe(failure);
    expect(tries).toBe(1);
  });
});
