import { evaluateCalibration } from './calibration.js';
import { evaluationOptions } from './evaluation-options.js';
import { evaluateScenarios } from './scenarios.js';

const EVALUATIONS = { scenarios: evaluateScenarios, calibration: evaluateCalibration } as const;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const [name = '', ...words] = process.argv.slice(2);
if (name === 'scenarios' || name === 'calibration') {
  await EVALUATIONS[name](evaluationOptions(words), print);
} else {
  print(
    'npm run evaluate -- scenarios|calibration [--seeds N] [--first-seed N] [--users N] [--days N] [--parallel N] [--json FILE] [--keep DIR]',
  );
  print('                    scenarios also: [--scenario NAME]… [--separate] [--explain]');
  process.exitCode = 2;
}
