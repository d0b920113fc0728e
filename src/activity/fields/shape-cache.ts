/** What follows a sequence of keys. */
interface Shape<V> {
  value: V | undefined;
  /** The key that came next last time, and what follows it: records of one product have the same keys in the same order. */
  key: string;
  next: Shape<V> | undefined;
  readonly others: Map<string, Shape<V>>;
}

/**
 * Answers that depend on nothing but the keys under which a record holds something, remembered by these keys in their order. All are
 * dropped once there are `most` sequences, beginnings of sequences included, so that memory stays bounded on hostile input.
 */
export class ShapeCache<V> {
  readonly #most: number;
  readonly #answer: (record: Readonly<Record<string, unknown>>) => V;
  #root = shape<V>();
  #size = 0;

  constructor(most: number, answer: (record: Readonly<Record<string, unknown>>) => V) {
    this.#most = most;
    this.#answer = answer;
  }

  of(record: Readonly<Record<string, unknown>>): V {
    if (this.#size >= this.#most) {
      this.#root = shape();
      this.#size = 0;
    }
    let at = this.#root;
    for (const key in record) {
      const value = record[key];
      if (value === undefined || value === null) continue;
      at = at.next !== undefined && at.key === key ? at.next : this.#follow(at, key);
    }
    return (at.value ??= this.#answer(record));
  }

  #follow(from: Shape<V>, key: string): Shape<V> {
    let next = from.others.get(key);
    if (next === undefined) {
      next = shape();
      from.others.set(key, next);
      this.#size += 1;
    }
    from.key = key;
    from.next = next;
    return next;
  }
}

const shape = <V>(): Shape<V> => ({ value: undefined, key: '', next: undefined, others: new Map() });
