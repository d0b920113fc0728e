import type { FacetDocument } from '../documents/anomaly.js';

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
};

const CAUSE_OF_FACET: ReadonlyMap<string, string> = new Map(
  Object.entries(FACETS_OF_CAUSE).flatMap(([cause, facets]) => facets.map((facet) => [facet, cause] as const)),
);

/** A facet counts as a departure of its own from here on. */
const DEPARTURE = 0.01;

/** Causes that the departing facets of a window speak for, each with its greatest surprisal; the leading facet's alone if none departs. */
export const causesOf = (facets: readonly FacetDocument[]): ReadonlyMap<string, number> => {
  const departing = facets.filter((facet) => facet.probability <= DEPARTURE);
  const causes = new Map<string, number>();
  for (const { name, surprisal } of departing.length > 0 ? departing : facets.slice(0, 1)) {
    const cause = CAUSE_OF_FACET.get(name) ?? name;
    causes.set(cause, Math.max(causes.get(cause) ?? 0, surprisal));
  }
  return causes;
};
