import { createServer, type Server, type ServerResponse } from 'node:http';
import { UsageError } from '../errors.js';
import type { ServiceMetrics } from './service-metrics.js';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: ServiceMetrics;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Milliseconds after the last good turn from which the worker is no longer ready. */
  readonly patience: number;
}

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body);
};

/**
 * `/healthz`: the process answers. `/readyz`: its last turn went well and not too long ago; standing by is ready too. `/metrics`: Prometheus.
 *
 * @throws UsageError if the address cannot be listened on
 */
export async function startHealthServer(options: HealthOptions): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const { metrics, clock, patience } = options;
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') answer(response, 405, 'text/plain', 'only GET\n');
    else if (path === '/healthz') answer(response, 200, 'text/plain', 'ok\n');
    else if (path === '/readyz') ready(response);
    else if (path === '/metrics') void exposition(response);
    else answer(response, 404, 'text/plain', 'there are /healthz, /readyz and /metrics\n');
  });

  const ready = (response: ServerResponse): void => {
    const { lastTurn, lastError, leading, position } = metrics.state;
    const stale = lastTurn === undefined || clock() - lastTurn > patience;
    const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());
    const body = {
      ready: !stale && lastError === undefined,
      leading,
      last_turn: iso(lastTurn),
      read_until: iso(position),
      error: lastError ?? null,
    };
    answer(response, body.ready ? 200 : 503, 'application/json', `${JSON.stringify(body)}\n`);
  };

  const exposition = async (response: ServerResponse): Promise<void> => {
    answer(response, 200, metrics.registry.contentType, await metrics.registry.metrics());
  };

  await listen(server, options.host, options.port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new UsageError(`Cannot listen on ${host}:${port}: ${cause.message}. Change service.listen or stop what uses it.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}
