import type { SplunkSection } from './splunk-section.js';
import type { ContentProblem } from './yaml-content.js';

/** Paths of values that must not stand in the file itself. */
export const SPLUNK_SECRETS: readonly (readonly string[])[] = [
  ['splunk', 'token'],
  ['splunk', 'password'],
  ['splunk', 'collector', 'token'],
  ...[
    ['splunk', 'tls'],
    ['splunk', 'collector', 'tls'],
  ].flatMap((tls) => [
    [...tls, 'clientKey'],
    [...tls, 'clientKeyPassphrase'],
  ]),
];

/** What the schema cannot say: one platform, who we are in one way and in full, only over https, and never all indexes. */
export function splunkProblems(section: SplunkSection | undefined, besideElastic: boolean): readonly ContentProblem[] {
  if (section === undefined) return [];
  const problems: ContentProblem[] = [];
  const problem = (path: readonly (string | number)[], message: string) => problems.push({ path: ['splunk', ...path], message });
  if (besideElastic) problem([], 'there is the key elastic too; Throughline works on one platform, so keep one of the two keys');
  const { token, username, password, collector, groups = {} } = section;
  const one = token === undefined ? username !== undefined && password !== undefined : username === undefined && password === undefined;
  if (!one) problem([], 'give either token, or username and password');
  for (const [path, url] of [
    [['url'], section.url],
    [['collector', 'url'], collector.url],
  ] as const) {
    const { protocol, username: inUrl } = new URL(url);
    if (inUrl !== '') problem(path, 'an address must not hold credentials');
    if (protocol !== 'https:') problem(path, 'credentials would cross the network unprotected; write https');
  }
  for (const [path, tls] of [
    [['tls'], section.tls],
    [['collector', 'tls'], collector.tls],
  ] as const) {
    if ((tls?.clientCertificate === undefined) !== (tls?.clientKey === undefined)) {
      problem(path, 'a client certificate needs its key and the other way round; add the missing one');
    }
  }
  for (const [name, { indexes, macros }] of Object.entries(groups)) {
    if ((indexes === undefined) === (macros === undefined)) problem(['groups', name], 'give either indexes or macros');
    for (const [at, index] of (indexes ?? []).entries()) {
      if (/^\*+$/.test(index)) problem(['groups', name, 'indexes', at], 'all indexes at once are not read; name those that are meant');
    }
  }
  return problems;
}
