import type { Estate, Integration } from '../estate.js';
import type { Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';

export interface ModifiedProperty {
  readonly displayName: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

export interface AuditTarget {
  readonly id: string;
  readonly displayName: string;
  readonly type: 'User' | 'ServicePrincipal' | 'Application' | 'Group' | 'Device' | 'Policy' | 'Role';
  readonly userPrincipalName?: string;
  readonly modifiedProperties?: readonly ModifiedProperty[];
}

export interface AuditFacts {
  readonly time: number;
  readonly activity: string;
  readonly category:
    'UserManagement' | 'GroupManagement' | 'ApplicationManagement' | 'RoleManagement' | 'Device' | 'Policy' | 'Authorization';
  readonly operation: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign';
  readonly service:
    'Core Directory' | 'Self-service Password Management' | 'Authentication Methods' | 'Conditional Access' | 'Device Registration Service';
  readonly initiator: { readonly person: Person; readonly endpoint: Endpoint } | { readonly integration: Integration };
  readonly targets: readonly AuditTarget[];
  readonly userAgent?: string;
}

/** A directory audit record in the shape of the Entra diagnostic setting (AuditLogs). */
export function directoryAudit(estate: Estate, random: RandomGenerator, facts: AuditFacts): DraftRecord {
  const correlation = random.uuid();
  const time = new Date(facts.time).toISOString();
  const id = `Directory_${correlation}_${random.upperAlphanumeric(5)}_${100000000 + random.integer(899999999)}`;
  const { initiator } = facts;
  const initiatedBy =
    'person' in initiator
      ? {
          user: {
            id: initiator.person.directoryId,
            displayName: initiator.person.displayName,
            userPrincipalName: initiator.person.mail,
            ipAddress: initiator.endpoint.address,
            roles: [],
          },
        }
      : {
          app: {
            appId: initiator.integration.applicationId,
            displayName: initiator.integration.name,
            servicePrincipalId: initiator.integration.directoryId,
            servicePrincipalName: null,
          },
        };
  return {
    file: 'entra-audit.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      time,
      resourceId: `/tenants/${estate.tenantId}/providers/Microsoft.aadiam`,
      operationName: facts.activity,
      operationVersion: '1.0',
      category: 'AuditLogs',
      tenantId: estate.tenantId,
      resultSignature: 'None',
      durationMs: 0,
      callerIpAddress: 'person' in initiator ? initiator.endpoint.address : null,
      correlationId: correlation,
      identity: 'person' in initiator ? initiator.person.displayName : initiator.integration.name,
      Level: 4,
      properties: {
        id,
        category: facts.category,
        correlationId: correlation,
        result: 'success',
        resultReason: '',
        activityDisplayName: facts.activity,
        activityDateTime: time,
        loggedByService: facts.service,
        operationType: facts.operation,
        userAgent: null,
        initiatedBy,
        targetResources: facts.targets.map((target) => ({
          id: target.id,
          displayName: target.displayName,
          type: target.type,
          userPrincipalName: target.userPrincipalName ?? null,
          modifiedProperties: target.modifiedProperties ?? [],
          administrativeUnits: [],
        })),
        additionalDetails: facts.userAgent === undefined ? [] : [{ key: 'User-Agent', value: facts.userAgent }],
      },
    },
  };
}

/** A person as the target of an audit record. */
export function userTarget(person: Person, modifiedProperties: readonly ModifiedProperty[] = []): AuditTarget {
  return { id: person.directoryId, displayName: person.displayName, type: 'User', userPrincipalName: person.mail, modifiedProperties };
}
