import { writeFileSync } from 'node:fs';
import { SCENARIO_NAMES, type ScenarioName } from '../../src/simulation/scenarios/scenario-name.js';
import type { EvaluationOptions } from './evaluation-options.js';
import { inChildren } from './in-children.js';
import type { ScenarioResult } from './judge-scenario.js';
import type { EstateRequest } from './replay-estate.js';
import type { EstateResult } from './scenario-estate.js';
import { median, textTable } from './text-table.js';

const share = (results: readonly ScenarioResult[], holds: (result: ScenarioResult) => boolean): string =>
  `${results.filter(holds).length}/${results.length}`;

const numbers = (values: readonly (number | null)[]): string => values.map((value) => (value === null ? '–' : String(value))).join(' ');

function scenarioRow(scenario: ScenarioName, results: readonly ScenarioResult[]): readonly string[] {
  const delays = results.map((result) => result.delayHours).filter((delay) => delay !== null);
  return [
    scenario,
    share(results, (result) => result.found),
    share(results, (result) => result.missing.length === 0),
    share(results, (result) => result.rankAmongBenign === 1),
    share(results, (result) => (result.rankAmongBenign ?? 3) <= 2),
    numbers(results.map((result) => result.rankAmongBenign)),
    numbers(results.map((result) => result.rank)),
    share(results, (result) => result.split === 1),
    share(results, (result) => result.needsPerson),
    share(results, (result) => result.atFirstWindow),
    delays.length === 0 ? '–' : median(delays).toFixed(1),
    share(results, (result) => result.disableUserProposed),
  ];
}

/** Domains that the phishing attack crosses. */
const CROSSED = ['email', 'network', 'saas', 'cloud'];

const HEADER = [
  'scenario',
  'found',
  'all key stages',
  'first',
  'first or second',
  'rank among benign',
  'rank overall',
  'in one incident',
  'needs person',
  'at first window',
  'median delay, h',
  'disable user',
];

function estateLine(estates: readonly EstateResult[]): string {
  const days = estates.reduce((sum, estate) => sum + estate.days, 0);
  const daily = (count: (estate: EstateResult) => number): string =>
    (estates.reduce((sum, estate) => sum + count(estate), 0) / days).toFixed(2);
  return [
    `A day over ${estates.length} estates and ${days} days: ${daily((estate) => estate.incidents)} incidents,`,
    `${daily((estate) => estate.needingPerson)} for a person;`,
    `false: ${daily((estate) => estate.falseIncidents)} incidents, ${daily((estate) => estate.falseNeedingPerson)} for a person.`,
  ].join(' ');
}

/** What the two attacks that cross domains must show beyond being found. */
function* referenceLines(results: readonly ScenarioResult[]): Generator<string> {
  const salesloft = results.filter((result) => result.scenario === 'salesloft');
  if (salesloft.length > 0) {
    const whole = share(salesloft, (result) => result.missingModels.length === 0);
    yield `salesloft: all six models of the reference case in ${whole}, what followed weeks later in ${share(salesloft, (result) => result.covered.includes('persistence'))}`;
  }
  const phishing = results.filter((result) => result.scenario === 'phish-to-cloud');
  if (phishing.length > 0) {
    yield `phish-to-cloud: mail, network, SaaS and cloud in one incident in ${share(phishing, (result) => CROSSED.every((domain) => result.domains.includes(domain)))}`;
  }
}

/** What an engineer needs to see why an attack was not first or not whole. */
function* explanations(results: readonly ScenarioResult[]): Generator<string> {
  for (const result of results) {
    const whole = result.missing.length === 0 && result.split === 1 && result.rankAmongBenign === 1 && result.missingModels.length === 0;
    if (whole) continue;
    yield `${result.scenario} seed ${result.seed}: ${result.found ? `rank ${String(result.rankAmongBenign)} (${result.score.toFixed(0)}), in ${result.split} incidents` : 'not found'} — ${result.title}`;
    if (result.missing.length > 0) yield `  stages missing: ${result.missing.join(', ')}`;
    if (result.missingModels.length > 0) yield `  models missing: ${result.missingModels.join('; ')}`;
    for (const driver of result.drivers) yield `  own: ${driver}`;
    for (const other of result.above) {
      yield `  above: ${other.title} (${other.score.toFixed(0)})`;
      for (const driver of other.drivers) yield `    ${driver}`;
    }
  }
}

/** Hides attacks in simulated estates and measures how they are found. */
export async function evaluateScenarios(options: EvaluationOptions, print: (text: string) => void): Promise<void> {
  const { users, days, firstSeed, seeds, parallel, separate, keep } = options;
  const names = options.scenarios.length > 0 ? options.scenarios : SCENARIO_NAMES;
  const groups = separate ? names.map((name) => [name]) : [names];
  const jobs: EstateRequest[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    for (const scenarios of groups) jobs.push({ users, days, seed, scenarios, ...(keep === undefined ? {} : { keep }) });
  }
  print(
    `${jobs.length} estates of ${users} users and ${days} days, seeds ${firstSeed} to ${firstSeed + seeds - 1}, with ${separate ? 'one attack each' : 'all attacks in the same estate'}`,
  );
  const estates = await inChildren<EstateResult>(new URL('scenario-estate.ts', import.meta.url), jobs, parallel, (estate) => {
    print(`seed ${estate.seed}: ${estate.records} records, ${estate.incidents} incidents, ${estate.seconds.toFixed(0)} s`);
  });
  const results = estates.flatMap((estate) => estate.scenarios);
  const rows = names.map((name) =>
    scenarioRow(
      name,
      results.filter((result) => result.scenario === name),
    ),
  );
  print(`\n${textTable(HEADER, rows)}\n\n${estateLine(estates)}`);
  for (const line of referenceLines(results)) print(line);
  if (options.explain) for (const line of explanations(results)) print(line);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ users, days, firstSeed, seeds, separate, estates }, null, 1)}\n`);
}
