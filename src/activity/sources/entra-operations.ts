import type { ActionClass } from '../domains.js';
import { memoized } from '../fields/memoized.js';

/** Operations of the directory by class, as Entra audit and the unified audit log name them (lower case, no final dot). */
const OPERATIONS: Readonly<Partial<Record<ActionClass, readonly string[]>>> = {
  'account-created': [
    'add user',
    'invite external user',
    'invite internal user',
    'create user',
    'bulk create users',
    'restore user',
    'redeem external user invite',
  ],
  'account-deleted': ['delete user', 'hard delete user', 'bulk delete users'],
  'account-disabled': ['disable account', 'disable user'],
  'account-enabled': ['enable account', 'enable user'],
  'account-changed': [
    ...['update user', 'set user manager', 'change user license', 'update stsrefreshtokenvalidfrom timestamp', 'set-syncuser'],
    ...['modified-user-account', 'update external user'],
  ],
  'password-changed': [
    ...['change user password', 'reset user password', 'reset password (by admin)', 'reset password (self-service)'],
    ...['change password (self-service)', 'set force change user password', 'self-serve password reset', 'set user password'],
    ...['user changed password', 'recover device local administrator password'],
  ],
  'mfa-changed': [
    ...['user registered security info', 'user registered all required security info', 'user deleted security info'],
    ...[
      'user changed default security info',
      'user updated security info',
      'admin registered security info',
      'admin deleted security info',
    ],
    ...[
      'admin updated security info',
      'enable strong authentication',
      'disable strong authentication',
      'user registered for security info',
    ],
    ...['update per-user multifactor authentication state', 'restore multifactor authentication on all remembered devices'],
    ...['add passkey (device-bound)', 'add fido2 authentication method', 'create temporary access pass method for user'],
    ...['admin registered temporary access pass method for user', 'delete authentication method', 'register authentication method'],
    ...['add windows hello for business credential', 'delete passkey (device-bound)', 'add passkey'],
  ],
  'role-granted': [
    ...['add member to role', 'add eligible member to role', 'add scoped member to role', 'add role assignment', 'create role assignment'],
    ...['add member to role in pim completed (permanent)', 'add member to role in pim requested (permanent)'],
    ...['add member to role in pim completed (timebound)', 'add member to role in pim requested (timebound)'],
    ...['add eligible member to role in pim completed (permanent)', 'add eligible member to role in pim requested (permanent)'],
    ...['add eligible member to role in pim completed (timebound)', 'add eligible member to role in pim requested (timebound)'],
    ...['add member to role completed (pim activation)', 'add member to role requested (pim activation)'],
    ...['user has elevated their access to user access administrator for their azure resources', 'elevate access'],
    ...['add member to role outside of pim (permanent)', 'assign role', 'add directory role member'],
  ],
  'role-revoked': [
    ...['remove member from role', 'remove eligible member from role', 'delete role assignment', 'remove scoped member from role'],
    ...['remove member from role completed (pim deactivate)', 'remove member from role in pim completed (permanent)'],
    ...['remove eligible member from role in pim completed (permanent)', 'remove member from role (pim activation expired)'],
  ],
  'group-changed': [
    ...['add member to group', 'remove member from group', 'add owner to group', 'remove owner from group', 'add group', 'delete group'],
    ...['update group', 'set group license', 'hard delete group', 'restore group', 'added-users-to-group', 'added-group-account-to'],
    ...['add app role assignment to group', 'add eligible member to group in pim completed (permanent)'],
  ],
  'credential-added': [
    ...['add service principal credentials', 'update application - certificates and secrets management', 'add application credentials'],
    ...[
      'update application certificates and secrets management',
      'add federated identity credential',
      'update federated identity credential',
    ],
    ...['add device', 'register device', 'add registered owner to device', 'add registered users to device', 'add key credential'],
    ...['add application owner credential', 'add bitlocker key', 'update service principal credentials'],
  ],
  'credential-removed': [
    'remove service principal credentials',
    'delete federated identity credential',
    'remove application credentials',
    'delete device',
    'unregister device',
  ],
  'consent-granted': [
    ...['consent to application', 'add oauth2permissiongrant', 'add delegated permission grant'],
    ...['add app role assignment to service principal', 'add permission grant', 'add app role assignment'],
  ],
  'app-registered': ['add application', 'add service principal', 'register application', 'install application'],
  'app-changed': [
    ...['update application', 'update service principal', 'delete application', 'delete service principal', 'add owner to application'],
    ...['add owner to service principal', 'remove owner from application', 'remove owner from service principal', 'set verified publisher'],
    ...['hard delete application', 'restore application', 'remove oauth2permissiongrant', 'remove delegated permission grant'],
    ...[
      'remove app role assignment from service principal',
      'remove app role assignment from user',
      'add app role assignment grant to user',
    ],
    ...['add app role assignment to user', 'revoke consent', 'remove service principal', 'update permission grant'],
    ...['add a deletion-marked app role assignment grant to service principal as part of link removal', 'enable service principal'],
    ...['disable service principal', 'remove app role assignment from group', 'hard delete service principal', 'restore service principal'],
  ],
  'trust-changed': [
    ...['set domain authentication', 'set federation settings on domain', 'add unverified domain', 'add verified domain', 'verify domain'],
    ...['remove verified domain', 'remove unverified domain', 'update domain', 'add partner to company', 'remove partner from company'],
    ...[
      'set dirsyncenabled flag',
      'update cross tenant access setting',
      'add a partner to cross-tenant access setting',
      'verify email verified domain',
    ],
    ...[
      'update a partner cross-tenant access setting',
      'delete partner specific cross-tenant access setting',
      'create cross tenant sync policy',
    ],
    ...['migrate partner cross-tenant access settings to the scalable model', 'set company dirsync feature', 'add federated domain'],
    ...['create external identity provider', 'update external identity provider', 'set dirsync feature', 'change federation settings'],
  ],
  'policy-changed': [
    ...[
      'add policy',
      'added policy',
      'update policy',
      'updated policy',
      'delete policy',
      'deleted policy',
      'add policy to service principal',
    ],
    ...[
      'add conditional access policy',
      'update conditional access policy',
      'delete conditional access policy',
      'update authorization policy',
    ],
    ...['authentication methods policy update', 'authentication methods policy reset', 'add named location', 'update named location'],
    ...[
      'delete named location',
      'update security defaults',
      'update role setting in pim',
      'update directory setting',
      'create directory setting',
    ],
    ...[
      'remove policy credentials',
      'update authentication strength',
      'set password policy',
      'disable security defaults',
      'update consent policy',
    ],
  ],
  'logging-changed': [
    'update diagnostic setting',
    'delete diagnostic setting',
    'disable audit log',
    'disable pim alert',
    'update audit settings',
  ],
  'sign-in': ['userloggedin', 'userloginfailed', 'sign-in activity', 'foreignrealmindexlogoninitialauthusingadfsfederatedtoken'],
  'sign-out': ['userloggedout', 'user signed out', 'revoke sign in sessions', 'revoke user sessions'],
};

