/** Where a domain or address can turn up. The order is part of the snapshot's format: append, never reorder. */
export const CHANNELS = [
  'mail-sender',
  'mail-reply-to',
  'mail-recipient',
  'mail-link',
  'mail-click',
  'mail-relay',
  'dns',
  'http',
  'tls',
  'connection',
  'sign-in',
  'operation',
  'alert',
] as const;
export type Channel = (typeof CHANNELS)[number];

export interface ChannelStory {
  readonly channel: Channel;
  readonly first: number;
  /** Events, at most 65,535: then it means "at least". */
  readonly count: number;
}

/** The life of a domain or address as the data tells it. Times are epoch milliseconds, true to the second. */
export interface LifeStory {
  readonly name: string;
  readonly kind: 'domain' | 'address';
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly count: number;
  /** Distinct devices or accounts that had to do with it; exact up to 16. */
  readonly prevalence: number;
  readonly exact: boolean;
  /** In order of first sight. */
  readonly channels: readonly ChannelStory[];
  /** The first to have to do with it, at most 4, in order of contact, with the entity number as of then. */
  readonly by: readonly { readonly entity: number; readonly channel: Channel }[];
}
