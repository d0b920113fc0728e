import type { Outcome } from '../domains.js';
import { parseAddress } from '../fields/address.js';
import { asText } from '../fields/coerce.js';
import { ecsOrigin, isEcs, originAt, untoldFrom, withAddress } from '../fields/ecs.js';
import { NO_OBJECT, asObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, dead, mappedAll, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { awsChange, refineByRequest } from './aws-change.js';
import { storedCloudTrail } from './aws-ecs.js';
import { awsActor } from './aws-identity.js';
import { cloudTrailClass, serviceName } from './aws-operations.js';
import { awsResource, awsTarget } from './aws-target.js';

function mapEvent(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const event = ecs ? storedCloudTrail(record) : detailOf(raw);
  const time = parseTime(event.eventTime ?? event.EventTime) ?? (ecs ? undefined : parseTime(event._time));
  const name = asText(event.eventName);
  if (name === '') {
    if (event.digestStartTime !== undefined || objectAt(record, 'aws.cloudtrail.digest') !== NO_OBJECT) return skipped('log file digest');
    if (event.insightDetails !== undefined || asText(event.eventCategory) === 'Insight') return skipped('rate insight, nobody acted');
    return dead('no event name');
  }
  if (time === undefined) return dead(NO_TIME);
  const service = serviceName(asText(event.eventSource));
  const request = asObject(event.requestParameters);
  const response = asObject(event.responseElements);
  const additional = asObject(event.additionalEventData);
  const identity = asObject(event.userIdentity);
  const sourceAddress = asText(event.sourceIPAddress);
  const actor = awsActor(identity, sourceAddress);
  const actionClass = refineByRequest(cloudTrailClass(service, name), name, request);
  const account = asText(event.recipientAccountId) || asText(identity.accountId);
  const errorCode = asText(event.errorCode);
  const errorMessage = asText(event.errorMessage);
  const outcome = outcomeOf(errorCode, errorMessage, name, response);
  const target = awsTarget(name, actionClass, request, response, account);
  const resource = awsResource(request, event);
  const address = parseAddress(sourceAddress);
  const origin = ecs ? ecsOrigin(record) : originAt(address);
  const agent = asText(event.userAgent);
  const bytes = additional.bytesTransferredOut;
  return mappedAll([
    {
      ...untoldFrom(origin.sourceIp === '' ? withAddress(origin, address) : origin),
      id: asText(event.eventID) || recordHash(raw),
      source: 'aws.cloudtrail',
      domain: actionClass === 'sign-in' ? 'identity' : 'cloud',
      time,
      action: name,
      actionClass,
      outcome,
      reason: outcome === 'failure' ? errorCode || errorMessage : '',
      organization: account,
      actorType: actor.type,
      actor: actor.identifiers,
      actorName: actor.name,
      actorGroups: actor.groups,
      client: clientOf(agent),
      device: actor.device,
      userAgent: agent,
      session: actor.session,
      authentication: name === 'ConsoleLogin' ? consoleAuthentication(additional, identity) : actor.authentication,
      service,
      resource: resource.name,
      resourceType: resource.type,
      container: asText(request.bucketName) || asText(event.awsRegion),
      target: target.identifiers,
      targetType: target.type,
      targetName: target.name,
      destinationDomain: asText(ownValue(event.tlsDetails, 'clientProvidedHostHeader')).toLowerCase(),
      bytesIn: typeof bytes === 'number' && bytes >= 0 ? bytes : undefined,
      change: outcome === 'failure' && !LASTING.has(name) ? undefined : awsChange(name, actionClass, request),
    },
  ]);
}

/** Calls whose failed attempt already tells what was meant to be set. */
const LASTING: ReadonlySet<string> = new Set([
  'CreateUser',
  'CreateAccessKey',
  'AttachUserPolicy',
  'AttachRolePolicy',
  'UpdateAssumeRolePolicy',
  'StopLogging',
  'DeleteTrail',
  'LeaveOrganization',
]);

/** EventBridge wraps the record in `detail`; some exports keep it as JSON text in `CloudTrailEvent`. */
function detailOf(raw: RawRecord): JsonObject {
  if (raw.eventName !== undefined) return raw;
  const inner = asObject(raw.detail ?? raw.CloudTrailEvent ?? raw.EventDetail);
  if (inner.eventName !== undefined) return inner;
  if (raw.EventName !== undefined) return logAnalyticsEvent(raw);
  return raw.eventname === undefined ? raw : lowerCaseEvent(raw);
}

/** Members of a record whose keys a data lake turned into lower case. */
function lowerCaseEvent(raw: JsonObject): JsonObject {
  const identity = asObject(raw.useridentity);
  return {
    eventTime: raw.eventtime,
    eventName: raw.eventname,
    eventSource: raw.eventsource,
    eventID: raw.eventid,
    awsRegion: raw.awsregion,
    sourceIPAddress: raw.sourceipaddress,
    userAgent: raw.useragent,
    errorCode: raw.errorcode,
    errorMessage: raw.errormessage,
    recipientAccountId: raw.recipientaccountid,
    requestParameters: raw.requestparameters,
    responseElements: raw.responseelements,
    additionalEventData: raw.additionaleventdata,
    resources: raw.resources,
    userIdentity: {
      type: identity.type,
      principalId: identity.principalId ?? identity.principalid,
      arn: identity.arn,
      accountId: identity.accountId ?? identity.accountid,
      accessKeyId: identity.accessKeyId ?? identity.accesskeyid,
      userName: identity.userName ?? identity.username,
      invokedBy: identity.invokedBy ?? identity.invokedby,
      sessionContext: identity.sessionContext ?? identity.sessioncontext,
    },
  };
}

/** Columns of the `AWSCloudTrail` table of Log Analytics. */
function logAnalyticsEvent(raw: RawRecord): JsonObject {
  return {
    eventTime: raw.TimeGenerated ?? raw['TimeGenerated [UTC]'],
    eventName: raw.EventName,
    eventSource: raw.EventSource,
    eventID: raw.AwsEventId,
    awsRegion: raw.AWSRegion,
    sourceIPAddress: raw.SourceIpAddress,
    userAgent: raw.UserAgent,
    errorCode: raw.ErrorCode,
    errorMessage: raw.ErrorMessage,
    recipientAccountId: raw.RecipientAccountId,
    requestParameters: raw.RequestParameters,
    responseElements: raw.ResponseElements,
    additionalEventData: raw.AdditionalEventData,
    userIdentity: {
      type: raw.UserIdentityType,
      principalId: raw.UserIdentityPrincipalid,
      arn: raw.UserIdentityArn,
      accountId: raw.UserIdentityAccountId,
      accessKeyId: raw.UserIdentityAccessKeyId,
      userName: raw.UserIdentityUserName,
      invokedBy: raw.UserIdentityInvokedBy,
      sessionContext: {
        attributes: { mfaAuthenticated: raw.SessionMfaAuthenticated },
        sessionIssuer: {
          arn: raw.SessionIssuerArn,
          principalId: raw.SessionIssuerPrincipalId,
          userName: raw.SessionIssuerUserName,
          type: raw.SessionIssuerType,
        },
      },
    },
  };
}

function outcomeOf(errorCode: string, errorMessage: string, name: string, response: JsonObject): Outcome {
  if (errorCode !== '') return 'failure';
  if (name === 'ConsoleLogin' || name === 'SwitchRole' || name === 'PasswordRecoveryRequested') {
    const result = asText(response[name]).toLowerCase();
    if (result === 'failure' || errorMessage.startsWith('Failed') || errorMessage === 'No username found in supplied account')
      return 'failure';
    return result === '' && errorMessage !== '' ? 'failure' : 'success';
  }
  return errorMessage === '' ? 'success' : 'failure';
}

function consoleAuthentication(additional: JsonObject, identity: JsonObject): string {
  const mfa = asText(additional.MFAUsed).toLowerCase();
  if (mfa === 'yes' || mfa === 'true') return 'mfa';
  if (additional.SamlProviderArn !== undefined || asText(identity.type) === 'SAMLUser' || asText(identity.type) === 'AssumedRole')
    return 'federated';
  return 'password';
}

/** Program of a user agent: `aws-cli`, `Boto3`, `console`, `terraform` … */
function clientOf(agent: string): string {
  if (agent === '') return '';
  if (agent === 'AWS Internal' || agent.endsWith('.amazonaws.com')) return agent;
  if (agent.startsWith('Mozilla/')) return 'browser';
  const start = agent.startsWith('[') ? 1 : 0;
  const slash = agent.indexOf('/', start);
  return slash < 0 ? agent.slice(start) : agent.slice(start, slash);
}

/** AWS CloudTrail: calls of the AWS interfaces and console sign-ins. */
export const awsCloudTrail: SourceMapping = {
  name: 'aws.cloudtrail',
  title: 'AWS CloudTrail',
  datasets: ['aws.cloudtrail', 'aws:cloudtrail', 'aws:cloudtrail:lake', 'awscloudtrail'],
  detects(record) {
    if (ownValue(record.aws, 'cloudtrail') !== undefined || record['aws.cloudtrail.event_version'] !== undefined) return true;
    if (record.Type === 'AWSCloudTrail') return true;
    const source = record.eventSource ?? record.eventsource;
    if (typeof source === 'string' && (record.eventName !== undefined || record.eventname !== undefined))
      return source.endsWith('.amazonaws.com') || record.userIdentity !== undefined;
    if (typeof record.CloudTrailEvent === 'string') return true;
    return ownValue(record.detail, 'eventName') !== undefined && ownValue(record.detail, 'eventSource') !== undefined;
  },
  map: mapEvent,
};
