import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../src/activity/source-mapping.js';
import { awsCloudTrail } from '../../src/activity/sources/aws-cloudtrail.js';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { loadModels } from '../../src/detection/models/load-models.js';
import { matchModels } from '../../src/detection/models/model-set.js';
import { findingOf } from '../../src/detection/models/run-model-tests.js';

const FOLDER = '../shared/data/aws-detonations';
const present = existsSync(FOLDER);

describe.skipIf(!present)(`every AWS technique is named by a model (skipped: ${FOLDER} not present)`, () => {
  const models = loadModels(readContentFolder(packagedFolder('models')));
  const add = (counts: Record<string, number>, key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };

  it.each(present ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [])('%s', (name) => {
    const records = JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as readonly RawRecord[];
    const facts: Record<string, number> = {};
    const operations: Record<string, number> = {};
    for (const record of records) {
      const mapped = awsCloudTrail.map(record, { name, dataset: '' });
      for (const activity of mapped.kind === 'activities' ? mapped.activities : []) {
        add(facts, activity.actionClass);
        add(operations, activity.action);
        if (activity.outcome === 'failure') add(facts, `failed:${activity.actionClass}`);
        if (activity.actionClass === 'sign-in' && activity.authentication === 'password') {
          add(facts, 'single-factor');
          add(facts, 'console-single-factor');
        }
        if (activity.actorType === 'service') add(facts, 'machine-credentials');
      }
    }
    const window = findingOf({ unit: 'account', facets: { action: 0.01 }, facts, operations, sources: ['aws.cloudtrail'] });
    expect(matchModels(models, window).map((model) => model.name)).not.toEqual([]);
  });
});
