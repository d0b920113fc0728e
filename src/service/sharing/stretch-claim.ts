import type { StateStore } from '../../../connectors/connector.js';
import { LeaseLostError } from '../../errors.js';
import type { PlaceLedger } from '../place-ledger.js';
import { pieceKeys, placeOn, type StoredPlace } from '../stored-place.js';

/** Shelf of the entries that say who reads a stretch, and of what was read. */
export const CLAIMS = 'sharing/stretch';
export const PARCELS = 'sharing/parcel';

/** Name of the state entry about a stretch. */
export const claimKey = (id: string): string => `${CLAIMS}/${id}/0`;

interface ClaimValue {
  readonly holder: string;
  /** Epoch milliseconds after which anybody may read it anew. */
  readonly until: number;
  /** Counts takers. */
  readonly turn: number;
  /** Where it lies, once it has been read. */
  readonly parcels: readonly StoredPlace[] | null;
}

export interface ClaimOptions {
  readonly store: StateStore;
  /** Name of this worker, unique among all. */
  readonly holder: string;
  readonly milliseconds: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** How a stretch stands: read by somebody, being read by another, or this worker's to read. */
export type Claimed =
  | { readonly kind: 'read'; readonly holder: string; readonly parcels: readonly StoredPlace[] }
  | { readonly kind: 'taken' }
  | { readonly kind: 'mine'; readonly claim: StretchClaim; readonly redone: boolean };

/** The right to read a stretch, held by one worker at a time and lost unless renewed. */
export class StretchClaim {
  readonly #id: string;
  readonly #options: ClaimOptions;
  readonly #turn: number;
  #version: string;
  #until: number;

  private constructor(id: string, options: ClaimOptions, turn: number, version: string, until: number) {
    this.#id = id;
    this.#options = options;
    this.#turn = turn;
    this.#version = version;
    this.#until = until;
  }

  /** Takes a stretch that is free or whose reader has not been heard of in time. */
  static async take(id: string, options: ClaimOptions): Promise<Claimed> {
    const { store, holder, milliseconds, clock } = options;
    const entry = await store.get(claimKey(id));
    const current = entry?.value as ClaimValue | undefined;
    if (current !== undefined && current.parcels !== null) return { kind: 'read', holder: current.holder, parcels: current.parcels };
    const now = clock();
    if (current !== undefined && current.until > now) return { kind: 'taken' };
    const value: ClaimValue = { holder, until: now + milliseconds, turn: (current?.turn ?? 0) + 1, parcels: null };
    const version = await store.compareAndSet(claimKey(id), value, entry?.version);
    if (version === undefined) return { kind: 'taken' };
    return { kind: 'mine', claim: new StretchClaim(id, options, value.turn, version, value.until), redone: (current?.until ?? 0) > 0 };
  }

  /**
   * Holds on to it; asks the store only once a third of its time has passed.
   *
   * @throws LeaseLostError if somebody else reads it now, or nobody needs it any more
   */
  async renew(): Promise<void> {
    const { milliseconds, clock } = this.#options;
    if (this.#until - clock() > (2 * milliseconds) / 3) return;
    await this.#set(clock() + milliseconds, null);
  }

  /** Says where it lies. @throws LeaseLostError as `renew` */
  async finish(parcels: readonly StoredPlace[]): Promise<void> {
    await this.#set(this.#until, parcels);
  }

  /** Leaves it to others. */
  async release(): Promise<void> {
    await this.#set(0, null);
  }

  async #set(until: number, parcels: readonly StoredPlace[] | null): Promise<void> {
    const { store, holder } = this.#options;
    const version = await store.compareAndSet(claimKey(this.#id), { holder, until, turn: this.#turn, parcels }, this.#version);
    if (version === undefined) throw new LeaseLostError('The stretch has gone to another worker.');
    this.#version = version;
    this.#until = until;
  }
}

/** Ends whatever is going on about a stretch and removes what was read of it. What a reader may still be storing is left to housekeeping. */
export async function discardStretch(id: string, { store, milliseconds, clock }: ClaimOptions, ledger: PlaceLedger): Promise<void> {
  for (;;) {
    const entry = await store.get(claimKey(id));
    if (entry === undefined) return;
    const { parcels, turn } = entry.value as ClaimValue;
    // Whoever still reads it must not succeed in saying so after it is gone.
    const ended: ClaimValue = { holder: '', until: clock() + milliseconds, turn, parcels: null };
    if ((await store.compareAndSet(claimKey(id), ended, entry.version)) === undefined) continue;
    await store.remove([...(parcels ?? []).flatMap((place) => pieceKeys(PARCELS, place)), claimKey(id)]);
    if (parcels === null || turn > 1) return;
    await ledger.release([...parcels.map((place) => placeOn(PARCELS, place)), placeOn(CLAIMS, claimPlace(id))]);
    return;
  }
}

/** Where the entry about a stretch lies. */
export const claimPlace = (id: string): StoredPlace => ({ id, pieces: 1 });
