import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../connectors/embedded/input-files.js';
import { readInputs } from '../connectors/embedded/read-inputs.js';
import { defaultMappings } from '../src/activity/default-mappings.js';
import { createRegistry } from '../src/activity/registry.js';
import { packagedModels } from '../src/cli/engine-settings.js';
import { defaultConfiguration } from '../src/config/configuration.js';
import { bandOf, KindRates, pairOf, pairsOf } from '../src/correlation/kind-rates.js';
import { isKind, KIND_LEGS, type PriorKinds } from '../src/correlation/kind-statistic.js';
import { TAIL_BIN, TAIL_BINS } from '../src/correlation/rarity-tail.js';
import type { UnitKind } from '../src/detection/finding.js';
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
  { users: 80, days: 30, seed: 9007 },
  { users: 100, days: 30, seed: 9008 },
  { users: 150, days: 21, seed: 9009 },
  { users: 100, days: 30, seed: 9017 },
] as const;

/** One unusual window: what models named it. */
interface Window {
  readonly unit: UnitKind;
  readonly time: number;
  readonly probability: number;
  readonly models: readonly Model[];
}

const UNITS = ['account', 'device', 'mailbox'] as const;
const NEVER = '';
/** Pairs that are less of a rule than this say nothing: the models count as independent. */
const MORE_THAN_CHANCE = 1.5;
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
      windows.push({ unit: finding.unit, time: finding.windowEnd, probability: finding.probability, models });
    }
  }
  buckets.dispose();
  rmSync(folder, { recursive: true, force: true });
  return windows;
}

interface Counts {
  readonly windows: number;
  /** Windows that each model named; under `NEVER` those named by a model that named no other. */
  readonly models: ReadonlyMap<string, number>;
  /** Windows that both models of a pair named. */
  readonly pairs: ReadonlyMap<string, number>;
}

function countsOf(windows: readonly Window[], unit: string): Counts {
  const own = windows.filter((window) => window.unit === unit);
  const models = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const window of own) {
    const names = window.models.map(({ name }) => name);
    for (const name of names) models.set(name, (models.get(name) ?? 0) + 1);
    for (const pair of pairsOf(names)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const once = [...models.values()].filter((count) => count === 1).length;
  return { windows: Math.max(1, own.length), models: new Map([...models, [NEVER, Math.max(1, once)] as const]), pairs };
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

const estates: (readonly Window[])[] = [];
for (const estate of ESTATES) estates.push(await windowsOf(estate));

/** Rates of models, and of the pairs that come together more often than by chance. */
function priorOf(windows: readonly Window[]): PriorKinds {
  const rates: Record<string, Record<string, number>> = {};
  const pairs: Record<string, number[]> = {};
  for (const unit of UNITS) {
    const counts = countsOf(windows, unit);
    const sorted = [...counts.models].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    rates[unit] = Object.fromEntries(sorted.map(([name, count]) => [name, rounded(count / counts.windows)]));
    pairs[unit] = sorted.flatMap(([one, ones], at) =>
      sorted.slice(0, at).flatMap(([other, others], before) => {
        const count = counts.pairs.get(pairOf(one, other)) ?? 0;
        const together = count >= 2 && count * counts.windows > MORE_THAN_CHANCE * ones * others;
        return together ? [before, at, rounded(count / counts.windows)] : [];
      }),
    );
  }
  return { rates, pairs, tails: {} };
}

/** Statistics by band: each estate is judged from its first day with what the others tell beforehand, as an estate that is new to the product. */
const statistics = new Map<string, number[]>();
estates.forEach((windows, index) => {
  const kinds = new KindRates(undefined, priorOf(estates.filter((_, other) => other !== index).flat()));
  for (const { unit, probability, time, models } of windows) {
    if (unit === 'alert') continue;
    const measured = kinds.measure(unit, models, time);
    for (const leg of KIND_LEGS) {
      const band = bandOf(unit, probability, leg);
      const known = statistics.get(band);
      if (known === undefined) statistics.set(band, [measured[leg]]);
      else known.push(measured[leg]);
    }
  }
});
const { rates, pairs } = priorOf(estates.flat());
const tails = Object.fromEntries(
  [...statistics].map(([band, values]) => {
    const shares = Array.from({ length: TAIL_BINS }, (_, bin) => values.filter((value) => value >= bin * TAIL_BIN).length / values.length);
    return [band, shares.slice(0, shares.findLastIndex((share) => share > 0) + 1).map(rounded)];
  }),
);

writeFileSync(
  'src/correlation/prior-kinds.ts',
  `import type { PriorKinds } from './kind-statistic.js';

/**
 * How often each model names an unusual window (probability at most 0.02) of each unit in benign estates, '' standing for all models that never
 * did; how often two of them name one together, as triples of two positions among the rates and a share; and the share of windows whose statistic
 * of these reaches each multiple of ${String(TAIL_BIN)} nats. Over ${String(ESTATES.length)} simulated benign estates, made by \`npm run fit-kinds\` and \`npm run format\`; an
 * estate's own frequencies replace them as they come in.
 */
export const PRIOR_KINDS: PriorKinds = ${JSON.stringify({ rates, pairs, tails }, null, 2)};
`,
);
