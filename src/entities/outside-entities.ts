import { namespaceIndex } from './alias-table.js';
import type { AssociationBook } from './association-book.js';
import type { ConflictBook } from './conflict-book.js';
import type { EntityStore } from './entity-store.js';
import { mailDomain } from './identifier-rules.js';
import type { OwnDomains } from './own-domains.js';

const OUTSIDE: ReadonlySet<number> = new Set((['ip', 'domain', 'address'] as const).map(namespaceIndex));

/**
 * Addresses, domains and correspondents of which nothing is known but that they were seen: never joined or tied to anything, and no names
 * of the organisation's own.
 */
export function outsideEntities(store: EntityStore, associations: AssociationBook, conflicts: ConflictBook, own: OwnDomains): number[] {
  const { aliases } = store;
  const claimants = conflicts.claimants();
  return store.single().filter((entity) => {
    const type = store.typeOf(entity);
    if ((type !== 'address' && type !== 'domain') || store.entityFlags[entity] !== 0) return false;
    const alias = store.canonicalOf(entity);
    const namespace = namespaceIndex(aliases.namespaceOf(alias));
    if (!OUTSIDE.has(namespace) || aliases.flags[alias] !== 0) return false;
    if (claimants.has(alias) || associations.ties(entity)) return false;
    const value = aliases.valueOf(alias);
    return !own.includes(value.includes('@') ? mailDomain(value) : value);
  });
}
