import type { ActionClass } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { ecsDataset, ecsOrigin, ecsTime, isEcs } from '../fields/ecs.js';
import { addIdentifier, mailAddress } from '../fields/identity.js';
import { NO_OBJECT, asObject, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, attribute, attributes, dead, mapped, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';
import { salesTime } from './salesforce-fields.js';

/** Actions of the setup audit trail by the words in their names (lower case); first match wins. */
const WORDS: readonly (readonly [string, ActionClass])[] = [
  ['connectedapp', 'app-registered'],
  ['connectedapplication', 'app-registered'],
  ['createduser', 'account-created'],
  ['insertuser', 'account-created'],
  ['activateduser', 'account-enabled'],
  ['deactivateduser', 'account-disabled'],
  ['freezeuser', 'account-disabled'],
  ['frozeuser', 'account-disabled'],
  ['unfrozeuser', 'account-enabled'],
  ['resetpassword', 'password-changed'],
  ['changedpassword', 'password-changed'],
  ['passwordpolic', 'policy-changed'],
  ['changedemail', 'account-changed'],
  ['changedusername', 'account-changed'],
  ['twofactor', 'mfa-changed'],
  ['mfa', 'mfa-changed'],
  ['verificationmethod', 'mfa-changed'],
  ['profilechangeduser', 'role-granted'],
  ['changedprofileforuser', 'role-granted'],
  ['permsetassign', 'role-granted'],
  ['permsetunassign', 'role-revoked'],
  ['permsetgroupassign', 'role-granted'],
  ['permset', 'role-granted'],
  ['changedroleforuser', 'role-granted'],
  ['assignedpermission', 'role-granted'],
  ['grantedlogin', 'role-granted'],
  ['loginas', 'sign-in'],
  ['suorgadminlogin', 'sign-in'],
  ['suorgadminlogout', 'sign-out'],
  ['certificate', 'credential-added'],
  ['securitytoken', 'credential-added'],
  ['consumersecret', 'credential-added'],
  ['namedcredential', 'credential-added'],
  ['authprovider', 'trust-changed'],
  ['saml', 'trust-changed'],
  ['singlesignon', 'trust-changed'],
  ['sso', 'trust-changed'],
  ['remotesite', 'trust-changed'],
  ['corswhitelist', 'trust-changed'],
  ['mydomain', 'trust-changed'],
  ['ipwhitelist', 'policy-changed'],
  ['loginip', 'policy-changed'],
  ['trustediprange', 'policy-changed'],
  ['sessionsetting', 'policy-changed'],
  ['sharing', 'sharing-changed'],
  ['dataexport', 'data-export'],
  ['exportdata', 'data-export'],
  ['weeklyexport', 'data-export'],
  ['eventlog', 'logging-changed'],
  ['auditfield', 'logging-changed'],
  ['fieldhistory', 'logging-changed'],
  ['transactionsecurity', 'policy-changed'],
  ['emailservice', 'mail-forwarding'],
  ['apexclass', 'code-changed'],
  ['apextrigger', 'code-changed'],
  ['createdapex', 'code-changed'],
  ['flow', 'code-changed'],
  ['group', 'group-changed'],
  ['queue', 'group-changed'],
  ['profile', 'role-granted'],
  ['package', 'app-registered'],
];

function classOf(action: string, display: string): ActionClass {
  const lower = action.toLowerCase();
  for (const [word, actionClass] of WORDS) if (lower.includes(word)) return actionClass;
  const shown = display.toLowerCase();
  if (shown.startsWith('created new user')) return 'account-created';
  if (shown.includes('permission set') && shown.includes('assigned to')) return 'role-granted';
  if (shown.includes('connected app')) return 'app-registered';
  if (shown.includes('password')) return 'password-changed';
  return 'admin-change';
}

function member(row: JsonObject, names: readonly string[]): string {
  for (const name of names) {
    const text = asText(row[name]);
    if (text !== '') return text;
  }
  return '';
}

function mapSetup(raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const row = ecs ? storedSetup(record) : raw;
  const action = member(row, ['Action', 'action', 'ACTION']);
  if (action === 'Action' || action === 'ACTION') return skipped('header row');
  const time = ecs ? ecsTime(record) : salesTime(row);
  if (time === undefined) return dead(NO_TIME);
  const display = member(row, ['Display', 'display', 'DISPLAY']) || (row['Source Namespace Prefix'] === undefined ? '' : action);
  const section = member(row, ['Section', 'section', 'SECTION']);
  const actionClass = classOf(action, display);
  const creator = asObject(row.CreatedBy);
  const user = member(row, ['User', 'CreatedByUsername', 'Username']) || asText(creator.Username) || asText(creator.Email);
  const actor: Identifier[] = [];
  addIdentifier(actor, 'salesforce', member(row, ['CreatedById', 'created_by_id', 'CREATED_BY_ID']));
  addIdentifier(actor, 'upn', user);
  const delegate = member(row, ['DelegateUser', 'Delegate User', 'delegate_user']);
  const mails = display.match(/[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g) ?? [];
  const target: Identifier[] = [];
  const subject = mails.map((mail) => mailAddress(mail)).find((mail) => mail !== '' && mail !== user.toLowerCase());
  if (subject !== undefined) addIdentifier(target, 'upn', subject);
  return mapped(
    {
      id: member(row, ['Id', 'id', 'ID']) || recordHash(raw),
      source: 'salesforce.setup-audit-trail',
      domain: 'saas',
      time,
      action,
      actionClass,
      outcome: 'success',
      actorType: actor.length > 0 ? 'user' : 'system',
      actor,
      actorName: user,
      client: member(row, ['CreatedByContext', 'created_by_context']),
      authentication: delegate === '' ? '' : 'login-as',
      service: 'Salesforce',
      resource: section,
      resourceType: 'setup',
      container: section,
      target,
      targetType: target.length > 0 ? 'user' : 'unknown',
      targetName: target[0]?.value ?? '',
      change: {
        kind: action,
        attributes: attributes([attribute('section', section), attribute('display', display), attribute('delegate', delegate)]),
      },
    },
    ecs ? ecsOrigin(record) : undefined,
  );
}

function storedSetup(record: JsonObject): JsonObject {
  const stored = objectAt(record, 'salesforce.setup_audit_trail');
  const event = asObject(record.event);
  return {
    Action: event.action ?? stored.action,
    Display: stored.display,
    Section: stored.section,
    CreatedById: stored.created_by_id ?? ownValue(record.user, 'id'),
    CreatedByUsername: ownValue(record.user, 'email') ?? ownValue(record.user, 'name'),
    CreatedByContext: stored.created_by_context,
    DelegateUser: stored.delegate_user,
    Id: event.id,
  };
}

/** Salesforce setup audit trail: what administrators changed. */
export const salesforceSetupAuditTrail: SourceMapping = {
  name: 'salesforce.setup-audit-trail',
  title: 'Salesforce setup audit trail',
  datasets: ['salesforce.setupaudittrail', 'sfdc:setupaudittrail'],
  detects(record) {
    if (record.salesforce !== undefined)
      return ecsDataset(record) === 'salesforce.setupaudittrail' || objectAt(record, 'salesforce.setup_audit_trail') !== NO_OBJECT;
    if (asText(ownValue(record.attributes, 'type')) === 'SetupAuditTrail') return true;
    if (record['Source Namespace Prefix'] !== undefined && record.Action !== undefined) return true;
    return record.Action !== undefined && record.Section !== undefined && record.CreatedById !== undefined;
  },
  map: mapSetup,
};
