import { LeaseLostError } from '../../errors.js';
import type { Activity } from '../../activity/activity.js';
import type { RejectedRecord } from '../../../connectors/connector.js';
import { hourBlocks } from '../../pipeline/hour-blocks.js';
import type { PlaceLedger } from '../place-ledger.js';
import { readBatches, type ReadingOptions } from '../reading.js';
import { sourceReadings } from '../source-reading.js';
import { storeBytes } from '../stored-bytes.js';
import type { StoredPlace } from '../stored-place.js';
import { readBoard } from './board.js';
import { packParcel, type PartReading } from './parcel.js';
import { discardStretch, PARCELS, StretchClaim, type ClaimOptions } from './stretch-claim.js';
import { requestsOf, stretchId, type Stretch } from './stretch.js';

/** Activities and rejected records of one parcel: some megabytes, or one when packed. */
const PARCEL_RECORDS = 25_000;

export interface HelperOptions extends ClaimOptions, Omit<ReadingOptions, 'renew'> {
  readonly ledger: PlaceLedger;
  /** What reading depends on beside the records. */
  readonly reading: string;
  readonly onRead: (what: { readonly redone: boolean }) => void;
}

/** Reads and maps for the worker that judges. */
export class ReadingHelper {
  readonly #options: HelperOptions;
  /** Stretches that this worker could not read or store, and leaves to others. */
  readonly #failed = new Set<string>();

  constructor(options: HelperOptions) {
    this.#options = options;
  }

  /**
   * Reads one stretch that nobody reads yet.
   *
   * @returns `idle` if nothing is shared, `waiting` if all that is shared is read or being read
   */
  async help(): Promise<'read' | 'waiting' | 'idle'> {
    const { store, reading } = this.#options;
    const board = await readBoard(store);
    if (board.stretches.length === 0 || board.reading !== reading) return 'idle';
    for (const stretch of board.stretches) {
      const id = stretchId(stretch, reading);
      if (this.#failed.has(id)) continue;
      const claimed = await StretchClaim.take(id, this.#options);
      if (claimed.kind !== 'mine') continue;
      if (await this.#read(stretch, claimed.claim)) this.#options.onRead(claimed);
      return 'read';
    }
    return 'waiting';
  }

  async #read(stretch: Stretch, claim: StretchClaim): Promise<boolean> {
    const { store, reading, ledger } = this.#options;
    const id = stretchId(stretch, reading);
    const isWanted = async (): Promise<boolean> => (await readBoard(store)).stretches.some((other) => stretchId(other, reading) === id);
    // The board was read before it was claimed: the stretch may have been used meanwhile.
    if (!(await isWanted())) {
      await discardStretch(id, this.#options, ledger);
      return false;
    }
    try {
      await claim.finish(await this.#parcels(stretch, claim));
      return true;
    } catch (error) {
      if (error instanceof LeaseLostError) return false;
      this.#failed.add(id);
      await claim.release().catch(() => undefined);
      throw error;
    }
  }

  async #parcels(stretch: Stretch, claim: StretchClaim): Promise<readonly StoredPlace[]> {
    const { store, ledger } = this.#options;
    const renew = (): Promise<void> => claim.renew();
    const places: StoredPlace[] = [];
    let waiting: PartReading[] = [];
    let held = 0;
    const send = async (): Promise<void> => {
      if (waiting.length === 0) return;
      const parcel = packParcel(waiting);
      waiting = [];
      held = 0;
      await renew();
      places.push(await storeBytes(store, ledger, PARCELS, parcel));
    };
    for (const [part, request] of requestsOf(stretch).entries()) {
      let activities: Activity[] = [];
      let rejected: RejectedRecord[] = [];
      const close = (): void => {
        if (activities.length + rejected.length === 0) return;
        waiting.push({ part, blocks: hourBlocks(activities), sources: sourceReadings(activities), rejected });
        activities = [];
        rejected = [];
      };
      for await (const batch of readBatches(request, { ...this.#options, renew })) {
        for (const activity of batch.activities) activities.push(activity);
        for (const record of batch.rejected) rejected.push(record);
        held += batch.activities.length + batch.rejected.length;
        if (held < PARCEL_RECORDS) continue;
        close();
        await send();
      }
      close();
    }
    await send();
    return places;
  }
}
