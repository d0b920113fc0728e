import type { Outcome } from '../domains.js';
import { asText } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import { memoized } from '../fields/memoized.js';
import { F, type MailView, pathsTo, readText } from './mail-paths.js';

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

/** Longest word of a gateway for what became of a message. */
const LONGEST = 40;
const fateOf = memoized(256, LONGEST, (word) => FATES.find(([part]) => word.includes(part))?.[1] ?? '');

/** What became of the message: `delivered`, `quarantined`, `blocked`, `failed`, else the gateway's own word or ''. */
export function verdictOf(of: MailView): string {
  const { record } = of;
  if (asText(lookup(record, 'event.type')).toLowerCase() === 'denied' || lookup(record, 'proofpoint_tap.message_blocked') !== undefined)
    return 'blocked';
  if (lookup(record, 'proofpoint_tap.message_delivered') !== undefined) return 'delivered';
  if (readText(of, F.quarantine) !== '') return 'quarantined';
  let first = '';
  for (const path of pathsTo(of, F.verdict)) {
    const word = asText(lookup(record, path)).toLowerCase();
    if (word === '' || word === 'unknown' || word.length > LONGEST) continue;
    const fate = fateOf(word);
    if (fate !== '') return fate;
    first ||= word;
  }
  return first;
}

/** Outcome of the delivery. */
export function deliveryOutcome(verdict: string): Outcome {
  if (verdict === 'delivered') return 'success';
  return verdict === 'blocked' || verdict === 'quarantined' || verdict === 'failed' ? 'failure' : 'unknown';
}
