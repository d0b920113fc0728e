import { systemPacing, type Pacing } from '../pacing.js';
import type { CallOptions } from '../connector.js';
import { codedFailure, statusOf } from './splunk-failure.js';
import { createSplunkService } from './splunk-http.js';
import type { SplunkSettings } from './splunk-settings.js';

/** Values of a form. */
export type SplunkForm = Readonly<Record<string, string>>;

interface SplunkCall extends CallOptions {
  /** The call may be made twice without harm. */
  readonly repeatable?: boolean;
}

/** The management port of a search head: signed in once, requests repeated while that helps and is safe, errors with a code and no secret. */
export class SplunkGateway {
  readonly #settings: SplunkSettings;
  readonly #connection: ReturnType<typeof createSplunkService>;
  #opened: Promise<boolean> | undefined;

  constructor(settings: SplunkSettings, pacing: Pacing = systemPacing) {
    this.#settings = settings;
    this.#connection = createSplunkService(settings, pacing);
  }

  /** The entry at `path`, or undefined if there is none. `what` completes "could not …" in messages. */
  async find(what: string, path: string, options: CallOptions = {}): Promise<unknown> {
    return this.#call(what, 'GET', path, undefined, { ...options, repeatable: true }, [404]);
  }

  /** Sends a form. Throws AccessDeniedError or SourceUnavailableError. */
  async post(what: string, path: string, form: SplunkForm, options: SplunkCall = {}): Promise<void> {
    await this.#call(what, 'POST', path, form, options, []);
  }

  close(): Promise<void> {
    return this.#connection.http.close();
  }

  async #call(
    what: string,
    method: 'GET' | 'POST',
    path: string,
    form: SplunkForm | undefined,
    { signal, repeatable = false }: SplunkCall,
    absent: readonly number[],
  ): Promise<unknown> {
    const { http, service } = this.#connection;
    const hide = (text: string): string => withoutSecrets(text, this.#settings);
    try {
      await http.scope.run({ signal, repeatable: true }, () => (this.#opened ??= this.#open()));
      const body = form === undefined ? undefined : new URLSearchParams(form).toString();
      const headers: Record<string, string> = form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
      // The SDK writes into what it is given, so it gets objects of its own.
      const answer = await http.scope.run({ signal, repeatable }, () => service.request(path, method, {}, undefined, body, headers));
      return answer.data;
    } catch (error) {
      if (absent.includes(statusOf(error) ?? 0)) return undefined;
      throw codedFailure(what, error, hide);
    }
  }

  /** Without the version of the server the SDK takes it for one that is long gone. */
  #open(): Promise<boolean> {
    const { service } = this.#connection;
    const opening = this.#settings.authentication.kind === 'token' ? service.getInfo() : service.login();
    return opening.catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
  }
}

function withoutSecrets(text: string, { authentication }: SplunkSettings): string {
  return text.replaceAll(authentication.kind === 'token' ? authentication.token : authentication.password, '[redacted]');
}
