/** What was done, as a verb phrase in the past tense, and how much it tells of the consequence (higher tells more). */
export interface Phrase {
  readonly text: string;
  readonly consequence: number;
}

const PHRASES: Readonly<Record<string, Phrase>> = {
  'mass-deletion': { text: 'deleted far more than ever before', consequence: 98 },
  'mass-write': { text: 'rewrote far more files than ever before', consequence: 97 },
  'delete-after-export': { text: 'deleted the traces of an export', consequence: 96 },
  'large-upload': { text: 'sent data out', consequence: 94 },
  'archive-upload': { text: 'sent an archive out', consequence: 93 },
  'snapshot-shared': { text: 'shared a snapshot outside', consequence: 93 },
  'data-export': { text: 'exported data', consequence: 92 },
  'bulk-job': { text: 'ran a bulk job', consequence: 91 },
  'mass-download': { text: 'downloaded far more than ever before', consequence: 90 },
  'job-deleted': { text: 'deleted its job', consequence: 89 },
  'forward-external': { text: 'had mail sent on to an outside address', consequence: 88 },
  'logging-changed': { text: 'changed what is logged', consequence: 87 },
  'anonymous-link': { text: 'made a link that works for anyone', consequence: 86 },
  'file-shared-external': { text: 'shared files outside', consequence: 84 },
  'secret-read': { text: 'read secrets', consequence: 83 },
  'trust-changed': { text: 'changed a trust', consequence: 82 },
  'role-granted': { text: 'granted a role', consequence: 80 },
  'hides-mail': { text: 'hid mail by a mailbox rule', consequence: 79 },
  'account-created': { text: 'created an account', consequence: 78 },
  'credential-added': { text: 'added a credential', consequence: 77 },
  'consent-granted': { text: 'gave an application access', consequence: 76 },
  'mail-forwarding': { text: 'set up mail forwarding', consequence: 75 },
  'transport-rule': { text: 'changed the mail flow', consequence: 74 },
  'mailbox-rule': { text: 'made a mailbox rule', consequence: 73 },
  'mfa-changed': { text: 'changed a second factor', consequence: 72 },
  'mailbox-permission': { text: 'gave access to a mailbox', consequence: 71 },
  'password-changed': { text: 'changed a password', consequence: 65 },
  'network-exposed': { text: 'opened the network', consequence: 70 },
  'compute-launched': { text: 'launched machines', consequence: 69 },
  'code-executed': { text: 'ran code', consequence: 68 },
  'code-changed': { text: 'changed code', consequence: 67 },
  'resource-deleted': { text: 'deleted resources', consequence: 66 },
  'policy-changed': { text: 'changed a policy', consequence: 64 },
  'credential-switched': { text: 'changed account along a path of logons', consequence: 62 },
  'new-internal-edge': { text: 'administered an inside host for the first time', consequence: 61 },
  'remote-administration': { text: 'administered inside hosts', consequence: 60 },
  'internal-scan': { text: 'tried many inside hosts', consequence: 58 },
  'many-subdomains': { text: 'asked for many names under one domain', consequence: 57 },
  'generated-domain': { text: 'asked for generated names', consequence: 56 },
  'periodic-contact': { text: 'kept calling one outside destination at regular intervals', consequence: 55 },
  'executable-download': { text: 'downloaded a program', consequence: 52 },
  'link-clicked': { text: 'opened a link from mail', consequence: 50 },
  'mail-click': { text: 'opened a link from mail', consequence: 50 },
  'new-recipient-domain': { text: 'wrote to a domain never written to', consequence: 45 },
  'api-burst': { text: 'called the interface in bursts', consequence: 42 },
  'api-query': { text: 'queried records', consequence: 35 },
  'api-describe': { text: 'looked over the objects', consequence: 30 },
  'file-downloaded': { text: 'downloaded files', consequence: 28 },
  'mail-sent': { text: 'sent mail', consequence: 20 },
};

const ORIGINS: readonly (readonly [fact: string, text: string])[] = [
  ['impossible-travel', 'was used from two places too far apart'],
  ['new-country-for-account', 'acted from a country new to it'],
  ['new-network-for-estate', 'acted from a network nobody had used'],
  ['concurrent-use', 'was active from two networks at once'],
  ['new-network-for-account', 'acted from a network new to it'],
  ['look-alike-domain', 'got mail from a look-alike domain'],
  ['display-name-impersonation', "got mail under a colleague's name"],
  ['rare-link', 'got mail with a link nobody had seen'],
  ['new-sender-domain', 'got mail from a domain nobody knew'],
  ['new-destination-for-estate', 'contacted a destination nobody had contacted'],
  ['new-destination-for-device', 'contacted a destination new to it'],
  ['new-client-for-account', 'used a program new to it'],
  ['first-seen-account', 'appeared for the first time'],
];

/** The most telling thing done among the facts of a window, or undefined. */
export const consequencePhrase = (facts: readonly (readonly [name: string, count: number])[]): Phrase | undefined => {
  let best: Phrase | undefined;
  for (const [fact] of facts) {
    const phrase = PHRASES[fact];
    if (phrase !== undefined && (best === undefined || phrase.consequence > best.consequence)) best = phrase;
  }
  return best;
};

/** How it came about: where from, by what; '' if the facts do not say. */
export const originPhrase = (facts: readonly (readonly [name: string, count: number])[]): string => {
  const present = new Set(facts.map(([fact]) => fact));
  return ORIGINS.find(([fact]) => present.has(fact))?.[1] ?? '';
};
