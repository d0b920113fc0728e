import type { StateStore } from '../../connectors/connector.js';

/**
 * Changes an entry of the store, again if somebody else has changed it meanwhile.
 *
 * @param change gives the new value of what is there (`undefined`: nothing), or `undefined` if it may stay as it is
 */
export async function updateEntry<Value>(
  store: StateStore,
  key: string,
  change: (value: Value | undefined) => Value | undefined,
): Promise<void> {
  for (;;) {
    const entry = await store.get(key);
    const changed = change(entry?.value as Value | undefined);
    if (changed === undefined || (await store.compareAndSet(key, changed, entry?.version)) !== undefined) return;
  }
}
