import type { StateStore } from '../../connectors/connector.js';
import { StateError } from '../errors.js';
import type { PlaceLedger } from './place-ledger.js';
import { readBytes, storeBytes } from './stored-bytes.js';
import { pieceKeys, placeOn, type StoredPlace } from './stored-place.js';

/** Where snapshots lie in the store. */
export const SNAPSHOTS = 'snapshot';

/** Puts a snapshot into the store in pieces, packed. It counts only once something names its place. */
export function storeSnapshot(store: StateStore, ledger: PlaceLedger, bytes: Buffer): Promise<StoredPlace> {
  return storeBytes(store, ledger, SNAPSHOTS, bytes);
}

/** @throws StateError if a piece is missing or damaged */
export async function readSnapshot(store: StateStore, place: StoredPlace): Promise<Buffer> {
  const bytes = await readBytes(store, SNAPSHOTS, place);
  if (typeof bytes !== 'string') return bytes;
  throw new StateError(`The state entry ${bytes} is missing or damaged: delete the entry progress/detect to learn anew.`);
}

export async function forgetSnapshot(store: StateStore, ledger: PlaceLedger, place: StoredPlace): Promise<void> {
  await store.remove(pieceKeys(SNAPSHOTS, place));
  await ledger.release([placeOn(SNAPSHOTS, place)]);
}
