import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, request as sendSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What is done to one exchange instead of passing it on unharmed. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** The connection is cut before an answer; the server has done its work if `after` is set. */
  | { readonly kind: 'reset'; readonly after?: boolean }
  /** No answer ever. */
  | { readonly kind: 'silence' }
  /** The answer ends in the middle of its body. */
  | { readonly kind: 'truncate' }
  /** The server's answer, changed. */
  | { readonly kind: 'change'; readonly change: (body: unknown) => unknown };

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

/** Decides on every exchange; `undefined` passes it on. */
export type FaultRule = (exchange: Exchange) => Fault | undefined;

/** With what a proxy shows itself, and whom it trusts; PEM. */
export interface ProxyTls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly ca: string | Buffer;
}

/** A proxy on the wire in front of a real server that harms the exchanges a rule picks. */
export class FaultProxy {
  rule: FaultRule | undefined;
  readonly #server: Server;
  readonly #target: URL;
  readonly #tls: ProxyTls | undefined;
  readonly exchanges: Exchange[] = [];
  /** Bytes of the bodies of all answers of the server. */
  answeredBytes = 0;

  private constructor(target: string, tls: ProxyTls | undefined) {
    this.#target = new URL(target);
    this.#tls = tls;
    const take = (request: IncomingMessage, response: ServerResponse): void => {
      this.#take(request, response).catch(() => response.destroy());
    };
    this.#server = tls === undefined ? createServer(take) : createSecureServer({ cert: tls.cert, key: tls.key }, take);
  }

  /** @param tls for a server that is spoken to over TLS */
  static async start(target: string, tls?: ProxyTls): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, tls);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `${this.#tls === undefined ? 'http' : 'https'}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const exchange = { method: request.method ?? 'GET', path: request.url ?? '/', body };
    this.exchanges.push(exchange);
    const fault = this.rule?.(exchange);
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'reset' && fault.after !== true) {
      response.destroy();
      return;
    }
    if (fault?.kind === 'status') {
      const headers = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' };
      response.writeHead(fault.status, {
        ...headers,
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
      });
      response.end(JSON.stringify({ error: { type: 'injected', reason: 'injected by the proxy' }, status: fault.status }));
      return;
    }
    const answer = await this.#forward(request, body, fault?.kind === 'change');
    this.answeredBytes += answer.body.length;
    if (fault?.kind === 'reset') {
      response.destroy();
      return;
    }
    const changed =
      fault?.kind === 'change' ? Buffer.from(JSON.stringify(fault.change(JSON.parse(answer.body.toString('utf8'))))) : answer.body;
    response.writeHead(answer.status, { ...answer.headers, 'content-length': changed.length });
    if (fault?.kind === 'truncate') {
      response.write(changed.subarray(0, Math.floor(changed.length / 2)), () => response.destroy());
      return;
    }
    response.end(changed);
  }

  async #forward(request: IncomingMessage, body: Buffer, plain: boolean): Promise<Answer> {
    const headers = without(request.headers, ['host', 'connection', 'transfer-encoding']);
    const encoding = plain ? { 'accept-encoding': 'identity' } : {};
    const options = { method: request.method, headers: { ...headers, ...encoding, 'content-length': body.length } };
    return new Promise((resolve, reject) => {
      const url = new URL(request.url ?? '/', this.#target);
      const forward =
        this.#tls === undefined ? send.bind(undefined, url, options) : sendSecurely.bind(undefined, url, { ...options, ca: this.#tls.ca });
      const forwarded = forward((answer) => {
        bytesOf(answer).then((bytes) => {
          const kept = without(answer.headers, ['transfer-encoding', 'content-length', 'connection']);
          resolve({ status: answer.statusCode ?? 502, headers: kept, body: bytes });
        }, reject);
      });
      forwarded.once('error', reject);
      forwarded.end(body);
    });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

type Headers = IncomingMessage['headers'];

/** The headers that are not of one hop. */
function without(headers: Headers, names: readonly string[]): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
