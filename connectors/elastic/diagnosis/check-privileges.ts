import { indexNameOf, indexPatternOf, STORED_KINDS } from '../../../src/documents/index-names.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import type { ElasticGateway } from '../elastic-gateway.js';
import { neededPrivileges } from '../privileges.js';
import { attempt } from './attempt.js';

/** One privilege on one index expression. */
interface Needed {
  readonly privilege: string;
  /** What is asked about. */
  readonly name: string;
  /** What to grant it on. */
  readonly pattern: string;
  readonly purpose: string;
}

const SOURCE_PURPOSES: Readonly<Record<string, string>> = {
  read: 'to read records',
  view_index_metadata: 'to ask which indices and fields there are',
};

const OWN_PURPOSES: Readonly<Record<string, (kind: string) => string>> = {
  read: (kind) => `to read back documents of the kind ${kind}`,
  view_index_metadata: (kind) => `to ask where documents of the kind ${kind} lie`,
  create_doc: (kind) => `to add documents of the kind ${kind}`,
  index: (kind) => `to write and replace documents of the kind ${kind}`,
  delete: (kind) => `to withdraw documents of the kind ${kind}`,
  auto_configure: (kind) => `to have an index made for the first document of the kind ${kind}`,
};

/** All that a worker needs, one by one. Remote clusters decide for themselves and are left out. */
function neededOneByOne(gateway: ElasticGateway): readonly Needed[] {
  const { groups, tenant } = gateway.settings;
  const local = [...new Set(groups.flatMap(({ indices }) => indices))].filter((index) => !index.includes(':') && !index.startsWith('-'));
  const [ofSources, ...ofOwn] = neededPrivileges(local);
  const needed = local.flatMap((name) =>
    (ofSources?.privileges ?? []).map((privilege) => ({ privilege, name, pattern: name, purpose: SOURCE_PURPOSES[privilege] ?? '' })),
  );
  const own = STORED_KINDS.flatMap((kind) => {
    const pattern = indexPatternOf(kind) ?? '';
    const name = indexNameOf(kind, tenant)?.name ?? '';
    const privileges = ofOwn.find(({ names }) => names.includes(pattern))?.privileges ?? [];
    return privileges.map((privilege) => ({ privilege, name, pattern, purpose: OWN_PURPOSES[privilege]?.(kind) ?? '' }));
  });
  return [...needed, ...own];
}

/** Names every privilege of a worker that the role or key lacks. */
export async function checkPrivileges(gateway: ElasticGateway, options: CallOptions): Promise<readonly Diagnosis[]> {
  const needed = neededOneByOne(gateway);
  const names = new Map<string, string[]>();
  for (const { name, privilege } of needed) names.set(name, [...(names.get(name) ?? []), privilege]);
  const index = [...names].map(([name, privileges]) => ({ names: [name], privileges }));
  const asked = await attempt(
    gateway,
    'ask which privileges there are',
    (client, transport) => client.security.hasPrivileges({ index }, transport),
    options,
  );
  if (asked.kind !== 'answer') return [notTold(gateway.settings.product)];
  const missing = needed.filter(({ name, privilege }) => asked.answer.index[name]?.[privilege] !== true);
  if (missing.length === 0) {
    const message = `${asked.answer.username} has every privilege that a worker needs.`;
    return [{ check: 'privileges', level: 'ok', message, data: { username: asked.answer.username } }];
  }
  return missing.map(({ privilege, pattern, purpose }) => ({
    check: 'privileges',
    level: 'error',
    message: `${asked.answer.username} lacks the privilege ${privilege} on ${pattern}, ${purpose}.`,
    fix: `Grant ${privilege} on ${pattern}; throughline install elastic --dry-run prints the whole role and key.`,
    data: { username: asked.answer.username, privilege, pattern },
  }));
}

const notTold = (product: string): Diagnosis =>
  product === 'opensearch'
    ? {
        check: 'privileges',
        level: 'note',
        message: 'OpenSearch does not tell which privileges a user has; a missing one shows when it is needed.',
      }
    : {
        check: 'privileges',
        level: 'warning',
        message: 'The cluster has no security: everybody who reaches it may read and change everything.',
        fix: 'Switch on xpack.security, and give Throughline a key of its own.',
      };
