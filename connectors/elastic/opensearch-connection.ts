import type { IncomingHttpHeaders } from 'node:http';
import { UndiciConnection } from '@elastic/elasticsearch';

type Send = UndiciConnection['request'];
type RequestParameters = Parameters<Send>[0];
type RequestOptions = Parameters<Send>[1];

const VENDORED = 'application/vnd.elasticsearch+';

/** `application/json` for `application/vnd.elasticsearch+json; compatible-with=8`. */
function plainType(value: string | undefined): string | undefined {
  if (value?.startsWith(VENDORED) !== true) return value;
  return `application/${value.slice(VENDORED.length).split(';')[0] ?? 'json'}`;
}

function plainHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const accept = plainType(headers.accept);
  const type = plainType(headers['content-type']);
  return { ...headers, ...(accept === undefined ? {} : { accept }), ...(type === undefined ? {} : { 'content-type': type }) };
}

/**
 * Lets the client speak to OpenSearch, which refuses the media types of Elasticsearch and does not name itself as Elasticsearch, as the
 * client demands. Used only where the configuration says that the server is OpenSearch.
 */
export class OpenSearchConnection extends UndiciConnection {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the overloads of the base class cannot be told apart by one implementation
  override async request(parameters: RequestParameters, options: RequestOptions): Promise<any> {
    const headers = parameters.headers === undefined ? {} : { headers: plainHeaders(parameters.headers) };
    const answer = await super.request({ ...parameters, ...headers }, options);
    answer.headers['x-elastic-product'] = 'Elasticsearch';
    return answer;
  }
}
