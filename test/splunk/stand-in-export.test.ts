import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS, Splunkd } from '../support/splunkd/splunkd.js';
import { ask, jsonOf, linesOf, type Received, type Sent } from './stand-in-client.js';

const EXPORT = '/services/search/v2/jobs/export';
const NOW = Date.UTC(2026, 10, 28, 12);

let splunkd: Splunkd;

beforeAll(async () => {
  splunkd = await Splunkd.start({ now: () => NOW });
  splunkd.index(
    ...[0, 1, 2, 3].map((n) => ({
      time: NOW / 1000 - 3600 + n,
      indextime: NOW / 1000 - 600 * n,
      index: 'o365',
      sourcetype: 'o365:management:activity',
      raw: JSON.stringify({
        Operation: n % 2 === 0 ? 'FileAccessed' : 'MailItemsAccessed',
        Id: `id-${n}`,
        Parameters: [{ Name: 'a' }, { Name: 'b' }],
      }),
    })),
    { index: '_internal', raw: 'not for users' },
  );
});
beforeEach(() => {
  splunkd.faults.length = 0;
});
afterAll(() => splunkd.close());

const form = (search: string, more: Readonly<Record<string, string>> = {}): Sent => ({ form: { search, output_mode: 'json', ...more } });
const run = (search: string, more: Readonly<Record<string, string>> = {}): Promise<Received> => ask(splunkd, EXPORT, form(search, more));
const last = (received: Received): unknown => linesOf(received).at(-1);