const CLASSES: ReadonlyMap<string, ActionClass> = new Map(
  Object.entries(OPERATIONS).flatMap(([actionClass, names]) =>
    names.map((name): [string, ActionClass] => [name, actionClass as ActionClass]),
  ),
);

const READS = ['user started', 'validate ', 'verify ', 'get ', 'list ', 'download ', 'self-service password reset flow', 'blocked from'];

/** Name of a directory operation without the differences between logs: lower case, plain hyphen, no final dot. */
export function directoryOperation(name: string): string {
  let text = name
    .toLowerCase()
    .replace(/\s*[\u2013\u2014]\s*/g, ' - ')
    .trim();
  while (text.endsWith('.')) text = text.slice(0, -1);
  return text;
}

/** Class of a directory operation; what is unknown but changes the directory is `admin-change`. */
export const directoryClass = memoized<ActionClass>(4096, Infinity, (name) => classify(directoryOperation(name)));

function classify(operation: string): ActionClass {
  const known = CLASSES.get(operation);
  if (known !== undefined) return known;
  if (operation === '') return 'other';
  for (const read of READS) if (operation.startsWith(read)) return 'other';
  if (operation.includes('conditional access') || operation.includes(' policy')) return 'policy-changed';
  if (operation.includes('security info') || operation.includes('authentication method')) return 'mfa-changed';
  if (operation.includes('role') && operation.includes('pim')) return operation.startsWith('add') ? 'role-granted' : 'role-revoked';
  if (operation.includes('credential'))
    return operation.startsWith('remove') || operation.startsWith('delete') ? 'credential-removed' : 'credential-added';
  if (operation.includes('federation') || operation.includes('cross-tenant') || operation.includes('domain')) return 'trust-changed';
  if (operation.includes('password')) return 'password-changed';
  return 'admin-change';
}
