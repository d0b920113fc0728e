import type { Client } from '@elastic/elasticsearch';
import type { Connector } from '../../connectors/connector.js';
import { indexNameOf, STORED_KINDS } from '../../src/documents/index-names.js';

/** Documents of a tenant by kind, in order, without what depends on the time of writing or the name of the tenant. */
export type FinalDocuments = ReadonlyMap<string, readonly string[]>;

/** Kinds whose ids hold the name of the tenant. */
const NAMED_BY_TENANT = new Set(['entity', 'indicator', 'health']);
/** Kinds whose time is that of writing. */
const TIMED_BY_WRITING = new Set(['dead-letter']);
const ADDED = new Set(['data_stream', 'dataset', 'ingested']);
const MOST = 10_000;

interface Stored {
  readonly event?: Readonly<Record<string, unknown>>;
  readonly throughline: Readonly<Record<string, unknown>>;
}

export async function finalDocuments(client: Client, tenant: string): Promise<FinalDocuments> {
  const documents = new Map<string, readonly string[]>();
  for (const kind of STORED_KINDS) {
    const index = indexNameOf(kind, tenant)?.name;
    if (kind === 'state' || index === undefined) continue;
    await client.indices.refresh({ index, ignore_unavailable: true });
    const { hits } = await client.search<Stored>({ index, size: MOST, ignore_unavailable: true, track_total_hits: true });
    const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
    if (total > MOST) throw new Error(`There are ${total} documents of the kind ${kind}, too many to compare: use a smaller estate.`);
    const texts = hits.hits.map(({ _source: body }) => (body === undefined ? '' : comparable(kind, body, tenant))).sort();
    documents.set(kind, texts);
  }
  return documents;
}

/** The same through the connector of a platform, which gives what was written. */
export async function documentsBehind(connector: Connector, tenant: string): Promise<FinalDocuments> {
  const documents = new Map<string, readonly string[]>();
  for (const kind of STORED_KINDS) {
    if (kind === 'state') continue;
    const texts: string[] = [];
    for await (const some of connector.stored({ kind }))
      texts.push(...some.map((body) => comparable(kind, body as unknown as Stored, tenant)));
    documents.set(kind, texts.sort());
  }
  return documents;
}

function comparable(kind: string, body: Stored, tenant: string): string {
  const without = (given: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => !ADDED.has(name)));
  const { id, ...rest } = body.throughline;
  const { '@timestamp': time, ...others } = without({ ...body });
  const throughline = NAMED_BY_TENANT.has(kind) ? rest : { id, ...rest };
  const text = JSON.stringify({
    ...(TIMED_BY_WRITING.has(kind) ? {} : { time }),
    ...others,
    ...(body.event === undefined ? {} : { event: without(body.event) }),
    throughline,
  });
  return text.replaceAll(JSON.stringify(tenant), '"TENANT"');
}

/** One line for each kind in which two sets of documents differ. */
export function differences(expected: FinalDocuments, found: FinalDocuments): readonly string[] {
  const lines: string[] = [];
  for (const [kind, wanted] of expected) {
    const given = found.get(kind) ?? [];
    const missing = withoutThose(wanted, given);
    const surplus = withoutThose(given, wanted);
    if (missing.length + surplus.length === 0) continue;
    lines.push(`${kind}: ${missing.length} missing, ${surplus.length} too many: ${whereTheyPart(missing[0] ?? '', surplus[0] ?? '')}`);
  }
  return lines;
}

/** The beginning of two texts, and both from shortly before where they part. */
function whereTheyPart(left: string, right: string): string {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const from = Math.max(0, at - 100);
  return `${left.slice(0, 200)} … expected ${left.slice(from, at + 200)} … found ${right.slice(from, at + 200)}`;
}

/** The texts of one list that another lacks, each as often as it lacks them. */
function withoutThose(texts: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1);
  return texts.filter((text) => {
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count === 0;
  });
}
