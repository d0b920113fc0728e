import type { Client, TransportRequestOptions } from '@elastic/elasticsearch';
import type { CallOptions } from '../connector.js';
import { askedDelay, codedFailure, mayPass } from './elastic-failure.js';
import { createElasticClient } from './elastic-client.js';
import type { ElasticSettings } from './elastic-settings.js';
import { ATTEMPTS, delayAfter, systemPacing, type Pacing } from '../pacing.js';

/** The cluster as the connector sees it: requests that are repeated while that helps, and errors with a code. */
export class ElasticGateway {
  readonly settings: ElasticSettings;
  readonly pacing: Pacing;
  readonly #client: Client;

  constructor(settings: ElasticSettings, pacing: Pacing = systemPacing, client: Client = createElasticClient(settings)) {
    this.settings = settings;
    this.pacing = pacing;
    this.#client = client;
  }

  /**
   * Sends a request that may be sent twice without harm. `what` completes "could not …" in messages.
   *
   * @throws AccessDeniedError, WindowIncompleteError or SourceUnavailableError
   */
  async call<T>(
    what: string,
    send: (client: Client, options: TransportRequestOptions) => Promise<T>,
    options: CallOptions = {},
  ): Promise<T> {
    const { signal } = options;
    const transport: TransportRequestOptions = signal === undefined ? {} : { signal };
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        return await send(this.#client, transport);
      } catch (error) {
        if (attempt === ATTEMPTS || !mayPass(error)) throw codedFailure(what, error);
        await this.pacing.sleep(delayAfter(attempt, askedDelay(error), this.pacing.random()), signal);
      }
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
