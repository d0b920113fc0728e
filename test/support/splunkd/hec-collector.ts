import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { requestFault, type RequestFault } from './faults.js';
import { readBatch, type HecToken } from './hec-batch.js';
import { hecAnswer, type HecAnswer, type HecCode } from './hec-codes.js';
import type { GivenEvent } from './search-service.js';

/**
 * What happens to the next request of the collector. `code`: it takes the first `after` events in and answers with the code; `ack-lost`: it
 * takes events in, or not, and the acknowledgement never comes.
 */
export type HecFault = (
  | RequestFault
  | { readonly kind: 'code'; readonly code: HecCode; readonly after?: number }
  | { readonly kind: 'ack-lost'; readonly indexed: boolean }
) & { readonly on?: RegExp };

/** A request to the collector as it came. */
export interface HecCall {
  readonly method: string;
  readonly path: string;
  readonly channel: string | undefined;
  readonly gzip: boolean;
  readonly body: string;
}

interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

/** A token that every test may use, for any index that is there. */
export const HEC_TOKEN = '11111111-2222-4333-8444-555555555555';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOT_FOUND: HecAnswer = { status: 404, body: { text: 'The requested URL was not found on this server.', code: 404 } };

/** The HTTP Event Collector on its own port. */
export class HecCollector {
  readonly tokens = new Map<string, HecToken>([
    [HEC_TOKEN, { name: 'throughline', disabled: false, index: 'main', indexes: [], useAck: false }],
  ]);
  readonly calls: HecCall[] = [];
  readonly faults: HecFault[] = [];
  /** How often an acknowledgement is asked for in vain. */
  ackAfter = 1;
  /** What `/health` says. */
  health: HecCode = 17;
  maxContentLength = 838_860_800;
  readonly #server: ReturnType<typeof createServer>;
  readonly #index: (events: readonly GivenEvent[]) => void;
  readonly #knows: (index: string) => boolean;
  /** By channel: how often each id is still asked for in vain; Infinity if it is lost. */
  readonly #acks = new Map<string, number[]>();

  constructor(tls: TlsFiles, index: (events: readonly GivenEvent[]) => void, knows: (index: string) => boolean) {
    this.#index = index;
    this.#knows = knows;
    this.#server = createServer(tls, (request, response) => {
      void this.#serve(request, response);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const address = this.#server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  /** Changes what the token that every test may use lets through. */
  setToken(changes: Partial<HecToken>): void {
    const token = this.tokens.get(HEC_TOKEN);
    if (token !== undefined) this.tokens.set(HEC_TOKEN, { ...token, ...changes });
  }

  /** Forgets the acknowledgements of all channels, as a restart does. */
  forgetAcks(): void {
    this.#acks.clear();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const gzip = request.headers['content-encoding'] === 'gzip';
    const raw = Buffer.concat(chunks);
    const header = request.headers['x-splunk-request-channel'];
    const channel = (typeof header === 'string' ? header : undefined) ?? url.searchParams.get('channel') ?? undefined;
    const call = { method: request.method ?? '', path: url.pathname, channel, gzip, body: unpacked(raw, gzip) };
    this.calls.push(call);
    const fault = this.#fault(call.path);
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'status') return void response.writeHead(fault.status, { ...fault.headers }).end(fault.body ?? '');
    const { status, body } =
      raw.length > this.maxContentLength
        ? { status: 413, body: { text: `Content-Length of ${raw.length} too large (maximum is ${this.maxContentLength})`, code: 413 } }
        : this.#answer(call, request.headers.authorization, url.searchParams, fault);
    const text = JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', 'content-length': Buffer.byteLength(text) });
    if (fault?.kind === 'cut') response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
    else if (fault?.kind === 'stalled') response.write(text.slice(0, text.length / 2));
    else response.end(text);
  }

