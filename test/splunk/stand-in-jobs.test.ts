import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS, Splunkd } from '../support/splunkd/splunkd.js';
import { ask, jsonOf, type Received, type Sent } from './stand-in-client.js';

const JOBS = '/services/search/v2/jobs';
const JSON_MODE = { output_mode: 'json' };

let splunkd: Splunkd;
let now = Date.UTC(2026, 10, 28);

beforeAll(async () => {
  splunkd = await Splunkd.start({ now: () => now });
  splunkd.index(...Array.from({ length: 250 }, (_each, n) => ({ time: now / 1000 - n, raw: JSON.stringify({ n }) })));
});
beforeEach(() => {
  for (const { sid } of splunkd.jobs.all) splunkd.jobs.forget(sid);
  splunkd.faults.length = 0;
  Object.assign(splunkd.jobs, { overQuota: 'refuse', maxResultRows: 50_000 });
});
afterAll(() => splunkd.close());

const get = (path: string, query: Readonly<Record<string, string>> = {}, token?: string): Promise<Received> =>
  ask(splunkd, path, { query: { ...JSON_MODE, ...query }, ...(token === undefined ? {} : { token }) });
const post = (path: string, form: Readonly<Record<string, string>>, more: Sent = {}): Promise<Received> =>
  ask(splunkd, path, { form: { ...JSON_MODE, ...form }, ...more });

async function create(search: string, form: Readonly<Record<string, string>> = {}, path = JOBS): Promise<string> {
  const received = await post(path, { search, ...form });
  expect(received.status, received.text).toBe(201);
  return (jsonOf(received) as { readonly sid: string }).sid;
}

async function look(sid: string): Promise<Readonly<Record<string, unknown>>> {
  const { entry } = jsonOf(await get(`${JOBS}/${sid}`)) as {
    readonly entry: readonly { readonly content: Readonly<Record<string, unknown>> }[];
  };
  return entry[0]?.content ?? {};
}

async function states(sid: string, count: number): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for (let at = 0; at < count; at += 1) seen.push((await look(sid)).dispatchState);
  return seen;
}

