import type { ActorType } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { addIdentifier } from '../fields/identity.js';
import { asList, asObject, isObject } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import type { Identifier } from '../identifier.js';

/** Who or what a call acts upon: an account, a role or an instance. */
export interface AwsTarget {
  readonly identifiers: readonly Identifier[];
  readonly type: ActorType;
  readonly name: string;
}

const NO_TARGET: AwsTarget = { identifiers: [], type: 'unknown', name: '' };

export function awsTarget(name: string, actionClass: ActionClass, request: JsonObject, response: JsonObject, account: string): AwsTarget {
  const identifiers: Identifier[] = [];
  const roleArn = asText(request.roleArn);
  if (roleArn !== '' && actionClass === 'token-issued') {
    addIdentifier(identifiers, 'aws-arn', roleArn);
    return { identifiers, type: 'service', name: roleArn.slice(roleArn.lastIndexOf('/') + 1) };
  }
  const user = asText(request.userName) || asText(asObject(response.accessKey).userName);
  if (user !== '') {
    addIdentifier(
      identifiers,
      'aws-arn',
      asText(asObject(response.user).arn) || (account === '' ? '' : `arn:aws:iam::${account}:user/${user}`),
    );
    addIdentifier(identifiers, 'mail', user);
    return { identifiers, type: 'user', name: user };
  }
  const role = asText(request.roleName);
  if (role !== '') {
    addIdentifier(
      identifiers,
      'aws-arn',
      asText(asObject(response.role).arn) || (account === '' ? '' : `arn:aws:iam::${account}:role/${role}`),
    );
    return { identifiers, type: 'service', name: role };
  }
  const instance = instanceOf(request);
  if (instance === '') return NO_TARGET;
  addIdentifier(identifiers, 'device', instance);
  return { identifiers, type: 'device', name: name === 'RunInstances' ? '' : instance };
}

function instanceOf(request: JsonObject): string {
  const direct = asText(request.instanceId) || asText(request.target) || asText(asList(request.instanceIds)[0]);
  if (direct.startsWith('i-') || direct.startsWith('mi-')) return direct;
  const item = asList(asObject(request.instancesSet).items)[0];
  return isObject(item) ? asText(item.instanceId) : '';
}

/** Parameters that name the object of a call, best first. */
const NAMES = [
  ...[
    'key',
    'secretId',
    'functionName',
    'trailName',
    'snapshotId',
    'imageId',
    'instanceId',
    'groupId',
    'dBSnapshotIdentifier',
    'dBInstanceIdentifier',
  ],
  ...[
    'dBClusterIdentifier',
    'keyId',
    'modelId',
    'documentName',
    'queueUrl',
    'topicArn',
    'tableName',
    'clusterName',
    'repositoryName',
    'roleArn',
    'roleName',
  ],
  ...['userName', 'groupName', 'policyArn', 'detectorId', 'name', 'bucketName', 'resourceArn', 'target', 'stackName', 'id'],
] as const;

/** The object of a call and its kind, by the first parameter that names one, else by the resources of the event. */
export function awsResource(request: JsonObject, event: JsonObject): { readonly name: string; readonly type: string } {
  const first = asList(event.resources)[0];
  const type = isObject(first) ? asText(first.type) : '';
  for (const key of NAMES) {
    const text = asText(request[key]);
    if (text !== '') return { name: text, type: type || key };
  }
  return { name: isObject(first) ? asText(first.ARN ?? first.arn) : '', type };
}
