import { asText } from '../fields/coerce.js';
import { NO_OBJECT, asObject, objectAt } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { fieldTable, spelling } from '../fields/spelling.js';
import type { FieldValues } from '../fields/spelling.js';

const TABLE = fieldTable({
  id: spelling('Id', 'officeId', 'sourceRecordId'),
  created: spelling('CreationTime'),
  time: spelling('timeGenerated', 'start_Time', 'elevationTime', 'time', '_time'),
  operation: spelling('Operation'),
  workload: spelling('Workload', 'officeWorkload'),
  organization: spelling('OrganizationId'),
  user: spelling('UserId'),
  userType: spelling('UserType'),
  address: spelling('ClientIP', 'clientIPAddress', 'client_IPAddress', 'actorIpAddress'),
  agent: spelling('UserAgent', 'clientInfoString'),
  result: spelling('ResultStatus', 'resultReasonType'),
  object: spelling('ObjectId', 'officeObjectId'),
  recordType: spelling('RecordType'),
  parameters: spelling('Parameters'),
  operationProperties: spelling('OperationProperties'),
  modified: spelling('ModifiedProperties'),
  extended: spelling('ExtendedProperties'),
  actors: spelling('Actor'),
  targets: spelling('Target', 'AADTarget'),
  targetName: spelling('TargetUserOrGroupName', 'userSharedWith', 'targetUserId'),
  targetType: spelling('TargetUserOrGroupType'),
  owner: spelling('MailboxOwnerUPN'),
  ownerSid: spelling('MailboxOwnerSid'),
  logonSid: spelling('LogonUserSid'),
  site: spelling('SiteUrl', 'site_Url'),
  fileName: spelling('SourceFileName'),
  path: spelling('SourceRelativeUrl'),
  itemType: spelling('ItemType'),
  appId: spelling('ClientAppId', 'appId', 'applicationId', 'azureADAppId'),
  appName: spelling('ApplicationDisplayName', 'application'),
  context: spelling('AppAccessContext'),
  session: spelling('SessionId', 'interSystemsId', 'aadSessionId'),
  folders: spelling('Folders'),
  items: spelling('AffectedItems'),
  item: spelling('Item'),
  count: spelling('OperationCount'),
  size: spelling('FileSizeBytes'),
  team: spelling('TeamName'),
  members: spelling('Members'),
  logonError: spelling('LogonError'),
  policies: spelling('PolicyDetails'),
  alertName: spelling('Name', 'alertType'),
  severity: spelling('Severity'),
  eventData: spelling('EventData', 'event_Data'),
});
/** Where each field stands in what `auditView` reads. */
export const F = TABLE.slots;

/** The fields of an audit record, whatever it was wrapped in. */
export interface AuditView {
  readonly fields: FieldValues;
}

export function read(of: AuditView, slot: number): unknown {
  return of.fields[slot];
}

/** A field as trimmed text, or ''. */
export function readText(of: AuditView, slot: number): string {
  return asText(read(of, slot));
}

/** Opens a record as Elastic stores it, as an export wraps it, or as the interface gives it. */
export function auditView(record: JsonObject): AuditView {
  const stored = objectAt(record, 'o365.audit');
  if (stored !== NO_OBJECT) return { fields: TABLE.read(stored) };
  const inner = asObject(record.RawEventData ?? record.AuditData);
  if (inner !== NO_OBJECT) return { fields: TABLE.read(inner) };
  return { fields: TABLE.read(record) };
}
