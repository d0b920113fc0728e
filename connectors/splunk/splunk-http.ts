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
    return { response: { headers: kept, statusCode: status }, status, data: dataOf(status, text), error: null };
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

const withSignal = (signal: AbortSignal | undefined): { readonly signal?: AbortSignal } => (signal === undefined ? {} : { signal });

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

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

function askedDelay({ response }: SdkResponse): number | undefined {
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
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
