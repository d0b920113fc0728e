import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, type TestCertificates } from '../../../scripts/server/certificates.js';
import { failure, namespaceOf, type Account, type Answer, type Endpoint, type SplunkRequest, type Stream } from './exchange.js';
import { exportSearch } from './export-search.js';
import { requestFault, type Fault } from './faults.js';
import { HecCollector } from './hec-collector.js';
import { jobEndpoints } from './job-endpoints.js';
import { KnowledgeObjects } from './knowledge-objects.js';
import { KvStore } from './kv-store.js';
import { accountThat, defaultRoles, type Role } from './roles.js';
import { SearchJobs } from './search-jobs.js';
import { serverFacts } from './server-facts.js';
import { SearchService, type GivenEvent } from './search-service.js';

export { ACCOUNTS } from './roles.js';
export { HEC_TOKEN } from './hec-collector.js';

/** A request as it came. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly form: Readonly<Record<string, string>>;
  /** What came as JSON, as text. */
  readonly json: string;
}

export interface SplunkdOptions {
  /** For whom the certificate is, in the words of openssl. */
  readonly hosts?: string;
  /** Only clients with a certificate of the authority are let in. */
  readonly clientCertificate?: boolean;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Release that it says it is. */
  readonly version?: string;
}

const FORM = 'application/x-www-form-urlencoded';

/** Releases before 9.0.2 have the first version of the endpoints of searches alone. */
function hasSecondVersion(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major * 1e8 + minor * 1e4 + patch >= 9 * 1e8 + 2;
}

/**
 * Stands in for the management port of Splunk, which cannot be had from package registries: HTTPS under an authority of its own, sessions and
 * bearer tokens, the objects of apps, and searches. It is strict, and refuses what it does not know; it is not Splunk.
 */
export class Splunkd {
  readonly objects = new KnowledgeObjects();
  readonly calls: Call[] = [];
  readonly faults: Fault[] = [];
  /** Tests change them. */
  readonly roles: Map<string, Role> = defaultRoles();
  readonly certificates: TestCertificates;
  readonly search: SearchService;
  readonly jobs: SearchJobs;
  readonly kv = new KvStore(this.objects);
  /** On a port of its own. */
  readonly collector: HecCollector;
  readonly #endpoints: readonly Endpoint[];
  readonly #folder: string;
  readonly #generator: { readonly build: string; readonly version: string };
  readonly #server: ReturnType<typeof createServer>;
  readonly #sessions = new Map<string, Account>();

