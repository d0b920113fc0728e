import type { ActorType } from '../activity.js';
import { asText } from '../fields/coerce.js';
import { addIdentifier, mailAddress } from '../fields/identity.js';
import { asObject } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import type { Identifier } from '../identifier.js';

/** Who acted, as CloudTrail's `userIdentity` tells. */
export interface AwsActor {
  readonly identifiers: readonly Identifier[];
  readonly type: ActorType;
  readonly name: string;
  readonly groups: readonly string[];
  readonly session: string;
  readonly authentication: string;
  readonly device: readonly Identifier[];
}

const NOBODY: AwsActor = { identifiers: [], type: 'unknown', name: '', groups: [], session: '', authentication: '', device: [] };

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}

/**
 * The actor of a CloudTrail record. A role session is keyed on the role (`sessionIssuer.arn`); where the session name is a
 * mail address (IAM Identity Center, SAML) the person is the actor: then the mail address and the session's own ARN name
 * him, and the role is only his group, since other people use the same role.
 */
export function awsActor(identity: JsonObject, sourceAddress: string): AwsActor {
  const kind = asText(identity.type);
  const arn = asText(identity.arn);
  const principal = asText(identity.principalId);
  const invokedBy = asText(identity.invokedBy);
  const key = asText(identity.accessKeyId);
  if (kind === 'AWSService' || (kind === '' && arn === '' && principal === '' && invokedBy !== '')) {
    const identifiers: Identifier[] = [];
    addIdentifier(identifiers, 'app', invokedBy || sourceAddress);
    return { ...NOBODY, identifiers, type: 'service', name: invokedBy };
  }
  const context = asObject(identity.sessionContext);
  const attributes = asObject(context.attributes);
  const issuer = asObject(context.sessionIssuer);
  const issuerArn = asText(issuer.arn);
  const byService = invokedBy !== '' && (invokedBy === sourceAddress || sourceAddress.endsWith('.amazonaws.com'));
  const authentication = howAuthenticated(asText(attributes.mfaAuthenticated), key, context);
  const identifiers: Identifier[] = [];
  if (kind === 'AssumedRole' || (issuerArn !== '' && kind !== 'FederatedUser')) {
    const session = lastPart(arn || principal, arn === '' ? ':' : '/');
    const role = asText(issuer.userName) || roleOf(arn);
    const roleArn = issuerArn || assumedRoleArn(arn);
    const person = mailAddress(session);
    if (person !== '') {
      addIdentifier(identifiers, 'mail', person);
      addIdentifier(identifiers, 'aws-arn', arn);
      return {
        identifiers,
        type: byService ? 'service' : 'user',
        name: person,
        groups: roleArn === '' ? [] : [roleArn],
        session: key,
        authentication,
        device: [],
      };
    }
    addIdentifier(identifiers, 'aws-arn', roleArn);
    addIdentifier(identifiers, 'aws-principal', asText(issuer.principalId) || principal.split(':')[0]);
    const device: Identifier[] = [];
    if (session.startsWith('i-')) addIdentifier(device, 'device', session);
    return {
      identifiers,
      type: roleType(role, session, byService),
      name: role || session,
      groups: [],
      session: session || key,
      authentication,
      device,
    };
  }
  const user = asText(identity.userName);
  if (kind === 'Root') {
    addIdentifier(identifiers, 'aws-arn', arn || `arn:aws:iam::${asText(identity.accountId)}:root`);
    return {
      ...NOBODY,
      identifiers,
      type: 'user',
      name: 'root',
      groups: ['root'],
      session: key.startsWith('ASIA') ? key : '',
      authentication,
    };
  }
  if (kind === 'FederatedUser') addIdentifier(identifiers, 'aws-arn', issuerArn);
  addIdentifier(identifiers, 'aws-arn', arn);
  if (principal !== '' && principal !== asText(identity.accountId)) addIdentifier(identifiers, 'aws-principal', principal);
  if (key.startsWith('AKIA')) addIdentifier(identifiers, 'aws-access-key', key);
  addIdentifier(identifiers, 'mail', user);
  const behalf = asText(asObject(identity.onBehalfOf).userId);
  if (behalf !== '' && identifiers.length === 0) addIdentifier(identifiers, 'account-name', behalf);
  if (identifiers.length === 0) addIdentifier(identifiers, 'account-name', user || asText(identity.accountId));
  return {
    identifiers,
    type: byService ? 'service' : kind === 'AWSAccount' ? 'unknown' : 'user',
    name: user || lastPart(arn, '/') || principal,
    groups: [],
    session: key.startsWith('ASIA') ? key : '',
    authentication,
    device: [],
  };
}

/** `arn:aws:sts::1:assumed-role/Role/session` → `Role`. */
function roleOf(arn: string): string {
  return arn.split('/')[1] ?? '';
}

/** ARN of the role of a session's ARN; the path of the role is not known from it. */
function assumedRoleArn(arn: string): string {
  const at = arn.indexOf(':assumed-role/');
  return at < 0 ? arn : `${arn.slice(0, at).replace(':sts:', ':iam:')}:role/${roleOf(arn)}`;
}

function roleType(role: string, session: string, byService: boolean): ActorType {
  if (byService || role.startsWith('AWSServiceRoleFor') || session.startsWith('i-')) return 'service';
  return role.startsWith('AWSReservedSSO_') ? 'user' : 'unknown';
}

function howAuthenticated(mfa: string, key: string, context: JsonObject): string {
  if (mfa.toLowerCase() === 'true') return 'mfa';
  if (Object.keys(asObject(context.webIdFederationData)).length > 0) return 'federated';
  if (key.startsWith('AKIA')) return 'key';
  return key.startsWith('ASIA') ? 'token' : '';
}
