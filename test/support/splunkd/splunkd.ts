import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, type TestCertificates } from '../../../scripts/server/certificates.js';
import { failure, KnowledgeObjects, type Answer } from './knowledge-objects.js';

/** What happens to the next request instead of an answer. `cut`: half of the answer; `silent`: nothing; `stalled`: a head and no end. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly kind: 'reset' | 'cut' | 'silent' | 'stalled' };

/** A request as it came. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly form: Readonly<Record<string, string>>;
}

export interface SplunkdOptions {
  /** For whom the certificate is, in the words of openssl. */
  readonly hosts?: string;
  /** Only clients with a certificate of the authority are let in. */
  readonly clientCertificate?: boolean;
}

/** Who may sign in, and who may write. */
export const ACCOUNTS = {
  admin: { password: 'Aq7-not-guessed', token: 'eyJhbGciOi.admin.c2lnbmVk', writes: true },
  analyst: { password: 'Bq8-not-guessed', token: 'eyJhbGciOi.analyst.c2lnbmVk', writes: false },
} as const;

const GENERATOR = { build: '0', version: '9.4.1' };

/**
 * Stands in for the management port of Splunk, which cannot be had from package registries: HTTPS under an authority of its own, sessions and
 * bearer tokens, and the objects of apps. It is strict, and refuses what it does not know; it is not Splunk.
 */
export class Splunkd {
  readonly objects = new KnowledgeObjects();
  readonly calls: Call[] = [];
  readonly faults: Fault[] = [];
  readonly certificates: TestCertificates;
  readonly #folder: string;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sessions = new Map<string, boolean>();

  private constructor(folder: string, certificates: TestCertificates, { clientCertificate = false }: SplunkdOptions) {
    this.#folder = folder;
    this.certificates = certificates;
    const ca = readFileSync(certificates.authority);
    const own = { cert: readFileSync(certificates.serverCertificate), key: readFileSync(certificates.serverKey), ca };
    this.#server = createServer({ ...own, requestCert: clientCertificate, rejectUnauthorized: clientCertificate }, (request, response) => {
      void this.#serve(request, response);
    });
  }

  static async start(options: SplunkdOptions = {}): Promise<Splunkd> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-splunkd-'));
    const splunkd = new Splunkd(folder, await makeCertificates(folder, options.hosts), options);
    await new Promise<void>((resolve) => splunkd.#server.listen(0, '127.0.0.1', resolve));
    return splunkd;
  }

  get url(): string {
    const address = this.#server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  get authority(): string {
    return readFileSync(this.certificates.authority, 'utf8');
  }

  /** Calls that write. */
  get writes(): readonly Call[] {
    return this.calls.filter(({ method, path }) => method === 'POST' && path !== '/services/auth/login');
  }

  /** Ends every session, as a restart does. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    const call = { method: request.method ?? '', path: url.pathname, authorization: request.headers.authorization ?? '', form };
    this.calls.push(call);
    const fault = this.faults.shift();
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'status') return void response.writeHead(fault.status, { ...fault.headers }).end(fault.body ?? '');
    const { status, body } = this.#answer(call, url.searchParams, request.headers['content-type']);
    const text = JSON.stringify({ generator: GENERATOR, ...(body as object) });
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', 'content-length': Buffer.byteLength(text) });
    if (fault === undefined) return void response.end(text);
    response.write(text.slice(0, text.length / 2), () => {
      if (fault.kind === 'cut') request.socket.destroy();
    });
  }

  #answer(call: Call, query: URLSearchParams, type: string | undefined): Answer {
    const { method, path, authorization, form } = call;
    if (query.get('output_mode') !== 'json' || query.size !== 1) return failure(400, 'the stand-in speaks JSON and takes no other query');
    if (method === 'POST' && type !== 'application/x-www-form-urlencoded') return failure(400, 'the stand-in takes forms');
    if (method === 'POST' && path === '/services/auth/login') return this.#login(form);
    const writes = this.#rightsOf(authorization);
    if (writes === undefined) return failure(401, 'call not properly authenticated', 'WARN');
    if (method === 'GET' && path === '/services/server/info')
      return { status: 200, body: { entry: [{ name: 'server-info', content: GENERATOR }] } };
    if (method === 'POST' && !writes) return failure(403, 'Action forbidden.', 'WARN');
    return this.objects.answer(method, path, new Map(Object.entries(form))) ?? failure(404, `the stand-in does not know ${method} ${path}`);
  }

  #login({ username = '', password = '' }: Readonly<Record<string, string>>): Answer {
    const account = Object.entries(ACCOUNTS).find(([name]) => name === username)?.[1];
    if (account?.password !== password) return failure(401, 'Login failed', 'WARN');
    const sessionKey = randomBytes(24).toString('hex');
    this.#sessions.set(sessionKey, account.writes);
    return { status: 200, body: { sessionKey, message: '', code: '' } };
  }

  /** Whether the caller may write; undefined if nobody knows them. */
  #rightsOf(authorization: string): boolean | undefined {
    const [scheme, key = ''] = authorization.split(' ');
    if (scheme === 'Splunk') return this.#sessions.get(key);
    return scheme === 'Bearer' ? Object.values(ACCOUNTS).find(({ token }) => token === key)?.writes : undefined;
  }
}
