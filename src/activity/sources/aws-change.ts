import type { ChangeDetail } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { asList, asObject, isObject, parseJson } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { attribute, attributes } from '../fields/mapped.js';
import { isPersistence } from './entra-change.js';

const ALSO: ReadonlySet<ActionClass> = new Set([
  'network-exposed',
  'snapshot-shared',
  'sharing-changed',
  'code-changed',
  'account-changed',
  'compute-launched',
] as const);

/** Credentials that a user makes for somebody else and that outlast the user's own keys. */
const ISSUED: ReadonlySet<string> = new Set(['GetFederationToken']);

/** Request parameters that are shown as they are. */
const TELLING = [
  ...['policyArn', 'policyName', 'roleName', 'groupName', 'userName', 'name', 'trailName', 'detectorId', 'functionName', 'bucketName'],
  ...['sAMLProviderArn', 'url', 'serialNumber', 'instanceType', 'layerName', 'status', 'enabled', 'principal', 'action', 'durationSeconds'],
  ...[
    'publiclyAccessible',
    'configurationRecorderName',
    'deliveryChannelName',
    'resolverQueryLogConfigId',
    'email',
    'parentId',
    'keyId',
    'documentName',
  ],
] as const;

/** What an AWS call set. Policies are reduced to principals, statements of access to addresses and ports. */
export function awsChange(eventName: string, actionClass: ActionClass, request: JsonObject): ChangeDetail | undefined {
  if (!isPersistence(actionClass) && !ALSO.has(actionClass) && !ISSUED.has(eventName)) return undefined;
  const found: string[] = [];
  for (const name of TELLING) {
    const text = asText(request[name]);
    if (text !== '') found.push(attribute(name === 'policyArn' ? 'policy' : name === 'roleName' ? 'role' : name, text));
  }
  addPrincipals(
    found,
    request.assumeRolePolicyDocument ?? request.policyDocument ?? request.policy ?? request.bucketPolicy ?? request.resourcePolicy,
  );
  addAccess(found, asObject(request.ipPermissions), 'items');
  const port = asText(request.fromPort);
  if (port !== '') found.push(attribute('port', port === asText(request.toPort) ? port : `${port}-${asText(request.toPort)}`));
  addShares(found, request);
  if (typeof request.cidrBlock === 'string') found.push(attribute('cidr', request.cidrBlock));
  if (typeof request.destinationCidrBlock === 'string') found.push(attribute('cidr', request.destinationCidrBlock));
  if (typeof request.cidrIp === 'string') found.push(attribute('cidr', request.cidrIp));
  return { kind: eventName, attributes: attributes(found) };
}

/** Principals and, for access policies, actions of the statements of a policy (object or JSON text). */
function addPrincipals(found: string[], value: unknown): void {
  const parsed = typeof value === 'string' ? parseJson(value.startsWith('%7B') ? decode(value) : value) : value;
  const statements = asList(asObject(parsed).Statement);
  for (const statement of statements.slice(0, 16)) {
    if (!isObject(statement) || statement.Effect === 'Deny') continue;
    const principal = statement.Principal;
    if (typeof principal === 'string') found.push(attribute('principal', principal));
    else if (isObject(principal))
      for (const named of Object.values(principal)) for (const one of asList(named)) found.push(attribute('principal', asText(one)));
    if (principal === undefined) for (const action of asList(statement.Action).slice(0, 4)) found.push(attribute('allow', asText(action)));
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Addresses and ports of security group permissions. */
function addAccess(found: string[], permissions: JsonObject, key: string): void {
  for (const permission of asList(permissions[key]).slice(0, 16)) {
    if (!isObject(permission)) continue;
    const from = asText(permission.fromPort);
    const to = asText(permission.toPort);
    if (from !== '') found.push(attribute('port', from === to ? from : `${from}-${to}`));
    for (const range of asList(asObject(permission.ipRanges).items))
      if (isObject(range)) found.push(attribute('cidr', asText(range.cidrIp)));
    for (const range of asList(asObject(permission.ipv6Ranges).items))
      if (isObject(range)) found.push(attribute('cidr', asText(range.cidrIpv6)));
  }
}

/** Accounts and groups that a snapshot or an image is opened to. */
function addShares(found: string[], request: JsonObject): void {
  for (const permission of [request.createVolumePermission, request.launchPermission]) {
    const added = asObject(asObject(permission).add);
    for (const item of asList(added.items)) {
      if (isObject(item)) found.push(attribute('account', asText(item.userId)), attribute('group', asText(item.group)));
    }
  }
  for (const account of asList(request.valuesToAdd)) found.push(attribute('account', asText(account)));
}

/** Classes that depend on the parameters: opening or closing, code or only settings, password or anything else. */
export function refineByRequest(actionClass: ActionClass, eventName: string, request: JsonObject): ActionClass {
  switch (eventName) {
    case 'ModifySnapshotAttribute':
      return asObject(request.createVolumePermission).add === undefined ? 'api-write' : 'snapshot-shared';
    case 'ModifyImageAttribute':
      return asObject(request.launchPermission).add === undefined ? 'api-write' : 'snapshot-shared';
    case 'ModifyDBSnapshotAttribute':
    case 'ModifyDBClusterSnapshotAttribute':
      return asList(request.valuesToAdd).length > 0 ? 'snapshot-shared' : 'api-write';
    case 'ModifyDBInstance':
    case 'ModifyDBCluster':
      if (request.masterUserPassword !== undefined) return 'password-changed';
      return request.publiclyAccessible === true ? 'network-exposed' : 'api-write';
    case 'ModifyInstanceAttribute':
      if (request.userData !== undefined) return 'code-changed';
      return request.groupSet === undefined ? 'api-write' : 'network-exposed';
    case 'DescribeInstanceAttribute':
      return request.attribute === 'userData' ? 'secret-read' : 'api-describe';
    case 'UpdateAccessKey':
      return request.status === 'Inactive' ? 'credential-removed' : 'credential-added';
    default:
      return actionClass;
  }
}
