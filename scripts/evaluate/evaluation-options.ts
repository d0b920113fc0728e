import { parseArgs } from 'node:util';
import { UsageError } from '../../src/errors.js';
import { SCENARIO_NAMES, type ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';

export interface EvaluationOptions {
  readonly users: number;
  readonly days: number;
  /** At least 1000: lower seeds and 9001 to 9003 served development, 1000 to 2999 its diagnosis; figures are reported from 5000 on. */
  readonly firstSeed: number;
  readonly seeds: number;
  /** Child processes at a time. */
  readonly parallel: number;
  readonly scenarios: readonly ScenarioName[];
  /** One estate per attack instead of one for all. */
  readonly separate: boolean;
  /** Print what drives misses and what stands above. */
  readonly explain: boolean;
  readonly json: string | undefined;
  readonly keep: string | undefined;
}

const DEVELOPMENT_SEEDS = { below: 1000, from: 9000, to: 9100 };

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`--${name} must be a whole number of at least ${least}, not '${text}'`);
  return value;
}

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      options: {
        users: { type: 'string', default: '100' },
        days: { type: 'string', default: '30' },
        'first-seed': { type: 'string', default: '5000' },
        seeds: { type: 'string', default: '10' },
        parallel: { type: 'string', default: '2' },
        scenario: { type: 'string', multiple: true, default: [] },
        separate: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        json: { type: 'string' },
        keep: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

/** @throws UsageError if an option is unknown, out of range, or names a seed that served development. */
export function evaluationOptions(words: readonly string[]): EvaluationOptions {
  const { values } = parsed(words);
  const firstSeed = whole('first-seed', values['first-seed'], DEVELOPMENT_SEEDS.below);
  const seeds = whole('seeds', values.seeds, 1);
  if (firstSeed + seeds > DEVELOPMENT_SEEDS.from && firstSeed < DEVELOPMENT_SEEDS.to)
    throw new UsageError(`seeds ${DEVELOPMENT_SEEDS.from} to ${DEVELOPMENT_SEEDS.to} served development; choose others`);
  const scenarios = values.scenario.map((name) => {
    const known = SCENARIO_NAMES.find((scenario) => scenario === name);
    if (known === undefined) throw new UsageError(`there is no scenario '${name}'; choose from ${SCENARIO_NAMES.join(', ')}`);
    return known;
  });
  return {
    users: whole('users', values.users, 10),
    days: whole('days', values.days, 1),
    firstSeed,
    seeds,
    parallel: whole('parallel', values.parallel, 1),
    scenarios,
    separate: values.separate,
    explain: values.explain,
    json: values.json,
    keep: values.keep,
  };
}
