import type { estypes } from '@elastic/elasticsearch';
import { WindowIncompleteError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';

const KEEP_ALIVE = '5m';

/** A search within a point in time, without what this class adds. */
export type PointSearch = Omit<estypes.SearchRequest, 'index' | 'pit'>;

/** A frozen view of some indices. Every answer from it is whole, or it throws. */
export class PointInTime {
  readonly #gateway: ElasticGateway;
  #id: string;

  private constructor(gateway: ElasticGateway, id: string) {
    this.#gateway = gateway;
    this.#id = id;
  }

  static async open(gateway: ElasticGateway, indices: readonly string[], options: CallOptions = {}): Promise<PointInTime> {
    const index = indices.join(',');
    const id = await gateway.call(
      `open a point in time on ${index}`,
      async (client, transport) => {
        if (gateway.settings.product === 'elasticsearch') {
          const opened = await client.openPointInTime({ index, keep_alive: KEEP_ALIVE, ignore_unavailable: true }, transport);
          return opened.id;
        }
        const path = `/${encodeURIComponent(index)}/_search/point_in_time`;
        const querystring = { keep_alive: KEEP_ALIVE, ignore_unavailable: true, allow_partial_pit_creation: false };
        const opened = await client.transport.request<{ readonly pit_id: string }>({ method: 'POST', path, querystring }, transport);
        return opened.pit_id;
      },
      options,
    );
    return new PointInTime(gateway, id);
  }

  /** @throws WindowIncompleteError if a shard failed, the search timed out or a remote cluster was skipped */
  async search<T, A = unknown>(request: PointSearch, what: string, options: CallOptions = {}): Promise<estypes.SearchResponse<T, A>> {
    const answer = await this.#gateway.call(
      what,
      (client, transport) =>
        client.search<T, A>({ ...request, allow_partial_search_results: false, pit: { id: this.#id, keep_alive: KEEP_ALIVE } }, transport),
      options,
    );
    rejectPartial(answer, what);
    if (answer.pit_id !== undefined) this.#id = answer.pit_id;
    return answer;
  }

  /** Never fails: a point in time that is not closed ends by itself. */
  async close(): Promise<void> {
    const id = this.#id;
    await this.#gateway
      .call('close a point in time', async (client) => {
        if (this.#gateway.settings.product === 'elasticsearch') await client.closePointInTime({ id });
        else await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time', body: { pit_id: [id] } });
      })
      .catch(() => undefined);
  }
}

/** @throws WindowIncompleteError unless every shard of every cluster answered in full */
export function rejectPartial(answer: Pick<estypes.SearchResponse, 'timed_out' | '_shards' | '_clusters'>, what: string): void {
  const { _shards: shards, _clusters: clusters } = answer;
  if (answer.timed_out) throw new WindowIncompleteError(`could not ${what}: the search timed out before its end`);
  if (shards.failed > 0) {
    const first = shards.failures?.[0];
    const reason = first === undefined ? '' : ` (${first.index ?? ''}: ${first.reason.type} ${first.reason.reason ?? ''})`;
    throw new WindowIncompleteError(`could not ${what}: ${shards.failed} of ${shards.total} shards failed${reason}`);
  }
  const missing = clusters === undefined ? 0 : clusters.total - clusters.successful;
  if (missing > 0) {
    const names = Object.entries(clusters?.details ?? {})
      .filter(([, detail]) => detail.status !== 'successful')
      .map(([name, detail]) => `${name === '' ? 'local' : name} ${detail.status}`);
    throw new WindowIncompleteError(
      `could not ${what}: ${missing} of ${clusters?.total ?? 0} clusters did not answer in full (${names.join(', ')})`,
    );
  }
}
