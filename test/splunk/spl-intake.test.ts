import { DuckDBConnection } from '@duckdb/node-api';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { column, index, run, startEngine, stopEngine } from './spl-rows.js';

beforeAll(startEngine);
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(stopEngine);

const numbered = (n: number): { readonly raw: string } => ({ raw: JSON.stringify({ n }) });

describe('taking events in', () => {
  it('lets a search find what was put in before it, while another one still takes it in', async () => {
    await run('search index=early');
    const spy = vi.spyOn(DuckDBConnection.prototype, 'createAppender').mockImplementation(async function (this: DuckDBConnection, table) {
      await wait(100);
      spy.mockRestore();
      return this.createAppender(table);
    });
    index('early', [numbered(1)]);
    const both = await Promise.all([run('search index=early'), run('search index=early')]);
    expect(both.map((rows) => rows.length)).toEqual([1, 1]);
  });

  it('loses and delays nothing while many search', async () => {
    let put = 0;
    const putAndSearch = async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) {
        index('crowd', [numbered(put)]);
        put += 1;
        const known = put;
        const found = new Set(column(await run('search index=crowd | fields *'), 'n').map(Number));
        expect(Array.from({ length: known }, (_value, n) => n).filter((n) => !found.has(n))).toEqual([]);
      }
    };
    await Promise.all(Array.from({ length: 10 }, putAndSearch));
  });
});
