import { errors } from '@elastic/elasticsearch';
import { AccessDeniedError, SourceUnavailableError, ThroughlineError, WindowIncompleteError } from '../../src/errors.js';

/** Status codes after which the same request may succeed: too many requests, and gateways and nodes that are busy or gone. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const LOST_CONTEXT = 'search_context_missing_exception';

interface ErrorBody {
  readonly error?: string | { readonly type?: string; readonly reason?: string; readonly root_cause?: readonly CauseBody[] };
}
interface CauseBody {
  readonly type?: string;
  readonly reason?: string;
}

/** True if the request may be sent again: the server was busy or not reached, or its answer was cut. */
export function mayPass(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return PASSING.has(error.statusCode ?? 0) && !lostContext(error);
  if (error instanceof errors.ConnectionError) return !failedVerification(error);
  return (
    error instanceof errors.TimeoutError || error instanceof errors.NoLivingConnectionsError || error instanceof errors.DeserializationError
  );
}

/** Milliseconds that the server asks to wait, by `Retry-After` in seconds. */
export function askedDelay(error: unknown): number | undefined {
  if (!(error instanceof errors.ResponseError)) return undefined;
  const seconds = Number(error.headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.statusCode : undefined;
}

/** The coded error for what the client threw. `what` continues "could not …". */
export function codedFailure(what: string, error: unknown): unknown {
  if (error instanceof ThroughlineError || error instanceof errors.RequestAbortedError) return error;
  const cause = { cause: error, passing: mayPass(error) };
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? 0;
    const reason = reasonOf(error);
    if (status === 401) return new AccessDeniedError(`could not ${what}: the cluster does not accept the credentials (${reason})`, cause);
    if (status === 403) return new AccessDeniedError(`could not ${what}: a privilege is missing (${reason})`, cause);
    if (lostContext(error)) return new WindowIncompleteError(`could not ${what}: the point in time was lost before the end`, cause);
    return new SourceUnavailableError(`could not ${what}: the cluster answered ${status} (${reason})`, cause);
  }
  if (error instanceof errors.ProductNotSupportedError) {
    return new SourceUnavailableError(`could not ${what}: the server is no Elasticsearch; for OpenSearch set elastic.product`, cause);
  }
  if (error instanceof errors.ConnectionError && failedVerification(error)) {
    return new SourceUnavailableError(`could not ${what}: the server's certificate was not accepted (${error.message})`, cause);
  }
  if (error instanceof errors.ElasticsearchClientError) return new SourceUnavailableError(`could not ${what}: ${error.message}`, cause);
  return error;
}

function lostContext(error: InstanceType<typeof errors.ResponseError>): boolean {
  return JSON.stringify(error.body ?? '').includes(LOST_CONTEXT);
}

function reasonOf(error: InstanceType<typeof errors.ResponseError>): string {
  const body = error.body as ErrorBody | undefined;
  const told = body?.error;
  if (told === undefined) return error.message;
  if (typeof told === 'string') return told;
  const root = told.root_cause?.[0] ?? told;
  return `${root.type ?? 'error'}: ${root.reason ?? told.reason ?? ''}`;
}

/** Codes of Node for certificates that are not trusted, not for this host, or out of time. */
const VERIFICATION = /self[- ]signed|unable to (?:verify|get)|certificate has expired|altnames|not yet valid|cert_|certificate/i;

function failedVerification(error: InstanceType<typeof errors.ConnectionError>): boolean {
  return VERIFICATION.test(error.message);
}
