import { UsageError } from '../src/errors.js';

/**
 * The groups to read: all, or the wanted one, from that of a cursor on.
 *
 * @throws UsageError if there is no such group
 */
export function chosenGroups<Group extends { readonly name: string }>(
  groups: readonly Group[],
  wanted: string | undefined,
  cursorGroup: string | undefined,
): readonly Group[] {
  const chosen = wanted === undefined ? groups : groups.filter((group) => group.name === wanted);
  if (chosen.length === 0 && wanted !== undefined) {
    throw new UsageError(`there is no group "${wanted}"; known groups: ${groups.map((group) => group.name).join(', ')}`);
  }
  if (cursorGroup === undefined) return chosen;
  const start = chosen.findIndex((group) => group.name === cursorGroup);
  if (start < 0) throw new UsageError(`the cursor belongs to the group "${cursorGroup}", which is not read`);
  return chosen.slice(start);
}
