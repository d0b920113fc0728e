import { PLATFORM_DEFAULTS, type SplunkPlatformSettings, type SplunkSourceGroup } from '../../connectors/splunk/platform-settings.js';
import { SPLUNK_DEFAULTS, type SplunkAuthentication } from '../../connectors/splunk/splunk-settings.js';
import { DOMAINS } from '../activity/domains.js';
import type { SourceMapping } from '../activity/source-mapping.js';
import type { SplunkSection } from '../config/splunk-section.js';
import { ConfigError } from '../errors.js';
import { inputMacro } from '../panels/splunk/splunk-names.js';
import { milliseconds, tlsOf } from './section-values.js';

const DAY = 86_400_000;

/** Who we are, as the checked section says it. */
const authenticationOf = ({ token, username = '', password = '' }: SplunkSection): SplunkAuthentication =>
  token === undefined ? { kind: 'password', username, password } : { kind: 'token', token };

/** What is read if the configuration names nothing: what the macros of the app name, each event once. */
const DEFAULT_GROUPS: readonly SplunkSourceGroup[] = [
  { name: 'inputs', places: { kind: 'macros', names: DOMAINS.map(inputMacro) }, sourcetypes: 'known', read: 'raw', models: [] },
];

const groupsOf = ({ groups }: SplunkSection): readonly SplunkSourceGroup[] =>
  groups === undefined
    ? DEFAULT_GROUPS
    : Object.entries(groups).map(([name, { indexes, macros = [], sourcetypes = 'known', read = 'raw', models = [] }]) => ({
        name,
        places: indexes === undefined ? { kind: 'macros', names: macros } : { kind: 'indexes', names: indexes },
        sourcetypes,
        read,
        models,
      }));

/**
 * What the configuration says about a Splunk, with every default filled in.
 *
 * @throws ConfigError if a sourcetype is given to a mapping that does not exist
 */
export function splunkPlatformFrom(section: SplunkSection, tenant: string, mappings: readonly SourceMapping[]): SplunkPlatformSettings {
  const { collector, sourcetypes = {} } = section;
  for (const [sourcetype, source] of Object.entries(sourcetypes)) {
    if (mappings.some(({ name }) => name === source)) continue;
    const known = mappings.map(({ name }) => name).sort();
    throw new ConfigError(`splunk.sourcetypes.${sourcetype}: there is no source mapping "${source}"; there are ${known.join(', ')}`);
  }
  return {
    management: {
      url: section.url,
      authentication: authenticationOf(section),
      tls: tlsOf(section.tls),
      connectTimeout: SPLUNK_DEFAULTS.connectTimeout,
      requestTimeout: milliseconds(section.requestTimeoutSeconds, SPLUNK_DEFAULTS.requestTimeout),
    },
    collector: {
      url: collector.url,
      token: collector.token,
      tls: tlsOf(collector.tls ?? section.tls),
      acknowledge: collector.acknowledge ?? false,
    },
    app: section.app ?? PLATFORM_DEFAULTS.app,
    outputIndex: section.outputIndex ?? PLATFORM_DEFAULTS.outputIndex,
    riskIndex: section.riskIndex,
    tenant,
    groups: groupsOf(section),
    sourcetypes: Object.fromEntries(Object.entries(sourcetypes).map(([sourcetype, source]) => [sourcetype.toLowerCase(), source])),
    safetyLag: milliseconds(section.safetyLagSeconds, PLATFORM_DEFAULTS.safetyLag),
    overlap: milliseconds(section.overlapSeconds, PLATFORM_DEFAULTS.overlap),
    oldestEvent: section.oldestEventDays === undefined ? PLATFORM_DEFAULTS.oldestEvent : section.oldestEventDays * DAY,
    searchQuota: section.searchQuota ?? PLATFORM_DEFAULTS.searchQuota,
    eventsPerSearch: section.eventsPerSearch ?? PLATFORM_DEFAULTS.eventsPerSearch,
    searchTimeout: milliseconds(section.searchTimeoutSeconds, PLATFORM_DEFAULTS.searchTimeout),
    idsKept: PLATFORM_DEFAULTS.idsKept,
  };
}
