import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readContentFolder } from '../src/config/read-content-folder.js';
import { loadDashboards } from '../src/panels/load-dashboards.js';
import { loadQuestions } from '../src/panels/load-questions.js';
import { appFiles } from '../src/panels/splunk/app-files.js';

const APP_FOLDER = 'dashboards/splunk/throughline';
const QUESTIONS = 'saved-searches/questions.yaml';

/** Everything generated for Splunk, by path below the repository. */
export function splunkFiles(): ReadonlyMap<string, string> {
  const set = loadDashboards(readContentFolder('dashboards'));
  const questions = loadQuestions({ path: QUESTIONS, text: readFileSync(QUESTIONS, 'utf8') });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const files = [...appFiles(set, questions, version), ['LICENSE', readFileSync('LICENSE', 'utf8')] as const];
  return new Map(files.map(([path, text]) => [join(APP_FOLDER, path), text]));
}

if (process.argv[1]?.endsWith('splunk-content.ts') === true) {
  for (const folder of ['default', 'metadata']) rmSync(join(APP_FOLDER, folder), { recursive: true, force: true });
  for (const [path, text] of splunkFiles()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
