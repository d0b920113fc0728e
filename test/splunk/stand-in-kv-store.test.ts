import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNTS, Splunkd } from '../support/splunkd/splunkd.js';
import { ask, jsonOf, type Received, type Sent } from './stand-in-client.js';

const DATA = '/servicesNS/nobody/throughline/storage/collections/data/things';

let splunkd: Splunkd;

beforeAll(async () => {
  splunkd = await Splunkd.start();
  splunkd.objects.add('', 'apps', 'throughline', {});
  splunkd.objects.add('throughline', 'storage/collections/config', 'things', { 'field.n': 'number' });
  splunkd.objects.add('throughline', 'storage/collections/config', 'strict', { 'field.n': 'number', enforceTypes: 'true' });
});
afterAll(() => splunkd.close());

const at = (path = '', sent: Sent = {}): Promise<Received> => ask(splunkd, `${DATA}${path}`, sent);
const found = async (query: Readonly<Record<string, string>>): Promise<unknown> => jsonOf(await at('', { query }));

describe('the KV store of the stand-in', () => {
  it('inserts with a key of its own or the given one, once', async () => {
    const first = await at('', { json: { n: 1, name: 'no key' } });
    expect(first.status).toBe(201);
    const { _key } = jsonOf(first) as { readonly _key: string };
    expect(await at('', { json: { _key: 'k', n: 2 } })).toMatchObject({ status: 201, text: '{"_key":"k"}' });
    expect(await at('', { json: { _key: 'k', n: 3 } })).toMatchObject({ status: 409 });
    expect(jsonOf(await at('/k'))).toEqual({ _key: 'k', _user: 'nobody', n: 2 });
    expect(await at(`/${_key}`, { method: 'DELETE' })).toMatchObject({ status: 200 });
    expect(await at(`/${_key}`)).toMatchObject({ status: 404 });
  });

  it('replaces whole documents, and only those that are there', async () => {
    expect(await at('/k', { json: { other: true } })).toMatchObject({ status: 200 });
    expect(jsonOf(await at('/k'))).toEqual({ _key: 'k', _user: 'nobody', other: true });
    expect(await at('/none', { json: {} })).toMatchObject({ status: 404 });
    expect(await at('/none', { method: 'DELETE' })).toMatchObject({ status: 404 });
  });

  it('finds, orders, pages and thins out', async () => {
    await at('', { method: 'DELETE' });
    const saved = await at('/batch_save', { json: ['a', 'b', 'c', 'd'].map((_key, n) => ({ _key, n, list: [_key, 'all'], deep: { n } })) });
    expect(jsonOf(saved)).toEqual(['a', 'b', 'c', 'd']);
    expect(await found({ query: '{"n":{"$gte":1,"$lt":3}}', sort: 'n:-1', fields: 'n' })).toEqual([
      { n: 2, _key: 'c' },
      { n: 1, _key: 'b' },
    ]);
    expect(await found({ sort: 'n', skip: '1', limit: '2', fields: 'n,_key:0' })).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await found({ query: '{"$or":[{"_key":"a"},{"$and":[{"list":"d"},{"deep.n":3}]}]}', fields: '_key' })).toEqual([
      { _key: 'a' },
      { _key: 'd' },
    ]);
    expect(await found({ query: '{"n":{"$gt":"1"}}' })).toEqual([]);
    expect(jsonOf(await at('/batch_find', { json: [{ query: { n: 1 }, fields: 'n' }, { query: { _key: 'zz' } }] }))).toEqual([
      [{ n: 1, _key: 'b' }],
      [],
    ]);
    expect(await at('', { method: 'DELETE', query: { query: '{"n":{"$lte":2}}' } })).toMatchObject({ status: 200 });
    expect(await found({ fields: 'n' })).toEqual([{ n: 3, _key: 'd' }]);
  });

  it('keeps documents of a user apart from those of the app', async () => {
    expect(jsonOf(await ask(splunkd, DATA.replace('nobody', 'service')))).toEqual([]);
  });

  it('keeps to its limits', async () => {
    const many = Array.from({ length: 1001 }, (_each, n) => ({ n }));
    const received = await at('/batch_save', { json: many });
    expect(received.status).toBe(400);
    expect(received.text).toContain('max_documents_per_batch_save=1000');
    expect(await at('/batch_save', { json: many.slice(1) })).toMatchObject({ status: 200 });
    splunkd.kv.limits.maxRowsPerQuery = 7;
    expect(await found({ limit: '0' })).toHaveLength(7);
    splunkd.kv.limits.maxDocumentMb = 0.001;
    expect(await at('', { json: { text: 'x'.repeat(2000) } })).toMatchObject({ status: 400 });
    splunkd.kv.limits.maxQueriesPerBatch = 1;
    expect(await at('/batch_find', { json: [{ query: {} }, { query: {} }] })).toMatchObject({ status: 400 });
  });

  it.each([
    ['a form', { form: { a: '1' } }, 400],
    ['a list', { json: [] }, 400],
    ['a name of an operator', { json: { $set: 1 } }, 400],
    ['a key that is no text', { json: { _key: 1 } }, 400],
    ['somebody who may not write', { json: {}, token: ACCOUNTS.analyst.token }, 403],
    ['nobody', { json: {}, token: 'wrong' }, 401],
  ])('refuses %s', async (_what, sent: Sent, status) => {
    expect(await at('', sent)).toMatchObject({ status });
  });

  it('refuses what is no query, and collections that are not there', async () => {
    for (const query of ['{', '[]', '{"n":{"$near":1}}', '{"$or":[]}'])
      expect(await at('', { query: { query } }), query).toMatchObject({ status: 400 });
    expect(await at('', { query: { limit: '-1' } })).toMatchObject({ status: 400 });
    expect(await at('/batch_save')).toMatchObject({ status: 405 });
    expect(await ask(splunkd, DATA.replace('things', 'nothing'))).toMatchObject({ status: 404 });
    const strict = DATA.replace('things', 'strict');
    expect(await ask(splunkd, strict, { json: { n: 'one' } })).toMatchObject({ status: 400 });
    expect(await ask(splunkd, strict, { json: { n: 1 } })).toMatchObject({ status: 201 });
  });
});