describe('the export endpoint of the stand-in', () => {
  it('gives each row on a line, newest first, and marks the last one', async () => {
    const received = await run('search index=o365 | fields Id');
    expect(linesOf(received)).toMatchObject([
      {
        preview: false,
        offset: 0,
        result: { Id: 'id-3', _time: '2026-11-28T11:00:03.000+00:00', _indextime: String(NOW / 1000 - 1800), _cd: '0:4' },
      },
      { preview: false, offset: 1, result: { Id: 'id-2' } },
      { preview: false, offset: 2, result: { Id: 'id-1' } },
      { preview: false, offset: 3, lastrow: true, result: { Id: 'id-0' } },
    ]);
    expect(linesOf(received).filter((line) => typeof line === 'object' && line !== null && 'lastrow' in line)).toHaveLength(1);
  });

  it('answers in both versions and below a namespace', async () => {
    for (const path of ['/services/search/jobs/export', '/servicesNS/nobody/search/search/v2/jobs/export'])
      expect(last(await ask(splunkd, path, form('search index=o365 | head 1'))), path).toMatchObject({ lastrow: true });
  });

  it('keeps to windows of the time of indexing, with either way to write them, the end left out', async () => {
    const from = NOW / 1000 - 1200;
    const to = NOW / 1000;
    const bySpl = await run(`search index=o365 _indextime>=${from} _indextime<${to} | table Id`);
    const byArguments = await run('search index=o365 | table Id', { index_earliest: String(from), index_latest: String(to), preview: '0' });
    expect(linesOf(byArguments)).toMatchObject([{ result: { Id: 'id-2' } }, { result: { Id: 'id-1' }, lastrow: true }]);
    expect(linesOf(bySpl).filter((row) => !(row as { readonly preview: boolean }).preview)).toEqual(linesOf(byArguments));
  });

  it('gives several values as a list, and an empty answer as a last row alone', async () => {
    expect(last(await run('search index=o365 Id=id-0 | table Parameters{}.Name'))).toMatchObject({
      result: { 'Parameters{}.Name': ['a', 'b'] },
    });
    expect(linesOf(await run('search index=o365 Id=id-9'))).toEqual([{ preview: false, lastrow: true }]);
  });

  it('shows previews of what is calculated unless told not to', async () => {
    const search = 'search index=o365 | stats count by Operation';
    expect(linesOf(await run(search)).map((row) => (row as { readonly preview: boolean }).preview)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(linesOf(await run(search, { preview: '0' }))).toMatchObject([
      { preview: false, offset: 0, result: { Operation: 'FileAccessed', count: '2' } },
      { preview: false, offset: 1, lastrow: true, result: { Operation: 'MailItemsAccessed', count: '2' } },
    ]);
  });

  it('searches no internal index for users, and for nobody where only all are named', async () => {
    expect(linesOf(await run('search index=_internal'))).toEqual([{ preview: false, lastrow: true }]);
    const admin = { token: ACCOUNTS.admin.token };
    expect(linesOf(await ask(splunkd, EXPORT, { ...form('search index=_internal'), ...admin }))).toHaveLength(1);
    expect(linesOf(await ask(splunkd, EXPORT, { ...form('search index=*'), ...admin }))).toHaveLength(4);
  });

  it.each([
    ['index=o365', "Unknown search command 'index'."],
    ['search index=o365 | nonsense', "Unknown search command 'nonsense'."],
    ['search index=o365 | timechart count', "Error in 'timechart' command: the stand-in does not run it."],
    ['search index=o365 | where Id=', "Error in 'where' command: The expression is malformed. An unexpected end was reached."],
    ['search index=o365 | eval x=soundex(Id)', "Error in 'eval' command: The 'soundex' function is unsupported or undefined."],
    ['search (index=o365', "Error in 'SearchParser': Missing a closing parenthesis."],
    ['search `no_such_macro`', "Error in 'SearchParser': The search specifies a macro 'no_such_macro' that cannot be found."],
    ['| inputlookup none', "Error in 'inputlookup' command: The lookup table 'none' requires a .csv or KV store lookup definition."],
  ])('refuses %s', async (search, text) => {
    const received = await run(search);
    expect(received.status).toBe(400);
    expect(jsonOf(received)).toMatchObject({ messages: [{ type: 'FATAL', text }] });
  });

  it('refuses what is no export', async () => {
    expect(await ask(splunkd, EXPORT, { form: { search: 'search index=o365' } })).toMatchObject({ status: 400 });
    expect(await ask(splunkd, EXPORT, { form: { output_mode: 'json' } })).toMatchObject({ status: 400 });
    expect(await run('search index=o365', { colour: 'red' })).toMatchObject({ status: 400 });
    expect(await ask(splunkd, EXPORT, { method: 'DELETE' })).toMatchObject({ status: 405 });
    expect(await ask(splunkd, EXPORT, { ...form('search index=o365'), token: 'wrong' })).toMatchObject({ status: 401 });
  });
});

describe('what goes wrong in an export', () => {
  const all = 'search index=o365 | fields Id';

  it('breaks off between rows, or in the middle of one', async () => {
    splunkd.faults.push({ kind: 'search-cut', after: 2 });
    expect(await run(all)).toMatchObject({ status: 200, broken: true });
    splunkd.faults.push({ kind: 'search-cut', after: 2, midRow: true });
    const cut = await run(all);
    expect(cut.broken).toBe(true);
    expect(linesOf(cut)).toHaveLength(3);
    expect(typeof last(cut)).toBe('string');
  });

  it('says among the rows that the search failed, without a last row', async () => {
    splunkd.faults.push({ kind: 'search-fatal', after: 1, text: 'peer gone' });
    const received = await run(all);
    expect(received).toMatchObject({ status: 200, broken: false });
    expect(linesOf(received)).toMatchObject([{ offset: 0 }, { messages: [{ type: 'FATAL', text: 'peer gone' }] }]);
  });

  it('ends without a last row', async () => {
    splunkd.faults.push({ kind: 'search-no-lastrow', after: 9 });
    const received = await run(all);
    expect(linesOf(received)).toHaveLength(4);
    expect(received.text).not.toContain('lastrow');
  });

  it('is finalised before its end, which only a message and the job tell', async () => {
    splunkd.faults.push({ kind: 'search-finalized', after: 1 });
    const received = await run(all, { id: 'finalised' });
    expect(linesOf(received)).toMatchObject([{ offset: 0 }, { messages: [{ type: 'INFO' }] }, { lastrow: true }]);
    expect(splunkd.jobs.all.find(({ sid }) => sid === 'finalised')).toMatchObject({ finalized: true, state: 'DONE' });
  });

  it('warns of a peer that did not answer and gives all other rows', async () => {
    splunkd.faults.push({ kind: 'search-warning' });
    expect(linesOf(await run(all))).toHaveLength(5);
  });

  it('waits for the request that a fault is for', async () => {
    splunkd.faults.push({ kind: 'status', status: 429, headers: { 'retry-after': '1' }, on: /v2\/jobs\/export$/ });
    expect(await ask(splunkd, '/services/server/info', { query: { output_mode: 'json' } })).toMatchObject({ status: 200 });
    expect(await run(all)).toMatchObject({ status: 429 });
    expect(await run(all)).toMatchObject({ status: 200 });
  });
});
