import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { InstallCall, KibanaContent } from '../../../connectors/elastic/install-plan.js';
import type { ElasticSettings } from '../../../connectors/elastic/elastic-settings.js';
import { isUnprotected } from '../../config/elastic-problems.js';
import { packagedFolder } from '../../config/read-content-folder.js';
import { UsageError } from '../../errors.js';
import { print, type CommandContext } from '../command-context.js';
import { elasticSettingsFrom } from '../elastic-settings-from.js';
import { configurationFrom } from '../engine-settings.js';
import { installSplunkCommand } from './install-splunk.js';

interface InstallElasticOptions {
  readonly config: string;
  readonly kibana?: string;
  readonly space?: string;
  readonly retention?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Sets up where documents are kept (templates), the role of a worker, and in Kibana the dashboards, searches and detection rules. It needs a user
who may do that; a worker needs far less: the API key that is printed at the end. Doing it again changes nothing but what has changed.

Examples:
  throughline install elastic --config setup.yaml --dry-run                                   print every call, make none
  throughline install elastic --config setup.yaml --kibana https://kibana.example.com:5601 --space soc
  throughline install elastic --config setup.yaml --retention 365d`;

const file = (folder: string, ...path: readonly string[]): string => readFileSync(join(packagedFolder(folder), ...path), 'utf8');

const kibanaContent = (): readonly KibanaContent[] => [
  { name: 'throughline', as: 'saved-objects', ndjson: file('dashboards', 'kibana', 'throughline.ndjson') },
  { name: 'searches', as: 'saved-objects', ndjson: file('saved-searches', 'elastic', 'searches.ndjson') },
  { name: 'rules', as: 'rules', ndjson: file('saved-searches', 'elastic', 'rules.ndjson') },
];

function retention(text: string): string {
  if (!/^[1-9]\d*[dh]$/.test(text)) throw new InvalidArgumentError('Write a number of days or hours, for example 365d.');
  return text;
}

function kibanaUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('Write its address, for example https://kibana.example.com:5601.');
  return text;
}

const inWords = (call: InstallCall): string =>
  call.to === 'cluster'
    ? `${call.method} ${call.path}\n${JSON.stringify(call.body, undefined, 2)}\n`
    : `${call.method} kibana:${call.path}\nkbn-xsrf: throughline, file ${call.fileName}, ${call.ndjson.trimEnd().split('\n').length} objects\n`;

async function keyRecipe(settings: ElasticSettings): Promise<string> {
  const { workerPrivileges } = await import('../../../connectors/elastic/install-plan.js');
  const sources = settings.groups.flatMap(({ indices }) => indices);
  const key = { name: 'throughline', expiration: '90d', role_descriptors: { worker: workerPrivileges(sources) } };
  return `The API key of a worker, with all that it needs and no more; put its "encoded" into the environment of the worker:\nPOST /_security/api_key\n${JSON.stringify(key, undefined, 2)}\n`;
}

async function install(options: InstallElasticOptions, context: CommandContext): Promise<void> {
  const configuration = configurationFrom(options, context);
  if (configuration.elastic === undefined) throw new UsageError(`${options.config} has no key elastic, which says where the cluster is.`);
  const settings = elasticSettingsFrom(configuration.elastic, configuration.tenant);
  const kibana = options.kibana ?? configuration.elastic.kibana?.url;
  if (kibana !== undefined && isUnprotected(kibana) && settings.authentication.kind !== 'none') {
    throw new UsageError(`Credentials would cross the network to ${kibana} unprotected; write https.`);
  }
  const { installPlan } = await import('../../../connectors/elastic/install-plan.js');
  const plan = installPlan({
    product: settings.product,
    retention: options.retention ?? configuration.elastic.retention,
    sources: settings.groups.flatMap(({ indices }) => indices),
    space: options.space ?? configuration.elastic.kibana?.space,
    content: kibana === undefined && options.dryRun !== true ? [] : kibanaContent(),
  });
  if (options.dryRun === true) {
    for (const call of plan) await print(context.stdout, `${inWords(call)}\n`);
  } else {
    const { makeInstallCalls } = await import('../../../connectors/elastic/make-install-calls.js');
    for await (const { call, outcome } of makeInstallCalls(plan, settings, kibana, { signal: context.signal })) {
      await print(context.stdout, `${call.title}: ${call.path.split('?')[0] ?? ''} ${outcome}\n`);
    }
    if (kibana === undefined && settings.product === 'elasticsearch') {
      await print(
        context.stdout,
        'Dashboards, searches and rules were left out: name Kibana with --kibana URL, or import dashboards/kibana by hand.\n',
      );
    }
  }
  if (settings.product === 'elasticsearch') await print(context.stdout, `\n${await keyRecipe(settings)}`);
}

export function installCommand(context: CommandContext): Command {
  const command = new Command('install').description('set up a platform: where documents are kept, roles, dashboards');
  command
    .command('elastic')
    .description('Elasticsearch or OpenSearch, and Kibana')
    .requiredOption('--config <file>', 'configuration file with the key elastic')
    .option('--kibana <url>', 'Kibana, for dashboards, searches and detection rules', kibanaUrl)
    .option('--space <name>', 'Kibana space; without it the default one')
    .option('--retention <time>', 'how long anomalies are kept, for example 365d', retention)
    .option('--dry-run', 'print every call and make none')
    .addHelpText('after', EXAMPLES)
    .action((options: InstallElasticOptions) => install(options, context));
  return command.addCommand(installSplunkCommand(context));
}
