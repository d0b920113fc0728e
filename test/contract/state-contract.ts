import { expect, it } from 'vitest';
import type { Connector } from '../../connectors/connector.js';
import type { ConnectorWorld } from './connector-world.js';
import { inWorld } from './in-world.js';

/** What the port promises of its state store. */
export function stateContract(create: () => Promise<ConnectorWorld>): void {
  let world: ConnectorWorld;
  let connector: Connector;

  inWorld(create, (made, opened) => {
    [world, connector] = [made, opened];
  });

  it('keeps state by compare-and-set', async () => {
    const { state } = connector;
    expect(await state.get('checkpoint')).toBeUndefined();
    const first = await state.compareAndSet('checkpoint', { at: 1 }, undefined);
    expect(first).toBeDefined();
    expect(await state.compareAndSet('checkpoint', { at: 9 }, undefined)).toBeUndefined();
    const second = await state.compareAndSet('checkpoint', { at: 2 }, first);
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    expect(await state.compareAndSet('checkpoint', { at: 9 }, first)).toBeUndefined();
    const other = await world.open();
    expect(await other.state.get('checkpoint')).toEqual({ value: { at: 2 }, version: second });
    await other.close();
    await state.remove(['checkpoint', 'never kept']);
    expect(await state.get('checkpoint')).toBeUndefined();
    expect(await state.compareAndSet('checkpoint', { at: 3 }, undefined)).toBeDefined();
  });

  it('keeps keys apart that look alike', async () => {
    const keys = ['a/b', 'a%2Fb', 'a.b', 'a b', '../a', 'A', 'ä', 'x'.repeat(300), 'x'.repeat(301)];
    for (const key of keys) expect(await connector.state.compareAndSet(key, key, undefined)).toBeDefined();
    for (const key of keys) expect((await connector.state.get(key))?.value).toBe(key);
  });

  it('loses no update to concurrent writers', async () => {
    const writers = await Promise.all(Array.from({ length: 4 }, () => world.open()));
    const add = async (writer: Connector) => {
      for (let done = 0; done < 10;) {
        const entry = await writer.state.get('counter');
        const next = typeof entry?.value === 'number' ? entry.value + 1 : 1;
        if ((await writer.state.compareAndSet('counter', next, entry?.version)) !== undefined) done += 1;
      }
    };
    await Promise.all(writers.map(add));
    expect((await connector.state.get('counter'))?.value).toBe(40);
    await Promise.all(writers.map((writer) => writer.close()));
  });
}
