import type { StateStore } from '../../connectors/connector.js';
import { Lease } from './lease.js';
import { PlaceLedger } from './place-ledger.js';
import { PROGRESS_KEY, type Progress } from './progress.js';
import { SNAPSHOTS } from './stored-snapshot.js';

/** What nothing names for so long is nobody's any more, however slow its writer is. */
const OLD = 24 * 3_600_000;

export interface HousekeepingOptions {
  readonly store: StateStore;
  /** Name of this worker, unique among all. */
  readonly holder: string;
  readonly leaseMilliseconds: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/**
 * Removes what killed workers have left behind in the store: snapshots that no progress names, and what was read for others and never used.
 *
 * @returns how many places were emptied; `undefined` if another worker is at it
 */
export async function keepHouse({
  store,
  holder,
  leaseMilliseconds: milliseconds,
  clock,
}: HousekeepingOptions): Promise<number | undefined> {
  const lease = new Lease(store, { job: 'housekeeping', holder, milliseconds, clock });
  if (!(await lease.acquire())) return undefined;
  try {
    const progress = (await store.get(PROGRESS_KEY))?.value as Progress | undefined;
    return await new PlaceLedger(store, clock).sweep((shelf, id) => shelf === SNAPSHOTS && id === progress?.snapshot?.id, OLD);
  } finally {
    await lease.release();
  }
}
