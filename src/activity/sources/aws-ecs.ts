import { asText, textAt } from '../fields/coerce.js';
import { ecsTime } from '../fields/ecs.js';
import { NO_OBJECT, asObject, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';

/** A CloudTrail record in the vendor's shape from the form that the Elastic integration stores. */
export function storedCloudTrail(record: JsonObject): JsonObject {
  const stored = objectAt(record, 'aws.cloudtrail');
  const event = asObject(record.event);
  const identity = asObject(stored.user_identity);
  const context = asObject(identity.session_context);
  const issuer = asObject(context.session_issuer);
  const flattened = asObject(stored.flattened);
  const user = asObject(record.user);
  const accountId = textAt(record, 'cloud.account.id');
  const role = asText(identity.type) === 'AssumedRole';
  return {
    eventTime: ecsTime(record),
    eventName: event.action,
    eventSource: event.provider,
    eventID: event.id,
    eventCategory: stored.event_category,
    awsRegion: ownValue(record.cloud, 'region'),
    sourceIPAddress: textAt(record, 'source.address') || textAt(record, 'source.ip'),
    userAgent: textAt(record, 'user_agent.original'),
    errorCode: stored.error_code,
    errorMessage: stored.error_message,
    recipientAccountId: stored.recipient_account_id ?? accountId,
    digestStartTime: ownValue(stored.digest, 'start_time') ?? ownValue(flattened.digest, 'start_time'),
    insightDetails: flattened.insight_details,
    requestParameters: members(flattened.request_parameters, stored.request_parameters),
    responseElements: members(flattened.response_elements, stored.response_elements),
    additionalEventData: additionalData(stored, flattened),
    resources: stored.resources,
    userIdentity: {
      type: identity.type,
      arn: identity.arn,
      principalId: user.id,
      accountId,
      accessKeyId: identity.access_key_id,
      userName: role ? undefined : user.name,
      invokedBy: identity.invoked_by,
      sessionContext: {
        attributes: { mfaAuthenticated: context.mfa_authenticated },
        sessionIssuer: {
          arn: issuer.arn,
          principalId: issuer.principal_id,
          type: issuer.type,
          userName: issuer.user_name ?? (role ? user.name : undefined),
        },
      },
    },
  };
}

/** `additionalEventData`; of console sign-ins the stored form keeps a typed copy of its own. */
function additionalData(stored: JsonObject, flattened: JsonObject): JsonObject {
  const kept = members(flattened.additional_eventdata, stored.additional_eventdata);
  const console = objectAt(stored, 'console_login.additional_eventdata');
  const mfa = ownValue(console, 'mfa_used');
  return mfa === undefined || kept.MFAUsed !== undefined ? kept : { ...kept, MFAUsed: mfa };
}

/** The object kept for searching, else the flat members of the text form `{name=value, other=value}`. */
function members(object: unknown, value: unknown): JsonObject {
  const kept = asObject(object);
  const text: unknown = Array.isArray(value) ? value[0] : value;
  if (kept !== NO_OBJECT || typeof text !== 'string') return kept;
  const parsed = asObject(text);
  if (parsed !== NO_OBJECT) return parsed;
  const found: Record<string, unknown> = {};
  for (const match of text.slice(0, 8192).matchAll(/([A-Za-z][A-Za-z0-9_]*)=([^,{}[\]]+)/g)) {
    const name = match[1];
    if (name !== undefined && !(name in Object.prototype)) found[name] ??= match[2];
  }
  return found;
}
