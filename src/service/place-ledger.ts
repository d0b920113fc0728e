import type { StateStore } from '../../connectors/connector.js';
import { pieceKeys, placeOn, type ShelvedPlace, type StoredPlace } from './stored-place.js';
import { updateEntry } from './update-entry.js';

/** Name of the state entry. */
export const LEDGER_KEY = 'ledger';

interface Row extends ShelvedPlace {
  /** When it was last meant to be stored, epoch milliseconds. */
  readonly since: number;
  /** It is being removed, so that nothing may be put there. */
  readonly going?: true;
}

const nameOf = ({ shelf, id }: Pick<Row, 'shelf' | 'id'>): string => `${shelf}/${id}`;

/**
 * What may lie in the store, written down before it is stored, since a store cannot be asked for all that it holds: whatever a killed worker
 * leaves behind, housekeeping finds.
 */
export class PlaceLedger {
  readonly #store: StateStore;
  readonly #clock: () => number;

  /** @param clock epoch milliseconds */
  constructor(store: StateStore, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Notes a place before it is used; another name is found for one that is being removed. */
  async reserve(shelf: string, place: StoredPlace): Promise<StoredPlace> {
    let free = place;
    await this.#update((rows) => {
      const going = new Set(rows.filter((row) => row.going === true).map(nameOf));
      free = place;
      for (let again = 1; going.has(nameOf({ shelf, id: free.id })); again += 1) free = { ...place, id: `${place.id}.${again}` };
      return this.#with(rows, [placeOn(shelf, free)]);
    });
    return free;
  }

  /** Notes places of which each has but one name. */
  async note(places: readonly ShelvedPlace[]): Promise<void> {
    await this.#update((rows) => this.#with(rows, places));
  }

  /** Forgets places that are known to be empty again. */
  async release(places: readonly ShelvedPlace[]): Promise<void> {
    await this.#update((rows) => without(rows, places.map(nameOf)));
  }

  /**
   * Removes what was stored long ago and is not in use.
   *
   * @param isUsed whether something names the place
   * @param age milliseconds from which on a place is old
   * @returns how many places were emptied
   */
  async sweep(isUsed: (shelf: string, id: string) => boolean, age: number): Promise<number> {
    let old: readonly Row[] = [];
    await this.#update((rows) => {
      const due = (row: Row): boolean => row.going === true || (this.#clock() - row.since > age && !isUsed(row.shelf, row.id));
      old = rows.filter(due);
      return old.length === 0 ? undefined : rows.map((row) => (due(row) ? { ...row, going: true } : row));
    });
    if (old.length === 0) return 0;
    await this.#store.remove(old.flatMap((row) => pieceKeys(row.shelf, row)));
    await this.#update((rows) => without(rows, old.map(nameOf)));
    return old.length;
  }

  #with(rows: readonly Row[], places: readonly ShelvedPlace[]): readonly Row[] {
    const since = this.#clock();
    return [...without(rows, places.map(nameOf)), ...places.map((place) => ({ ...place, since }))];
  }

  #update(change: (rows: readonly Row[]) => readonly Row[] | undefined): Promise<void> {
    return updateEntry<readonly Row[]>(this.#store, LEDGER_KEY, (rows) => change(rows ?? []));
  }
}

const without = (rows: readonly Row[], names: readonly string[]): readonly Row[] => {
  const gone = new Set(names);
  return rows.filter((row) => !gone.has(nameOf(row)));
};
