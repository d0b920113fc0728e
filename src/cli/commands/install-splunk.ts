import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { SplunkPiece } from '../../../connectors/splunk/install-pieces.js';
import { UsageError } from '../../errors.js';
import { appArchive, type ArchiveFile } from '../../panels/splunk/app-archive.js';
import { APP } from '../../panels/splunk/splunk-names.js';
import { plural } from '../../report/numbers.js';
import { print, type CommandContext } from '../command-context.js';
import { packageVersion } from '../package-version.js';
import { readAppFolder, splunkAppFolder } from '../splunk-app-folder.js';
import { splunkPieces } from '../splunk-pieces.js';
import { splunkSettingsFrom, type SplunkOptions } from '../splunk-settings-from.js';

interface InstallSplunkOptions extends Partial<SplunkOptions> {
  readonly out?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
--out builds the Splunk app: dashboards, a page on the data, reports, alerts (switched off), macros, lookups. It is installed by hand, under
Apps > Manage Apps > Install app from file. The same version gives the same bytes, so that a checksum can be compared.

--url installs or updates the same objects over the management port of a search head, by default 8089. Objects that are as they should be are left
alone, and those that an earlier version made over the port and this one has no more are removed, but for collections, which hold data. What a site
sets for itself is never overwritten: the macros that name indexes, which alerts are on, and their schedules. Certificates are verified. The token or password comes from SPLUNK_TOKEN, from SPLUNK_USERNAME and SPLUNK_PASSWORD, or from files.

What to set afterwards stands in the app's README.md.

Examples:
  throughline install splunk --out build
  throughline install splunk --dry-run                                    print the calls of a first installation, make none
  throughline install splunk --url https://splunk.example.com:8089 --ca splunk-ca.pem --token-file token`;

async function buildArchive(out: string, files: readonly ArchiveFile[], context: CommandContext): Promise<void> {
  const path = join(out, `${APP}-${packageVersion()}.tgz`);
  mkdirSync(out, { recursive: true });
  writeFileSync(path, appArchive(APP, files));
  await print(context.stdout, `${path}: ${plural(files.length, 'file')}\n`);
}

async function printCalls(pieces: readonly SplunkPiece[], context: CommandContext): Promise<void> {
  const { callsInNewApp } = await import('../../../connectors/splunk/install-pieces.js');
  for (const { path, body } of callsInNewApp(pieces, APP)) {
    await print(context.stdout, `POST ${path}\n${JSON.stringify(body, undefined, 2)}\n\n`);
  }
}

async function printRemovals(options: SplunkOptions, pieces: readonly SplunkPiece[], context: CommandContext): Promise<void> {
  const { retiredPieces } = await import('../../../connectors/splunk/install-pieces.js');
  const retired = await retiredPieces(pieces, APP, splunkSettingsFrom(options, context.environment), { signal: context.signal });
  for (const path of retired) await print(context.stdout, `DELETE ${path}\n\n`);
}

async function installOver(options: SplunkOptions, pieces: readonly SplunkPiece[], context: CommandContext): Promise<void> {
  const settings = splunkSettingsFrom(options, context.environment);
  const { installPieces } = await import('../../../connectors/splunk/install-pieces.js');
  const counts = { created: 0, updated: 0, unchanged: 0, removed: 0, left: 0 };
  for await (const { piece, outcome, changed } of installPieces(pieces, APP, settings, { signal: context.signal })) {
    counts[outcome] += 1;
    const detail = outcome === 'left' ? ', though this version has it no more' : changed.length === 0 ? '' : ` (${changed.join(', ')})`;
    if (outcome !== 'unchanged') await print(context.stdout, `${piece.title} ${piece.name}: ${outcome}${detail}\n`);
  }
  const removed = counts.removed === 0 ? '' : `${counts.removed} removed, `;
  await print(context.stdout, `${counts.created} created, ${counts.updated} updated, ${removed}${counts.unchanged} as they should be\n`);
}

async function installSplunk(options: InstallSplunkOptions, context: CommandContext): Promise<void> {
  const { out, url, dryRun = false } = options;
  if (out === undefined && url === undefined && !dryRun)
    throw new UsageError('Say where: --out DIR builds the app to be installed by hand, --url URL installs it over the network.');
  const files = readAppFolder(splunkAppFolder());
  if (dryRun) {
    await printCalls(splunkPieces(files), context);
    if (url !== undefined) await printRemovals({ ...options, url }, splunkPieces(files), context);
    return;
  }
  if (out !== undefined) await buildArchive(out, files, context);
  if (url !== undefined) await installOver({ ...options, url }, splunkPieces(files), context);
}

function managementUrl(text: string): string {
  const hint = 'Write scheme, host and management port and nothing else, for example https://splunk.example.com:8089.';
  if (!URL.canParse(text)) throw new InvalidArgumentError(hint);
  const { protocol, username, pathname, search, hash } = new URL(text);
  if (protocol !== 'https:' || username !== '' || pathname !== '/' || search !== '' || hash !== '') throw new InvalidArgumentError(hint);
  return text;
}

export function installSplunkCommand(context: CommandContext): Command {
  return new Command('splunk')
    .description('Splunk Enterprise or Cloud: build the app, or install it over the network')
    .option('--out <dir>', 'folder in which throughline-VERSION.tgz is written')
    .option('--url <url>', 'management port of a search head, on which the app is installed or updated', managementUrl)
    .option('--token-file <file>', 'file with an authentication token; or SPLUNK_TOKEN')
    .option('--username <name>', 'user, with --password-file; or SPLUNK_USERNAME and SPLUNK_PASSWORD')
    .option('--password-file <file>', 'file with the password of the user')
    .option('--ca <file>', 'authorities to trust instead of those of the system, PEM')
    .option('--client-certificate <file>', 'client certificate, PEM')
    .option('--client-key <file>', 'its key, PEM; SPLUNK_CLIENT_KEY_PASSPHRASE opens it')
    .option('--dry-run', 'print every call of a first installation and make none; with --url also what would be removed')
    .addHelpText('after', EXAMPLES)
    .action((options: InstallSplunkOptions) => installSplunk(options, context));
}
