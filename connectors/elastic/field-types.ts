import type { estypes } from '@elastic/elasticsearch';
import { OWN_INDICES } from '../../src/documents/index-names.js';
import type { CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';

/** What the mappings of some indices say about the fields that were asked for. */
export interface FieldTypes {
  /** Concrete indices and data streams behind the expression; empty if there are none. */
  readonly indices: readonly string[];
  /** Types under which a field is mapped; more than one where indices disagree, none where it is nowhere mapped. */
  typesOf(field: string): readonly string[];
  /** The name by which whole values of a field can be matched: itself, or its `.keyword` where it is analysed text; both where indices disagree. */
  exactNames(field: string): readonly string[];
}

/** The expression without what Throughline writes, which a pattern such as `logs-*` would hold. */
export function readableIndices(indices: readonly string[]): readonly string[] {
  const local = indices.some((index) => index.includes('*') && !index.includes(':'));
  return local ? [...indices, ...OWN_INDICES.map((pattern) => `-${pattern}`)] : indices;
}

/** Asks which of the fields exist before they are used, since a cluster maps the same field in different ways or not at all. */
export async function fieldTypes(
  gateway: ElasticGateway,
  indices: readonly string[],
  fields: readonly string[],
  options: CallOptions = {},
): Promise<FieldTypes> {
  const index = readableIndices(indices).join(',');
  const names = fields.flatMap((field) => [field, `${field}.keyword`]);
  const answer = await gateway.call(
    `read the field types of ${index}`,
    (client, transport) => {
      const common = { ignore_unavailable: true, allow_no_indices: true };
      if (gateway.settings.product === 'elasticsearch') return client.fieldCaps({ index, fields: names, ...common }, transport);
      // OpenSearch takes the names from the query string only.
      const path = `/${encodeURIComponent(index)}/_field_caps`;
      const querystring = { fields: names.join(','), ...common };
      return client.transport.request<estypes.FieldCapsResponse>({ method: 'GET', path, querystring }, transport);
    },
    options,
  );
  return new CapturedTypes(answer);
}

class CapturedTypes implements FieldTypes {
  readonly indices: readonly string[];
  readonly #types = new Map<string, readonly string[]>();

  constructor(answer: estypes.FieldCapsResponse) {
    this.indices = typeof answer.indices === 'string' ? [answer.indices] : answer.indices;
    for (const [field, types] of Object.entries(answer.fields)) {
      this.#types.set(
        field,
        Object.keys(types).filter((type) => type !== 'unmapped'),
      );
    }
  }

  typesOf(field: string): readonly string[] {
    return this.#types.get(field) ?? [];
  }

  exactNames(field: string): readonly string[] {
    const types = this.typesOf(field);
    const names = types.some((type) => type !== 'text' && type !== 'match_only_text') ? [field] : [];
    return types.length > names.length && this.typesOf(`${field}.keyword`).length > 0 ? [...names, `${field}.keyword`] : names;
  }
}
