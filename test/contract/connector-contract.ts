import { describe, expect, it } from 'vitest';
import type { ActivityBatch, Connector, RejectedRecord, RollupRow } from '../../connectors/connector.js';
import { Rollup } from '../../connectors/activity-query.js';
import { ThroughlineError } from '../../src/errors.js';
import type { ConnectorWorld } from './connector-world.js';
import { inWorld } from './in-world.js';
import { stateContract } from './state-contract.js';
import { writeContract } from './write-contract.js';

async function readAll(connector: Connector, request: Parameters<Connector['activities']>[0] = {}): Promise<readonly ActivityBatch[]> {
  const batches: ActivityBatch[] = [];
  for await (const batch of connector.activities(request)) batches.push(batch);
  return batches;
}

async function rowsOf(rows: AsyncIterable<RollupRow>): Promise<readonly RollupRow[]> {
  const all: RollupRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** In an order that does not depend on how a platform orders keys. */
function sortedRows(rows: readonly RollupRow[]): readonly RollupRow[] {
  const key = (row: RollupRow) => `${row.start} ${JSON.stringify(row.keys)}`;
  return [...rows].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function idsOf(batches: readonly ActivityBatch[]): readonly string[] {
  return batches.flatMap((batch) => batch.activities.map((activity) => `${activity.source}|${activity.id}`));
}

function rejectedOf(batches: readonly ActivityBatch[]): readonly RejectedRecord[] {
  return batches.flatMap((batch) => batch.rejected);
}

/** The promises of the connector port. Every connector runs this suite, faults included. */
export function describeConnectorContract(name: string, create: () => Promise<ConnectorWorld>): void {
  describe(`${name} keeps the promises of the connector port`, () => {
    let world: ConnectorWorld;
    let connector: Connector;

    inWorld(create, (made, opened) => {
      [world, connector] = [made, opened];
    });

    it('reads everything exactly once', async () => {
      const batches = await readAll(connector);
      expect([...idsOf(batches)].sort()).toEqual([...world.expected].sort());
      expect(rejectedOf(batches)).toHaveLength(world.rejected);
      for (const rejected of rejectedOf(batches)) {
        expect(rejected.reason).not.toBe('');
        expect(rejected.position).toBeGreaterThan(0);
      }
    });

    it('reads in the same order every time', async () => {
      const first = idsOf(await readAll(connector));
      expect(idsOf(await readAll(connector))).toEqual(first);
      const other = await world.open();
      expect(idsOf(await readAll(other))).toEqual(first);
      await other.close();
    });

    it('goes on from every cursor it gave out, neither losing nor repeating', async () => {
      const batches = await readAll(connector);
      const other = await world.open();
      for (const [index, batch] of batches.entries()) {
        const rest = await readAll(other, { cursor: batch.cursor });
        expect(idsOf(rest)).toEqual(idsOf(batches.slice(index + 1)));
        expect(rejectedOf(rest)).toEqual(rejectedOf(batches.slice(index + 1)));
      }
      await other.close();
    });

    it('keeps to the source and the window that were asked for', async () => {
      const { window } = world;
      const source = world.expected[0]?.split('|')[0] ?? '';
      const batches = await readAll(connector, { source, window });
      const activities = batches.flatMap((batch) => batch.activities);
      const all = (await readAll(connector)).flatMap((batch) => batch.activities);
      const wanted = all.filter((activity) => activity.source === source && activity.time >= window.from && activity.time < window.to);
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.length).toBeLessThan(all.length);
      expect(activities.map((activity) => activity.id)).toEqual(wanted.map((activity) => activity.id));
    });

    it('tells which sources there are', async () => {
      const sources = await connector.sources(undefined);
      const counted = new Map<string, number>();
      for (const id of world.expected) counted.set(id.split('|')[0] ?? '', (counted.get(id.split('|')[0] ?? '') ?? 0) + 1);
      const mapped = sources.filter((status) => status.mapped !== false);
      expect(new Map(mapped.map((status) => [status.source, status.records]))).toEqual(counted);
    });

    it('reads group by group what it reads at once, and knows no other group', async () => {
      const whole = idsOf(await readAll(connector));
      const parts: string[] = [];
      for (const group of connector.groups) parts.push(...idsOf(await readAll(connector, { group })));
      expect(parts).toEqual(whole);
      await expect(readAll(connector, { group: 'nonsense' })).rejects.toBeInstanceOf(ThroughlineError);
    });

    it('refuses a cursor that is none', async () => {
      await expect(readAll(connector, { cursor: 'nonsense' })).rejects.toBeInstanceOf(ThroughlineError);
    });

    it('refuses a cursor whose input has changed', async (context) => {
      if (world.changeInput === undefined) {
        context.skip();
        return;
      }
      const cursor = (await readAll(connector))[0]?.cursor ?? '';
      await world.changeInput();
      await expect(readAll(connector, { cursor })).rejects.toThrow(/changed/);
    });

    it('stops when it is told to', async () => {
      const controller = new AbortController();
      controller.abort();
      const reading = (async () => {
        for await (const batch of connector.activities({}, { signal: controller.signal })) expect(batch.activities).toEqual([]);
      })();
      await expect(reading).rejects.toThrow();
    });

    it('throws rather than being partial', async () => {
      const faults = world.faults.map((fault) => fault.name);
      for (const faultName of faults) {
        const faulty = await create();
        await faulty.faults.find((fault) => fault.name === faultName)?.arrange();
        const broken = await faulty.open();
        await expect(readAll(broken), faultName).rejects.toBeInstanceOf(ThroughlineError);
        await broken.close();
        await faulty.close();
      }
    });

    it('groups activities as it reads them', async (context) => {
      if (connector.rollup === undefined) {
        context.skip();
        return;
      }
      const all = (await readAll(connector)).flatMap((batch) => batch.activities);
      const source = all[0]?.source ?? '';
      const { window } = world;
      const wanted = all.filter((activity) => activity.source === source && activity.time >= window.from && activity.time < window.to);
      const spec = { source, groupBy: ['sourceIp', 'destinationPort'], interval: 60_000 };
      const rows = await rowsOf(connector.rollup(spec, window));
      const reference = new Rollup(spec);
      for (const activity of wanted) reference.add(activity);
      expect(sortedRows(rows)).toEqual(sortedRows([...reference.rows()]));
      const bare = await rowsOf(connector.rollup({ ...spec, samples: 0 }, window));
      expect(bare).toEqual(rows.map((row) => ({ ...row, samples: [] })));
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(wanted.reduce((sum, activity) => sum + activity.count, 0));
      expect(rows.reduce((sum, row) => sum + row.bytesIn, 0)).toBe(wanted.reduce((sum, activity) => sum + (activity.bytesIn ?? 0), 0));
      expect(rows.map((row) => row.start)).toEqual(rows.map((row) => row.start).sort((left, right) => left - right));
      for (const row of rows) {
        expect(row.start % 60_000).toBe(0);
        expect(row.first).toBeGreaterThanOrEqual(row.start);
        expect(row.last).toBeLessThan(row.start + 60_000);
        expect(row.samples.length).toBeLessThanOrEqual(5);
        expect([...row.samples].sort()).toEqual(row.samples);
      }
      const keys = rows.map((row) => `${row.start}|${String(row.keys.sourceIp)}|${String(row.keys.destinationPort)}`);
      expect(new Set(keys).size).toBe(rows.length);
    });

    it('answers bounded questions', async (context) => {
      if (connector.ask === undefined) {
        context.skip();
        return;
      }
      const all = (await readAll(connector)).flatMap((batch) => batch.activities);
      const address = all[0]?.sourceIp ?? '';
      const { window } = world;
      const wanted = all.filter((activity) => activity.sourceIp === address && activity.time >= window.from && activity.time < window.to);
      expect(wanted.length).toBeGreaterThan(1);
      const question = { sources: [], window, where: { sourceIp: [address] } };
      const whole = await connector.ask({ ...question, limit: 100_000 });
      expect(whole.activities.map((activity) => activity.id).sort()).toEqual(wanted.map((activity) => activity.id).sort());
      expect(whole.truncated).toBe(false);
      const cut = await connector.ask({ ...question, limit: 1 });
      expect(cut.activities).toHaveLength(1);
      expect(cut.truncated).toBe(true);
    });

    it('reads what was taken in during a window, each record in exactly one of them', async () => {
      const ever = await readAll(connector, { ingested: { from: -Infinity, to: Infinity } });
      expect([...idsOf(ever)].sort()).toEqual([...world.expected].sort());
      const middle = world.ingestedBetween ?? Date.UTC(2026, 0, 1);
      const earlier = await readAll(connector, { ingested: { from: -Infinity, to: middle } });
      const later = await readAll(connector, { ingested: { from: middle, to: Infinity } });
      expect([...idsOf(earlier), ...idsOf(later)].sort()).toEqual([...world.expected].sort());
      if (world.ingestedBetween !== undefined) {
        expect(idsOf(earlier).length).toBeGreaterThan(0);
        expect(idsOf(later).length).toBeGreaterThan(0);
      }
    });
  });

  describe(`${name} keeps the promises about documents`, () => {
    writeContract(create);
  });

  describe(`${name} keeps the promises about state`, () => {
    stateContract(create);
  });
}
