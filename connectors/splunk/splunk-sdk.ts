import { createRequire } from 'node:module';

/** What an HTTP class is asked to send. Headers and body may hold secrets. */
export interface SdkMessage {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer in the form of the SDK, which throws it as it is if the status is 400 or more. */
export interface SdkResponse {
  readonly response: { readonly headers: Readonly<Record<string, string | undefined>>; readonly statusCode: number };
  readonly status: number;
  readonly data: unknown;
  readonly error: null;
}

/** The base class of HTTP classes: `makeRequest` is left to them. */
interface SdkHttp {
  makeRequest(url: string, message: SdkMessage): Promise<SdkResponse>;
}

interface SdkServiceOptions {
  readonly scheme: 'https';
  readonly host: string;
  readonly port: string;
  readonly username?: string;
  readonly password?: string;
  readonly sessionKey?: string;
  readonly authorization?: 'Bearer' | 'Splunk';
}

/**
 * The members of the SDK that may be used. Left out on purpose, because they are defective: `specialize` (forgets that a token is a bearer
 * token), `Job.track` (waits for ever on cancelled jobs), `oneshotSearch` and `log` with a time-out (resolve to nothing), `Utils`, `NodeHttp`
 * (does not verify certificates).
 */
export interface SdkService {
  /** Learns the version, by which the SDK chooses between versions of endpoints. */
  getInfo(): Promise<boolean>;
  /** Gets a session key for user and password, and learns the version. */
  login(): Promise<boolean>;
  readonly version: string;
  /** A token, or the key of the session; empty or null before signing in. */
  sessionKey: string | null;
  /** `Cloud` on Splunk Cloud, else empty. */
  readonly instanceType: string;
  request(
    path: string,
    method: SdkMessage['method'],
    query: Record<string, string>,
    post: undefined,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<SdkResponse>;
}

export interface SplunkSdk {
  readonly Http: new () => SdkHttp;
  readonly Service: new (http: SdkHttp, options: SdkServiceOptions) => SdkService;
}

/**
 * Loads `splunk-sdk`. On loading it reads `.env` of the working directory into the environment and sets `LOG_LEVEL` there, by which it
 * would print messages of the server; it does so to a copy, which is thrown away.
 */
export function loadSplunkSdk(): SplunkSdk {
  const environment = process.env;
  process.env = { ...environment };
  try {
    const require = createRequire(import.meta.url);
    return require('splunk-sdk') as SplunkSdk;
  } finally {
    process.env = environment;
  }
}