describe('a search job of the stand-in', () => {
  it('goes through its states, has no results before its end, and gives them in pages', async () => {
    const sid = await create('search index=main | table n');
    expect(await get(`${JOBS}/${sid}/results`)).toMatchObject({ status: 204, text: '' });
    expect(await states(sid, 5)).toEqual(['PARSING', 'RUNNING', 'FINALIZING', 'DONE', 'DONE']);
    expect(await look(sid)).toMatchObject({ isDone: true, isFailed: false, isFinalized: false, resultCount: 250, doneProgress: 1 });
    const usual = jsonOf(await get(`${JOBS}/${sid}/results`)) as { readonly results: readonly unknown[] };
    expect(usual.results).toHaveLength(100);
    expect(usual).toMatchObject({ preview: false, init_offset: 0, fields: [{ name: 'n' }], results: { 0: { n: '0' } } });
    expect(jsonOf(await post(`${JOBS}/${sid}/results`, { count: '0', offset: '240', output_mode: 'json_rows' }))).toMatchObject({
      fields: ['n'],
      rows: ['240', '241', '242', '243', '244', '245', '246', '247', '248', '249'].map((n) => [n]),
    });
    expect(jsonOf(await get(`${JOBS}/${sid}/results`, { count: '2', output_mode: 'json_cols' }))).toMatchObject({ columns: [['0', '1']] });
  });

  it('gives no more rows at once than the cap, whatever is asked for', async () => {
    splunkd.jobs.maxResultRows = 30;
    const sid = await create('search index=main', { exec_mode: 'blocking' }, '/services/search/jobs');
    for (const count of ['0', '200']) {
      const { results } = jsonOf(await get(`/services/search/jobs/${sid}/results`, { count })) as { readonly results: readonly unknown[] };
      expect(results, count).toHaveLength(30);
    }
  });

  it('keeps no more results than max_count', async () => {
    expect(await look(await create('search index=main', { exec_mode: 'blocking', max_count: '7' }))).toMatchObject({ resultCount: 7 });
  });

  it('answers at once in oneshot, and keeps nothing', async () => {
    const received = await post(JOBS, { search: 'search index=main | stats count', exec_mode: 'oneshot' });
    expect(jsonOf(received)).toMatchObject({ results: [{ count: '250' }] });
    expect(splunkd.jobs.all).toEqual([]);
  });

  it.each([
    [['PARSING', 'RUNNING', 'FAILED'] as const, { isFailed: true, messages: [{ type: 'FATAL' }] }],
    [['PARSING', 'INTERNAL_CANCEL'] as const, { isDone: false, isFailed: false }],
    [['QUIT'] as const, { isDone: false }],
    [['BAD_INPUT_CANCEL'] as const, { isDone: false }],
  ])('ends in %j', async (plan, told) => {
    splunkd.jobs.plans.push(plan);
    const sid = await create('search index=main');
    expect(await states(sid, plan.length)).toEqual(plan);
    expect(await look(sid)).toMatchObject({ dispatchState: plan.at(-1), ...told });
  });

  it('fails, warns, or is finalised before its end, as a test plans', async () => {
    splunkd.faults.push({ kind: 'search-fatal', after: 0, text: 'out of disk' });
    expect(await look(await create('search index=main', { exec_mode: 'blocking' }))).toMatchObject({
      dispatchState: 'FAILED',
      messages: [{ type: 'FATAL', text: 'out of disk' }],
    });
    splunkd.faults.push({ kind: 'search-warning', text: 'peer gone' });
    expect(await look(await create('search index=main', { exec_mode: 'blocking' }))).toMatchObject({
      resultCount: 250,
      messages: [{ type: 'WARN', text: 'peer gone' }],
    });
    splunkd.faults.push({ kind: 'search-finalized', after: 3 });
    expect(await look(await create('search index=main', { exec_mode: 'blocking' }))).toMatchObject({
      resultCount: 3,
      isFinalized: true,
      isDone: true,
    });
  });

  it('is paused, resumed, finalised and cancelled', async () => {
    const sid = await create('search index=main');
    const control = async (action: string): Promise<number> => (await post(`${JOBS}/${sid}/control`, { action })).status;
    await states(sid, 2);
    expect(await control('pause')).toBe(200);
    expect(await states(sid, 3)).toEqual(['PAUSED', 'PAUSED', 'PAUSED']);
    expect(await control('unpause')).toBe(200);
    expect(await control('finalize')).toBe(200);
    expect(await look(sid)).toMatchObject({ dispatchState: 'DONE', isFinalized: true });
    expect(await control('dance')).toBe(400);
    expect(await control('cancel')).toBe(200);
    expect(await control('cancel')).toBe(404);
    expect(jsonOf(await get(`${JOBS}/${sid}`))).toMatchObject({ messages: [{ type: 'FATAL', text: 'Unknown sid.' }] });
  });

  it('belongs to whoever made it, and to administrators', async () => {
    const sid = await create('search index=main', { id: 'mine' });
    expect(sid).toBe('mine');
    expect(await get(`${JOBS}/mine`, {}, ACCOUNTS.analyst.token)).toMatchObject({ status: 404 });
    expect(await get(`${JOBS}/mine`, {}, ACCOUNTS.admin.token)).toMatchObject({ status: 200 });
    expect(await post(JOBS, { search: 'search index=main', id: 'mine' })).toMatchObject({ status: 400 });
  });

  it('is forgotten when its time has passed since it was last touched', async () => {
    const sid = await create('search index=main', { exec_mode: 'blocking', timeout: '60' });
    now += 59_000;
    expect(await post(`${JOBS}/${sid}/control`, { action: 'touch' })).toMatchObject({ status: 200 });
    now += 59_000;
    expect(await get(`${JOBS}/${sid}`)).toMatchObject({ status: 200 });
    now += 60_000;
    expect(await get(`${JOBS}/${sid}`)).toMatchObject({ status: 404 });
  });

  it('counts towards the quota of its role until it is over', async () => {
    const sids = [];
    for (let made = 0; made < 4; made += 1) sids.push(await create('search index=main'));
    const refused = await post(`${JOBS}/export`, { search: 'search index=main' });
    expect(refused.status).toBe(503);
    expect(refused.text).toContain('The maximum number of concurrent historical searches');
    splunkd.jobs.overQuota = 'queue';
    const waiting = await create('search index=main');
    await states(sids[0] ?? '', 1);
    await states(sids[1] ?? '', 1);
    await states(sids[2] ?? '', 1);
    await states(sids[3] ?? '', 1);
    expect(await states(waiting, 2)).toEqual(['QUEUED', 'QUEUED']);
    await post(`${JOBS}/${sids[0] ?? ''}/control`, { action: 'cancel' });
    expect(await states(waiting, 2)).toEqual(['PARSING', 'RUNNING']);
  });

  it('is refused where the request is wrong', async () => {
    expect(await ask(splunkd, JOBS, { form: { search: 'search index=main' } })).toMatchObject({ status: 400 });
    expect(await post(JOBS, { search: ' ' })).toMatchObject({ status: 400 });
    expect(await post(JOBS, { search: 'search index=main', exec_mode: 'never' })).toMatchObject({ status: 400 });
    expect(await post(JOBS, { search: 'search index=main', earliest_time: 'soon' })).toMatchObject({ status: 400 });
    expect(await post(JOBS, { search: 'search index=main', timeout: '-1' })).toMatchObject({ status: 400 });
    expect(await ask(splunkd, JOBS, { method: 'DELETE', query: JSON_MODE })).toMatchObject({ status: 405 });
  });
});

