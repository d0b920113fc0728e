import type { TlsSettings } from '../tls-settings.js';
import type { SplunkSettings } from './splunk-settings.js';

/** The HTTP Event Collector to which documents go. */
export interface CollectorSettings {
  /** Scheme, host and port, e.g. `https://splunk.example.com:8088`. */
  readonly url: string;
  readonly token: string;
  readonly tls: TlsSettings;
  /** Wait until indexers confirm; the token must have acknowledgement switched on. */
  readonly acknowledge: boolean;
}

/** Events that are read together. */
export interface SplunkSourceGroup {
  readonly name: string;
  /** Indexes by name, or macros of the app that name them. Never empty: all indexes at once are not read. */
  readonly places: { readonly kind: 'indexes' | 'macros'; readonly names: readonly string[] };
  /** `known`: those that a mapping reads; `all`: whatever the indexes hold; or these. */
  readonly sourcetypes: 'known' | 'all' | readonly string[];
  /** `raw` reads the event as it came, in JSON; `fields` also what Splunk's add-ons extract from it, for events in other forms. */
  readonly read: 'raw' | 'fields';
  /** Data models of the CIM by whose fields events of other sourcetypes are read. */
  readonly models: readonly string[];
}

/** How to work on one Splunk; durations in milliseconds. */
export interface SplunkPlatformSettings {
  readonly management: SplunkSettings;
  readonly collector: CollectorSettings;
  /** The app in which macros are looked up and which has the collections. */
  readonly app: string;
  readonly outputIndex: string;
  /** Where each anomaly also goes as a risk event of Enterprise Security; undefined: nowhere. */
  readonly riskIndex: string | undefined;
  readonly tenant: string;
  readonly groups: readonly SplunkSourceGroup[];
  /** Sourcetype in lower case → name of the source mapping that reads it, for sourcetypes that no mapping knows. */
  readonly sourcetypes: Readonly<Record<string, string>>;
  readonly safetyLag: number;
  readonly overlap: number;
  /** How long before it was taken in an event may have happened to be looked for at all. */
  readonly oldestEvent: number;
  /** How many searches the role may have at once (`srchJobsQuota`); one fewer is used. */
  readonly searchQuota: number;
  /** Events that one search may give, which is what memory has to hold. */
  readonly eventsPerSearch: number;
  /** How long a search may take. */
  readonly searchTimeout: number;
  /** How long the ids of written events are kept; older ones are looked for in the output index. */
  readonly idsKept: number;
}

const DAY = 86_400_000;

/** What holds where the configuration says nothing. */
export const PLATFORM_DEFAULTS = {
  app: 'throughline',
  outputIndex: 'throughline',
  riskIndex: undefined,
  safetyLag: 120_000,
  overlap: 240_000,
  oldestEvent: 30 * DAY,
  searchQuota: 3,
  eventsPerSearch: 10_000,
  searchTimeout: 600_000,
  idsKept: 100 * DAY,
} as const;
