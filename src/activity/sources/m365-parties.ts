import type { ActorType } from '../activity.js';
import { asText } from '../fields/coerce.js';
import { addIdentifier, guid, mailAddress } from '../fields/identity.js';
import { asList, isObject, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import type { Identifier } from '../identifier.js';
import { parameter } from './m365-change.js';
import type { Parameters } from './m365-change.js';
import { F, read, readText } from './m365-fields.js';
import type { AuditView } from './m365-fields.js';

/** Who acted or was acted upon. */
export interface Named {
  readonly identifiers: readonly Identifier[];
  readonly type: ActorType;
  readonly name: string;
  readonly appName: string;
}

/** Reads `[{ID, Type}]`: 5 is a UPN, 1 a display name, `User_<guid>` and `ServicePrincipal_<guid>` object ids. */
export function readIdentifierList(value: unknown): Named {
  const identifiers: Identifier[] = [];
  let type: ActorType = 'unknown';
  let name = '';
  let appName = '';
  for (const element of asList(value)) {
    if (!isObject(element)) continue;
    const id = asText(element.ID ?? element.Id ?? element.id);
    const kind = asText(element.Type ?? element.type);
    if (kind === '5') {
      addIdentifier(identifiers, 'upn', id);
      if (name === '') name = id;
    } else if (kind === '1') appName = id;
    const underscore = id.indexOf('_');
    const object = guid(underscore > 0 ? id.slice(underscore + 1) : kind === '0' ? id : '');
    if (object !== '') addIdentifier(identifiers, 'entra-object', object);
    if (id === 'User' || id.startsWith('User_')) type = 'user';
    else if (id.startsWith('ServicePrincipal') || id.startsWith('Application')) type = 'app';
    else if (id === 'Device') type = 'device';
  }
  return { identifiers, type, name: name || appName, appName };
}

export function readActor(of: AuditView, record: JsonObject, ecs: boolean): Named {
  const listed = readIdentifierList(read(of, F.actors));
  const user = readText(of, F.user) || (ecs ? asText(ownValue(record.user, 'id')) : '');
  const userType = readText(of, F.userType);
  const identifiers: Identifier[] = [];
  const upn = mailAddress(user);
  if (upn !== '' && !upn.endsWith('@sharepoint')) {
    addIdentifier(identifiers, 'upn', upn);
    for (const identifier of listed.identifiers) addIdentifier(identifiers, identifier.scheme, identifier.value);
    const sid = readText(of, F.logonSid);
    if (sid.startsWith('S-1-5-21-')) addIdentifier(identifiers, 'sid', sid);
    return {
      identifiers,
      type: userType === '5' || userType === '6' || userType === 'Application' || userType === 'ServicePrincipal' ? 'app' : 'user',
      name: upn,
      appName: '',
    };
  }
  const underscore = user.indexOf('_');
  addIdentifier(identifiers, 'entra-object', underscore > 0 ? user.slice(underscore + 1) : user);
  if (identifiers.length === 0 && /^S-1-5-21-/i.test(user)) addIdentifier(identifiers, 'sid', user);
  for (const identifier of listed.identifiers) addIdentifier(identifiers, identifier.scheme, identifier.value);
  if (identifiers.length > 0) return { identifiers, type: listed.type === 'user' ? 'user' : 'app', name: listed.name || user, appName: '' };
  if (user === '' || user === 'Not Available' || user === 'Unknown') return { identifiers, type: 'unknown', name: '', appName: '' };
  addIdentifier(identifiers, 'account-name', user.toLowerCase());
  return { identifiers, type: user.includes('@') ? 'app' : 'system', name: user, appName: '' };
}

export function readTarget(of: AuditView, owner: string, listed: Named, parameters: Parameters): Named {
  if (listed.identifiers.length > 0 || listed.name !== '') return listed;
  const identifiers: Identifier[] = [];
  const shared =
    read(of, F.targetName) ?? (isObject(asList(read(of, F.members))[0]) ? ownValue(asList(read(of, F.members))[0], 'UPN') : undefined);
  addIdentifier(identifiers, 'upn', shared);
  if (identifiers.length > 0) return { identifiers, type: 'user', name: identifiers[0]?.value ?? '', appName: '' };
  if (owner !== '') {
    addIdentifier(identifiers, 'mail', owner);
    addIdentifier(identifiers, 'sid', read(of, F.ownerSid));
    return { identifiers, type: 'user', name: owner, appName: '' };
  }
  const identity = parameter(parameters, 'Identity') || parameter(parameters, 'Mailbox') || readText(of, F.object);
  addIdentifier(identifiers, 'mail', identity);
  return { identifiers, type: identifiers.length > 0 ? 'user' : 'unknown', name: identifiers[0]?.value ?? '', appName: '' };
}

/** The target unless it is the actor himself: one's own mailbox is no other party. */
export function others(target: Named, actor: Named): Named {
  const first = target.identifiers[0];
  if (first === undefined || !actor.identifiers.some((identifier) => identifier.value === first.value)) return target;
  return { identifiers: [], type: 'unknown', name: '', appName: '' };
}
