import type { ActionClass, Domain, Outcome } from '../../domains.js';
import { attribute, attributes, dead, mapped, NO_TIME, skipped } from '../../fields/mapped.js';
import type { Mapped, RawRecord } from '../../source-mapping.js';
import { cimAccount, cimApp, cimEnd, cimId, cimTags, cimText, cimTexts, cimTime } from './cim-event.js';

const OUTCOMES: Readonly<Record<string, Outcome>> = { success: 'success', failure: 'failure' };

/** Categories of objects that the model leaves to others. */
const LEFT_OUT: ReadonlySet<string> = new Set(['file', 'directory', 'registry']);

const OF_ACCOUNTS: Readonly<Record<string, ActionClass>> = {
  created: 'account-created',
  deleted: 'account-deleted',
  disabled: 'account-disabled',
  lockout: 'account-disabled',
  enabled: 'account-enabled',
  unlocked: 'account-enabled',
};

/** Changes by the fields of the data model Change. */
export function mapChange(record: RawRecord): Mapped {
  const time = cimTime(record);
  if (time === undefined) return dead(NO_TIME);
  const category = cimText(record, 'object_category').toLowerCase();
  if (LEFT_OUT.has(category)) return skipped(`a change of a ${category}`);
  const tags = cimTags(record);
  const action = cimText(record, 'action').toLowerCase();
  if (action === 'read') return skipped('nothing was changed');
  const isAccount = tags.includes('account') || category === 'user' || category === 'account';
  const user = cimText(record, 'user');
  const object = cimText(record, 'object');
  // Of accounts, `user` is the one that was changed and `src_user` who did it.
  const who = isAccount ? cimText(record, 'src_user') : user;
  const target = isAccount ? user || object : '';
  const source = cimEnd(record, 'src');
  const command = cimText(record, 'command', 'signature', 'change_type');
  const outcome = OUTCOMES[cimText(record, 'status').toLowerCase()] ?? 'unknown';
  const actor = cimAccount(who);
  return mapped({
    id: cimId(record),
    source: 'cim.change',
    domain: domainOf(tags, isAccount),
    time,
    action: command || action || 'change',
    actionClass: classOf(record, action, category, tags, isAccount),
    outcome,
    reason: outcome === 'failure' ? cimText(record, 'result', 'result_id') : '',
    organization: cimText(record, 'vendor_account'),
    actorType: actor.length > 0 ? 'user' : 'unknown',
    actor,
    actorName: actor.length > 0 ? who : '',
    device: source.device,
    userAgent: cimText(record, 'user_agent'),
    sourceIp: source.ip,
    sourceAddressRaw: source.raw,
    service: cimApp(record) || cimText(record, 'vendor_product') || cimText(record, 'dest'),
    resource: object,
    resourceType: category,
    container: cimText(record, 'object_path'),
    target: cimAccount(target),
    targetType: target === '' ? 'unknown' : 'user',
    targetName: target,
    change: {
      kind: command || `${action} ${category}`.trim(),
      attributes: attributes([
        attribute('object', object),
        ...cimTexts(record, 'object_attrs').map((value) => attribute('attribute', value)),
      ]),
    },
  });
}

function classOf(record: RawRecord, action: string, category: string, tags: readonly string[], isAccount: boolean): ActionClass {
  if (tags.includes('audit')) return 'logging-changed';
  if (category === 'group') return 'group-changed';
  if (category === 'policy') return 'policy-changed';
  if (cimTexts(record, 'object_attrs').some((value) => /password/i.test(value))) return 'password-changed';
  return isAccount ? (OF_ACCOUNTS[action] ?? 'account-changed') : 'admin-change';
}

function domainOf(tags: readonly string[], isAccount: boolean): Domain {
  if (isAccount || tags.includes('audit')) return 'identity';
  if (tags.includes('instance') || tags.includes('cloud')) return 'cloud';
  return tags.includes('endpoint') ? 'endpoint' : 'identity';
}
