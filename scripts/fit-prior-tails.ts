import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../connectors/embedded/input-files.js';
import { readInputs } from '../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../src/activity/default-mappings.js';
import { createRegistry } from '../src/activity/registry.js';
import { defaultConfiguration } from '../src/config/configuration.js';
import type { Calibration } from '../src/detection/calibration.js';
import { PRIOR_SHARES } from '../src/detection/prior-probability.js';
import { Engine } from '../src/pipeline/engine.js';
import { HourBuckets } from '../src/pipeline/hour-buckets.js';
import { writeEstate } from '../src/simulation/write-estate.js';

type Tails = Readonly<Record<string, readonly number[]>>;

/** Benign estates that the priors are read from; never used to measure anything. */
const ESTATES = [
  { users: 60, days: 21, seed: 9001 },
  { users: 30, days: 21, seed: 9002 },
  { users: 120, days: 14, seed: 9003 },
  { users: 60, days: 21, seed: 9011 },
  { users: 60, days: 21, seed: 9012 },
  { users: 100, days: 14, seed: 9013 },
  { users: 30, days: 28, seed: 9014 },
  { users: 60, days: 10, seed: 9015 },
] as const;

/** Judges one benign estate and returns what its windows taught. */
async function calibrationOf(estate: (typeof ESTATES)[number]): Promise<Calibration> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-priors-'));
  writeEstate({ ...estate, scenarios: [] }, folder, () => undefined);
  const { files } = await listInputs([join(folder, 'logs')]);
  const buckets = new HourBuckets(join(folder, 'hours'));
  for await (const batch of readInputs(files, createRegistry(defaultMappings))) buckets.add(batch.activities);
  const engine = Engine.create(defaultConfiguration());
  for (const { hour, activities } of buckets.read()) engine.step(hour, activities, 'live');
  buckets.dispose();
  rmSync(folder, { recursive: true, force: true });
  return engine.detector.state.calibration;
}

const table = (name: string, tails: Tails): string =>
  `export const ${name}: Readonly<Record<string, readonly number[]>> = {\n${Object.entries(tails)
    .map(([key, values]) => `  '${key}': [${values.join(', ')}],`)
    .join('\n')}\n};\n`;

const pooled = Engine.create(defaultConfiguration()).detector.state.calibration;
for (const estate of ESTATES) pooled.absorb(await calibrationOf(estate));
const { facets, legs, units } = pooled.tails(PRIOR_SHARES);
const text = `/**
 * What a calibrator believes before it has seen an estate: the raw surprisals, in nats, that 30 %, 10 %, 3 %, 1 %, 0.3 %, 0.1 % and 0.03 % of
 * benign windows reach, facets by maturity
 * (0: fewer than 8 windows of history, 1: fewer than 40, 2: more), combinations by stratum (0: none, then likewise). Read from all windows of
 * simulated benign estates by \`npm run fit-priors\`; an estate's own frequencies replace them as they come in. Legs rest on calibrated facets
 * and units on calibrated legs, so that a change of facets needs three runs until nothing changes.
 */
${table('FACET_TAILS', facets)}
${table('LEG_TAILS', legs)}
${table('UNIT_TAILS', units)}`;
writeFileSync('src/detection/prior-tails.ts', text);