  #fault(path: string): HecFault | undefined {
    const own = this.faults.findIndex(
      ({ kind, on }) => (kind === 'code' || kind === 'ack-lost') && (on?.test(path) ?? path.includes('/event')),
    );
    if (own >= 0) return this.faults.splice(own, 1)[0];
    return requestFault(this.faults as Parameters<typeof requestFault>[0], path);
  }

  #answer(call: HecCall, authorization: string | undefined, query: URLSearchParams, fault: HecFault | undefined): HecAnswer {
    const [, kind] = /^\/services\/collector(?:\/(event|raw|ack|health)(?:\/1\.0)?)?$/.exec(call.path) ?? [];
    if (!call.path.startsWith('/services/collector')) return NOT_FOUND;
    if (kind === undefined && call.path !== '/services/collector') return NOT_FOUND;
    if (kind === 'health') return call.method === 'GET' ? this.#health(authorization) : NOT_FOUND;
    if (call.method !== 'POST') return { status: 405, body: { text: 'Method Not Allowed', code: 405 } };
    if (query.has('token')) return hecAnswer(16);
    const token = this.#token(authorization);
    if (typeof token === 'number') return hecAnswer(token);
    if (call.channel === undefined && (token.useAck || kind === 'raw' || kind === 'ack')) return hecAnswer(10);
    if (call.channel !== undefined && !GUID.test(call.channel)) return hecAnswer(11);
    if (kind === 'ack') return token.useAck ? this.#acknowledged(call) : hecAnswer(14);
    return this.#take(call, token, kind === 'raw', fault);
  }

  #take({ body, channel }: HecCall, token: HecToken, raw: boolean, fault: HecFault | undefined): HecAnswer {
    const lines = (): readonly GivenEvent[] =>
      body.split(/\r?\n/).flatMap((line) => (line === '' ? [] : [{ raw: line, index: token.index }]));
    const batch = raw ? { events: lines(), problem: body.trim() === '' ? (5 as const) : undefined } : readBatch(body, token, this.#knows);
    if (fault?.kind === 'code') {
      this.#index(batch.events.slice(0, fault.after ?? 0));
      return hecAnswer(fault.code, fault.after === undefined ? {} : { 'invalid-event-number': fault.after });
    }
    if (fault?.kind !== 'ack-lost' || fault.indexed) this.#index(batch.events);
    if (batch.problem !== undefined) {
      return hecAnswer(batch.problem, batch.problem === 5 ? {} : { 'invalid-event-number': batch.events.length });
    }
    if (!token.useAck || channel === undefined) return hecAnswer(0);
    const acks = this.#acks.get(channel) ?? [];
    acks.push(fault?.kind === 'ack-lost' ? Infinity : this.ackAfter);
    this.#acks.set(channel, acks);
    return hecAnswer(0, { ackId: acks.length - 1 });
  }

  #acknowledged({ body, channel = '' }: HecCall): HecAnswer {
    let asked: unknown;
    try {
      asked = (JSON.parse(body) as { readonly acks?: unknown }).acks;
    } catch {
      return hecAnswer(6);
    }
    if (!Array.isArray(asked) || asked.some((id) => !Number.isInteger(id))) return hecAnswer(6);
    const left = this.#acks.get(channel) ?? [];
    const acks = (asked as readonly number[]).map((id) => {
      const asks = left[id];
      if (asks === undefined || asks === Infinity) return [id, false] as const;
      // Told once, an acknowledgement is forgotten.
      left[id] = asks === 0 ? Infinity : asks - 1;
      return [id, asks === 0] as const;
    });
    return { status: 200, body: { acks: Object.fromEntries(acks) } };
  }

  #health(authorization: string | undefined): HecAnswer {
    const token = authorization === undefined ? undefined : this.#token(authorization);
    if (token === 4 || token === 3) return hecAnswer(21);
    return token === 1 ? hecAnswer(22) : hecAnswer(this.health);
  }

  /** The token of a request, or the code of why it has none. */
  #token(authorization: string | undefined): HecToken | 1 | 2 | 3 | 4 {
    if (authorization === undefined || authorization === '') return 2;
    const [, key] = /^Splunk (\S+)$/.exec(authorization) ?? [];
    if (key === undefined) return 3;
    const token = this.tokens.get(key);
    if (token === undefined) return 4;
    return token.disabled ? 1 : token;
  }
}

function unpacked(raw: Buffer, gzip: boolean): string {
  try {
    return (gzip ? gunzipSync(raw) : raw).toString('utf8');
  } catch {
    return 'not what it was said to be';
  }
}
