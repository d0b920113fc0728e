import type { Outcome } from '../domains.js';
import { asText, firstText } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import { pathTable } from '../fields/path-table.js';
import type { RawRecord } from '../source-mapping.js';

const VERDICT = [
  ...[
    'verdict',
    'event.action',
    'event.outcome',
    'DeliveryAction',
    'Status',
    'status',
    'filter.disposition',
    'recipient_status',
    'action',
    'disposition',
  ],
  ...['Act', 'microsoft.online_message_trace.Status', 'abnormal_security.threat.remediation_status'],
];

const QUARANTINE = ['quarantineFolder', 'quarantineFolder_s', 'filter.quarantine.folder'];

const TABLE = pathTable({ verdict: VERDICT, quarantine: QUARANTINE });
const F = TABLE.slots;

/** Words of gateways for the four fates of a message, in lower case; the first that the word contains. */
const FATES: readonly (readonly [string, string])[] = [
  ['quarantin', 'quarantined'],
  ['hld', 'quarantined'],
  ['hold', 'quarantined'],
  ['held', 'quarantined'],
  ['block', 'blocked'],
  ['reject', 'blocked'],
  ['rej', 'blocked'],
  ['discard', 'blocked'],
  ['denied', 'blocked'],
  ['filteredasspam', 'quarantined'],
  ['junk', 'quarantined'],
  ['fail', 'failed'],
  ['bounce', 'failed'],
  ['deliver', 'delivered'],
  ['continue', 'delivered'],
  ['allow', 'delivered'],
  ['acc', 'delivered'],
  ['pass', 'delivered'],
  ['success', 'delivered'],
  ['expanded', 'delivered'],
];

/** What became of the message: `delivered`, `quarantined`, `blocked`, `failed`, else the gateway's own word or ''. */
export function verdictOf(record: RawRecord): string {
  if (asText(lookup(record, 'event.type')).toLowerCase() === 'denied' || lookup(record, 'proofpoint_tap.message_blocked') !== undefined)
    return 'blocked';
  if (lookup(record, 'proofpoint_tap.message_delivered') !== undefined) return 'delivered';
  const paths = TABLE.open(record);
  if (firstText(record, paths[F.quarantine] ?? []) !== '') return 'quarantined';
  let first = '';
  for (const path of paths[F.verdict] ?? []) {
    const word = asText(lookup(record, path)).toLowerCase();
    if (word === '' || word === 'unknown' || word.length > 40) continue;
    for (const [part, fate] of FATES) if (word.includes(part)) return fate;
    first ||= word;
  }
  return first;
}

/** Outcome of the delivery. */
export function deliveryOutcome(verdict: string): Outcome {
  if (verdict === 'delivered') return 'success';
  return verdict === 'blocked' || verdict === 'quarantined' || verdict === 'failed' ? 'failure' : 'unknown';
}
