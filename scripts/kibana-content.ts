import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { readContentFolder } from '../src/config/read-content-folder.js';
import { contentPackage, PACKAGE_NAME } from '../src/panels/kibana/content-package.js';
import { DETECTION_RULES } from '../src/panels/kibana/detection-rules.js';
import { dashboardObjects, discoverSearches, ndjson, sharedObjects } from '../src/panels/kibana/kibana-objects.js';
import { loadDashboards } from '../src/panels/load-dashboards.js';
import { loadQuestions } from '../src/panels/load-questions.js';

/** Earliest time that a zip can tell, so that the same content gives the same bytes. */
const ZIP_TIME = '1980-01-01T00:00:00';
const QUESTIONS = 'saved-searches/questions.yaml';

/** Everything generated for Kibana, by path below the repository. */
export function kibanaFiles(): ReadonlyMap<string, string> {
  const set = loadDashboards(readContentFolder('dashboards'));
  const questions = loadQuestions({ path: QUESTIONS, text: readFileSync(QUESTIONS, 'utf8') });
  return new Map([
    ['dashboards/kibana/throughline.ndjson', ndjson(dashboardObjects(set))],
    ['dashboards/kibana/data-views.ndjson', ndjson(sharedObjects(set))],
    ['saved-searches/elastic/searches.ndjson', ndjson([...sharedObjects(set), ...discoverSearches(questions)])],
    ['saved-searches/elastic/rules.ndjson', ndjson(DETECTION_RULES)],
  ]);
}

/** The content package as a zip that Fleet takes by upload. */
export function kibanaPackage(version: string): Uint8Array {
  const set = loadDashboards(readContentFolder('dashboards'));
  const questions = loadQuestions({ path: QUESTIONS, text: readFileSync(QUESTIONS, 'utf8') });
  const files = contentPackage([...dashboardObjects(set), ...discoverSearches(questions)], version);
  const root = `${PACKAGE_NAME}-${version}`;
  return zipSync(Object.fromEntries(files.map(({ path, text }) => [`${root}/${path}`, strToU8(text)])), { mtime: ZIP_TIME, level: 9 });
}

if (process.argv[1]?.endsWith('kibana-content.ts') === true) {
  const [, , option, target] = process.argv;
  if (option === '--package' && target !== undefined) {
    mkdirSync(target, { recursive: true });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    writeFileSync(join(target, `${PACKAGE_NAME}-${version}.zip`), kibanaPackage(version));
  } else {
    for (const [path, text] of kibanaFiles()) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
}
