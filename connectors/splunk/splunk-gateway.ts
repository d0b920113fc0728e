import { ATTEMPTS, delayAfter, systemPacing, type Pacing } from '../pacing.js';
import type { CallOptions } from '../connector.js';
import { codedFailure, connectionMayRepeat, statusMayPass, statusOf } from './splunk-failure.js';
import { createSplunkService, jsonOr, retryDelay } from './splunk-http.js';
import type { SplunkSettings } from './splunk-settings.js';

/** Values of a form. */
export type SplunkForm = Readonly<Record<string, string>>;

interface SplunkCall extends CallOptions {
  /** The call may be made twice without harm. GET and DELETE always may. */
  readonly repeatable?: boolean;
}

interface SplunkRequest extends SplunkCall {
  readonly query?: SplunkForm;
  readonly form?: SplunkForm;
  /** Sent as JSON instead of a form. */
  readonly json?: unknown;
  /** Statuses that are no failure: the call gives undefined. */
  readonly absent?: readonly number[];
}

/** The management port of a search head: signed in once, requests repeated while that helps and is safe, errors with a code and no secret. */
export class SplunkGateway {
  readonly pacing: Pacing;
  readonly #settings: SplunkSettings;
  readonly #connection: ReturnType<typeof createSplunkService>;
  #opened: Promise<boolean> | undefined;

  constructor(settings: SplunkSettings, pacing: Pacing = systemPacing) {
    this.pacing = pacing;
    this.#settings = settings;
    this.#connection = createSplunkService(settings, pacing);
  }

  /** The entry at `path`, or undefined if there is none. `what` completes "could not …" in messages. */
  async find(what: string, path: string, options: CallOptions = {}): Promise<unknown> {
    return this.request(what, 'GET', path, { ...options, absent: [404] });
  }

  /** Sends a form. Throws AccessDeniedError or SourceUnavailableError. */
  async post(what: string, path: string, form: SplunkForm, options: SplunkCall = {}): Promise<void> {
    await this.request(what, 'POST', path, { ...options, form });
  }

  /** @throws AccessDeniedError or SourceUnavailableError */
  async request(
    what: string,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { signal, repeatable = method !== 'POST', query = {}, form, json, absent = [] }: SplunkRequest = {},
  ): Promise<unknown> {
    const { http, service } = this.#connection;
    try {
      await this.#open(signal);
      const body = json === undefined ? formText(form) : JSON.stringify(json);
      const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
      const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': type };
      // The SDK writes into what it is given, so it gets objects of its own.
      const answer = await http.scope.run({ signal, repeatable }, () =>
        service.request(path, method, { ...query }, undefined, body, headers),
      );
      return answer.data;
    } catch (error) {
      if (absent.includes(statusOf(error) ?? 0)) return undefined;
      throw codedFailure(what, error, (text) => this.hide(text));
    }
  }

  /**
   * Sends a form that may be sent twice without harm, and gives the answer as it comes. What breaks off later is thrown as it is.
   *
   * @throws AccessDeniedError or SourceUnavailableError
   */
  async stream(what: string, path: string, form: SplunkForm, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { http, service } = this.#connection;
    const isToken = this.#settings.authentication.kind === 'token';
    const url = new URL(path, this.#settings.url).href;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      let refused: { readonly status: number; readonly data: unknown; readonly asked: number | undefined } | undefined;
      try {
        await this.#open(signal);
        const authorization = `${isToken ? 'Bearer' : 'Splunk'} ${service.sessionKey ?? ''}`;
        const answer = await http.open(url, formText(form) ?? '', authorization, signal);
        if (answer.status < 300) return answer.body;
        refused = { status: answer.status, data: jsonOr(await answer.body.text(), {}), asked: retryDelay(answer.retryAfter) };
      } catch (error) {
        if (attempt === ATTEMPTS || !connectionMayRepeat(error)) throw codedFailure(what, error, (text) => this.hide(text));
      }
      // Sessions end; a token that is not accepted once never is.
      if (refused?.status === 401 && !isToken && attempt === 1) this.#forgetSession();
      else if (refused !== undefined && (attempt === ATTEMPTS || !statusMayPass(refused.status)))
        throw codedFailure(what, refused, (text) => this.hide(text));
      await this.pacing.sleep(delayAfter(attempt, refused?.asked, this.pacing.random()), signal);
    }
  }

  /** Release of the server, e.g. `9.4.1`. */
  async version(options: CallOptions = {}): Promise<string> {
    try {
      await this.#open(options.signal);
    } catch (error) {
      throw codedFailure('sign in', error, (text) => this.hide(text));
    }
    return this.#connection.service.version;
  }

  /** Takes secrets out of a text. */
  hide(text: string): string {
    const { authentication } = this.#settings;
    return text.replaceAll(authentication.kind === 'token' ? authentication.token : authentication.password, '[redacted]');
  }

  close(): Promise<void> {
    return this.#connection.http.close();
  }

  #forgetSession(): void {
    this.#opened = undefined;
    this.#connection.service.sessionKey = null;
  }

  /** Without the version of the server the SDK takes it for one that is long gone. */
  #open(signal: AbortSignal | undefined): Promise<boolean> {
    const { http, service } = this.#connection;
    return http.scope.run({ signal, repeatable: true }, () => {
      const opening = this.#opened ?? (this.#settings.authentication.kind === 'token' ? service.getInfo() : service.login());
      this.#opened = opening;
      return opening.catch((error: unknown) => {
        this.#opened = undefined;
        throw error;
      });
    });
  }
}

const formText = (form: SplunkForm | undefined): string | undefined =>
  form === undefined ? undefined : new URLSearchParams(form).toString();
