import { expect, it } from 'vitest';
import type { Connector, DocumentRequest, WriteDocument } from '../../connectors/connector.js';
import { ThroughlineError } from '../../src/errors.js';
import type { ConnectorWorld } from './connector-world.js';
import { inWorld } from './in-world.js';

function document(id: string, text = 'first'): WriteDocument {
  return { id, kind: 'anomaly', body: { message: text, throughline: { id, kind: 'anomaly' } } };
}

function incident(id: string, text = 'first'): WriteDocument {
  return { id, kind: 'incident', body: { message: text, throughline: { id, kind: 'incident' } } };
}

/** What the port promises of documents. */
export function writeContract(create: () => Promise<ConnectorWorld>): void {
  let world: ConnectorWorld;
  let connector: Connector;

  inWorld(create, (made, opened) => {
    [world, connector] = [made, opened];
  });

  it('writes each document once whatever goes wrong on the way, or throws until it is mended', async (context) => {
    if (world.writeFaults === undefined || world.writeFaults.length === 0) {
      context.skip();
      return;
    }
    const documents = ['a', 'b', 'c', 'd'].map((id) => document(id));
    for (const { name, passing } of world.writeFaults) {
      const faulty = await create();
      const fault = faulty.writeFaults?.find((each) => each.name === name);
      await fault?.arrange();
      const first = await faulty.open();
      if (!passing) await expect(first.write(documents), name).rejects.toBeInstanceOf(ThroughlineError);
      if (!passing) await fault?.mend();
      const second = passing ? first : await faulty.open();
      const outcomes = await second.write([...documents, incident('e')]);
      expect(
        outcomes.map(({ result }) => result),
        name,
      ).toEqual(outcomes.map(() => 'created'));
      await fault?.mend();
      expect([...(await faulty.stored('anomaly'))].sort(), name).toEqual(['a', 'b', 'c', 'd']);
      expect(await faulty.stored('incident'), name).toEqual(['e']);
      await Promise.all([first.close(), second.close()]);
      await faulty.close();
    }
  });

  it('writes a document once, however often it is told to', async () => {
    const documents = ['a', 'b', 'c'].map((id) => document(id));
    expect((await connector.write(documents)).map((outcome) => outcome.result)).toEqual(['created', 'created', 'created']);
    expect((await connector.write(documents)).map((outcome) => outcome.result)).toEqual(['exists', 'exists', 'exists']);
    const other = await world.open();
    const outcomes = await other.write([document('b'), document('d'), document('d')]);
    expect(outcomes.map((outcome) => [outcome.id, outcome.result])).toEqual([
      ['b', 'exists'],
      ['d', 'created'],
      ['d', 'exists'],
    ]);
    await other.close();
    expect([...(await world.stored('anomaly'))].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('replaces a document that has changed, but never an anomaly', async () => {
    await connector.write([incident('a'), incident('b'), document('a')]);
    expect(await connector.write([incident('a', 'second'), document('a', 'second')])).toEqual([
      { id: 'a', result: 'updated' },
      { id: 'a', result: 'exists' },
    ]);
    expect([...(await world.stored('incident'))].sort()).toEqual(['a', 'b']);
    expect(await connector.write([incident('a', 'second')])).toEqual([{ id: 'a', result: 'exists' }]);
  });

  it('withdraws documents that may change, however often it is told to', async () => {
    await connector.write([incident('a'), incident('b'), document('a')]);
    for (const ids of [['a', 'never written'], ['a']]) await connector.withdraw('incident', ids);
    await connector.withdraw('anomaly', ['a']);
    expect(await world.stored('incident')).toEqual(['b']);
    expect(await world.stored('anomaly')).toEqual(['a']);
    expect(await connector.write([incident('a')])).toEqual([{ id: 'a', result: 'created' }]);
  });

  it('reads back what was written, in order of time, all of a kind or by id', async () => {
    expect(await storedIds(connector, { kind: 'incident' })).toEqual([]);
    const at = (id: string, time: string) => ({ ...incident(id), body: { ...incident(id).body, '@timestamp': time } });
    await connector.write([at('b', '2026-03-02T00:00:00.000Z'), at('a', '2026-03-03T00:00:00.000Z'), at('c', '2026-03-02T00:00:00.000Z')]);
    await world.stored('incident');
    expect(await storedIds(connector, { kind: 'incident' })).toEqual(['b', 'c', 'a']);
    expect(await storedIds(connector, { kind: 'incident', ids: ['a', 'never written'] })).toEqual(['a']);
    expect(await storedIds(connector, { kind: 'feedback' })).toEqual([]);
  });

  it('answers for every document and stores the good ones beside a bad one', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const outcomes = await connector.write([document('a'), { id: 'bad', kind: 'anomaly', body: circular }, document('b')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['created', 'rejected', 'created']);
    expect([...(await world.stored('anomaly'))].sort()).toEqual(['a', 'b']);
  });
}

/** Ids of documents read back, in the order in which they came. */
async function storedIds(connector: Connector, request: DocumentRequest): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const documents of connector.stored(request))
    ids.push(...documents.map((document) => (document.throughline as { readonly id: string }).id));
  return ids;
}
