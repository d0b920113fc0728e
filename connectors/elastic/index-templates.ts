import type { TSchema } from '@sinclair/typebox';
import { indexPatternOf, indexNameOf } from '../../src/documents/index-names.js';

/** One field of an index mapping. */
export type FieldMapping = Readonly<Record<string, unknown>>;

export interface IndexMapping {
  readonly dynamic: boolean;
  readonly properties: Readonly<Record<string, FieldMapping>>;
  /** What every field means, by dotted name. */
  readonly _meta: { readonly descriptions: Readonly<Record<string, string>> };
}

const LONGEST_KEYWORD = 8191;
const KEYWORD: FieldMapping = { type: 'keyword', ignore_above: LONGEST_KEYWORD };
/** Searched by word, grouped by whole value where that is short. */
const TEXT: FieldMapping = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 1024 } } };

/** A JSON Schema node as TypeBox builds it. */
interface Node {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly patternProperties?: Readonly<Record<string, Node>>;
  readonly 'x-type'?: string;
}

/** Fields that are added when a document is written. */
const ADDED: Readonly<Record<string, FieldMapping>> = {
  '@timestamp': { type: 'date' },
  'event.ingested': { type: 'date' },
  'event.dataset': KEYWORD,
  'data_stream.type': KEYWORD,
  'data_stream.dataset': KEYWORD,
  'data_stream.namespace': KEYWORD,
};

/** The mapping of documents that satisfy a schema. Fields that it does not know are kept, but cannot be searched. */
export function mappingOf(schema: TSchema): IndexMapping {
  const descriptions: Record<string, string> = {};
  const properties = objectProperties(schema, '', descriptions);
  for (const [path, mapping] of Object.entries(ADDED)) place(properties, path.split('.'), mapping);
  return { dynamic: false, properties, _meta: { descriptions } };
}

type Properties = Record<string, FieldMapping>;

function objectProperties(node: Node, path: string, descriptions: Record<string, string>): Properties {
  const properties: Properties = {};
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    const childPath = path === '' ? name : `${path}.${name}`;
    if (child.description !== undefined) descriptions[childPath] = child.description;
    properties[name] = fieldMapping(child, childPath, descriptions);
  }
  return properties;
}

function fieldMapping(node: Node, path: string, descriptions: Record<string, string>): FieldMapping {
  if (node.anyOf !== undefined) {
    const told = node.anyOf.find((choice) => choice.type !== 'null');
    return told === undefined ? KEYWORD : fieldMapping(told, path, descriptions);
  }
  if (node.items !== undefined) return fieldMapping(node.items, path, descriptions);
  if (node.patternProperties !== undefined) return { type: 'object', enabled: false };
  if (node.type === 'object') return { properties: objectProperties(node, path, descriptions) };
  if (node.type === 'integer') return { type: 'long' };
  if (node.type === 'number') return { type: 'double' };
  if (node.type === 'boolean') return { type: 'boolean' };
  if (node.format === 'date-time') return { type: 'date' };
  if (node['x-type'] === 'keyword' || node.enum !== undefined || node.const !== undefined) return KEYWORD;
  return TEXT;
}

function place(properties: Properties, [name = '', ...rest]: readonly string[], mapping: FieldMapping): void {
  if (rest.length === 0) {
    properties[name] ??= mapping;
    return;
  }
  const holder = (properties[name] ?? { properties: {} }) as { readonly properties: Properties };
  properties[name] = holder;
  place(holder.properties, rest, mapping);
}

/** Mapping of the small documents of the state store: found by id alone, read as they were written. */
export const STATE_MAPPING: IndexMapping = {
  dynamic: false,
  properties: {
    key: KEYWORD,
    value: { type: 'keyword', index: false, doc_values: false },
    writer: { type: 'keyword', index: false, doc_values: false },
    updated: { type: 'date' },
  },
  _meta: { descriptions: { key: 'Name of the entry', value: 'Its value as JSON text', updated: 'When it was last set' } },
};

export interface TemplateCall {
  readonly method: 'PUT';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TemplateOptions {
  readonly product: 'elasticsearch' | 'opensearch';
  /** How long data streams keep documents, e.g. `90d`, where the cluster has data stream lifecycle; `undefined`: as long as the cluster does. */
  readonly retention: string | undefined;
}

/** Above what Elasticsearch (100) and Fleet (200) put over `logs-*-*`. */
const PRIORITY = 500;
const META = { managed_by: 'throughline' };

/** The calls that set up the templates of one kind of document: its mapping as a component, and the index template that uses it. */
export function templateCalls(kind: string, mapping: IndexMapping, options: TemplateOptions): readonly TemplateCall[] {
  const index = indexNameOf(kind, '*');
  const pattern = indexPatternOf(kind);
  if (index === undefined || pattern === undefined) return [];
  const component = `throughline-${kind}@mappings`;
  const isStream = index.keeping === 'stream';
  const settings = options.product === 'elasticsearch' && isStream ? { settings: { index: { mode: 'standard' } } } : {};
  const lifecycle = isStream && options.retention !== undefined ? { lifecycle: { data_retention: options.retention } } : {};
  return [
    { method: 'PUT', path: `/_component_template/${component}`, body: { template: { mappings: mapping }, _meta: META } },
    {
      method: 'PUT',
      path: `/_index_template/throughline-${kind}`,
      body: {
        index_patterns: [pattern],
        priority: PRIORITY,
        composed_of: [component],
        template: { ...settings, ...lifecycle },
        _meta: META,
        ...(isStream ? { data_stream: {} } : {}),
      },
    },
  ];
}
