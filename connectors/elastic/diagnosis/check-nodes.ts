import { AccessDeniedError, SourceUnavailableError, WindowIncompleteError } from '../../../src/errors.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import { ElasticGateway } from '../elastic-gateway.js';
import type { ElasticSettings } from '../elastic-settings.js';
import type { Pacing } from '../../pacing.js';
import { attempt } from './attempt.js';

/** What is known of a node: `undefined` where the role may not see it. */
export interface KnownNode {
  readonly version: string | undefined;
  /** `default`, `serverless`, `opensearch` … */
  readonly flavour: string | undefined;
}

interface InfoAnswer {
  readonly version?: { readonly number?: string; readonly build_flavor?: string; readonly distribution?: string };
}
interface NodesAnswer {
  readonly nodes?: Readonly<Record<string, { readonly version?: string }>>;
}

/** Whether each node of the configuration answers, and which version it is. Nothing else can be looked at if none does. */
export async function checkNodes(
  settings: ElasticSettings,
  pacing: Pacing,
  options: CallOptions,
): Promise<{ readonly diagnoses: readonly Diagnosis[]; readonly known: KnownNode | undefined }> {
  const diagnoses: Diagnosis[] = [];
  let known: KnownNode | undefined;
  for (const node of settings.nodes) {
    const gateway = new ElasticGateway({ ...settings, nodes: [node] }, pacing);
    try {
      const found = await askNode(gateway, options);
      known ??= found;
      diagnoses.push(reached(node, settings, found));
    } catch (error) {
      diagnoses.push(unreached(node, error));
    } finally {
      await gateway.close();
    }
  }
  const { length: down } = diagnoses.filter(({ level }) => level === 'error');
  if (known === undefined || down === 0) return { diagnoses, known };
  // The others do its work.
  return { diagnoses: diagnoses.map((one) => (one.level === 'error' ? { ...one, level: 'warning' } : one)), known };
}

async function askNode(gateway: ElasticGateway, options: CallOptions): Promise<KnownNode> {
  const info = await attempt<InfoAnswer>(gateway, 'reach the cluster', (client, transport) => client.info({}, transport), options);
  if (info.kind === 'answer') {
    const { number, distribution, build_flavor: flavour } = info.answer.version ?? {};
    return { version: number, flavour: distribution ?? flavour };
  }
  const path = '/_nodes/_local?filter_path=nodes.*.version';
  const nodes = await attempt<NodesAnswer>(
    gateway,
    'ask for the version',
    (client, transport) => client.transport.request({ method: 'GET', path }, transport),
    options,
  );
  const version = nodes.kind === 'answer' ? Object.values(nodes.answer.nodes ?? {})[0]?.version : undefined;
  return { version, flavour: undefined };
}

const TESTED = 'Elasticsearch 8 and 9 and OpenSearch 2';

function reached(node: string, { product }: ElasticSettings, { version, flavour }: KnownNode): Diagnosis {
  const data = { node, version: version ?? null, flavour: flavour ?? null };
  const common = { check: 'connection', data } as const;
  if (version === undefined)
    return {
      ...common,
      level: 'ok',
      message: `${node} answers. Its version cannot be seen with these privileges, which is as it should be.`,
    };
  const isOpenSearch = flavour === 'opensearch';
  if (isOpenSearch !== (product === 'opensearch') && flavour !== undefined) {
    const fix = `Set elastic.product to ${isOpenSearch ? 'opensearch' : 'elasticsearch'}.`;
    return { ...common, level: 'error', message: `${node} is ${isOpenSearch ? 'OpenSearch' : 'Elasticsearch'} ${version}.`, fix };
  }
  const name = `${product === 'opensearch' ? 'OpenSearch' : 'Elasticsearch'} ${version}${flavour === 'serverless' ? ', serverless' : ''}`;
  const major = Number(version.split('.')[0]);
  const expected = product === 'opensearch' ? [2, 3] : [8, 9];
  if (expected.includes(major) || flavour === 'serverless') return { ...common, level: 'ok', message: `${node} answers: ${name}.` };
  const fix = `Throughline is tested with ${TESTED}; use one of them.`;
  return { ...common, level: 'warning', message: `${node} is ${name}, which Throughline was never tried with.`, fix };
}

function unreached(node: string, error: unknown): Diagnosis {
  const isOurs = error instanceof SourceUnavailableError || error instanceof AccessDeniedError || error instanceof WindowIncompleteError;
  if (!isOurs) throw error;
  const data = { node, code: error.code };
  return { check: 'connection', level: 'error', message: `${node}: ${error.message}.`, fix: remedy(error), data };
}

function remedy(error: Error): string {
  if (error instanceof AccessDeniedError)
    return 'The key or password is wrong, has expired or was revoked: make a new one (throughline install elastic prints the call) and put it where the configuration refers to.';
  if (/altnames|does not match/i.test(error.message))
    return 'Name the host in elastic.nodes as the certificate of the server does. Nothing was sent.';
  if (/certificate/i.test(error.message))
    return 'Put the authority that signed the certificate of the server into elastic.tls.authorities, or renew the certificate if it has expired. Nothing was sent.';
  if (error.message.includes('no Elasticsearch')) return 'Set elastic.product to opensearch, or correct elastic.nodes.';
  return 'Check address and port in elastic.nodes, that the cluster is up, and that no firewall is between.';
}
