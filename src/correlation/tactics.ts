import type { Finding } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import { TACTICS, type Tactic } from '../documents/common.js';
import type { ObservationRecord } from './observation.js';

/** Actions that tell their purpose by themselves, the most telling first. */
const TACTIC_OF_FACT: readonly (readonly [fact: string, tactic: Tactic])[] = [
  ['mass-deletion', 'impact'],
  ['mass-write', 'impact'],
  ['delete-after-export', 'defense-evasion'],
  ['job-deleted', 'defense-evasion'],
  ['logging-changed', 'defense-evasion'],
  ['hides-mail', 'defense-evasion'],
  ['forward-external', 'collection'],
  ['snapshot-shared', 'exfiltration'],
  ['large-upload', 'exfiltration'],
  ['archive-upload', 'exfiltration'],
  ['data-export', 'exfiltration'],
  ['bulk-job', 'collection'],
  ['mass-download', 'collection'],
  ['consent-granted', 'persistence'],
  ['credential-added', 'persistence'],
  ['account-created', 'persistence'],
  ['mfa-changed', 'persistence'],
  ['mailbox-rule', 'persistence'],
  ['mail-forwarding', 'collection'],
  ['transport-rule', 'persistence'],
  ['role-granted', 'privilege-escalation'],
  ['secret-read', 'credential-access'],
  ['credential-switched', 'lateral-movement'],
  ['new-internal-edge', 'lateral-movement'],
  ['remote-administration', 'lateral-movement'],
  ['internal-scan', 'discovery'],
  ['periodic-contact', 'command-and-control'],
  ['many-subdomains', 'command-and-control'],
  ['generated-domain', 'command-and-control'],
  ['link-clicked', 'execution'],
  ['executable-download', 'execution'],
];

const TACTIC_OF_FACET: Readonly<Record<string, Tactic>> = {
  'origin-network': 'initial-access',
  'origin-country': 'initial-access',
  client: 'initial-access',
  travel: 'initial-access',
  'failure-volume': 'credential-access',
  'read-volume': 'collection',
  'delete-volume': 'impact',
  'access-change': 'persistence',
  sharing: 'exfiltration',
  'mail-volume': 'exfiltration',
  'distinct-resources': 'discovery',
  sender: 'initial-access',
  'sender-domain': 'initial-access',
  'reply-path': 'initial-access',
  'look-alike': 'initial-access',
  'mail-authentication': 'initial-access',
  'link-domain': 'initial-access',
  attachment: 'initial-access',
  destination: 'command-and-control',
  beaconing: 'command-and-control',
  'dns-tunnel': 'command-and-control',
  'generated-names': 'command-and-control',
  'client-fingerprint': 'command-and-control',
  'longest-connection': 'command-and-control',
  'bytes-out': 'exfiltration',
  transfer: 'exfiltration',
  'fan-out': 'discovery',
  'internal-edge': 'lateral-movement',
  'account-on-device': 'lateral-movement',
  'credential-switch': 'lateral-movement',
};

/** Position in the kill chain, 0 = reconnaissance. */
export const tacticIndex = (tactic: Tactic): number => TACTICS.indexOf(tactic);

/**
 * Tactics of a window: those of its models in their order; without a model the one that its facts or else its leading facet
 * speak for; empty where nothing does.
 */
export const tacticsOf = (finding: Finding, models: readonly Model[]): readonly Tactic[] => {
  if (models.length > 0) return [...new Set(models.map((model) => model.attack.tactic))];
  for (const [fact, tactic] of TACTIC_OF_FACT) if (finding.facts.has(fact)) return [tactic];
  const tactic = TACTIC_OF_FACET[finding.facets[0]?.name ?? ''];
  return tactic === undefined ? [] : [tactic];
};

/** C of the link score: 1 for a step forward, within a tactic or between gathering data and taking it out, which take turns, 0.6 one step back, 0.3 farther back. */
export const orderFactor = (earlier: readonly Tactic[], later: readonly Tactic[]): number => {
  if (earlier.length === 0 || later.length === 0) return UNKNOWN_ORDER;
  const furthest = Math.max(...later.map(tacticIndex));
  const nearest = Math.min(...earlier.map(tacticIndex));
  if (furthest >= nearest || (earlier.some(isTaking) && later.some(isTaking))) return 1;
  return nearest - furthest === 1 ? 0.6 : 0.3;
};

/** Without a tactic on one side the order says nothing: between a step back and a step forward. */
const UNKNOWN_ORDER = 0.8;

const HOUR = 3_600_000;
const SHORT = 2 * HOUR;
const DAY = 24 * HOUR;

/** What a person does days after having been sent a lure. */
const AFTER_A_LURE = ['consent-granted', 'link-clicked', 'mail-click', 'app-registered', 'credential-added', 'mfa-changed'] as const;

const LONG_LIVED: ReadonlySet<Tactic> = new Set<Tactic>(['persistence', 'command-and-control']);

/** Data is taken in portions: on several evenings, by the same person in the same way. */
const isTaking = (tactic: Tactic): boolean => tactic === 'collection' || tactic === 'exfiltration';

const takes = (record: ObservationRecord): boolean => record.tactics.some(isTaking);

const isSameModus = (earlier: ObservationRecord, later: ObservationRecord): boolean =>
  earlier.subject.id === later.subject.id &&
  takes(earlier) &&
  takes(later) &&
  earlier.telling.some((model) => later.telling.includes(model));

/** How mail pretends to come from somebody whom its reader knows. */
const PRETENCES: ReadonlySet<string> = new Set(['look-alike-domain', 'display-name-impersonation', 'reply-elsewhere']);

const pretends = (record: ObservationRecord): boolean => record.unit === 'mailbox' && record.facts.some(([fact]) => PRETENCES.has(fact));

/**
 * τ of the link score in milliseconds: 2 h, 24 h around persistence and C2 and after mail, 7 d from a lure to what it asks for, and between mails
 * that pretend to somebody to be whom they are not: a deception that has begun goes on, under whatever name.
 */
export const decayTime = (earlier: ObservationRecord, later: ObservationRecord): number => {
  if (earlier.subject.id === later.subject.id && pretends(earlier) && pretends(later)) return 7 * DAY;
  if (earlier.domains.includes('email')) {
    return later.facts.some(([fact]) => (AFTER_A_LURE as readonly string[]).includes(fact)) ? 7 * DAY : DAY;
  }
  if (isSameModus(earlier, later)) return 7 * DAY;
  if (takes(earlier) && takes(later)) return DAY;
  const longLived = earlier.tactics.some((tactic) => LONG_LIVED.has(tactic)) || later.tactics.some((tactic) => LONG_LIVED.has(tactic));
  return longLived ? DAY : SHORT;
};
