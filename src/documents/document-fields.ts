import type { TSchema } from '@sinclair/typebox';

export type FieldType = 'keyword' | 'text' | 'date' | 'long' | 'double' | 'boolean';

/** A leaf of a document, as a search engine sees it. */
export interface DocumentField {
  /** Dotted path without list positions. */
  readonly path: string;
  readonly type: FieldType;
  /** Path of the nearest list of objects that it lies in, or empty: entries of such a list are not kept together by search engines. */
  readonly within: string;
  /** True if a document may hold several values. */
  readonly many: boolean;
  readonly description: string;
}

interface Node {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly 'x-type'?: string;
}

const typeOf = (node: Node): FieldType | undefined => {
  switch (node.type) {
    case 'string':
      if (node.format === 'date-time') return 'date';
      return node['x-type'] === 'keyword' || node.enum !== undefined || node.const !== undefined ? 'keyword' : 'text';
    case 'integer':
      return 'long';
    case 'number':
      return 'double';
    case 'boolean':
      return 'boolean';
    default:
      return undefined;
  }
};

function* leaves(node: Node, path: string, within: string, many: boolean, description: string): Generator<DocumentField> {
  const text = node.description ?? description;
  const branch = node.anyOf?.find((other) => other.type !== 'null');
  if (branch !== undefined) yield* leaves(branch, path, within, many, text);
  else if (node.type === 'array') {
    const item = node.items ?? {};
    yield* leaves(item, path, item.type === 'object' ? path : within, true, text);
  } else if (node.type === 'object') {
    for (const [key, child] of Object.entries(node.properties ?? {}))
      yield* leaves(child, path === '' ? key : `${path}.${key}`, within, many, '');
  } else {
    const type = typeOf(node);
    if (type !== undefined) yield { path, type, within, many, description: text };
  }
}

/** Every leaf of a document's schema, in its order. Objects with free keys have none. */
export const documentFields = (schema: TSchema): readonly DocumentField[] => [...leaves(schema, '', '', false, '')];
