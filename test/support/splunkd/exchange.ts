import type { ServerResponse } from 'node:http';

/** Who asks, and what they may do: change everything, documents alone, or nothing. */
export interface Account {
  readonly name: string;
  readonly role: string;
  readonly writes: 'all' | 'data' | 'none';
}

/** A request that is signed in. */
export interface SplunkRequest {
  readonly method: string;
  /** As it came. */
  readonly path: string;
  /** Owner and app of `/servicesNS/owner/app/…`; `-` of `/services/…`. */
  readonly owner: string;
  readonly app: string;
  /** What stands behind the namespace, e.g. `search/v2/jobs/export`. */
  readonly below: string;
  readonly query: URLSearchParams;
  readonly form: ReadonlyMap<string, string>;
  readonly body: string;
  readonly contentType: string;
  readonly account: Account;
}

/** An answer before it is written. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Without the words about the server that other answers begin with. */
  readonly plain?: true;
}

/** An answer that writes itself, and ends or breaks off as it likes. */
export interface Stream {
  readonly stream: (response: ServerResponse) => Promise<void>;
}

/** An endpoint; undefined: not mine. */
export type Endpoint = (request: SplunkRequest) => Answer | Stream | undefined | Promise<Answer | Stream | undefined>;

export const failure = (status: number, text: string, type = 'ERROR'): Answer => ({ status, body: { messages: [{ type, text }] } });

export const fatal = (status: number, text: string): Answer => failure(status, text, 'FATAL');

export const METHOD_NOT_ALLOWED = failure(405, 'Method Not Allowed');

/** What a request says by that name, in its address or its form. */
export const argument = ({ query, form }: SplunkRequest, name: string): string | undefined =>
  form.get(name) ?? query.get(name) ?? undefined;

/** Names of all arguments. */
export const argumentNames = ({ query, form }: SplunkRequest): readonly string[] => [...new Set([...query.keys(), ...form.keys()])];

/** Owner, app and the rest of a path. */
export function namespaceOf(path: string): Pick<SplunkRequest, 'owner' | 'app' | 'below'> {
  const [, owner = '-', app = '-', below = ''] = /^\/servicesNS\/([^/]+)\/([^/]+)\/(.+)$/.exec(path) ?? [];
  return below === '' ? { owner: '-', app: '-', below: path.replace(/^\/services\//, '') } : { owner, app, below };
}
