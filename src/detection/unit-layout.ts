import { patternLayout } from '../baselines/pattern-layout.js';
import { UNIT_KINDS } from './finding.js';

/** Positions of the lists that an account keeps. The first ones carry the facet of the same name. */
export const ACCOUNT_LISTS = [
  'origin-network',
  'origin-country',
  'client',
  'application',
  'action',
  'resource',
  'target',
  'sharing',
  'mail-recipient',
  'origin-prefix',
  'action-pairs',
  'changes',
  'change-attributes',
  'travel-kinds',
  'authentication',
  'authentication-places',
] as const;
export const ACCOUNT_AMOUNTS = [
  'activity-volume',
  'read-volume',
  'delete-volume',
  'failure-volume',
  'distinct-resources',
  'mail-volume',
  'distinct-actions',
] as const;
export const MAILBOX_LISTS = ['sender', 'sender-domain', 'link-domain', 'attachment'] as const;
export const MAILBOX_AMOUNTS = ['mail-received'] as const;
export const DEVICE_LISTS = [
  'destination',
  'service-port',
  'internal-edge',
  'account-on-device',
  'client-fingerprint',
  'certificate',
  'transfer',
] as const;
export const DEVICE_AMOUNTS = ['bytes-out', 'connection-volume', 'fan-out', 'bytes-in', 'longest-connection'] as const;
export const ALERT_LISTS = ['rules'] as const;

/** Unit kinds by number, in the order of `UNIT_KINDS`. */
export const ACCOUNT = 0;
export const MAILBOX = 1;
export const DEVICE = 2;
export const ALERT = 3;

const prior = (mean: number, variance: number): { readonly mean: number; readonly variance: number } => ({ mean, variance });

/**
 * Layout of the whole pattern-of-life state, in the order of `UNIT_KINDS`. The priors are rounded readings of simulated benign estates (see
 * `scripts/fit-prior-tails.ts`); an estate's own values replace them within some tens of windows.
 */
export const UNIT_LAYOUT = patternLayout([
  {
    lists: ACCOUNT_LISTS,
    amounts: ACCOUNT_AMOUNTS,
    amountPriors: [prior(1.7, 1), prior(1.1, 2.8), prior(0.1, 0.1), prior(0.05, 0.05), prior(1.5, 0.8), prior(0.3, 0.5), prior(1.3, 0.4)],
    hours: true,
    met: ['origin-network', 'origin-prefix'],
  },
  { lists: MAILBOX_LISTS, amounts: MAILBOX_AMOUNTS, amountPriors: [prior(1.2, 0.3)], hours: false },
  {
    lists: DEVICE_LISTS,
    amounts: DEVICE_AMOUNTS,
    amountPriors: [prior(7.3, 15), prior(2.4, 0.6), prior(1.4, 0.5), prior(7.3, 15), prior(2, 3)],
    hours: true,
  },
  { lists: ALERT_LISTS, amounts: [], amountPriors: [], hours: false },
]);

export const unitKind = (kind: number): (typeof UNIT_KINDS)[number] => UNIT_KINDS[kind] ?? 'account';

export const accountList = (name: (typeof ACCOUNT_LISTS)[number]): number => ACCOUNT_LISTS.indexOf(name);
export const accountAmount = (name: (typeof ACCOUNT_AMOUNTS)[number]): number => ACCOUNT_AMOUNTS.indexOf(name);
export const mailboxList = (name: (typeof MAILBOX_LISTS)[number]): number => MAILBOX_LISTS.indexOf(name);
export const deviceList = (name: (typeof DEVICE_LISTS)[number]): number => DEVICE_LISTS.indexOf(name);
export const deviceAmount = (name: (typeof DEVICE_AMOUNTS)[number]): number => DEVICE_AMOUNTS.indexOf(name);
