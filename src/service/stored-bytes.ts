import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { StateStore } from '../../connectors/connector.js';
import type { PlaceLedger } from './place-ledger.js';
import { pieceKeys, type StoredPlace } from './stored-place.js';

/** Bytes of one piece before it is written as text; a third more afterwards, below the megabyte that every store takes. */
const PIECE = 512 * 1024;

/** Puts bytes into the store. They count only once something names their place; the ledger knows of them before the first is written. */
export async function storeBytes(store: StateStore, ledger: PlaceLedger, shelf: string, bytes: Buffer): Promise<StoredPlace> {
  const packed = gzipSync(bytes, { level: 1 });
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
  const place = await ledger.reserve(shelf, { id, pieces: Math.ceil(packed.length / PIECE) });
  for (const [index, key] of pieceKeys(shelf, place).entries()) {
    const piece = packed.subarray(index * PIECE, (index + 1) * PIECE).toString('base64');
    await store.compareAndSet(key, piece, undefined);
  }
  return place;
}

/** What was stored, or the name of the first entry that is missing or damaged. */
export async function readBytes(store: StateStore, shelf: string, place: StoredPlace): Promise<Buffer | string> {
  const pieces: Buffer[] = [];
  const keys = pieceKeys(shelf, place);
  for (const key of keys) {
    const piece = (await store.get(key))?.value;
    if (typeof piece !== 'string') return key;
    pieces.push(Buffer.from(piece, 'base64'));
  }
  try {
    return gunzipSync(Buffer.concat(pieces));
  } catch {
    return keys[0] ?? shelf;
  }
}
