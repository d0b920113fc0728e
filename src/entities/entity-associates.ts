import type { AssociationBook, Tie } from './association-book.js';
import type { EntityStore } from './entity-store.js';
import type { Associate } from './entity-types.js';
import { RULES } from './identifier-rules.js';
import { LEASE_GRACE } from './lease-book.js';

/** More accounts than this on one address within a day make it a gateway: it ties nobody to a device. */
const MAXIMUM_ACCOUNTS_PER_ADDRESS = 3;
/** More accounts than this on one named device within a day make it a server: being on it ties nobody. */
const MAXIMUM_ACCOUNTS_PER_DEVICE = 8;
const MAXIMUM_ASSOCIATES = 32;

/**
 * The others that an entity is tied to at a time, the latest first. Ties over an address or a device that many accounts use
 * within a day are none.
 */
export function associatesOf(store: EntityStore, associations: AssociationBook, entity: number, time: number): readonly Associate[] {
  const current = currentOf(store);
  const subject = store.current(entity);
  const isDevice = store.typeOf(subject) === 'device';
  if (isDevice && isCrowded(store, associations, subject, time)) return [];
  const found = new Map<number, { reason: string; last: number }>();
  for (const tie of associations.of(subject, current)) {
    const lasting = tie.tie === 'guest';
    if (!lasting && (tie.from > time || tie.last + LEASE_GRACE < time)) continue;
    if (tie.tie === 'logon' && !isDevice && isCrowded(store, associations, tie.other, time)) continue;
    const known = found.get(tie.other);
    if (known === undefined) found.set(tie.other, { reason: reasonOf(tie.tie, tie.active), last: tie.last });
    else known.last = Math.max(known.last, tie.last);
  }
  return [...found]
    .sort(([a, x], [b, y]) => y.last - x.last || a - b)
    .slice(0, MAXIMUM_ASSOCIATES)
    .map(([other, { reason }]) => ({ entity: other, reason }));
}

function isCrowded(store: EntityStore, associations: AssociationBook, device: number, time: number): boolean {
  const current = currentOf(store);
  const limit =
    RULES[store.aliases.namespaceOf(store.canonicalOf(device))].family === 'device'
      ? MAXIMUM_ACCOUNTS_PER_DEVICE
      : MAXIMUM_ACCOUNTS_PER_ADDRESS;
  const accounts = new Set<number>();
  for (const tie of associations.of(device, current)) {
    if (tie.tie === 'logon' && !tie.active && tie.from <= time && tie.last + LEASE_GRACE >= time) accounts.add(tie.other);
  }
  return accounts.size > limit;
}

const currentOf =
  (store: EntityStore) =>
  (entity: number): number =>
    store.current(entity);

function reasonOf(tie: Tie, active: boolean): string {
  switch (tie) {
    case 'logon':
      return active ? 'logged on from the device' : 'was used on the device';
    case 'mailbox':
      return active ? 'opened the mailbox' : 'opened this mailbox';
    case 'role':
      return active ? 'acted through the role' : 'acted through this role';
    case 'guest':
      return active ? 'home account of the guest' : 'guest account of the person';
  }
}
