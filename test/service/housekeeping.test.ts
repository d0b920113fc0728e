import { describe, expect, test } from 'vitest';
import { MemoryStateStore } from '../../connectors/embedded/file-state-store.js';
import { keepHouse } from '../../src/service/housekeeping.js';
import { Lease } from '../../src/service/lease.js';
import { PlaceLedger } from '../../src/service/place-ledger.js';
import { StoredProgress } from '../../src/service/progress.js';
import { readBytes, storeBytes } from '../../src/service/stored-bytes.js';
import { SNAPSHOTS } from '../../src/service/stored-snapshot.js';
import { PARCELS } from '../../src/service/sharing/stretch-claim.js';

const DAY = 86_400_000;

const world = () => {
  const store = new MemoryStateStore();
  const time = { now: DAY };
  const clock = (): number => time.now;
  const ledger = new PlaceLedger(store, clock);
  const house = () => keepHouse({ store, holder: 'one', leaseMilliseconds: 60_000, clock });
  return { store, time, clock, ledger, house };
};

describe('housekeeping', () => {
  test('removes what nothing names once it is old, and keeps the snapshot that counts', async () => {
    const { store, time, ledger, house } = world();
    const kept = await storeBytes(store, ledger, SNAPSHOTS, Buffer.from('kept'));
    const left = await storeBytes(store, ledger, SNAPSHOTS, Buffer.from('left by a killed worker'));
    const unused = await storeBytes(store, ledger, PARCELS, Buffer.alloc(3_000_000, 1));
    const progress = await StoredProgress.load(store, 0);
    await progress.save({ ...progress.value, snapshot: kept });
    time.now += DAY;
    expect(await house()).toBe(0);
    time.now += 1;
    expect(await house()).toBe(2);
    expect(await readBytes(store, SNAPSHOTS, kept)).toEqual(Buffer.from('kept'));
    expect(await readBytes(store, SNAPSHOTS, left)).toBe(`snapshot/${left.id}/0`);
    expect(await readBytes(store, PARCELS, unused)).toBe(`${PARCELS}/${unused.id}/0`);
    expect(await house()).toBe(0);
  });

  test('is done by one worker at a time', async () => {
    const { store, clock, house } = world();
    const other = new Lease(store, { job: 'housekeeping', holder: 'other', milliseconds: 60_000, clock });
    await other.acquire();
    expect(await house()).toBeUndefined();
    await other.release();
    expect(await house()).toBe(0);
  });

  test('puts nothing where something is being removed, even if it was killed meanwhile', async () => {
    const { store, time, ledger, house } = world();
    const bytes = Buffer.from('the same state');
    const first = await storeBytes(store, ledger, SNAPSHOTS, bytes);
    time.now += DAY + 1;
    const remove = store.remove.bind(store);
    store.remove = () => Promise.reject(new Error('killed'));
    await expect(house()).rejects.toThrow('killed');
    store.remove = remove;
    const second = await storeBytes(store, ledger, SNAPSHOTS, bytes);
    expect(second.id).not.toBe(first.id);
    expect(await house()).toBe(1);
    expect(await readBytes(store, SNAPSHOTS, second)).toEqual(bytes);
    expect(await readBytes(store, SNAPSHOTS, first)).toBe(`snapshot/${first.id}/0`);
  });
});
