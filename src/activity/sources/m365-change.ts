import type { ChangeDetail } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { asList, isObject, parseJson } from '../fields/lookup.js';
import { attribute, attributes } from '../fields/mapped.js';
import { directoryChange, isPersistence } from './entra-change.js';
import type { ChangedProperty } from './entra-change.js';

/** Parameters of an administrative command, in the order of the record. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** Parameters whose values say what a rule, a permission or a policy does. */
const TELLING: ReadonlyMap<string, string> = new Map(
  [
    ...['ForwardTo', 'RedirectTo', 'ForwardAsAttachmentTo', 'ForwardingSmtpAddress', 'ForwardingAddress', 'DeliverToMailboxAndForward'],
    ...[
      'DeleteMessage',
      'MoveToFolder',
      'MarkAsRead',
      'StopProcessingRules',
      'SubjectContainsWords',
      'BodyContainsWords',
      'SubjectOrBodyContainsWords',
    ],
    ...[
      'FromAddressContainsWords',
      'HeaderContainsWords',
      'From',
      'SentTo',
      'HasAttachment',
      'Name',
      'BlindCopyTo',
      'CopyTo',
      'RedirectMessageTo',
    ],
    ...[
      'AddToRecipients',
      'SetSCL',
      'RouteMessageOutboundConnector',
      'SmartHosts',
      'SenderDomains',
      'AccessRights',
      'User',
      'Trustee',
      'Role',
      'Roles',
    ],
    ...[
      'Member',
      'Delegate',
      'AuditEnabled',
      'AuditBypassEnabled',
      'UnifiedAuditLogIngestionEnabled',
      'AdminAuditLogEnabled',
      'Enabled',
      'State',
    ],
    ...[
      'RemoteDomain',
      'DomainName',
      'AutoForwardEnabled',
      'SmtpClientAuthenticationDisabled',
      'AppId',
      'PolicyScopeGroupId',
      'AccessRight',
      'JournalEmailAddress',
      'ExceptIfFrom',
      'AllowedSenders',
      'AllowedSenderDomains',
      'GrantSendOnBehalfTo',
      'ContentMatchQuery',
    ],
  ].map((name) => [name.toLowerCase(), name.charAt(0).toLowerCase() + name.slice(1)]),
);

/** `[{Name, Value}]`, `{name: value}` or either as JSON text. */
export function readParameters(value: unknown): Parameters {
  const found: (readonly [string, string])[] = [];
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (isObject(parsed) && parsed.Name === undefined) {
    for (const key of Object.keys(parsed).slice(0, 64)) found.push([key, asText(parsed[key])]);
    return found;
  }
  for (const element of asList(parsed)) {
    if (!isObject(element) || found.length >= 64) continue;
    const name = asText(element.Name ?? element.name);
    if (name !== '') found.push([name, asText(element.Value ?? element.value)]);
  }
  return found;
}

/** Value of a parameter, or ''. */
export function parameter(parameters: Parameters, name: string): string {
  for (const [key, value] of parameters) if (key === name) return value;
  return '';
}

/** The class of a command that serves several ends, judged by its parameters. */
export function commandClass(operation: string, parameters: Parameters, known: ActionClass): ActionClass {
  switch (operation.toLowerCase()) {
    case 'set-mailbox':
      for (const [name, value] of parameters) {
        if (name.startsWith('Forwarding') || name === 'DeliverToMailboxAndForward') return 'mail-forwarding';
        if (name === 'GrantSendOnBehalfTo') return 'mailbox-permission';
        if (name.startsWith('Audit') && (name !== 'AuditEnabled' || value.toLowerCase() === 'false')) return 'logging-changed';
      }
      return known;
    case 'set-transportconfig':
    case 'set-organizationconfig':
      return parameters.some(([name]) => name === 'AuditDisabled') ? 'logging-changed' : known;
    default:
      return known;
  }
}

/** Rule actions and conditions inside the `OperationProperties` of `UpdateInboxRules`. */
function ruleProperties(properties: Parameters): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of properties) {
    if (name === 'RuleOperation' || name === 'RuleName' || name === 'RuleState')
      found.push(attribute(name.charAt(0).toLowerCase() + name.slice(1), value));
    if (name === 'RuleCondition') found.push(attribute('ruleCondition', value));
    if (name !== 'RuleActions') continue;
    for (const match of value.matchAll(/"ActionType":\s*"([^"]+)"/g)) found.push(attribute('ruleAction', match[1] ?? ''));
    for (const match of value.matchAll(/[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g))
      found.push(attribute('forwardTo', match[0].toLowerCase()));
  }
  return found;
}

/** What an operation of the unified audit log set, or undefined for operations that set nothing of lasting effect. */
export function unifiedAuditChange(
  operation: string,
  actionClass: ActionClass,
  parameters: Parameters,
  operationProperties: Parameters,
  properties: readonly ChangedProperty[],
  targetName: string,
): ChangeDetail | undefined {
  const mail =
    actionClass === 'mailbox-rule' ||
    actionClass === 'mail-forwarding' ||
    actionClass === 'transport-rule' ||
    actionClass === 'mailbox-permission';
  if (!mail && !isPersistence(actionClass)) return undefined;
  if (parameters.length === 0 && operationProperties.length === 0) {
    return mail
      ? { kind: operation, attributes: attributes([attribute('object', targetName)]) }
      : directoryChange(operation, actionClass, properties, targetName);
  }
  const found = parameters.map(([name, value]) => {
    const shown = TELLING.get(name.toLowerCase());
    return shown === undefined || value === 'False'
      ? ''
      : attribute(shown, value.startsWith('smtp:') ? value.slice(5).toLowerCase() : value);
  });
  for (const [name, value] of parameters)
    if (value === 'False' && /audit|enabled/i.test(name)) found.push(attribute(TELLING.get(name.toLowerCase()) ?? name, 'false'));
  return { kind: operation, attributes: attributes([...found, ...ruleProperties(operationProperties)]) };
}
