import type { ObservationRecord } from './observation.js';

/** The cause of all that is new about somebody new, told by whichever of their entities. */
export const NEWCOMER = 'newcomer';

/** Facets that one and the same thing lights together: a month's end raises all amounts, a journey all that tells the origin. */
const FACETS_OF_CAUSE: Readonly<Record<string, readonly string[]>> = {
  origin: ['origin-network', 'origin-country', 'origin-prefix', 'origin-behaviour', 'travel'],
  program: ['client', 'client-fingerprint'],
  amount: [
    'activity-volume',
    'read-volume',
    'delete-volume',
    'failure-volume',
    'distinct-resources',
    'distinct-actions',
    'mail-volume',
    'mail-received',
    'connection-volume',
    'fan-out',
    'bytes-in',
  ],
  deed: ['application', 'action', 'resource', 'target', 'access-change'],
  recipient: ['sharing', 'mail-recipient'],
  hour: ['hour-of-week', 'device-hour'],
  mail: ['sender', 'sender-domain', 'reply-path', 'look-alike', 'mail-authentication', 'link-domain', 'attachment'],
  contact: ['destination', 'beaconing', 'certificate', 'dns-tunnel', 'generated-names', 'longest-connection'],
  path: ['internal-edge', 'account-on-device', 'credential-switch', 'service-port'],
  outflow: ['bytes-out', 'transfer'],
  newcomer: ['account-age', 'device-age'],
};

const CAUSE_OF_FACET: ReadonlyMap<string, string> = new Map(
  Object.entries(FACETS_OF_CAUSE).flatMap(([cause, facets]) => facets.map((facet) => [facet, cause] as const)),
);

/** A facet counts as a departure of its own from here on. */
const DEPARTURE = 0.01;

/** Departures that are bound to come with somebody's first hours. */
const NEW_TO_A_NEWCOMER: ReadonlySet<string> = new Set([
  'origin',
  'program',
  'deed',
  'action-sequence',
  'recipient',
  'mail',
  'contact',
  'path',
]);
/** Windows of history from which on an entity is no newcomer. */
const FAMILIAR = 8;

/** Entities whose newness is itself a departure, as the first hours of an employee or a device in an estate that has been watched for weeks. */
export const newcomersIn = (records: readonly Pick<ObservationRecord, 'subject' | 'facets'>[]): ReadonlySet<string> =>
  new Set(
    records.filter(({ facets }) => facets.some(({ name }) => CAUSE_OF_FACET.get(name) === NEWCOMER)).map(({ subject }) => subject.id),
  );

/**
 * Causes that the departing facets of a window speak for, each with its greatest surprisal; the leading facet's alone if none departs. To a
 * newcomer everything is new: all that tells so is one cause.
 */
export const causesOf = (
  { subject, facets, baselineWindows }: Pick<ObservationRecord, 'subject' | 'facets' | 'baselineWindows'>,
  newcomers: ReadonlySet<string>,
): ReadonlyMap<string, number> => {
  const departing = facets.filter((facet) => facet.probability <= DEPARTURE);
  const causes = new Map<string, number>();
  const isNew = newcomers.has(subject.id) && baselineWindows < FAMILIAR;
  for (const { name, surprisal } of departing.length > 0 ? departing : facets.slice(0, 1)) {
    const own = CAUSE_OF_FACET.get(name) ?? name;
    const cause = isNew && NEW_TO_A_NEWCOMER.has(own) ? NEWCOMER : own;
    causes.set(cause, Math.max(causes.get(cause) ?? 0, surprisal));
  }
  return causes;
};
