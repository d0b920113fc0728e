import type { Estate } from '../estate.js';
import type { Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import { directoryAudit, userTarget, type AuditFacts, type AuditTarget } from '../records/entra-audit.js';
import type { DraftRecord } from '../simulated-record.js';

/** An administrator who is on duty. */
export function dutyAdministrator(estate: Estate, random: RandomGenerator): Person {
  const admins = estate.people.filter(
    (person) => person.accountType === 'administrator' && person.joinDay < 0 && person.leaveDay > estate.calendar.days,
  );
  return random.pick(admins.length > 0 ? admins : estate.people);
}

/** The consent of a user to an application's permissions: the grant and the assignment that belong together. */
export function consent(
  estate: Estate,
  random: RandomGenerator,
  facts: {
    readonly time: number;
    readonly person: Person;
    readonly endpoint: Endpoint;
    readonly application: { readonly name: string; readonly id: string };
    readonly scopes: string;
    readonly administrator: boolean;
    readonly userAgent: string;
  },
): readonly DraftRecord[] {
  const principal: AuditTarget = {
    id: facts.application.id,
    displayName: facts.application.name,
    type: 'ServicePrincipal',
    modifiedProperties: [
      { displayName: 'ConsentContext.IsAdminConsent', oldValue: null, newValue: facts.administrator ? '"True"' : '"False"' },
      {
        displayName: 'ConsentAction.Permissions',
        oldValue: null,
        newValue: `"[] => [[Id: ${random.base62(20)}, ClientId: ${facts.application.id}, PrincipalId: ${facts.person.directoryId}, ResourceId: 00000003-0000-0000-c000-000000000000, ConsentType: ${facts.administrator ? 'AllPrincipals' : 'Principal'}, Scope: ${facts.scopes}]]"`,
      },
    ],
  };
  const base = {
    service: 'Core Directory',
    initiator: { person: facts.person, endpoint: facts.endpoint },
    userAgent: facts.userAgent,
  } as const;
  const grant: AuditTarget = {
    id: '00000003-0000-0000-c000-000000000000',
    displayName: 'Microsoft Graph',
    type: 'ServicePrincipal',
    modifiedProperties: [{ displayName: 'DelegatedPermissionGrant.Scope', oldValue: null, newValue: `" ${facts.scopes}"` }],
  };
  return [
    directoryAudit(estate, random, {
      ...base,
      time: facts.time,
      activity: 'Add delegated permission grant',
      category: 'ApplicationManagement',
      operation: 'Assign',
      targets: [grant, principal],
    }),
    directoryAudit(estate, random, {
      ...base,
      time: facts.time + 300,
      activity: 'Consent to application',
      category: 'ApplicationManagement',
      operation: 'Assign',
      targets: [principal],
    }),
  ];
}

/** A user registers a method of strong authentication. */
export function registerMethod(
  estate: Estate,
  random: RandomGenerator,
  facts: { readonly time: number; readonly person: Person; readonly endpoint: Endpoint },
): DraftRecord {
  return directoryAudit(estate, random, {
    time: facts.time,
    activity: 'User registered security info',
    category: 'UserManagement',
    operation: 'Add',
    service: 'Authentication Methods',
    initiator: { person: facts.person, endpoint: facts.endpoint },
    targets: [userTarget(facts.person)],
  });
}

/** A directory role for somebody. */
export function grantRole(
  estate: Estate,
  random: RandomGenerator,
  facts: Pick<AuditFacts, 'time' | 'initiator'> & { readonly person: Person; readonly role: string },
): DraftRecord {
  return directoryAudit(estate, random, {
    time: facts.time,
    initiator: facts.initiator,
    service: 'Core Directory',
    activity: 'Add member to role',
    category: 'RoleManagement',
    operation: 'Assign',
    targets: [userTarget(facts.person, [{ displayName: 'Role.DisplayName', oldValue: null, newValue: `"${facts.role}"` }])],
  });
}

/** A new secret for an application. */
export function addCredential(
  estate: Estate,
  random: RandomGenerator,
  facts: Pick<AuditFacts, 'time' | 'initiator'> & { readonly application: { readonly name: string; readonly id: string } },
): DraftRecord {
  const key = `["[KeyIdentifier=${random.uuid()},KeyType=Password,KeyUsage=Verify,DisplayName=${random.pick(['rotation', 'deploy', 'sync'])}]"]`;
  return directoryAudit(estate, random, {
    time: facts.time,
    initiator: facts.initiator,
    service: 'Core Directory',
    activity: 'Update application – Certificates and secrets management ',
    category: 'ApplicationManagement',
    operation: 'Update',
    targets: [
      {
        id: facts.application.id,
        displayName: facts.application.name,
        type: 'Application',
        modifiedProperties: [{ displayName: 'KeyDescription', oldValue: '[]', newValue: key }],
      },
    ],
  });
}
