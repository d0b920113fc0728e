import type { ChangeDetail } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { parseJson } from '../fields/lookup.js';
import { attribute, attributes } from '../fields/mapped.js';

/** One changed property of a directory object; texts as the log writes them (often JSON inside a text). */
export interface ChangedProperty {
  readonly name: string;
  readonly newValue: string;
  readonly oldValue: string;
}

/** Classes that are part of the persistence set. */
const PERSISTENCE: ReadonlySet<ActionClass> = new Set([
  ...([
    'account-created',
    'account-enabled',
    'password-changed',
    'credential-added',
    'credential-removed',
    'mfa-changed',
    'role-granted',
  ] as const),
  ...(['policy-changed', 'trust-changed', 'logging-changed', 'consent-granted', 'app-registered', 'group-changed', 'app-changed'] as const),
  ...(['account-disabled', 'role-revoked'] as const),
]);

/** True for classes whose activities carry a `ChangeDetail`. */
export function isPersistence(actionClass: ActionClass): boolean {
  return PERSISTENCE.has(actionClass);
}

/** Text of a property value without JSON quotes and array brackets: `"[\"a\"]"` → `a`. */
export function plainValue(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '[]' || trimmed === '{}' || trimmed === '""' || trimmed === 'null') return '';
  if (trimmed.startsWith('[')) {
    const parsed = parseJson(trimmed);
    if (Array.isArray(parsed)) {
      return (parsed as readonly unknown[])
        .map((part) => asText(part))
        .filter((part) => part !== '')
        .join(' ');
    }
  }
  return trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.length > 1 ? trimmed.slice(1, -1).replaceAll('\\"', '"') : trimmed;
}

/**
 * What a directory operation set, from its changed properties: granted scopes and roles, key types, consent, policy and
 * trust. `kind` is the operation's name without blanks and punctuation.
 */
export function directoryChange(
  operation: string,
  actionClass: ActionClass,
  properties: readonly ChangedProperty[],
  targetName: string,
): ChangeDetail | undefined {
  if (!isPersistence(actionClass)) return undefined;
  const found: string[] = [];
  if (targetName !== '') {
    if (actionClass === 'policy-changed') found.push(attribute('policy', targetName));
    if (actionClass === 'trust-changed') found.push(attribute('domain', targetName));
    if (actionClass === 'consent-granted') found.push(attribute('app', targetName));
  }
  for (const property of properties) addProperty(found, property, actionClass);
  return { kind: operationKind(operation), attributes: attributes(found) };
}

/** `Add member to role.` → `AddMemberToRole`. */
export function operationKind(operation: string): string {
  return operation
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function addProperty(found: string[], property: ChangedProperty, actionClass: ActionClass): void {
  const value = plainValue(property.newValue);
  switch (property.name) {
    case 'Role.DisplayName':
    case 'RoleName':
      found.push(attribute('role', value === '' ? plainValue(property.oldValue) : value));
      break;
    case 'Group.DisplayName':
      found.push(attribute('group', value === '' ? plainValue(property.oldValue) : value));
      break;
    case 'AppRole.Value':
    case 'AppRole.DisplayName':
    case 'DelegatedPermissionGrant.Scope':
      for (const scope of value.split(/[\s,]+/)) found.push(attribute('scope', scope));
      break;
    case 'ConsentAction.Permissions':
      for (const scope of consentScopes(value)) found.push(attribute('scope', scope));
      break;
    case 'ConsentContext.IsAdminConsent':
      found.push(attribute('adminConsent', value.toLowerCase()));
      break;
    case 'DelegatedPermissionGrant.ConsentType':
      found.push(attribute('consentType', value));
      break;
    case 'KeyDescription':
    case 'FederatedIdentityCredentials':
      addKeys(found, property);
      break;
    case 'StrongAuthenticationMethod':
    case 'StrongAuthenticationRequirement':
    case 'StrongAuthenticationPhoneAppDetail':
      found.push(attribute('method', property.name), attribute('before', plainValue(property.oldValue) === '' ? 'none' : 'some'));
      if (value === '') found.push('after=none');
      break;
    case 'AccountEnabled':
      found.push(attribute('accountEnabled', value.toLowerCase()));
      break;
    case 'LiveType':
    case 'IssuerUri':
    case 'PassiveLogOnUri':
      found.push(attribute(property.name.charAt(0).toLowerCase() + property.name.slice(1), value));
      break;
    default:
      if (actionClass === 'trust-changed' && property.name !== '' && !property.name.startsWith('Included'))
        found.push(attribute('property', property.name));
  }
}

/** Scopes inside `… Scope: User.Read Mail.ReadWrite, CreatedDateTime: …`. */
function consentScopes(text: string): readonly string[] {
  const scopes: string[] = [];
  for (const part of text.split('=>').slice(-1)) {
    for (const match of part.matchAll(/Scope:\s*([^,\]]+)/g)) scopes.push(...(match[1] ?? '').trim().split(/\s+/));
  }
  return scopes;
}

/** Types of keys that are in the new value and not in the old one. */
function addKeys(found: string[], property: ChangedProperty): void {
  for (const match of property.newValue.matchAll(/KeyIdentifier=([^,\]]*),\s*KeyType=([^,\]]*)(?:,\s*KeyUsage=([^,\]]*))?/g)) {
    const identifier = match[1] ?? '';
    if (identifier !== '' && property.oldValue.includes(identifier)) continue;
    found.push(attribute('key', match[2] ?? ''), attribute('keyUsage', match[3] ?? ''));
  }
  if (property.name === 'FederatedIdentityCredentials') found.push('key=FederatedIdentityCredential');
}
