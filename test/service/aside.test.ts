import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../src/activity/activity.js';
import { createActivity } from '../../src/activity/activity.js';
import type { Connector } from '../../connectors/connector.js';
import { AccessDeniedError, SourceUnavailableError, WindowIncompleteError } from '../../src/errors.js';
import { activitiesOf } from '../../src/pipeline/hour-blocks.js';
import type { Reading } from '../../src/service/reading.js';
import { readingBeside } from './reading-beside.js';

const activity = (id: number): Activity =>
  createActivity({ id: String(id), source: 'test', domain: 'saas', time: id * 1000, action: 'a', actionClass: 'other' });

/** Gives batches of one activity each, as many as are asked for, and counts them. */
const counting = (batches: number, fails?: Error) => {
  let given = 0;
  const connector: Pick<Connector, 'activities'> = {
    activities: async function* ({ source = '' }, { signal } = {}) {
      for (let batch = 0; batch < batches; batch += 1) {
        await new Promise(setImmediate);
        signal?.throwIfAborted();
        given += 1;
        yield { activities: [activity(Number(source) + batch)], rejected: [], cursor: '' };
      }
      if (fails !== undefined) throw fails;
    },
  };
  return { connector, given: () => given };
};

const idsOf = async (readings: AsyncIterable<Reading>): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { blocks } of readings) ids.push(...blocks.flatMap(activitiesOf).map(({ id }) => id));
  return ids;
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('reading beside the thread that judges', () => {
  test('gives what was ordered, each order whole, in whatever order it is taken', async () => {
    const reader = readingBeside(counting(3).connector, new MessageChannel());
    const [first, second] = [reader.begin({ source: '10' }), reader.begin({ source: '20' })];
    expect(await idsOf(first)).toEqual(['10', '11', '12']);
    expect(await idsOf(second)).toEqual(['20', '21', '22']);
    await reader.close();
  });

  test('begins before anything is taken, and waits once twelve batches wait', async () => {
    const { connector, given } = counting(40);
    const reader = readingBeside(connector, new MessageChannel());
    const coming = reader.begin({ source: '0' });
    await settled();
    expect(given()).toBe(13);
    expect(await idsOf(coming)).toHaveLength(40);
    await reader.close();
  });

  test('stops where nobody takes more, and goes on with the next order', async () => {
    const { connector, given } = counting(1000);
    const reader = readingBeside(connector, new MessageChannel());
    for await (const reading of reader.begin({ source: '0' })) if (reading.blocks.length > 0) break;
    await settled();
    expect(given()).toBeLessThan(20);
    expect(await idsOf(reader.begin({ source: '5000' }))).toHaveLength(1000);
    await reader.close();
  });

  test.each([
    new WindowIncompleteError('a shard failed'),
    new SourceUnavailableError('away', { passing: true }),
    new AccessDeniedError('no right'),
    new Error('a defect'),
  ])('throws what reading threw, after what came before: %s', async (error) => {
    const reader = readingBeside(counting(2, error).connector, new MessageChannel());
    const taken: unknown[] = [];
    const taking = (async () => {
      for await (const reading of reader.begin({ source: '0' })) taken.push(reading);
    })();
    await expect(taking).rejects.toThrow(error.message);
    await taking.catch((thrown: unknown) => {
      expect(thrown).toBeInstanceOf(error.constructor);
      expect((thrown as { passing?: boolean }).passing).toBe((error as { passing?: boolean }).passing);
    });
    expect(taken).toHaveLength(2);
    await reader.close();
  });

  test('ends with an error if the thread is ended', async () => {
    const reader = readingBeside(counting(1000).connector, new MessageChannel());
    const taking = idsOf(reader.begin({ source: '0' }));
    await reader.close();
    await expect(taking).rejects.toThrow('was ended');
    await expect(idsOf(reader.begin({ source: '0' }))).rejects.toThrow('was ended');
  });
});
