import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appArchive } from '../src/panels/splunk/app-archive.js';
import { APP } from '../src/panels/splunk/splunk-names.js';
import { readAppFolder, splunkAppFolder } from '../src/cli/splunk-app-folder.js';

const VERSION = '4.3.1';
/** A virtual environment of its own, kept between runs; nothing of it is shipped. */
const ENVIRONMENT = join('node_modules', '.cache', `splunk-appinspect-${VERSION}`);

/** What AppInspect is asked: everything, and what Splunk asks of apps for its cloud and for its private review. */
const RUNS: readonly (readonly string[])[] = [
  ['--mode', 'test'],
  ['--mode', 'precert', '--included-tags', 'cloud'],
  ['--mode', 'precert', '--included-tags', 'private_victoria'],
];

/** Warnings that stay, with the reason. Any other is a failure. */
const ACCEPTED: Readonly<Record<string, string>> = {
  check_collections_conf: 'it says only that there are collections of the KV store, which hold the current state; no action is asked for',
};

interface Report {
  readonly summary: Readonly<Record<string, number>>;
  readonly reports: readonly {
    readonly groups: readonly {
      readonly checks: readonly {
        readonly name: string;
        readonly result: string;
        readonly messages: readonly { readonly message: string }[];
      }[];
    }[];
  }[];
}

function installTool(): string {
  const tool = join(ENVIRONMENT, 'bin', 'splunk-appinspect');
  if (existsSync(tool)) return tool;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', ENVIRONMENT], { stdio: 'inherit' });
  const pip = join(ENVIRONMENT, 'bin', 'pip');
  execFileSync(pip, ['install', '--quiet', '--disable-pip-version-check', `splunk-appinspect==${VERSION}`], { stdio: 'inherit' });
  return tool;
}

/** One run over an archive: how many checks there were, and what is wrong. */
function inspect(
  tool: string,
  archive: string,
  options: readonly string[],
  folder: string,
): { readonly counts: string; readonly wrong: readonly string[] } {
  const out = join(folder, 'report.json');
  rmSync(out, { force: true });
  try {
    execFileSync(tool, ['inspect', archive, ...options, '--data-format', 'json', '--output-file', out], { stdio: 'pipe' });
  } catch (error) {
    if (!existsSync(out)) throw error;
  }
  const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
  const checks = report.reports.flatMap(({ groups }) => groups.flatMap((group) => group.checks));
  const wrong = checks
    .filter(
      ({ name, result }) => result !== 'success' && result !== 'not_applicable' && !(result === 'warning' && Object.hasOwn(ACCEPTED, name)),
    )
    .map(({ name, result, messages }) => `${result}: ${name}: ${messages.map(({ message }) => message).join(' ')}`);
  if (checks.length === 0) wrong.push('AppInspect made no check');
  return {
    counts: Object.entries(report.summary)
      .map(([result, count]) => `${String(count)} ${result}`)
      .join(', '),
    wrong,
  };
}

/** Runs Splunk's AppInspect on the archive that `throughline install splunk` builds. Exit code 1 for anything but the accepted warnings. */
function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-appinspect-'));
  try {
    const tool = installTool();
    const archive = join(folder, `${APP}.tgz`);
    writeFileSync(archive, appArchive(APP, readAppFolder(splunkAppFolder())));
    let wrong = 0;
    for (const options of RUNS) {
      const outcome = inspect(tool, archive, options, folder);
      wrong += outcome.wrong.length;
      process.stdout.write(`${options.join(' ')}: ${outcome.counts}\n${outcome.wrong.map((line) => `  ${line}\n`).join('')}`);
    }
    return wrong === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main();
