import type { EntityStore } from './entity-store.js';
import { registrableDomain } from './registrable-domain.js';

const MAXIMUM_FOUND = 20;

/**
 * Entities that a text names: by any alias or id in full, case ignored; else, for a host name, by its registrable domain; else
 * by a part of an alias. In order of their numbers.
 */
export function findEntities(store: EntityStore, text: string, idOf: (entity: number) => string): readonly number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const colon = wanted.indexOf(':');
  const exact = byAlias(store, (value) => value === wanted);
  if (exact.length > 0) return exact;
  const byId = colon < 0 ? [] : byAlias(store, (value) => wanted.endsWith(value)).filter((entity) => idOf(entity).toLowerCase() === wanted);
  if (byId.length > 0) return byId;
  const domain = registrableDomain(wanted);
  const byDomain = domain === '' ? [] : byAlias(store, (value) => value === domain);
  return (byDomain.length > 0 ? byDomain : byAlias(store, (value) => value.includes(wanted))).slice(0, MAXIMUM_FOUND);
}

function byAlias(store: EntityStore, accepts: (value: string) => boolean): number[] {
  const found = new Set<number>();
  for (let alias = 0; alias < store.aliases.count; alias++) {
    const entity = store.aliases.entity[alias] ?? -1;
    if (entity >= 0 && accepts(store.aliases.valueOf(alias).toLowerCase())) found.add(entity);
  }
  return [...found].sort((a, b) => a - b);
}
