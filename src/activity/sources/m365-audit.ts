import type { ActorType, AlertDetail } from '../activity.js';
import type { ActionClass, Domain, Outcome } from '../domains.js';
import { addressFields, parseAddress } from '../fields/address.js';
import { asCount, asText } from '../fields/coerce.js';
import { ecsOrigin, ecsTime, ecsUserAgent, isEcs, outcomeOf } from '../fields/ecs.js';
import { addIdentifier, guid, mailAddress, tenantId } from '../fields/identity.js';
import { NO_OBJECT, asList, asObject, isObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, dead, mapped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { fieldTable, spelling } from '../fields/spelling.js';
import type { FieldValues } from '../fields/spelling.js';
import { parseTime } from '../fields/time.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import type { ChangedProperty } from './entra-change.js';
import { commandClass, parameter, readParameters, unifiedAuditChange } from './m365-change.js';
import type { Parameters } from './m365-change.js';
import { unifiedAuditClass } from './m365-operations.js';

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
const F = TABLE.slots;

interface View {
  readonly fields: FieldValues;
}

function read(of: View, slot: number): unknown {
  return of.fields[slot];
}

function readText(of: View, slot: number): string {
  return asText(read(of, slot));
}

function view(record: JsonObject): View {
  const stored = objectAt(record, 'o365.audit');
  if (stored !== NO_OBJECT) return { fields: TABLE.read(stored) };
  const inner = asObject(record.RawEventData ?? record.AuditData);
  if (inner !== NO_OBJECT) return { fields: TABLE.read(inner) };
  return { fields: TABLE.read(record) };
}

function mapAudit(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const of = view(record);
  const event = asObject(record.event);
  const time = parseTime(read(of, F.created)) ?? (ecs ? ecsTime(record) : parseTime(read(of, F.time)));
  if (time === undefined) return dead(NO_TIME);
  const operation = readText(of, F.operation) || (ecs ? asText(event.action) : '');
  if (operation === '') return dead('no operation');
  const workload = readText(of, F.workload) || (ecs ? asText(event.provider) : '');
  const parameters = readParameters(read(of, F.parameters));
  const modified = [...readModified(read(of, F.modified)), ...groupOf(of)];
  const targets = readIdentifierList(read(of, F.targets));
  const actionClass = refine(of, operation, workload, parameters, modified);
  const actor = readActor(of, record, ecs);
  const owner = mailAddress(read(of, F.owner));
  const target = others(readTarget(of, owner, targets, parameters), actor);
  const object = readText(of, F.object);
  const file = readText(of, F.fileName) || (ecs ? asText(ownValue(record.file, 'name')) : '');
  const address = parseAddress(read(of, F.address));
  const origin = ecs ? ecsOrigin(record) : undefined;
  const outcome = resultOf(operation, readText(of, F.result), ecs ? asText(event.outcome) : '');
  const clientIds: Identifier[] = [];
  const context = asObject(read(of, F.context));
  addIdentifier(clientIds, 'app', read(of, F.appId) ?? context.ClientAppId);
  const targetName = target.name || asText(read(of, F.targetName));
  const alert = actionClass === 'alert' ? readAlert(of, operation, workload) : undefined;
  return mapped(
    {
      id: readText(of, F.id) || (ecs ? asText(event.id) : '') || recordHash(raw),
      source: 'm365.audit',
      domain: domainOf(workload, actionClass),
      time,
      action: operation,
      actionClass,
      outcome,
      reason:
        outcome === 'failure' ? readText(of, F.logonError) || parameter(readParameters(read(of, F.extended)), 'ResultStatusDetail') : '',
      organization: organization(of, record),
      actorType: actor.type,
      actor: actor.identifiers,
      actorName: actor.name,
      client: readText(of, F.appName) || clientProgram(of),
      clientIds,
      userAgent: readText(of, F.agent) || (ecs ? ecsUserAgent(record) : '') || parameter(readParameters(read(of, F.extended)), 'UserAgent'),
      session: asText(context.AADSessionId) || readText(of, F.session),
      service: workload,
      resource: resourceName(of, object, file),
      resourceType: readText(of, F.itemType) || readText(of, F.recordType),
      container: readText(of, F.site) || owner || readText(of, F.team),
      target: target.identifiers,
      targetType: target.type,
      targetName,
      count: 1,
      records: recordCount(of, actionClass),
      bytesIn: actionClass === 'file-downloaded' || actionClass === 'file-read' ? asCount(read(of, F.size)) : undefined,
      change: unifiedAuditChange(
        operation,
        actionClass,
        parameters,
        readParameters(read(of, F.operationProperties)),
        modified,
        targetName || target.appName,
      ),
      alert,
    },
    origin,
    origin === undefined || (origin.sourceIp === '' && origin.sourceAddressRaw === '') ? addressFields(address) : undefined,
  );
}

function domainOf(workload: string, actionClass: ActionClass): Domain {
  if (actionClass === 'alert') return 'alert';
  return workload === 'AzureActiveDirectory' ? 'identity' : 'saas';
}

/** `Update user` and `Update application` tell by their changed properties what they are. */
function refine(of: View, operation: string, workload: string, parameters: Parameters, modified: readonly ChangedProperty[]): ActionClass {
  const known = commandClass(operation, parameters, unifiedAuditClass(operation, workload));
  if (known === 'account-changed' || known === 'app-changed') {
    for (const property of modified) {
      if (property.name.startsWith('StrongAuthentication')) return 'mfa-changed';
      if (property.name === 'KeyDescription')
        return property.newValue.length >= property.oldValue.length ? 'credential-added' : 'credential-removed';
    }
  }
  if (known === 'file-shared-internal' || known === 'group-changed') {
    const kind = readText(of, F.targetType);
    const outside = kind === 'Guest' || readText(of, F.targetName).toLowerCase().includes('#ext#');
    if (outside && known === 'file-shared-internal') return 'file-shared-external';
  }
  return known;
}

function readModified(value: unknown): readonly ChangedProperty[] {
  const properties: ChangedProperty[] = [];
  if (isObject(value) && value.Name === undefined) {
    for (const [name, change] of Object.entries(value).slice(0, 64)) {
      if (isObject(change))
        properties.push({ name: name.replaceAll('_', '.'), newValue: asText(change.NewValue), oldValue: asText(change.OldValue) });
    }
    return properties;
  }
  for (const element of asList(value)) {
    if (!isObject(element) || properties.length >= 64) continue;
    properties.push({ name: asText(element.Name), newValue: asText(element.NewValue), oldValue: asText(element.OldValue) });
  }
  return properties;
}

/** The group that SharePoint names in its event data: `<Group>Site Members</Group>`. */
function groupOf(of: View): readonly ChangedProperty[] {
  const group = /<Group>([^<]{1,200})<\/Group>/.exec(readText(of, F.eventData))?.[1];
  return group === undefined ? [] : [{ name: 'Group.DisplayName', newValue: group, oldValue: '' }];
}

interface Named {
  readonly identifiers: readonly Identifier[];
  readonly type: ActorType;
  readonly name: string;
  readonly appName: string;
}

/** Reads `[{ID, Type}]`: 5 is a UPN, 1 a display name, `User_<guid>` and `ServicePrincipal_<guid>` object ids. */
function readIdentifierList(value: unknown): Named {
  const identifiers: Identifier[] = [];
  let type: ActorType = 'unknown';
  let name = '';
  let appName = '';
  for (const element of asList(value)) {
    if (!isObject(element)) continue;
    const id = asText(element.ID ?? element.Id ?? element.id);
    const kind = asText(element.Type ?? element.type);
    if (kind === '5') {
      addIdentifier(identifiers, 'upn', id);
      if (name === '') name = id;
    } else if (kind === '1') appName = id;
    const underscore = id.indexOf('_');
    const object = guid(underscore > 0 ? id.slice(underscore + 1) : kind === '0' ? id : '');
    if (object !== '') addIdentifier(identifiers, 'entra-object', object);
    if (id === 'User' || id.startsWith('User_')) type = 'user';
    else if (id.startsWith('ServicePrincipal') || id.startsWith('Application')) type = 'app';
    else if (id === 'Device') type = 'device';
  }
  return { identifiers, type, name: name || appName, appName };
}

function readActor(of: View, record: JsonObject, ecs: boolean): Named {
  const listed = readIdentifierList(read(of, F.actors));
  const user = readText(of, F.user) || (ecs ? asText(ownValue(record.user, 'id')) : '');
  const userType = readText(of, F.userType);
  const identifiers: Identifier[] = [];
  const upn = mailAddress(user);
  if (upn !== '' && !upn.endsWith('@sharepoint')) {
    addIdentifier(identifiers, 'upn', upn);
    for (const identifier of listed.identifiers) addIdentifier(identifiers, identifier.scheme, identifier.value);
    const sid = readText(of, F.logonSid);
    if (sid.startsWith('S-1-5-21-')) addIdentifier(identifiers, 'sid', sid);
    return {
      identifiers,
      type: userType === '5' || userType === '6' || userType === 'Application' || userType === 'ServicePrincipal' ? 'app' : 'user',
      name: upn,
      appName: '',
    };
  }
  const underscore = user.indexOf('_');
  addIdentifier(identifiers, 'entra-object', underscore > 0 ? user.slice(underscore + 1) : user);
  if (identifiers.length === 0 && /^S-1-5-21-/i.test(user)) addIdentifier(identifiers, 'sid', user);
  for (const identifier of listed.identifiers) addIdentifier(identifiers, identifier.scheme, identifier.value);
  if (identifiers.length > 0) return { identifiers, type: listed.type === 'user' ? 'user' : 'app', name: listed.name || user, appName: '' };
  if (user === '' || user === 'Not Available' || user === 'Unknown') return { identifiers, type: 'unknown', name: '', appName: '' };
  addIdentifier(identifiers, 'account-name', user.toLowerCase());
  return { identifiers, type: user.includes('@') ? 'app' : 'system', name: user, appName: '' };
}

function readTarget(of: View, owner: string, listed: Named, parameters: Parameters): Named {
  if (listed.identifiers.length > 0 || listed.name !== '') return listed;
  const identifiers: Identifier[] = [];
  const shared =
    read(of, F.targetName) ?? (isObject(asList(read(of, F.members))[0]) ? ownValue(asList(read(of, F.members))[0], 'UPN') : undefined);
  addIdentifier(identifiers, 'upn', shared);
  if (identifiers.length > 0) return { identifiers, type: 'user', name: identifiers[0]?.value ?? '', appName: '' };
  if (owner !== '') {
    addIdentifier(identifiers, 'mail', owner);
    addIdentifier(identifiers, 'sid', read(of, F.ownerSid));
    return { identifiers, type: 'user', name: owner, appName: '' };
  }
  const identity = parameter(parameters, 'Identity') || parameter(parameters, 'Mailbox') || readText(of, F.object);
  addIdentifier(identifiers, 'mail', identity);
  return { identifiers, type: identifiers.length > 0 ? 'user' : 'unknown', name: identifiers[0]?.value ?? '', appName: '' };
}

/** The target unless it is the actor himself: one's own mailbox is no other party. */
function others(target: Named, actor: Named): Named {
  const first = target.identifiers[0];
  if (first === undefined || !actor.identifiers.some((identifier) => identifier.value === first.value)) return target;
  return { identifiers: [], type: 'unknown', name: '', appName: '' };
}

/** `OrganizationId`; host and organization fields of stored records name the tenant too. */
function organization(of: View, record: JsonObject): string {
  const own = readText(of, F.organization) || asText(ownValue(record.organization, 'id')) || asText(ownValue(record.host, 'id'));
  return tenantId(own);
}

function resultOf(operation: string, status: string, stored: string): Outcome {
  if (operation === 'UserLoginFailed') return 'failure';
  if (operation === 'UserLoggedIn') return 'success';
  const outcome = outcomeOf(status || stored);
  if (outcome !== 'unknown') return outcome;
  return status === '' ? 'success' : outcomeOf(stored);
}

function clientProgram(of: View): string {
  const info = asText(read(of, F.agent));
  if (!info.startsWith('Client=')) return '';
  const end = info.indexOf(';');
  return info.slice(7, end < 0 ? undefined : end);
}

function resourceName(of: View, object: string, file: string): string {
  if (file !== '') {
    const path = readText(of, F.path);
    return path === '' || path.endsWith(`/${file}`) ? path || file : `${path}/${file}`;
  }
  if (object !== '') return object;
  const item = asObject(read(of, F.item));
  return asText(item.Subject);
}

/** Messages that a mail operation touched: the count it gives, else the items it lists. */
function recordCount(of: View, actionClass: ActionClass): number | undefined {
  if (actionClass !== 'mail-read' && actionClass !== 'mail-deleted') return undefined;
  const told = asCount(read(of, F.count));
  if (told !== undefined) return told;
  let count = asList(read(of, F.items)).length;
  for (const folder of asList(read(of, F.folders))) count += asList(ownValue(folder, 'FolderItems')).length;
  return count > 0 ? count : undefined;
}

const SEVERITIES: ReadonlyMap<string, number> = new Map([
  ['informational', 10],
  ['low', 25],
  ['medium', 50],
  ['high', 75],
]);

function readAlert(of: View, operation: string, workload: string): AlertDetail {
  const policy = asObject(read(of, F.policies));
  const rule = asObject(policy.Rules);
  const name = asText(rule.RuleName) || readText(of, F.alertName) || operation;
  const severity = asText(rule.Severity) || readText(of, F.severity);
  return {
    vendor: 'Microsoft 365',
    rule: name,
    ruleId: asText(rule.RuleId) || asText(policy.PolicyId),
    severity: SEVERITIES.get(severity.toLowerCase()) ?? 50,
    techniques: [],
    tactics: [],
    message: `${workload} ${operation}: ${name}`.trim(),
  };
}

/** Microsoft 365 unified audit log: Exchange, SharePoint, OneDrive, Teams, directory, compliance. */
export const m365Audit: SourceMapping = {
  name: 'm365.audit',
  title: 'Microsoft 365 unified audit log',
  datasets: ['o365.audit', 'o365:management:activity', 'ms:o365:management', 'officeactivity'],
  detects(record) {
    if (ownValue(record.o365, 'audit') !== undefined || record['o365.audit.Operation'] !== undefined) return true;
    if (record.Type === 'OfficeActivity' || record.OfficeWorkload !== undefined) return true;
    if (record.Workload !== undefined && record.Operation !== undefined) return true;
    if (record.AuditData !== undefined && (record.RecordType !== undefined || record.CreationDate !== undefined)) return true;
    if (record.CreationTime !== undefined && record.Operation !== undefined && record.RecordType !== undefined) return true;
    return record.creationtime !== undefined && record.operation !== undefined && record.recordtype !== undefined;
  },
  map: mapAudit,
};
