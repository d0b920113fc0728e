/** Where bytes lie in the store, packed and in pieces. */
export interface StoredPlace {
  /** Hash of the content: the same bytes lie in the same place, whoever wrote them. */
  readonly id: string;
  readonly pieces: number;
}

/** Names of the entries that hold the pieces. */
export const pieceKeys = (shelf: string, { id, pieces }: StoredPlace): readonly string[] =>
  Array.from({ length: pieces }, (_value, index) => `${shelf}/${id}/${index}`);

/** A place and the shelf that it is on. */
export interface ShelvedPlace extends StoredPlace {
  readonly shelf: string;
}

export const placeOn = (shelf: string, { id, pieces }: StoredPlace): ShelvedPlace => ({ shelf, id, pieces });
