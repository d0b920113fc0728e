import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rooms that may touch clocks, files, sockets and processes. Every other room under src/ is a pure function of its input. */
const impureRooms = ['src/pipeline/**', 'src/service/**', 'src/console/**', 'src/cli/**', 'src/logging.ts'];

const noEnums = { selector: 'TSEnumDeclaration', message: 'Use a const array and a derived union type.' };
const noDefaultExports = { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' };
const noClockByConstructor = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'The current time is an argument, so that a replay gives the same bytes.',
};
const noClockByCall = {
  selector: "CallExpression[callee.name='Date']",
  message: 'The current time is an argument, so that a replay gives the same bytes.',
};

const typeScript = ['**/*.ts'];
const tests = ['test/**/*.ts', '**/*.test.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'throughline-demo/', 'node_modules/']),
  js.configs.recommended,
  {
    files: typeScript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', noEnums, noDefaultExports],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [...impureRooms, ...tests],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a seeded generator as an argument.' },
        { object: 'Date', property: 'now', message: 'The current time is an argument.' },
        { object: 'performance', property: 'now', message: 'The current time is an argument.' },
        { object: 'process', property: 'env', message: 'Configuration is an argument.' },
        { object: 'process', property: 'hrtime', message: 'The current time is an argument.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Timers belong to src/pipeline.' },
        { name: 'setInterval', message: 'Timers belong to src/pipeline.' },
        { name: 'setImmediate', message: 'Timers belong to src/pipeline.' },
        { name: 'fetch', message: 'Sockets belong to connectors/.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:crypto',
              importNames: ['randomUUID', 'randomBytes', 'randomInt'],
              message: 'Take a seeded generator as an argument.',
            },
            { name: 'node:perf_hooks', message: 'The current time is an argument.' },
            { name: 'node:net', allowImportNames: ['isIP', 'isIPv4', 'isIPv6'], message: 'Sockets belong to connectors/.' },
          ],
        },
      ],
      'no-restricted-syntax': ['error', noEnums, noDefaultExports, noClockByConstructor, noClockByCall],
    },
  },
  {
    files: tests,
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['vitest.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals: { module: 'writable', process: 'readonly', console: 'readonly' } },
  },
);
