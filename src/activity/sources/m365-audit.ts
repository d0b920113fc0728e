import type { AlertDetail } from '../activity.js';
import type { ActionClass, Domain, Outcome } from '../domains.js';
import { parseAddress } from '../fields/address.js';
import { asCount, asText } from '../fields/coerce.js';
import { ecsOrigin, ecsTime, ecsUserAgent, isEcs, originAt, outcomeOf, untoldFrom, withAddress } from '../fields/ecs.js';
import { mailAddress, oneIdentifier, tenantId } from '../fields/identity.js';
import { asList, asObject, isObject, nestedRecord, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, dead, mappedAll } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import type { ChangedProperty } from './entra-change.js';
import { commandClass, parameter, readParameters, unifiedAuditChange } from './m365-change.js';
import type { Parameters } from './m365-change.js';
import { F, auditView, read, readText } from './m365-fields.js';
import type { AuditView } from './m365-fields.js';
import { unifiedAuditClass } from './m365-operations.js';
import { others, readActor, readIdentifierList, readTarget } from './m365-parties.js';

function mapAudit(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const of = auditView(record);
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
  const origin = ecs ? ecsOrigin(record) : originAt(address);
  const outcome = resultOf(operation, readText(of, F.result), ecs ? asText(event.outcome) : '');
  const context = asObject(read(of, F.context));
  const targetName = target.name || asText(read(of, F.targetName));
  const alert = actionClass === 'alert' ? readAlert(of, operation, workload) : undefined;
  return mappedAll([
    {
      ...untoldFrom(origin.sourceIp === '' && origin.sourceAddressRaw === '' ? withAddress(origin, address) : origin),
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
      clientIds: oneIdentifier('app', read(of, F.appId) ?? context.ClientAppId),
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
  ]);
}

function domainOf(workload: string, actionClass: ActionClass): Domain {
  if (actionClass === 'alert') return 'alert';
  return workload === 'AzureActiveDirectory' ? 'identity' : 'saas';
}

/** `Update user` and `Update application` tell by their changed properties what they are. */
function refine(
  of: AuditView,
  operation: string,
  workload: string,
  parameters: Parameters,
  modified: readonly ChangedProperty[],
): ActionClass {
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
function groupOf(of: AuditView): readonly ChangedProperty[] {
  const group = /<Group>([^<]{1,200})<\/Group>/.exec(readText(of, F.eventData))?.[1];
  return group === undefined ? [] : [{ name: 'Group.DisplayName', newValue: group, oldValue: '' }];
}

/** `OrganizationId`; host and organization fields of stored records name the tenant too. */
function organization(of: AuditView, record: JsonObject): string {
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

function clientProgram(of: AuditView): string {
  const info = asText(read(of, F.agent));
  if (!info.startsWith('Client=')) return '';
  const end = info.indexOf(';');
  return info.slice(7, end < 0 ? undefined : end);
}

function resourceName(of: AuditView, object: string, file: string): string {
  if (file !== '') {
    const path = readText(of, F.path);
    return path === '' || path.endsWith(`/${file}`) ? path || file : `${path}/${file}`;
  }
  if (object !== '') return object;
  const item = asObject(read(of, F.item));
  return asText(item.Subject);
}

/** Messages that a mail operation touched: the count it gives, else the items it lists. */
function recordCount(of: AuditView, actionClass: ActionClass): number | undefined {
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

function readAlert(of: AuditView, operation: string, workload: string): AlertDetail {
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
