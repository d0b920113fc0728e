import { AccessDeniedError, SourceUnavailableError, ThroughlineError } from '../../src/errors.js';

/** Statuses after which the same request may succeed: too many requests, and servers that are busy or gone. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Codes of Node and undici for connections that were not made or broke off. */
const BROKEN: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Codes of Node for certificates that are not trusted, not for this host, or out of time. */
const VERIFICATION = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|UNKNOWN_CA/;

/** The other end ended the handshake, e.g. because it got no certificate. */
const ALERT = '_ALERT_';

export const statusMayPass = (status: number): boolean => PASSING.has(status);

/** True if a connection was not made or broke off, so that the same request may succeed. */
export const connectionMayPass = (error: unknown): boolean => BROKEN.has(codeOf(error));

/** The same of what `connectionFailure` made of it. */
export const connectionMayRepeat = (error: unknown): boolean =>
  error instanceof SourceUnavailableError && isObject(error.cause) && BROKEN.has(codeOf(error.cause));

/** The coded error for what a connection threw. */
export function connectionFailure(error: unknown): unknown {
  if (!(error instanceof Error) || calledOff(error)) return error;
  const code = codeOf(error);
  const told = code === '' ? error.message : `${code}: ${error.message}`;
  const message = code.includes(ALERT)
    ? `the server broke off the handshake (${told}); it may ask for a client certificate that it trusts`
    : VERIFICATION.test(code)
      ? `the server's certificate was not accepted (${told}); name the authority that signed it`
      : `the server was not reached (${told})`;
  return new SourceUnavailableError(message, { cause: error, passing: BROKEN.has(code) });
}

/** The status of what the SDK threw for an answer of 400 or more. */
export const statusOf = (error: unknown): number | undefined =>
  isObject(error) && !(error instanceof Error) && typeof error.status === 'number' ? error.status : undefined;

/**
 * The coded error for what the SDK threw: an `Error` of the HTTP class, an answer as a plain object, or a string.
 *
 * @param what completes "could not …"
 * @param hide takes secrets out of what the server says
 */
export function codedFailure(what: string, error: unknown, hide: (text: string) => string): unknown {
  const start = `could not ${what}: `;
  if (error instanceof SourceUnavailableError) {
    return new SourceUnavailableError(start + hide(error.message), { cause: error.cause, passing: error.passing });
  }
  if (error instanceof ThroughlineError) return error;
  const status = statusOf(error);
  if (status === undefined) {
    if (calledOff(error)) return error;
    const told = error instanceof Error ? error.message : String(error);
    return new SourceUnavailableError(`${start}what answered is no splunkd (${hide(told)})`);
  }
  const reason = hide(messagesOf((error as { readonly data?: unknown }).data));
  if (status === 401) return new AccessDeniedError(`${start}Splunk does not accept the credentials (${reason})`);
  if (status === 403) return new AccessDeniedError(`${start}a capability or the right to write to the app is missing (${reason})`);
  return new SourceUnavailableError(`${start}Splunk answered ${status} (${reason})`, { passing: statusMayPass(status) });
}

/** True of what a signal throws. */
const calledOff = (error: unknown): boolean => error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');

function codeOf(error: unknown): string {
  return isObject(error) && typeof error.code === 'string' ? error.code : '';
}

function messagesOf(data: unknown): string {
  const messages = isObject(data) && Array.isArray(data.messages) ? (data.messages as readonly unknown[]) : [];
  const texts = messages.flatMap((message) => (isObject(message) && typeof message.text === 'string' ? [message.text.trim()] : []));
  return texts.length === 0 ? 'no reason given' : texts.join('; ');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
