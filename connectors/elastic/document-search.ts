import type { estypes } from '@elastic/elasticsearch';
import { indexNameOf } from '../../src/documents/index-names.js';
import type { CallOptions } from '../connector.js';
import { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSettings } from './elastic-settings.js';
import { rejectPartial } from './point-in-time.js';

/** Searches over the documents that Throughline has written for one tenant. */
export interface DocumentSearch {
  /**
   * @param body of `_search`
   * @throws WindowIncompleteError if the answer is not whole
   */
  search(kind: string, body: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<estypes.SearchResponse>;
  close(): Promise<void>;
}

export function createDocumentSearch(settings: ElasticSettings): DocumentSearch {
  const gateway = new ElasticGateway(settings);
  return {
    search: async (kind, body, options = {}) => {
      const index = indexNameOf(kind, settings.tenant)?.name ?? kind;
      const what = `search ${index}`;
      const querystring = { ignore_unavailable: true, allow_partial_search_results: false };
      const answer = await gateway.call(
        what,
        (client, transport) =>
          client.transport.request<estypes.SearchResponse>(
            { method: 'POST', path: `/${index}/_search`, querystring, body: { ...body } },
            transport,
          ),
        options,
      );
      rejectPartial(answer, what);
      return answer;
    },
    close: () => gateway.close(),
  };
}
