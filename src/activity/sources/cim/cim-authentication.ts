import type { Outcome } from '../../domains.js';
import { dead, mapped, NO_TIME, skipped } from '../../fields/mapped.js';
import type { Mapped, RawRecord } from '../../source-mapping.js';
import { cimAccount, cimApp, cimEnd, cimId, cimText, cimTime } from './cim-event.js';

const OUTCOMES: Readonly<Record<string, Outcome>> = { success: 'success', failure: 'failure', error: 'failure' };

/** Sign-ins by the fields of the data model Authentication. */
export function mapAuthentication(record: RawRecord): Mapped {
  const time = cimTime(record);
  if (time === undefined) return dead(NO_TIME);
  const user = cimText(record, 'user');
  const action = cimText(record, 'action').toLowerCase();
  // As the model itself leaves them out: machines sign in all the time.
  if (action === 'success' && user.endsWith('$')) return skipped('a machine signed in');
  if (action === 'pending') return skipped('a sign-in that has not ended');
  // Who became somebody else, e.g. by sudo, acts; whom they became is acted upon.
  const before = cimText(record, 'src_user');
  const becomes = before !== '' && before.toLowerCase() !== user.toLowerCase();
  const actorName = becomes ? before : user;
  const actor = cimAccount(actorName);
  const source = cimEnd(record, 'src');
  const destination = cimEnd(record, 'dest');
  const outcome = OUTCOMES[action] ?? 'unknown';
  if (actor.length === 0 && source.device.length === 0) return skipped('neither account nor device');
  return mapped({
    id: cimId(record),
    source: 'cim.authentication',
    domain: 'identity',
    time,
    action: cimText(record, 'signature') || 'authentication',
    actionClass: 'sign-in',
    outcome,
    reason: outcome === 'failure' ? cimText(record, 'reason', 'signature') : '',
    organization: cimText(record, 'vendor_account'),
    actorType: actor.length > 0 ? 'user' : 'unknown',
    actor,
    actorName: actor.length > 0 ? actorName : '',
    device: source.device,
    userAgent: cimText(record, 'user_agent', 'http_user_agent'),
    session: cimText(record, 'session_id'),
    authentication: cimText(record, 'authentication_method').toLowerCase(),
    sourceIp: source.ip,
    sourceAddressRaw: source.raw,
    service: cimApp(record) || destination.host,
    resource: destination.host || destination.ip,
    resourceType: destination.device.length === 0 ? '' : 'host',
    ...(becomes ? { target: cimAccount(user), targetType: 'user' as const, targetName: user } : {}),
    destinationIp: destination.ip,
  });
}
