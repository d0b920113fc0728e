import { createWriteStream, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { Command } from 'commander';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { OpenSearchConnection } from '../../connectors/elastic/opensearch-connection.js';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { elasticSettingsFrom } from '../../src/cli/elastic-settings-from.js';
import { parseConfiguration } from '../../src/config/configuration.js';
import { SourceIndices } from './source-indices.js';
import { storedRecords } from './stored-records.js';

interface LoadOptions {
  readonly url?: string;
  readonly config?: string;
  readonly once?: true;
  readonly prefix: string;
  readonly opensearch?: true;
  readonly copy?: string;
}

function clientFor({ url, config, opensearch }: LoadOptions): Client {
  if (config !== undefined) {
    const read = (name: string): string | undefined =>
      name.startsWith('file:') ? readFileSync(resolve(dirname(config), name.slice('file:'.length)), 'utf8').trim() : process.env[name];
    const { elastic, tenant } = parseConfiguration(readFileSync(config, 'utf8'), basename(config), read);
    if (elastic === undefined) throw new Error(`${config} has no key elastic`);
    return createElasticClient(elasticSettingsFrom(elastic, tenant));
  }
  if (url === undefined) throw new Error('name the server with --url or --config');
  return new Client({ node: url, ...(opensearch === true ? { Connection: OpenSearchConnection } : {}) });
}

async function load(paths: readonly string[], options: LoadOptions): Promise<void> {
  const client = clientFor(options);
  if (options.once === true && (await client.indices.exists({ index: `${options.prefix}-*`, allow_no_indices: false }))) {
    process.stdout.write(`there are indices ${options.prefix}-* already; nothing was loaded\n`);
    await client.close();
    return;
  }
  const registry = createRegistry(defaultMappings);
  const copy = options.copy === undefined ? undefined : createWriteStream(options.copy);
  const indices = new SourceIndices(client, options.prefix);
  let loaded = 0;
  const { files } = await listInputs(paths);
  for (const file of files) {
    for await (const records of storedRecords(file, registry)) {
      await indices.put(records);
      for (const { body } of records) copy?.write(`${JSON.stringify(body)}\n`);
      loaded += records.length;
    }
  }
  await client.indices.refresh({ index: `${options.prefix}-*` });
  await client.close();
  await new Promise<void>((resolve) => {
    if (copy === undefined) resolve();
    else copy.end(resolve);
  });
  process.stdout.write(`${loaded} records in ${indices.size} indices ${options.prefix}-*\n`);
}

await new Command('npm run load --')
  .description('Puts log files, such as those of a simulated estate, into Elasticsearch or OpenSearch as they are, for trying things out')
  .argument('<paths...>', 'log files and folders')
  .option('--url <url>', 'the server, if it asks for no credentials')
  .option('--config <file>', 'configuration file with the key elastic, which says where the server is and who we are')
  .option('--prefix <name>', 'beginning of the names of the indices', 'sample')
  .option('--once', 'load nothing if there are indices of that name')
  .option('--opensearch', 'the server is OpenSearch')
  .option('--copy <file>', 'also write what was loaded to an NDJSON file')
  .action(load)
  .parseAsync();
