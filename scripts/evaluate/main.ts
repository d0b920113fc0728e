import { UsageError } from '../../src/errors.js';
import { evaluateCalibration } from './calibration.js';
import { evaluationOptions } from './evaluation-options.js';
import { evaluateScenarios } from './scenarios.js';

const EVALUATIONS = { scenarios: evaluateScenarios, calibration: evaluateCalibration } as const;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const USAGE = `npm run evaluate -- scenarios|calibration [--seeds N] [--first-seed N] [--users N] [--days N] [--parallel N] [--json FILE] [--keep DIR]
                    scenarios also: [--scenario NAME]… [--separate] [--explain]
Examples:
  npm run evaluate -- scenarios --seeds 3 --first-seed 6000 --scenario salesloft --explain
  npm run evaluate -- calibration --seeds 2 --first-seed 6100 --users 60 --days 21`;

const [name = '', ...words] = process.argv.slice(2);
if ((name === 'scenarios' || name === 'calibration') && !words.includes('--help')) {
  try {
    await EVALUATIONS[name](evaluationOptions(words), print);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(`${error.message}\n${USAGE}`);
    process.exitCode = 2;
  }
} else {
  print(USAGE);
  process.exitCode = name === '--help' || words.includes('--help') ? 0 : 2;
}
