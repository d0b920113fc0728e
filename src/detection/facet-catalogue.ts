import type { FacetFamily } from '../documents/anomaly.js';
import type { UnitKind } from './finding.js';

export interface FacetDefinition {
  readonly name: string;
  readonly unit: UnitKind;
  readonly family: FacetFamily;
  /** Sentence fragment for the "why" table. */
  readonly label: string;
  /** `values`: categorical novelty; `amount`: numeric tail; `special`: a detector of its own. */
  readonly kind: 'values' | 'amount' | 'special';
}

const define = (
  unit: UnitKind,
  rows: readonly (readonly [name: string, family: FacetFamily, kind: FacetDefinition['kind'], label: string])[],
): readonly FacetDefinition[] => rows.map(([name, family, kind, label]) => ({ name, unit, family, kind, label }));

/** Every respect in which a window is judged. The order is part of the state's format: append, never reorder. */
export const FACETS: readonly FacetDefinition[] = [
  ...define('account', [
    ['origin-network', 'novelty', 'values', 'network acted from'],
    ['origin-country', 'novelty', 'values', 'country acted from'],
    ['client', 'novelty', 'values', 'program or device used'],
    ['application', 'novelty', 'values', 'application and the app it was reached through'],
    ['action', 'novelty', 'values', 'kind of operation'],
    ['resource', 'novelty', 'values', 'place or object type touched'],
    ['target', 'novelty', 'values', 'account or device acted upon'],
    ['activity-volume', 'volume', 'amount', 'number of operations'],
    ['read-volume', 'exfiltration', 'amount', 'amount read or downloaded'],
    ['delete-volume', 'volume', 'amount', 'number of deletions'],
    ['failure-volume', 'volume', 'amount', 'number of failures'],
    ['distinct-resources', 'volume', 'amount', 'number of different objects'],
    ['hour-of-week', 'time', 'special', 'hour of the week'],
    ['travel', 'travel', 'special', 'use from two places at once'],
    ['action-sequence', 'sequence', 'special', 'order of operations'],
    ['access-change', 'persistence', 'special', 'change of who may do what'],
    ['sharing', 'exfiltration', 'values', 'whom something was shared with'],
    ['mail-recipient', 'mail', 'values', 'domain written to'],
    ['mail-volume', 'exfiltration', 'amount', 'number of recipients written to'],
    ['origin-prefix', 'novelty', 'values', 'address range acted from'],
    ['origin-behaviour', 'novelty', 'special', 'what was done from a network new to the account'],
    ['distinct-actions', 'volume', 'amount', 'number of different kinds of operation'],
    ['account-age', 'novelty', 'special', 'how new the account is'],
    ['authentication', 'novelty', 'special', 'way of proving who it is'],
  ]),
  ...define('mailbox', [
    ['sender', 'mail', 'values', 'sender'],
    ['sender-domain', 'mail', 'values', 'domain of the sender'],
    ['reply-path', 'mail', 'special', 'reply address and display name'],
    ['look-alike', 'mail', 'special', 'likeness of the sender to a known name'],
    ['mail-authentication', 'mail', 'special', 'SPF, DKIM and DMARC results'],
    ['link-domain', 'mail', 'values', 'domain linked to'],
    ['attachment', 'mail', 'values', 'kind of attachment'],
    ['mail-received', 'volume', 'amount', 'number of messages received'],
  ]),
  ...define('device', [
    ['destination', 'destination', 'values', 'outside destination'],
    ['service-port', 'novelty', 'values', 'service and port used'],
    ['bytes-out', 'exfiltration', 'amount', 'bytes sent outside'],
    ['connection-volume', 'volume', 'amount', 'number of connections'],
    ['fan-out', 'lateral', 'amount', 'number of different inside destinations'],
    ['internal-edge', 'lateral', 'values', 'inside host administered or logged on to'],
    ['account-on-device', 'lateral', 'values', 'account used on the device'],
    ['credential-switch', 'lateral', 'special', 'change of account along a path of logons'],
    ['beaconing', 'beaconing', 'special', 'regularity of contact with one destination'],
    ['dns-tunnel', 'dns', 'special', 'names asked for under one domain'],
    ['generated-names', 'dns', 'special', 'names that look generated or do not exist'],
    ['client-fingerprint', 'novelty', 'values', 'program, by user agent or TLS fingerprint'],
    ['certificate', 'novelty', 'values', 'certificate presented'],
    ['transfer', 'exfiltration', 'values', 'kind of file moved'],
    ['device-hour', 'time', 'special', 'hour of the week'],
    ['device-age', 'novelty', 'special', 'how new the device is'],
    ['bytes-in', 'volume', 'amount', 'bytes received from one outside destination'],
    ['longest-connection', 'beaconing', 'amount', 'longest connection with one outside destination'],
  ]),
  ...define('alert', [['alert-rarity', 'alert', 'special', 'how rarely this rule fires on this entity']]),
];

/** Index of a facet in `FACETS` by name. */
export const FACET_INDEX: ReadonlyMap<string, number> = new Map(FACETS.map((facet, index) => [facet.name, index]));