  private constructor(
    folder: string,
    certificates: TestCertificates,
    { clientCertificate = false, now = Date.now, version = '9.4.1' }: SplunkdOptions,
  ) {
    this.#folder = folder;
    this.#generator = { build: '0', version };
    this.certificates = certificates;
    this.search = new SearchService(this.objects, (app, name) => this.kv.flat(app, name), now);
    this.jobs = new SearchJobs(now);
    const dispatching = { service: this.search, jobs: this.jobs, roleOf: (name: string) => this.#roleOf(name) };
    this.#endpoints = [
      exportSearch(dispatching, this.faults),
      jobEndpoints(dispatching, this.faults),
      this.kv.answer,
      serverFacts({ version, roles: this.roles, service: this.search, now }),
      (request) => this.#object(request),
    ];
    const ca = readFileSync(certificates.authority);
    const own = { cert: readFileSync(certificates.serverCertificate), key: readFileSync(certificates.serverKey), ca };
    const indexes = this.search.indexes;
    this.collector = new HecCollector(
      own,
      (events) => {
        this.search.index(events);
      },
      (index) => indexes.has(index),
    );
    this.#server = createServer({ ...own, requestCert: clientCertificate, rejectUnauthorized: clientCertificate }, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify(failure(500, `the stand-in failed: ${(error as Error).message}`).body));
      });
    });
  }

  static async start(options: SplunkdOptions = {}): Promise<Splunkd> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-splunkd-'));
    const splunkd = new Splunkd(folder, await makeCertificates(folder, options.hosts), options);
    await splunkd.collector.start();
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
    return this.calls.filter(({ method, path }) => (method === 'POST' && path !== '/services/auth/login') || method === 'DELETE');
  }

  /** Takes events in, with whatever time of indexing a test wants. */
  index(...events: readonly GivenEvent[]): void {
    this.search.index(events);
  }

  /** Ends every session, as a restart does. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.collector.close();
    await this.search.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const body = Buffer.concat(chunks).toString('utf8');
    const contentType = request.headers['content-type'] ?? '';
    const form = contentType === FORM ? Object.fromEntries(new URLSearchParams(body)) : {};
    const call = {
      method: request.method ?? '',
      path: url.pathname,
      authorization: request.headers.authorization ?? '',
      form,
      json: contentType === FORM ? '' : body,
    };
    this.calls.push(call);
    const fault = requestFault(this.faults, call.path);
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'status') return void response.writeHead(fault.status, { ...fault.headers }).end(fault.body ?? '');
    const answer = await this.#answer(call, { query: url.searchParams, body, contentType });
    if ('stream' in answer) return answer.stream(response);
    if (answer.status === 204) return void response.writeHead(204).end();
    const text = JSON.stringify(answer.plain === true ? answer.body : { generator: this.#generator, ...(answer.body as object) });
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8', 'content-length': Buffer.byteLength(text) });
    if (fault === undefined) return void response.end(text);
    response.write(text.slice(0, text.length / 2), () => {
      if (fault.kind === 'cut') request.socket.destroy();
    });
  }

  async #answer(call: Call, rest: Pick<SplunkRequest, 'query' | 'body' | 'contentType'>): Promise<Answer | Stream> {
    const { method, path, authorization, form } = call;
    if (method === 'POST' && rest.body !== '' && ![FORM, 'application/json'].includes(rest.contentType)) {
      return failure(400, 'the stand-in takes forms and JSON');
    }
    if (method === 'POST' && path === '/services/auth/login') return this.#login(form);
    const account = this.#accountOf(authorization);
    if (account === undefined) return failure(401, 'call not properly authenticated', 'WARN');
    const request = { ...rest, ...namespaceOf(path), method, path, account, form: new Map(Object.entries(form)) };
    if (request.below.startsWith('search/v2/') && !hasSecondVersion(this.#generator.version)) return failure(404, 'Not Found');
    for (const endpoint of this.#endpoints) {
      const answer = await endpoint(request);
      if (answer !== undefined) return answer;
    }
    return failure(404, `the stand-in does not know ${method} ${path}`);
  }

  /** Objects of apps. */
  #object(request: SplunkRequest): Answer | undefined {
    const { method, query, contentType, account } = request;
    if (query.get('output_mode') !== 'json' || query.size !== 1) return failure(400, 'the stand-in speaks JSON and takes no other query');
    if (method === 'POST' && contentType !== FORM) return failure(400, 'the stand-in takes forms');
    if (method !== 'GET' && account.writes !== 'all') return failure(403, 'Action forbidden.', 'WARN');
    return this.objects.answer(request);
  }

  #roleOf(name: string): Role {
    const role = this.roles.get(name);
    if (role === undefined) throw new RangeError(`there is no role ${name}`);
    return role;
  }

  #login({ username = '', password = '' }: Readonly<Record<string, string>>): Answer {
    const account = accountThat((given, name) => name === username && given.password === password);
    if (account === undefined) return failure(401, 'Login failed', 'WARN');
    const sessionKey = randomBytes(24).toString('hex');
    this.#sessions.set(sessionKey, account);
    return { status: 200, body: { sessionKey, message: '', code: '' } };
  }

  #accountOf(authorization: string): Account | undefined {
    const [scheme, key = ''] = authorization.split(' ');
    if (scheme === 'Splunk') return this.#sessions.get(key);
    return scheme === 'Bearer' ? accountThat(({ token }) => token === key) : undefined;
  }
}
