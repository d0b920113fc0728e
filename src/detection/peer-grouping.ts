import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import { SMALLEST_GROUP } from '../baselines/subject-table.js';
import type { EntityResolver } from '../entities/entity-types.js';
import { ACCOUNT, accountList, DEVICE, deviceList } from './unit-layout.js';

const APPLICATION = accountList('application');
const SERVICE_PORT = deviceList('service-port');

/** Windows an entity must have before its behaviour can place it among peers. */
const ENOUGH_WINDOWS = 5;

/**
 * Places every account and device among its peers: by a group, role or department that the data names (the smallest that has
 * enough members: the smaller the group, the more it says), else by what most distinguishes its behaviour, the application or
 * service with the highest term frequency × inverse document frequency. Run at fixed times, in order of subject.
 */
export function assignPeers(
  pattern: PatternOfLife,
  resolver: EntityResolver,
  configured: (entity: number) => string,
  text: (hash: number) => string,
): void {
  const candidates: (readonly string[])[] = [];
  const sizes = new Map<string, number>();
  for (let subject = 0; subject < pattern.subjects; subject += 1) {
    const names = candidatesOf(pattern, subject, resolver, configured, text);
    candidates.push(names);
    for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  candidates.forEach((names, subject) => {
    let best = '';
    for (const name of names) {
      const size = sizes.get(name) ?? 0;
      if (size < SMALLEST_GROUP) continue;
      if (best === '' || (!isLearned(name) && isLearned(best)) || (isLearned(name) === isLearned(best) && size < (sizes.get(best) ?? 0)))
        best = name;
    }
    if (best !== '') pattern.assign(subject, best);
  });
}

const LEARNED = 'that mostly use ';
const isLearned = (name: string): boolean => name.includes(LEARNED);

function candidatesOf(
  pattern: PatternOfLife,
  subject: number,
  resolver: EntityResolver,
  configured: (entity: number) => string,
  text: (hash: number) => string,
): readonly string[] {
  const kind = pattern.kindOf(subject);
  if (kind !== ACCOUNT && kind !== DEVICE) return [];
  const number = pattern.entityOf(subject);
  if (pattern.find(kind, number) !== subject) return [];
  const chosen = configured(number);
  if (chosen !== '') return [chosen];
  const entity = resolver.entity(number);
  const plural = kind === DEVICE ? 'devices' : entity.type === 'user' ? 'users' : 'services';
  const named = entity.groups.map((group) => `${plural} in ${groupWords(group)}`);
  const distinctive = pattern.windowsOf(subject) < ENOUGH_WINDOWS ? '' : distinctiveValue(pattern, subject, kind, text);
  return distinctive === '' ? named : [...named, `${plural} ${LEARNED}${distinctive}`];
}

/** A group's name without what only machines need: `AdministratorAccess` for an AWS single-sign-on role's ARN. */
function groupWords(group: string): string {
  if (!group.startsWith('arn:')) return group;
  const name = group.slice(group.lastIndexOf('/') + 1);
  return name.replace(/^AWSReservedSSO_/, '').replace(/_[0-9a-f]{8,}$/, '');
}

/** The value whose share of the entity's use, weighted by how few others use it, is highest. */
function distinctiveValue(pattern: PatternOfLife, subject: number, kind: number, text: (hash: number) => string): string {
  const list = kind === ACCOUNT ? APPLICATION : SERVICE_PORT;
  const members = pattern.membersOf(kind);
  let best = 0;
  let name = '';
  for (const { hash, count } of pattern.valuesOf(subject, list)) {
    const weight = count * Math.log((members + 1) / (pattern.estateSharing(kind, list, hash) + 1));
    const words = text(hash);
    if (words !== '' && weight > best) {
      best = weight;
      name = words;
    }
  }
  return name;
}
