import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { column, index, run, startEngine, stopEngine } from './spl-rows.js';

beforeAll(async () => {
  await startEngine();
  index(
    'bool',
    [
      ['www1', 200, 'view'],
      ['www1', 404, 'addtocart'],
      ['www1', 404, 'view'],
      ['www2', 200, 'addtocart'],
    ].map(([server, status, action]) => ({ raw: JSON.stringify({ server, status, action }) })),
  );
  index(
    'words',
    ['error 403 here', 'error 404 there', 'error of another kind', 'fine 404', 'errors'].map((raw) => ({ raw })),
  );
  index('main', [{ raw: '{"in":"main"}' }]);
});
afterAll(stopEngine);

describe('search', () => {
  it('evaluates OR before AND, as the page on Boolean expressions shows', async () => {
    const written = await run('search index=bool server="www1" AND status=200 OR action="addtocart" | table server status action');
    expect(written).toEqual(await run('search index=bool server="www1" (status=200 OR action="addtocart") | table server status action'));
    expect(written).toHaveLength(2);
    expect(await run('search index=bool (server="www1" AND status=200) OR action="addtocart"')).toHaveLength(3);
  });

  it('applies NOT to the next term alone, as the same page shows', async () => {
    expect(column(await run('search index=words error NOT 403 OR 404'), '_raw')).toEqual(['error of another kind', 'error 404 there']);
    expect(column(await run('search index=words error NOT (403 OR 404)'), '_raw')).toEqual(['error of another kind']);
  });

  it('tells != from NOT: only NOT finds events without the field', async () => {
    index('differ', [{ raw: '{"ref":"a"}' }, { raw: '{"ref":"b"}' }, { raw: '{}' }]);
    expect(await run('search index=differ ref!="a"')).toHaveLength(1);
    expect(await run('search index=differ NOT ref="a"')).toHaveLength(2);
  });

  it('takes wildcards, lists, comparisons, and values in whatever case', async () => {
    expect(await run('search index=bool action=add* status IN (200, 404)')).toHaveLength(2);
    expect(await run('search index=bool status>200 status<=404')).toHaveLength(2);
    expect(await run('search index=bool action=VIEW')).toHaveLength(2);
    expect(await run('search index=bool Action=view')).toHaveLength(0);
  });

  it('looks into the default indexes where none is named', async () => {
    expect(column(await run('search *'), '_raw')).toEqual(['{"in":"main"}']);
    expect(await run('search index=words', { allowedIndexes: ['main'] })).toEqual([]);
  });

  it('takes its bounds in time from what is written before what is given', async () => {
    index(
      'times',
      [100, 200, 300].map((time) => ({ time, indextime: 1000 - time, raw: String(time) })),
    );
    const range = { from: 150, to: 400 };
    expect(column(await run('search index=times', { range }), '_raw')).toEqual(['300', '200']);
    expect(column(await run('search index=times earliest=100 latest=300', { range }), '_raw')).toEqual(['200', '100']);
    expect(column(await run('search index=times _index_earliest=700 _index_latest=900'), '_raw')).toEqual(['300', '200']);
  });
});

describe('tags', () => {
  it('are those of the event types that an event fits, several at once or none', async () => {
    index('tags', [{ raw: '{"action":"login"}' }, { raw: '{"action":"logout"}' }, { raw: '{}' }]);
    const tagged = [
      { search: 'index=tags action=login', tags: ['authentication'] },
      { search: 'index=tags action=log*', tags: ['session', 'authentication'] },
    ];
    expect(column(await run('search index=tags tag=authentication', { tagged }), '_raw')).toEqual([
      '{"action":"logout"}',
      '{"action":"login"}',
    ]);
    expect(column(await run('search index=tags action=login tag=session tag=authentication | fields tag', { tagged }), 'tag')).toEqual([
      ['authentication', 'session'],
    ]);
    expect(await run('search index=tags tag=authentication')).toEqual([]);
  });
});

describe('tstats', () => {
  it('sees what was indexed and nothing else, in spans of time', async () => {
    index(
      'stat',
      [0, 1800, 3600].map((time) => ({ time, raw: '{"user":"ann"}', fields: { id: [`e${time}`] } })),
    );
    expect(await run('| tstats count min(_time) as first max(_time) as last where index=stat by index')).toEqual([
      { index: 'stat', count: '3', first: '0', last: '3600' },
    ]);
    expect(await run('| tstats count where index=stat by _time span=1h')).toEqual([
      { _time: '1970-01-01T00:00:00.000+00:00', count: '2' },
      { _time: '1970-01-01T01:00:00.000+00:00', count: '1' },
    ]);
    expect(await run('| tstats count where index=stat by user')).toEqual([]);
    expect(await run('| tstats count where index=stat id="stand by me" by index')).toEqual([]);
    expect(column(await run('| tstats count where index=stat by id'), 'id')).toEqual(['e0', 'e1800', 'e3600']);
  });

  it('omits rows with a field of by that some or all events lack, or fills it, as the page on tstats says of fillnull_value', async () => {
    index('fill', [{ raw: '{}', fields: { colour: ['red'], size: ['1'] } }, { raw: '{}', fields: { size: ['1'] } }, { raw: '{}' }]);
    expect(await run('| tstats count where index=fill by colour')).toEqual([{ colour: 'red', count: '1' }]);
    expect(await run('| tstats count where index=fill by size, colour')).toEqual([{ size: '1', colour: 'red', count: '1' }]);
    expect(await run('| tstats count where index=fill by taste')).toEqual([]);
    expect(await run('| tstats fillnull_value="none" count where index=fill by colour')).toEqual([
      { colour: 'none', count: '2' },
      { colour: 'red', count: '1' },
    ]);
    expect(await run('| tstats fillnull_value="none" count where index=fill by size, colour')).toEqual([
      { size: '1', colour: 'none', count: '1' },
      { size: '1', colour: 'red', count: '1' },
      { size: 'none', colour: 'none', count: '1' },
    ]);
    expect(await run('| tstats fillnull_value="none" count where index=fill by taste')).toEqual([{ taste: 'none', count: '3' }]);
    await expect(run('| tstats prestats=t count where index=fill')).rejects.toThrow('the stand-in takes');
  });

  it('asks data models, and their summaries alone if told to', async () => {
    const dataSet = (
      name: string,
    ): { readonly constraint: string; readonly fields: Readonly<Record<string, string>>; readonly accelerated: boolean } | undefined =>
      name === 'Web.Web'
        ? { constraint: 'index=bool', fields: { status: 'status', server: 'upper(server)' }, accelerated: false }
        : undefined;
    expect(await run('| tstats count from datamodel=Web.Web where Web.status=200 by Web.server', { dataSet })).toEqual([
      { 'Web.server': 'WWW1', count: '1' },
      { 'Web.server': 'WWW2', count: '1' },
    ]);
    expect(await run('| tstats summariesonly=true count from datamodel=Web.Web', { dataSet })).toEqual([{ count: '0' }]);
    await expect(run('| tstats count from datamodel=No.Such', { dataSet })).rejects.toThrow("Data model 'No.Such' was not found");
  });
});
