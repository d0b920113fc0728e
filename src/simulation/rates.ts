/** A published or assumed quantity, with where it comes from. */
export interface Rate {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** Part of the published volume that is generated at scale 1, so that a month of 200 users replays in about a minute. */
  readonly sampling: number;
}

const MICROSOFT_VOLUME = 'Microsoft Learn, Microsoft Entra activity logs in Azure Monitor, cost and volume table (per 1,000 users)';
const CLUE = 'CLUE-LDS: Landauer et al., a user behaviour log data set of a cloud storage service, https://zenodo.org/records/7119953';
const MAIL_SURVEY = 'Radicati Group e-mail statistics, second-hand';
const ZEEK_OFFICE = 'M57-Patents office day, four workstations, counted';
const ASSUMED = 'assumption of this generator, no published figure found';

/** Rates of the generated estate. Published volumes are kept as published; `sampling` says how much of them is generated. */
export const RATES = {
  signIns: { value: 34.8, unit: 'a user and calendar day', source: MICROSOFT_VOLUME, sampling: 0.5 },
  directoryAudits: { value: 15, unit: 'a user and calendar day', source: MICROSOFT_VOLUME, sampling: 0.1 },
  fileEvents: { value: 600, unit: 'a user and active day', source: CLUE, sampling: 0.045 },
  mailSent: { value: 30.9, unit: 'a user and workday', source: MAIL_SURVEY, sampling: 0.25 },
  mailReceived: { value: 117, unit: 'a user and day', source: MAIL_SURVEY, sampling: 0.25 },
  mailInternalShare: { value: 0.7, unit: 'part of messages', source: '2007 enterprise mail survey', sampling: 1 },
  connections: { value: 1971, unit: 'a host and day', source: ZEEK_OFFICE, sampling: 0.04 },
  dnsNameNotFound: { value: 0.09, unit: 'part of queries', source: '2005 DNS traffic study, abstract', sampling: 1 },
  dnsUnanswered: { value: 0.12, unit: 'part of queries', source: '2005 DNS traffic study, abstract', sampling: 1 },
  signInFailures: { value: 0.025, unit: 'part of sign-ins', source: ASSUMED, sampling: 1 },
  salesforceActions: { value: 60, unit: 'a Salesforce user and workday', source: ASSUMED, sampling: 0.4 },
  cloudActions: { value: 20000, unit: 'a day per 500 users', source: 'data set appendix: 10,000 to 50,000 a day', sampling: 0.12 },
  lateRecords: { value: 0.02, unit: 'part of records', source: ASSUMED, sampling: 1 },
  duplicateRecords: { value: 0.005, unit: 'part of records', source: ASSUMED, sampling: 1 },
  travellers: { value: 0.08, unit: 'part of users in 30 days', source: ASSUMED, sampling: 1 },
  mailToSelf: { value: 0.012, unit: 'part of messages that go to a private address of the writer', source: ASSUMED, sampling: 1 },
  activitySigma: { value: 1.2, unit: 'σ of the log-normal activity multiplier across users', source: ASSUMED, sampling: 1 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof RATES;

/** Part of the published volume to generate, per rate; replaces the `sampling` of the table. */
export type SamplingOverrides = Readonly<Partial<Record<RateName, number>>>;

/** Volume to generate: published value × sampling × scale. */
export function generatedRate(name: RateName, estate: { readonly scale: number; readonly sampling: SamplingOverrides }): number {
  const rate: Rate = RATES[name];
  return rate.value * (estate.sampling[name] ?? rate.sampling) * estate.scale;
}
