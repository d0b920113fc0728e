import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { StateStore } from '../../connectors/connector.js';
import { StateError } from '../errors.js';

/** Bytes of one piece before it is written as text; a third more afterwards, far below what any store takes. */
const PIECE = 512 * 1024;

/** Where a snapshot lies in the store. */
export interface SnapshotPlace {
  /** Hash of its content: the same state lies in the same place, whoever wrote it. */
  readonly id: string;
  readonly pieces: number;
}

const keysOf = ({ id, pieces }: SnapshotPlace): readonly string[] =>
  Array.from({ length: pieces }, (_value, index) => `snapshot/${id}/${index}`);

/** Puts a snapshot into the store in pieces, packed. It counts only once something names its place. */
export async function storeSnapshot(store: StateStore, bytes: Buffer): Promise<SnapshotPlace> {
  const packed = gzipSync(bytes, { level: 1 });
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
  const place = { id, pieces: Math.ceil(packed.length / PIECE) };
  for (const [index, key] of keysOf(place).entries()) {
    const piece = packed.subarray(index * PIECE, (index + 1) * PIECE).toString('base64');
    await store.compareAndSet(key, piece, undefined);
  }
  return place;
}

/** @throws StateError if a piece is missing or damaged */
export async function readSnapshot(store: StateStore, place: SnapshotPlace): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (const key of keysOf(place)) {
    const piece = (await store.get(key))?.value;
    if (typeof piece !== 'string')
      throw new StateError(`The state entry ${key} is missing: delete the entry progress/detect to learn anew.`);
    pieces.push(Buffer.from(piece, 'base64'));
  }
  try {
    return gunzipSync(Buffer.concat(pieces));
  } catch (cause) {
    throw new StateError(`The snapshot ${place.id} is damaged: delete the state entry progress/detect to learn anew.`, { cause });
  }
}

export function forgetSnapshot(store: StateStore, place: SnapshotPlace): Promise<void> {
  return store.remove(keysOf(place));
}