describe('what the stand-in tells of itself', () => {
  const entries = async (path: string, token?: string): Promise<unknown> => jsonOf(await get(path, {}, token));

  it('names its release, who asks, and what they may do', async () => {
    expect(await entries('/services/server/info')).toMatchObject({
      generator: { version: '9.4.1' },
      updated: new Date(now).toISOString(),
      entry: [{ content: { version: '9.4.1', licenseState: 'OK', isFree: false } }],
    });
    expect(await entries('/services/authentication/current-context')).toMatchObject({
      entry: [{ content: { username: 'service', roles: ['throughline'], capabilities: expect.arrayContaining(['search']) as unknown } }],
    });
    expect(await entries('/services/authorization/roles/throughline')).toMatchObject({
      entry: [{ content: { srchJobsQuota: 4, srchIndexesAllowed: ['*'] } }],
    });
    expect(await get('/services/authorization/roles/admin')).toMatchObject({ status: 403 });
    expect(await get('/services/authorization/roles/nobody')).toMatchObject({ status: 404 });
    expect(await get('/services/authorization/tokens')).toMatchObject({ status: 403 });
    expect(await get('/services/authorization/tokens', {}, ACCOUNTS.admin.token)).toMatchObject({ status: 200 });
  });

  it.each([
    ['8.2.9', 404],
    ['9.0.1', 404],
    ['9.0.2', 201],
    ['10.0.0', 201],
  ])('of the release %s, has the second version of searches or not', async (version, status) => {
    const other = await Splunkd.start({ version });
    try {
      const form = { search: 'search index=main', ...JSON_MODE };
      expect(await ask(other, JOBS, { form })).toMatchObject({ status });
      expect(await ask(other, '/services/search/jobs', { form })).toMatchObject({ status: 201 });
    } finally {
      await other.close();
    }
  });

  it('names its indexes and data models', async () => {
    expect(await entries('/services/data/indexes/main')).toMatchObject({ entry: [{ name: 'main', content: { totalEventCount: 250 } }] });
    expect(await get('/services/data/indexes/none')).toMatchObject({ status: 404 });
    splunkd.search.dataSets.set('Network_Traffic.All_Traffic', { constraint: 'index=main', fields: { n: 'n' }, accelerated: true });
    expect(await entries('/services/datamodel/model/Network_Traffic')).toMatchObject({
      entry: [{ content: { acceleration: '{"enabled":true}' } }],
    });
    expect(await ask(splunkd, '/services/data/indexes', { method: 'DELETE', query: JSON_MODE })).toMatchObject({ status: 405 });
    expect(await ask(splunkd, '/services/data/indexes')).toMatchObject({ status: 400 });
  });
});
