import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent, request } from 'undici';
import { SourceUnavailableError } from '../../src/errors.js';
import { ATTEMPTS, delayAfter, type Pacing } from '../pacing.js';
import { tlsOptions } from '../tls-settings.js';
import { connectionFailure, connectionMayPass, statusMayPass } from './splunk-failure.js';
import { loadSplunkSdk, type SdkMessage, type SdkResponse, type SdkService } from './splunk-sdk.js';
import type { SplunkSettings } from './splunk-settings.js';

/** What holds for every request made within a call of the gateway, since the SDK hands neither on. */
interface RequestScope {
  readonly signal: AbortSignal | undefined;
  /** A POST may be sent twice without harm. GET and DELETE always may. */
  readonly repeatable: boolean;
}

const sdk = loadSplunkSdk();

/**
 * The HTTP class of the SDK, on undici: verifies certificates, keeps time-outs and signals, follows no redirects, keeps no cookies, prints
 * nothing, and repeats with jitter what may be repeated.
 */
class SplunkHttp extends sdk.Http {
  readonly scope = new AsyncLocalStorage<RequestScope>();
  readonly #agent: Agent;
  readonly #pacing: Pacing;

  constructor({ tls, connectTimeout, requestTimeout }: SplunkSettings, pacing: Pacing) {
    super();
    this.#pacing = pacing;
    this.#agent = new Agent({
      connect: { ...tlsOptions(tls), timeout: connectTimeout },
      headersTimeout: requestTimeout,
      bodyTimeout: requestTimeout,
    });
  }

  override async makeRequest(url: string, message: SdkMessage): Promise<SdkResponse> {
    const { signal, repeatable } = this.scope.getStore() ?? { signal: undefined, repeatable: false };
    const attempts = repeatable || message.method !== 'POST' ? ATTEMPTS : 1;
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      let asked: number | undefined;
      try {
        const answer = await this.#send(url, message, signal);
        if (attempt === attempts || !statusMayPass(answer.status)) return answer;
        asked = askedDelay(answer);
      } catch (error) {
        if (attempt === attempts || !connectionMayPass(error)) throw connectionFailure(error);
      }
      await this.#pacing.sleep(delayAfter(attempt, asked, this.#pacing.random()), signal);
    }
  }

  /** Sends a form and gives the answer as it comes; to be read to its end or called off by the signal. */
  async open(url: string, form: string, authorization: string, signal: AbortSignal): Promise<OpenAnswer> {
    try {
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await request(url, { method: 'POST', headers, body: form, dispatcher: this.#agent, signal });
      return { status: answer.statusCode, retryAfter: one(answer.headers['retry-after']), body: answer.body };
    } catch (error) {
      throw connectionFailure(error);
    }
  }

  async #send(url: string, { method, headers, body }: SdkMessage, signal: AbortSignal | undefined): Promise<SdkResponse> {
    const answer = await request(url, {
      method,
      headers,
      dispatcher: this.#agent,
      ...(body === '' ? {} : { body }),
      ...withSignal(signal),
    });
    const text = await answer.body.text();
    const status = answer.statusCode;
    if (status >= 300 && status < 400) {
      throw new SourceUnavailableError(`the server answered ${status} and sends us elsewhere; give the address of the search head itself`);
    }
    const kept = { 'retry-after': one(answer.headers['retry-after']) };
    // The KV store answers a deletion with nothing.
    const data = text === '' && method === 'DELETE' ? {} : dataOf(status, text);
    return { response: { headers: kept, statusCode: status }, status, data, error: null };
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

const withSignal = (signal: AbortSignal | undefined): { readonly signal?: AbortSignal } => (signal === undefined ? {} : { signal });

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** The text as JSON, or what stands for a text that is none. */
export function jsonOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}

function dataOf(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (status >= 400) return {};
    throw new SourceUnavailableError('what answered is no splunkd; give the management port, by default 8089, not that of Splunk Web', {
      cause,
    });
  }
}

const askedDelay = ({ response }: SdkResponse): number | undefined => retryDelay(response.headers['retry-after']);

/** Milliseconds that `Retry-After` in seconds asks to wait. */
export function retryDelay(header: string | undefined): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** An answer whose body is still to come. */
interface OpenAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: AsyncIterable<Uint8Array> & { text(): Promise<string> };
}

/** The SDK's service, and what it sends with. */
export function createSplunkService(settings: SplunkSettings, pacing: Pacing): { readonly http: SplunkHttp; readonly service: SdkService } {
  const { hostname, port } = new URL(settings.url);
  const { authentication } = settings;
  const http = new SplunkHttp(settings, pacing);
  const who =
    authentication.kind === 'token'
      ? ({ sessionKey: authentication.token, authorization: 'Bearer' } as const)
      : { username: authentication.username, password: authentication.password };
  return { http, service: new sdk.Service(http, { scheme: 'https', host: hostname, port: port === '' ? '443' : port, ...who }) };
}
