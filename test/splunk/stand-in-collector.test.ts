import { gzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HEC_CODES, type HecCode } from '../support/splunkd/hec-codes.js';
import { HEC_TOKEN, Splunkd } from '../support/splunkd/splunkd.js';
import { ask, linesOf } from './stand-in-client.js';

const CHANNEL = '0aeeac95-ac74-4aa9-b30d-6c4c0ac581ba';
const NOW = 1_764_331_200;

interface Post {
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
  readonly authorization?: string;
  readonly channel?: string;
  readonly gzip?: boolean;
}

let splunkd: Splunkd;
let dispatcher: Agent;

beforeAll(async () => {
  splunkd = await Splunkd.start({ now: () => NOW * 1000 });
  splunkd.search.indexes.set('throughline', 0);
  splunkd.search.indexes.set('secret', 0);
  dispatcher = new Agent({ connect: { ca: splunkd.authority } });
});
beforeEach(() => {
  splunkd.collector.setToken({ disabled: false, index: 'main', indexes: ['main', 'throughline'], useAck: false });
  splunkd.collector.health = 17;
});
afterAll(async () => {
  await dispatcher.close();
  await splunkd.close();
});

async function send(
  body: string,
  { path = 'event', method = 'POST', authorization = `Splunk ${HEC_TOKEN}`, channel, gzip = false }: Post = {},
): Promise<{
  readonly status: number;
  readonly body: unknown;
}> {
  const answer = await request(`${splunkd.collector.url}/services/collector/${path}`, {
    method,
    dispatcher,
    headers: {
      ...(authorization === '' ? {} : { authorization }),
      ...(channel === undefined ? {} : { 'x-splunk-request-channel': channel }),
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    },
    ...(method === 'POST' ? { body: gzip ? gzipSync(body) : body } : {}),
  });
  return { status: answer.statusCode, body: await answer.body.json() };
}

const coded = (code: HecCode, more: object = {}): unknown => ({
  status: HEC_CODES[code][0],
  body: { code, text: HEC_CODES[code][1], ...more },
});

async function rows(search: string): Promise<readonly unknown[]> {
  const received = await ask(splunkd, '/services/search/v2/jobs/export', { form: { search, output_mode: 'json', preview: '0' } });
  return linesOf(received).flatMap((line) =>
    (line as { readonly result?: unknown }).result === undefined ? [] : [(line as { readonly result: unknown }).result],
  );
}

