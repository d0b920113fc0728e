import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TestCertificates } from '../server/certificates.js';

const GENERATOR = { build: '0', version: '9.4.1' };
/** Events indexed in each second. */
const EACH_SECOND = 100;
/** When the first of them were, seconds since 1970. */
const FIRST = 1_772_409_600;

/**
 * A management port that has as many events as it is told and keeps none of them: exports are made while they are sent. It knows the searches of
 * reading alone. Writes its address to standard output.
 */
export async function serveEvents(events: number, certificates: TestCertificates): Promise<void> {
  const own = { cert: readFileSync(certificates.serverCertificate), key: readFileSync(certificates.serverKey) };
  const server = createServer(own, (request, response) => {
    void answer(events, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  process.stdout.write(`https://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}\n`);
}

async function answer(events: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const search = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('search') ?? '';
  if (!(request.url ?? '').includes('/export')) {
    response.end(JSON.stringify({ generator: GENERATOR, entry: [{ content: { ...GENERATOR, isFinalized: false } }] }));
    return;
  }
  const last = FIRST + Math.ceil(events / EACH_SECOND) - 1;
  if (search.startsWith('| tstats')) {
    const result = { count: String(events), first: String(FIRST), last: String(last) };
    response.end(`${JSON.stringify({ preview: false, offset: 0, lastrow: true, result })}\n`);
    return;
  }
  const bound = (name: string): number => Number(new RegExp(`_index_${name}=(\\d+)`).exec(search)?.[1]);
  const [from, to] = [Math.max(bound('earliest'), FIRST), Math.min(bound('latest'), last + 1)];
  const rows = Math.max(0, Math.min((to - FIRST) * EACH_SECOND, events) - (from - FIRST) * EACH_SECOND);
  // A reader that has seen enough breaks off.
  await pipeline(Readable.from(portions((from - FIRST) * EACH_SECOND, rows)), response).catch(() => undefined);
}

/** Lines of an export, the newest event first, as Splunk gives them. */
function* portions(first: number, rows: number): Generator<string, void, void> {
  if (rows === 0) yield '{"preview":false,"lastrow":true}\n';
  let lines = '';
  for (let offset = 0; offset < rows; offset += 1) {
    const end = offset === rows - 1 ? { lastrow: true } : {};
    lines += `${JSON.stringify({ preview: false, offset, ...end, result: eventAt(first + rows - 1 - offset) })}\n`;
    if (lines.length < 65_536) continue;
    yield lines;
    lines = '';
  }
  if (lines !== '') yield lines;
}

function eventAt(number: number): object {
  const indexed = FIRST + Math.floor(number / EACH_SECOND);
  const time = indexed - 60 + (number % EACH_SECOND) / EACH_SECOND;
  const raw = {
    ...{ ts: time, uid: `C${String(number)}`, 'id.orig_h': `10.0.${String(number % 200)}.7`, 'id.orig_p': 40_000 + (number % 20_000) },
    ...{ 'id.resp_h': `198.51.100.${String(number % 250)}`, 'id.resp_p': 443, proto: 'tcp', service: 'ssl', conn_state: 'SF' },
    ...{ duration: 1.5, orig_bytes: number % 5000, resp_bytes: number % 90_000, history: 'ShADadFf', local_orig: true },
  };
  const common = { index: 'network', sourcetype: 'bro:conn:json', source: '/logs/conn.log', host: 'sensor', _cd: `1:${String(number)}` };
  return { ...common, _time: new Date(time * 1000).toISOString(), _indextime: String(indexed), _raw: JSON.stringify(raw) };
}
