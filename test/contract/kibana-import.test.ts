import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { ELASTIC_DEFAULTS, NO_TLS, type ElasticSettings } from '../../connectors/elastic/elastic-settings.js';
import { importIntoKibana } from '../../connectors/elastic/kibana-import.js';
import { AccessDeniedError, SourceUnavailableError } from '../../src/errors.js';

const settings: ElasticSettings = {
  nodes: [],
  authentication: { kind: 'api-key', key: 'c2VjcmV0' },
  tls: NO_TLS,
  product: 'elasticsearch',
  tenant: 'default',
  groups: [],
  ...ELASTIC_DEFAULTS,
};
const SAVED_OBJECTS = '/s/soc/api/saved_objects/_import?overwrite=true';
const ndjson = readFileSync('dashboards/kibana/throughline.ndjson', 'utf8');

interface Answer {
  readonly status: number;
  readonly body: string;
}

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Stands in for Kibana: takes only what its import API takes, and answers as told; without an answer, with what it was given. */
async function kibana(answer?: Answer): Promise<string> {
  const handle = async (request: IncomingMessage): Promise<Answer> => {
    const body = await bodyOf(request);
    const refuse = (message: string): Answer => ({ status: 400, body: JSON.stringify({ statusCode: 400, error: 'Bad Request', message }) });
    if (request.method !== 'POST' || request.url !== SAVED_OBJECTS) return { status: 404, body: JSON.stringify({ message: 'Not Found' }) };
    if (request.headers['kbn-xsrf'] === undefined) return refuse('Request must contain a kbn-xsrf header.');
    if (request.headers.authorization !== 'ApiKey c2VjcmV0') return { status: 401, body: JSON.stringify({ message: 'Unauthorized' }) };
    if (answer !== undefined) return answer;
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
    const part = new RegExp(`^--${boundary}\\r\\n([^]*?)\\r\\n\\r\\n([^]*)\\r\\n--${boundary}--`).exec(body.toString('utf8'));
    if (part === null || !/name="file"; filename="[^"]+\.ndjson"/.test(part[1] ?? '')) return refuse('Invalid file extension');
    const objects = (part[2] ?? '').split('\n').filter((line) => line !== '');
    for (const line of objects) JSON.parse(line);
    return { status: 200, body: JSON.stringify({ success: true, successCount: objects.length, warnings: [] }) };
  };
  const listening = createServer((request, response) => {
    void handle(request).then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const imported = (url: string) => importIntoKibana({ url, path: SAVED_OBJECTS, fileName: 'throughline.ndjson', ndjson }, settings);

describe('an import into Kibana', () => {
  it('brings every object of the file, with the header and credentials that Kibana asks for', async () => {
    expect(await imported(`${await kibana()}/`)).toBe(ndjson.trimEnd().split('\n').length);
  });

  it.each<[string, Answer, RegExp, typeof AccessDeniedError | typeof SourceUnavailableError]>([
    [
      'a success that is none',
      { status: 200, body: '{"success":false,"errors":[{"id":"x","error":{"type":"missing_references"}}]}' },
      /x: missing_references/,
      SourceUnavailableError,
    ],
    [
      'a privilege that is missing',
      { status: 403, body: '{"message":"Unable to bulk_create dashboard"}' },
      /Unable to bulk_create dashboard/,
      AccessDeniedError,
    ],
    ['an answer of something else', { status: 200, body: '<html>' }, /is no Kibana/, SourceUnavailableError],
    ['a failure', { status: 500, body: '{"message":"boom"}' }, /500 \(boom\)/, SourceUnavailableError],
  ])('tells of %s', async (_name, answer, message, error) => {
    const failure = await imported(await kibana(answer)).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(error);
    expect((failure as Error).message).toMatch(message);
    expect((failure as Error).message).not.toContain('c2VjcmV0');
  });

  it('tells of a Kibana that is not there', async () => {
    await expect(imported('http://127.0.0.1:1')).rejects.toBeInstanceOf(SourceUnavailableError);
  });
});
