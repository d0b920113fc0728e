import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, type TestCertificates } from './certificates.js';
import { elasticsearchCommand, type ServerSecurity } from './elasticsearch.js';
import { freePort } from './free-port.js';
import { findJavaHome } from './java-home.js';
import { OPENSEARCH_PORTS, openSearchCommand } from './opensearch.js';
import type { ServerProduct } from './products.js';
import { hasTool } from './run-tool.js';
import { serverFiles } from './server-files.js';
import { ServerProcess } from './server-process.js';
import { unprivilegedUser } from './unprivileged.js';

export interface StartOptions {
  /** Java heap, e.g. `1g`. */
  readonly heap?: string;
  /** Elasticsearch only. */
  readonly security?: ServerSecurity;
  /** Elasticsearch only; needs openssl. */
  readonly tls?: boolean;
}

/** A server that answers. */
export interface RunningServer {
  readonly product: ServerProduct;
  readonly url: string;
  readonly certificates: TestCertificates | undefined;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
  /** Kills it as a power cut would, keeping its data. */
  kill(): Promise<void>;
  /** Starts it again on its data after `kill`. */
  restart(): Promise<void>;
  waitForEnd(): Promise<void>;
}

const START_MILLISECONDS = 180_000;

/** Why the server cannot be run on this machine, or `undefined` if it can. */
export async function whyNotRunnable(product: ServerProduct): Promise<string | undefined> {
  if ((await findJavaHome(product.java)) === undefined) return `there is no Java ${product.java} or later`;
  return (await hasTool('mvn')) ? undefined : 'there is no mvn to bring the server from Maven Central';
}

/** Brings the server if need be and starts it on a free port, in a folder of its own, as an unprivileged user. */
export async function startServer(product: ServerProduct, options: StartOptions = {}): Promise<RunningServer> {
  const javaHome = await findJavaHome(product.java);
  if (javaHome === undefined) throw new Error(`${product.name} ${product.version} needs Java ${product.java} or later`);
  const files = await serverFiles(product);
  const folder = await mkdtemp(join(tmpdir(), `throughline-${product.name}-`));
  try {
    await mkdir(join(folder, 'tmp'));
    const certificates = options.tls === true ? await makeCertificates(folder) : undefined;
    const user = await unprivilegedUser();
    const port = await freePort(product.name === 'opensearch' ? OPENSEARCH_PORTS : undefined);
    const common = { files, folder, javaHome, port, heap: options.heap ?? '1g', user };
    const command =
      product.name === 'opensearch'
        ? await openSearchCommand(common)
        : await elasticsearchCommand({ ...common, transportPort: await freePort(), security: options.security, certificates });
    const url = `${certificates === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
    const authority = certificates === undefined ? undefined : await readFile(certificates.authority, 'utf8');
    const ready = () => answers(`${url}/_search?size=0`, authority);
    let running = new ServerProcess(command);
    await running.waitUntil(ready, START_MILLISECONDS);
    return {
      product,
      url,
      certificates,
      stop: async () => {
        await running.stop();
        await rm(folder, { recursive: true, force: true });
      },
      kill: () => running.kill(),
      restart: async () => {
        running = new ServerProcess(command);
        await running.waitUntil(ready, START_MILLISECONDS);
      },
      waitForEnd: () => running.waitForEnd(),
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** True once searches are answered, be it with a demand for credentials. */
async function answers(url: string, authority: string | undefined): Promise<boolean> {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const take = (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode);
    };
    const options = { timeout: 5000 };
    const request = authority === undefined ? requestPlain(url, options, take) : requestSecure(url, { ...options, ca: authority }, take);
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
    request.end();
  });
  return status === 200 || status === 401;
}
