import { Command, InvalidArgumentError } from 'commander';
import { PRODUCT_NAMES, productByName, type ServerProduct } from './products.js';
import { documentedSecurity } from './secured-server.js';
import { startServer, type RunningServer } from './start-server.js';

interface CommandOptions {
  readonly heap: string;
  readonly secured?: true;
  readonly tls?: true;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

function describe(server: RunningServer, options: CommandOptions): void {
  print(`${server.product.name} ${server.product.version} is at ${server.url}`);
  if (server.certificates !== undefined) {
    print(`certificate authority: ${server.certificates.authority}`);
    print(`client certificate and key: ${server.certificates.clientCertificate} ${server.certificates.clientKey}`);
  }
  if (options.secured === true || options.tls === true) {
    for (const user of documentedSecurity.users) print(`user ${user.name}, password ${user.password}, roles ${user.roles.join(', ')}`);
    print(`user elastic, password ${documentedSecurity.password}`);
  }
  print('Ctrl-C stops it and removes its data');
}

async function run(product: ServerProduct, options: CommandOptions): Promise<void> {
  const secured = options.secured === true || options.tls === true;
  if (secured && product.name === 'opensearch') throw new Error('--secured and --tls are for Elasticsearch');
  const server = await startServer(product, {
    heap: options.heap,
    tls: options.tls === true,
    ...(secured ? { security: documentedSecurity } : {}),
  });
  describe(server, options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
  await server.waitForEnd();
  await server.stop();
}

const known = (words: readonly string[]): ServerProduct => {
  const product = productByName(words.join(' '));
  if (product === undefined) throw new InvalidArgumentError(`known servers: ${PRODUCT_NAMES.join(', ')}`);
  return product;
};

await new Command('npm run server --')
  .description('A real server for tests and for trying things out, on a free port of this machine, with data that lasts as long as it runs')
  .argument('<product...>', PRODUCT_NAMES.join(' | '))
  .option('--heap <size>', 'Java heap', '1g')
  .option('--secured', 'with users and roles, among them a user with the documented privileges only')
  .option('--tls', 'with TLS by an authority of its own, and secured')
  .action(async (words: readonly string[], options: CommandOptions) => {
    await run(known(words), options);
  })
  .parseAsync();
