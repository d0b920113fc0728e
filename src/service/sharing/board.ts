import type { StateStore } from '../../../connectors/connector.js';
import { updateEntry } from '../update-entry.js';
import type { Stretch } from './stretch.js';

/** Name of the state entry. */
export const BOARD_KEY = 'sharing/board';

/** Stretches that the worker which judges will need next, in this order. */
export interface Board {
  /** What their reading depends on beside the records: only workers of the same may read them. */
  readonly reading: string;
  readonly stretches: readonly Stretch[];
}

const NOTHING: Board = { reading: '', stretches: [] };

export async function readBoard(store: StateStore): Promise<Board> {
  return ((await store.get(BOARD_KEY))?.value as Board | undefined) ?? NOTHING;
}

export async function writeBoard(store: StateStore, board: Board): Promise<void> {
  await updateEntry<Board>(store, BOARD_KEY, () => board);
}
