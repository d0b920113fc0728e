import type { estypes } from '@elastic/elasticsearch';
import { indexNameOf } from '../../src/documents/index-names.js';
import type { CallOptions, DocumentRequest, StoredDocument } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { rejectPartial } from './point-in-time.js';
import { EVENT_TIME } from './read-query.js';

const PAGE = 1000;
const ID = 'throughline.id';

/** Documents that were written, in order of their time and id, a page at a time; none where there is no index yet. */
export async function* storedDocuments(
  gateway: ElasticGateway,
  { kind, ids }: DocumentRequest,
  options: CallOptions,
): AsyncGenerator<readonly StoredDocument[], void, void> {
  const index = indexNameOf(kind, gateway.settings.tenant)?.name;
  if (index === undefined) return;
  const what = `read documents of ${index}`;
  let after: estypes.SortResults | undefined;
  for (;;) {
    const answer = await gateway.call(
      what,
      (client, transport) =>
        client.search<StoredDocument>(
          {
            index,
            ignore_unavailable: true,
            allow_partial_search_results: false,
            size: PAGE,
            track_total_hits: false,
            query: ids === undefined ? { match_all: {} } : { ids: { values: [...ids] } },
            sort: [{ [EVENT_TIME]: { order: 'asc', unmapped_type: 'date' } }, { [ID]: { order: 'asc', unmapped_type: 'keyword' } }],
            ...(after === undefined ? {} : { search_after: after }),
          },
          transport,
        ),
      options,
    );
    rejectPartial(answer, what);
    const { hits } = answer.hits;
    if (hits.length > 0) yield hits.flatMap(({ _source: body }) => (body === undefined ? [] : [body]));
    if (hits.length < PAGE) return;
    after = hits[hits.length - 1]?.sort;
  }
}
