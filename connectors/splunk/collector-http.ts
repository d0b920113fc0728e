import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Agent, request } from 'undici';
import { tlsOptions } from '../tls-settings.js';
import { connectionFailure } from './splunk-failure.js';
import { isObject } from './export-line.js';
import { jsonOr } from './splunk-http.js';
import type { CollectorSettings } from './platform-settings.js';

const packed = promisify(gzip);

/** An answer of the collector. */
export interface CollectorAnswer {
  readonly status: number;
  readonly code: number | undefined;
  readonly text: string;
  /** Which event is at fault, from 0. */
  readonly invalidEvent: number | undefined;
  readonly ackId: number | undefined;
  readonly acks: Readonly<Record<string, unknown>>;
}

/** The collector's connection: certificates verified, every request with time-outs. */
export class CollectorHttp {
  readonly #settings: CollectorSettings;
  readonly #agent: Agent;
  readonly #channel = randomUUID();

  constructor(settings: CollectorSettings, timeouts: { readonly connectTimeout: number; readonly requestTimeout: number }) {
    this.#settings = settings;
    this.#agent = new Agent({
      connect: { ...tlsOptions(settings.tls), timeout: timeouts.connectTimeout },
      headersTimeout: timeouts.requestTimeout,
      bodyTimeout: timeouts.requestTimeout,
    });
  }

  /** Sends envelopes, one a line. Throws SourceUnavailableError if the connection breaks. */
  async events(lines: readonly string[], signal: AbortSignal | undefined): Promise<CollectorAnswer> {
    return this.#send('POST', 'event', await packed(lines.join('\n')), { 'content-encoding': 'gzip' }, signal);
  }

  confirmed(ackIds: readonly number[], signal: AbortSignal | undefined): Promise<CollectorAnswer> {
    return this.#send('POST', 'ack', Buffer.from(JSON.stringify({ acks: ackIds })), {}, signal);
  }

  health(signal: AbortSignal | undefined): Promise<CollectorAnswer> {
    return this.#send('GET', 'health', undefined, {}, signal);
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    body: Buffer | undefined,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<CollectorAnswer> {
    const { url, token, acknowledge } = this.#settings;
    const channel = acknowledge ? { 'x-splunk-request-channel': this.#channel } : {};
    try {
      const answer = await request(new URL(`/services/collector/${path}`, url), {
        method,
        headers: { authorization: `Splunk ${token}`, 'content-type': 'application/json', ...channel, ...headers },
        dispatcher: this.#agent,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      return answerOf(answer.statusCode, (await answer.body.text()).replaceAll(token, '[redacted]'));
    } catch (error) {
      throw connectionFailure(error);
    }
  }
}

function answerOf(status: number, body: string): CollectorAnswer {
  const told = jsonOr(body, {});
  const data = isObject(told) ? told : {};
  const number = (name: string): number | undefined => (typeof data[name] === 'number' ? data[name] : undefined);
  return {
    status,
    code: number('code'),
    text: typeof data.text === 'string' ? data.text : 'no reason given',
    invalidEvent: number('invalid-event-number'),
    ackId: number('ackId'),
    acks: isObject(data.acks) ? data.acks : {},
  };
}
