import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../connectors/embedded/input-files.js';
import { readInputs } from '../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../src/activity/default-mappings.js';
import { createRegistry } from '../src/activity/registry.js';
import { defaultConfiguration } from '../src/config/configuration.js';
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
] as const;

/** Judges one benign estate and returns the tails that its windows showed. */
async function tailsOf(estate: (typeof ESTATES)[number]): Promise<Readonly<Record<'facets' | 'legs' | 'units', Tails>>> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-priors-'));
  writeEstate({ ...estate, scenarios: [] }, folder, () => undefined);
  const { files } = await listInputs([join(folder, 'logs')]);
  const buckets = new HourBuckets(join(folder, 'hours'));
  for await (const batch of readInputs(files, createRegistry(defaultMappings))) buckets.add(batch.activities);
  const engine = Engine.create(defaultConfiguration());
  for (const { hour, activities } of buckets.read()) engine.step(hour, activities, 'live');
  buckets.dispose();
  rmSync(folder, { recursive: true, force: true });
  return engine.detector.state.calibration.tails(PRIOR_SHARES);
}

/** The middle of the estates, share by share. */
function median(tails: readonly Tails[]): Tails {
  const result: Record<string, readonly number[]> = {};
  for (const key of Object.keys(tails[0] ?? {})) {
    result[key] = PRIOR_SHARES.map((_, index) => {
      const values = tails.map((tail) => tail[key]?.[index] ?? 0).sort((a, b) => a - b);
      return values[Math.floor(values.length / 2)] ?? 0;
    });
  }
  return result;
}

const table = (name: string, tails: Tails): string =>
  `export const ${name}: Readonly<Record<string, readonly number[]>> = {\n${Object.entries(tails)
    .map(([key, values]) => `  '${key}': [${values.join(', ')}],`)
    .join('\n')}\n};\n`;

const fitted = [];
for (const estate of ESTATES) fitted.push(await tailsOf(estate));
const text = `/**
 * What a calibrator believes before it has seen an estate: the raw surprisals, in nats, that 30 %, 10 %, 3 %, 1 %, 0.3 %, 0.1 % and 0.03 % of
 * benign windows reach, by maturity (0: fewer than 8 windows of history, 1: fewer than 40, 2: more). Medians over simulated benign estates,
 * made by \`npm run fit-priors\`; an estate's own frequencies replace them as they come in.
 */
${table('FACET_TAILS', median(fitted.map(({ facets }) => facets)))}
${table('LEG_TAILS', median(fitted.map(({ legs }) => legs)))}
${table('UNIT_TAILS', median(fitted.map(({ units }) => units)))}`;
writeFileSync('src/detection/prior-tails.ts', text);
