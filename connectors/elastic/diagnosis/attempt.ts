import type { Client, TransportRequestOptions } from '@elastic/elasticsearch';
import { AccessDeniedError, SourceUnavailableError } from '../../../src/errors.js';
import type { CallOptions } from '../../connector.js';
import { statusOf } from '../elastic-failure.js';
import type { ElasticGateway } from '../elastic-gateway.js';

/** What a call that may be refused came to. */
export type Attempt<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  /** The role lacks the privilege. */
  | { readonly kind: 'forbidden' }
  /** The cluster, or this build of it, does not have the API, or what was asked for. */
  | { readonly kind: 'lacking' };

/** Statuses by which a cluster says that it has no such API. */
const LACKING: ReadonlySet<number> = new Set([400, 404, 405, 410, 500]);

/** Makes a call that changes nothing, and takes being refused as an answer. */
export async function attempt<T>(
  gateway: ElasticGateway,
  what: string,
  send: (client: Client, options: TransportRequestOptions) => Promise<T>,
  options: CallOptions,
): Promise<Attempt<T>> {
  try {
    return { kind: 'answer', answer: await gateway.call(what, send, options) };
  } catch (error) {
    const status = error instanceof Error ? statusOf(error.cause) : undefined;
    if (error instanceof AccessDeniedError && status === 403) return { kind: 'forbidden' };
    if (error instanceof SourceUnavailableError && LACKING.has(status ?? 0)) return { kind: 'lacking' };
    throw error;
  }
}