describe("the stand-in's HTTP Event Collector", () => {
  it('takes envelopes that stand one behind the other, packed, into the index', async () => {
    const body = [
      {
        time: NOW - 60.5,
        index: 'throughline',
        sourcetype: 'throughline:incident',
        event: { id: 'i1', brackets: '}{"' },
        fields: { event_id: 'i1' },
      },
      { time: `${NOW - 30}`, index: 'throughline', sourcetype: 'throughline:incident', host: 'h', source: 's', event: 'plain text' },
    ];
    expect(await send(body.map((each) => JSON.stringify(each)).join(''), { gzip: true })).toEqual(coded(0));
    expect(await rows('search index=throughline | table _time _indextime _raw host source event_id')).toEqual([
      { _time: '2025-11-28T11:59:30.000+00:00', _indextime: String(NOW), _raw: 'plain text', host: 'h', source: 's' },
      {
        ...{ _time: '2025-11-28T11:58:59.500+00:00', _indextime: String(NOW), _raw: '{"id":"i1","brackets":"}{\\""}' },
        ...{ host: 'standin', source: 'http:throughline', event_id: 'i1' },
      },
    ]);
    expect(await rows('| tstats count where index=throughline by event_id')).toEqual([{ event_id: 'i1', count: '1' }]);
  });

  it('keeps the events before the one that it refuses, and says which that is', async () => {
    const answer = await send(
      '{"event":"kept","index":"throughline","sourcetype":"partial"}\n{"index":"throughline"}\n{"event":"never","index":"throughline","sourcetype":"partial"}',
    );
    expect(answer).toEqual(coded(12, { 'invalid-event-number': 1 }));
    expect(await rows('search index=throughline sourcetype=partial | table _raw')).toEqual([{ _raw: 'kept' }]);
  });

  it.each<[string, HecCode]>([
    ['', 5],
    [' \n', 5],
    ['[]', 6],
    ['{"event":', 6],
    ['{"event":"x","index":3}', 6],
    ['{"event":"x","time":"yesterday"}', 6],
    ['{"event":"x","index":"secret"}', 7],
    ['{"event":"x","index":"no_such_index"}', 7],
    ['{}', 12],
    ['{"event":""}', 13],
    ['{"event":{}}', 13],
    ['{"event":"x","fields":{"a":1}}', 15],
    ['{"event":"x","fields":{"a":{"b":"c"}}}', 15],
    ['{"event":"x","time":1.764e9}', 15],
  ])('refuses %j', async (body, code) => {
    expect(await send(body)).toEqual(coded(code, code === 5 ? {} : { 'invalid-event-number': 0 }));
  });

  it('knows who may send', async () => {
    expect(await send('{"event":1}', { authorization: '' })).toEqual(coded(2));
    expect(await send('{"event":1}', { authorization: 'Bearer x' })).toEqual(coded(3));
    expect(await send('{"event":1}', { authorization: 'Splunk unknown' })).toEqual(coded(4));
    expect(await send('{"event":1}', { path: `event?token=${HEC_TOKEN}` })).toEqual(coded(16));
    splunkd.collector.setToken({ disabled: true });
    expect(await send('{"event":1}')).toEqual(coded(1));
    expect(await send('', { path: 'health', method: 'GET' })).toEqual(coded(22));
    expect(await send('', { path: 'health', method: 'GET', authorization: 'Splunk unknown' })).toEqual(coded(21));
    expect(await send('', { path: 'health', method: 'GET', authorization: '' })).toEqual(coded(17));
  });

  it('tells how it is', async () => {
    for (const code of [17, 18, 19, 20, 23] as const) {
      splunkd.collector.health = code;
      expect(await send('', { path: 'health', method: 'GET' })).toEqual(coded(code));
    }
  });

  it('acknowledges what it took, once, if the channel is named', async () => {
    expect(await send('{"acks":[0]}', { path: 'ack', channel: CHANNEL })).toEqual(coded(14));
    splunkd.collector.setToken({ useAck: true });
    expect(await send('{"event":1}')).toEqual(coded(10));
    expect(await send('{"event":1}', { channel: 'no-guid' })).toEqual(coded(11));
    expect(await send('{"event":1}', { channel: CHANNEL })).toEqual(coded(0, { ackId: 0 }));
    expect(await send('{"event":1}', { channel: CHANNEL })).toEqual(coded(0, { ackId: 1 }));
    const asked = async (): Promise<unknown> => (await send('{"acks":[0,1,7]}', { path: 'ack', channel: CHANNEL })).body;
    expect(await asked()).toEqual({ acks: { 0: false, 1: false, 7: false } });
    expect(await asked()).toEqual({ acks: { 0: true, 1: true, 7: false } });
    expect(await asked()).toEqual({ acks: { 0: false, 1: false, 7: false } });
    expect(await send('nothing', { path: 'ack', channel: CHANNEL })).toEqual(coded(6));
  });

  it('loses acknowledgements, with the events or without', async () => {
    splunkd.collector.setToken({ useAck: true });
    splunkd.collector.faults.push({ kind: 'ack-lost', indexed: false }, { kind: 'ack-lost', indexed: true });
    for (const event of ['lost', 'kept'])
      await send(JSON.stringify({ event, index: 'throughline', sourcetype: 'acks' }), { channel: CHANNEL });
    for (let asked = 0; asked < 5; asked += 1)
      expect((await send('{"acks":[2,3]}', { path: 'ack', channel: CHANNEL })).body).toEqual({ acks: { 2: false, 3: false } });
    expect(await rows('search index=throughline sourcetype=acks | table _raw')).toEqual([{ _raw: 'kept' }]);
  });

  it('answers with whatever code a test plans, after some of the events or none', async () => {
    for (const code of [8, 9, 23, 24, 25, 26, 27] as const) {
      splunkd.collector.faults.push({ kind: 'code', code });
      expect(await send('{"event":1}')).toEqual(coded(code));
    }
    splunkd.collector.faults.push({ kind: 'code', code: 9, after: 1 });
    const two = ['first', 'second'].map((event) => JSON.stringify({ event, index: 'throughline', sourcetype: 'planned' })).join('');
    expect(await send(two)).toEqual(coded(9, { 'invalid-event-number': 1 }));
    expect(await rows('search index=throughline sourcetype=planned | table _raw')).toEqual([{ _raw: 'first' }]);
  });

  it('takes lines as they are, with a channel', async () => {
    expect(await send('one\ntwo\n', { path: 'raw' })).toEqual(coded(10));
    expect(await send('one\ntwo\n', { path: 'raw', channel: CHANNEL })).toEqual(coded(0));
    expect(await rows('search index=main one OR two | stats count')).toEqual([{ count: '2' }]);
  });

  it('refuses other methods, other paths and bodies that are too long', async () => {
    expect(await send('', { method: 'GET' })).toMatchObject({ status: 405 });
    expect(await send('', { path: 'nothing' })).toMatchObject({ status: 404 });
    splunkd.collector.maxContentLength = 5;
    expect(await send('{"event":1}')).toMatchObject({ status: 413 });
    splunkd.collector.maxContentLength = 838_860_800;
  });
});
