import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on at this moment: any, or the first of a range. */
export async function freePort(range?: { readonly from: number; readonly to: number }): Promise<number> {
  if (range === undefined) return probe(0);
  for (let port = range.from; port <= range.to; port += 1) {
    const free = await probe(port).catch(() => undefined);
    if (free !== undefined) return free;
  }
  throw new Error(`no port from ${range.from} to ${range.to} is free`);
}

async function probe(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('the probe has no port'));
      });
    });
  });
}
