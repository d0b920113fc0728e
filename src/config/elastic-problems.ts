import type { ElasticSection } from './elastic-section.js';
import type { ContentProblem } from './yaml-content.js';

/** Paths of values that must not stand in the file itself. */
export const ELASTIC_SECRETS: readonly (readonly string[])[] = [
  ['elastic', 'apiKey'],
  ['elastic', 'password'],
  ['elastic', 'tls', 'clientKey'],
  ['elastic', 'tls', 'clientKeyPassphrase'],
];

const UNPROTECTED = 'credentials would cross the network unprotected; write https';

/** True of an address to which credentials would go over a connection that others can read. */
export function isUnprotected(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** What the schema cannot say: who we are is told in one way and in full, and never over a connection that others can read. */
export function elasticProblems(section: ElasticSection | undefined): readonly ContentProblem[] {
  if (section === undefined) return [];
  const { apiKey, username, password, tls } = section;
  const problems: ContentProblem[] = [];
  const problem = (path: readonly (string | number)[], message: string) => problems.push({ path: ['elastic', ...path], message });
  if (apiKey === undefined ? (username === undefined) !== (password === undefined) : username !== undefined || password !== undefined) {
    problem([], 'give either apiKey, or username and password');
  }
  if ((tls?.clientCertificate === undefined) !== (tls?.clientKey === undefined)) {
    problem(['tls'], 'a client certificate needs its key and the other way round; add the missing one');
  }
  for (const [index, node] of section.nodes.entries()) {
    const { protocol, username: inUrl } = new URL(node);
    if (inUrl !== '') problem(['nodes', index], 'an address must not hold credentials; use username and password');
    if (protocol !== 'https:' && protocol !== 'http:') problem(['nodes', index], `'${node}' is not an http or https address`);
    if (isUnprotected(node) && (apiKey !== undefined || password !== undefined)) problem(['nodes', index], UNPROTECTED);
  }
  const kibana = section.kibana?.url;
  if (kibana !== undefined && isUnprotected(kibana) && (apiKey !== undefined || password !== undefined))
    problem(['kibana', 'url'], UNPROTECTED);
  return problems;
}
