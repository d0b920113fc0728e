import type { IdentifierScheme } from '../activity/identifier.js';
import type { EntityStore } from './entity-store.js';
import { exclusiveScope, firstLabel, isGuest, localPart } from './identifier-rules.js';

/**
 * May two mail-like names of one record be one account? Yes if the local part is the same, or if one is the sign-in name, the
 * other the mail address, and a directory id stands beside them. A guest account and its home address stay two.
 */
export function allowsTwoAddresses(
  store: EntityStore,
  a: number,
  schemeA: IdentifierScheme,
  b: number,
  schemeB: IdentifierScheme,
  hasCode: boolean,
): boolean {
  if (store.aliases.namespaceOf(a) !== 'address' || store.aliases.namespaceOf(b) !== 'address') return false;
  const [valueA, valueB] = [store.aliases.valueOf(a), store.aliases.valueOf(b)];
  if (isGuest(valueA) || isGuest(valueB)) return false;
  return localPart(valueA) === localPart(valueB) || (schemeA !== schemeB && hasCode);
}

/** True if `alias` may become a name of `entity`. `twoAddresses`: a reason was given why it may have another mail-like name. */
export function agree(store: EntityStore, alias: number, entity: number, twoAddresses: boolean): boolean {
  return store.aliasesOf(entity).every((other) => namesAgree(store, alias, other, twoAddresses));
}

/** True if no name of one entity rules out a name of the other. */
export function entitiesAgree(store: EntityStore, a: number, b: number, twoAddresses: boolean): boolean {
  const names = store.aliasesOf(a);
  return store.aliasesOf(b).every((other) => names.every((name) => namesAgree(store, name, other, twoAddresses)));
}

function namesAgree(store: EntityStore, a: number, b: number, twoAddresses: boolean): boolean {
  if (a === b) return true;
  const namespace = store.aliases.namespaceOf(a);
  if (namespace !== store.aliases.namespaceOf(b)) return true;
  const [valueA, valueB] = [store.aliases.valueOf(a), store.aliases.valueOf(b)];
  if (namespace === 'address') return twoAddresses;
  if (namespace === 'hostname') return firstLabel(valueA) === firstLabel(valueB) && (!valueA.includes('.') || !valueB.includes('.'));
  const scope = exclusiveScope(namespace, valueA, store.aliases.realm[a] ?? -1);
  return scope === '' || scope !== exclusiveScope(namespace, valueB, store.aliases.realm[b] ?? -1);
}
