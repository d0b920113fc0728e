import { productByName } from './products.js';
import { startServer, type RunningServer } from './start-server.js';

/** Runs a server while it is used. `name` as the command takes it, e.g. `elasticsearch 8`. */
export async function withServer<T>(name: string, use: (server: RunningServer) => Promise<T>): Promise<T> {
  const product = productByName(name);
  if (product === undefined) throw new Error(`there is no ${name}`);
  const server = await startServer(product);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}
