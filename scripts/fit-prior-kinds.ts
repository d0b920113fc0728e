import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../connectors/embedded/input-files.js';
import { readInputs } from '../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../src/activity/default-mappings.js';
import { createRegistry } from '../src/activity/registry.js';
import { packagedModels } from '../src/cli/engine-settings.js';
import { defaultConfiguration } from '../src/config/configuration.js';
import { bandOf, isKind, kindStatistic } from '../src/correlation/kind-rates.js';
import { TAIL_BIN, TAIL_BINS } from '../src/correlation/rarity-tail.js';
import type { Model } from '../src/detection/model.js';
import { matchModels } from '../src/detection/models/model-set.js';
import { Engine } from '../src/pipeline/engine.js';
import { HourBuckets } from '../src/pipeline/hour-buckets.js';
import { writeEstate } from '../src/simulation/write-estate.js';

/** Benign estates that the priors are read from; never used to measure anything. */
const ESTATES = [
  { users: 60, days: 21, seed: 9004 },
  { users: 120, days: 14, seed: 9006 },
  { users: 100, days: 30, seed: 9005 },
  { users: 60, days: 28, seed: 9016 },
  { users: 100, days: 21, seed: 9017 },
  { users: 40, days: 30, seed: 9018 },
  { users: 80, days: 28, seed: 9019 },
] as const;

/** One unusual window: what models named it. */
interface Window {
  readonly unit: string;
  readonly band: string;
  readonly models: readonly Model[];
}

type Rates = ReadonlyMap<string, number>;

const UNITS = ['account', 'device', 'mailbox'] as const;
const NEVER = '';
const set = packagedModels();

/** The unusual windows of one benign estate. */
async function windowsOf(estate: (typeof ESTATES)[number]): Promise<readonly Window[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-kinds-'));
  writeEstate({ ...estate, scenarios: [] }, folder, () => undefined);
  const { files } = await listInputs([join(folder, 'logs')]);
  const buckets = new HourBuckets(join(folder, 'hours'));
  for await (const batch of readInputs(files, createRegistry(defaultMappings))) buckets.add(batch.activities);
  const engine = Engine.create(defaultConfiguration());
  const windows: Window[] = [];
  for (const { hour, activities } of buckets.read()) {
    for (const finding of engine.step(hour, activities, 'live').findings) {
      const models = matchModels(set, finding).filter(isKind);
      windows.push({ unit: finding.unit, band: bandOf(finding.unit, finding.probability), models });
    }
  }
  buckets.dispose();
  rmSync(folder, { recursive: true, force: true });
  return windows;
}

/** Share of the windows of a unit that each model named; under `NEVER` that of windows named by a model that named no other. */
function ratesOf(windows: readonly Window[], unit: string): Rates {
  const own = windows.filter((window) => window.unit === unit);
  const counts = new Map<string, number>();
  for (const { models } of own) for (const { name } of models) counts.set(name, (counts.get(name) ?? 0) + 1);
  const once = [...counts.values()].filter((count) => count === 1).length;
  return new Map([...counts, [NEVER, Math.max(1, once)] as const].map(([name, count]) => [name, count / Math.max(1, own.length)]));
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

const estates: (readonly Window[])[] = [];
for (const estate of ESTATES) estates.push(await windowsOf(estate));

const rates = Object.fromEntries(
  UNITS.map((unit) => {
    const sorted = [...ratesOf(estates.flat(), unit)].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    return [unit, Object.fromEntries(sorted.map(([name, rate]) => [name, rounded(rate)]))];
  }),
);

/** Statistics by band; the rates behind those of an estate are read from the others, so that no window vouches for itself. */
const statistics = new Map<string, number[]>();
for (const unit of UNITS) {
  estates.forEach((windows, index) => {
    const others = ratesOf(estates.filter((_, other) => other !== index).flat(), unit);
    for (const window of windows) {
      if (window.unit !== unit) continue;
      const statistic = kindStatistic(window.models, (name) => others.get(name) ?? others.get(NEVER) ?? 1);
      const known = statistics.get(window.band);
      if (known === undefined) statistics.set(window.band, [statistic]);
      else known.push(statistic);
    }
  });
}
const tails = Object.fromEntries(
  [...statistics].map(([band, values]) => {
    const shares = Array.from({ length: TAIL_BINS }, (_, bin) => values.filter((value) => value >= bin * TAIL_BIN).length / values.length);
    return [band, shares.slice(0, shares.findLastIndex((share) => share > 0) + 1).map(rounded)];
  }),
);

writeFileSync(
  'src/correlation/prior-kinds.ts',
  `/**
 * How often each model names an unusual window (probability at most 0.02) of each unit in benign estates, '' standing for all models that never
 * did, and the share of windows whose statistic of these rates reaches each multiple of 0.25 nats. Over three simulated benign
 * estates, made by \`npm run fit-kinds\` and \`npm run format\`; an estate's own frequencies replace them as they come in.
 */
export const PRIOR_KINDS: {
  readonly rates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly tails: Readonly<Record<string, readonly number[]>>;
} = ${JSON.stringify({ rates, tails }, null, 2)};
`,
);
