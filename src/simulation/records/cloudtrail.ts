import type { Estate } from '../estate.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';

/** Who calls AWS. */
export type CloudPrincipal =
  | { readonly kind: 'iam-user'; readonly userName: string; readonly accessKeyId: string }
  | { readonly kind: 'role'; readonly roleName: string; readonly sessionName: string; readonly reservedSso: boolean }
  | { readonly kind: 'service'; readonly service: string };

export interface CloudCall {
  readonly time: number;
  readonly principal: CloudPrincipal;
  /** Address, or the DNS name of an AWS service. */
  readonly source: string;
  readonly userAgent: string;
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request: object | null;
  readonly response: object | null;
  readonly error?: string;
  readonly resourceArn?: string;
  /** A sign-in to the console instead of a call. */
  readonly consoleSignIn?: boolean;
}

function stableId(prefix: string, name: string): string {
  let a = 0x811c9dc5;
  let text = '';
  for (let i = 0; text.length < 17; i += 1) {
    a = Math.imul(a ^ name.charCodeAt(i % name.length), 0x01000193) >>> 0;
    text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt((a >>> 11) & 31);
  }
  return prefix + text;
}

function identity(estate: Estate, random: RandomGenerator, principal: CloudPrincipal, time: number): object {
  const account = estate.cloud.accountId;
  switch (principal.kind) {
    case 'iam-user':
      return {
        type: 'IAMUser',
        principalId: stableId('AIDA', principal.userName),
        arn: `arn:aws:iam::${account}:user/${principal.userName}`,
        accountId: account,
        accessKeyId: principal.accessKeyId,
        userName: principal.userName,
      };
    case 'role': {
      const path = principal.reservedSso ? `aws-reserved/sso.amazonaws.com/${estate.cloud.region}/` : '';
      const roleId = stableId('AROA', principal.roleName);
      return {
        type: 'AssumedRole',
        principalId: `${roleId}:${principal.sessionName}`,
        arn: `arn:aws:sts::${account}:assumed-role/${principal.roleName}/${principal.sessionName}`,
        accountId: account,
        accessKeyId: `ASIA${random.upperAlphanumeric(16)}`,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: roleId,
            arn: `arn:aws:iam::${account}:role/${path}${principal.roleName}`,
            accountId: account,
            userName: principal.roleName,
          },
          attributes: { creationDate: `${new Date(time - (time % 3_600_000)).toISOString().slice(0, 19)}Z`, mfaAuthenticated: 'false' },
        },
      };
    }
    case 'service':
      return { type: 'AWSService', invokedBy: principal.service };
  }
}

/** One CloudTrail management event (version 1.11). */
export function cloudTrailEvent(estate: Estate, random: RandomGenerator, call: CloudCall): DraftRecord {
  const id = random.uuid();
  const record: Record<string, unknown> = {
    eventVersion: '1.11',
    userIdentity: identity(estate, random, call.principal, call.time),
    eventTime: `${new Date(call.time).toISOString().slice(0, 19)}Z`,
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: call.service === 'iam' || call.service === 'sts' ? 'us-east-1' : estate.cloud.region,
    sourceIPAddress: call.source,
    userAgent: call.userAgent,
  };
  if (call.error !== undefined) {
    record.errorCode = call.error;
    record.errorMessage = `User is not authorized to perform: ${call.service}:${call.name}`;
  }
  record.requestParameters = call.request;
  record.responseElements = call.error === undefined ? call.response : null;
  if (call.resourceArn !== undefined) record.resources = [{ accountId: estate.cloud.accountId, ARN: call.resourceArn }];
  if (call.consoleSignIn === true)
    record.additionalEventData = {
      LoginTo: `https://${estate.cloud.region}.console.aws.amazon.com/console/home`,
      MobileVersion: 'No',
      MFAUsed: 'No',
    };
  record.requestID = random.uuid();
  record.eventID = id;
  record.readOnly = call.readOnly;
  record.eventType = call.consoleSignIn === true ? 'AwsConsoleSignIn' : 'AwsApiCall';
  record.managementEvent = true;
  record.recipientAccountId = estate.cloud.accountId;
  record.eventCategory = 'Management';
  return { file: 'aws-cloudtrail.ndjson', time: call.time, eventId: id, record };
}
