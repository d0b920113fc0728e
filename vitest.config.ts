import { defineConfig } from 'vitest/config';

const BROWSER_TESTS = 'test/browser/**/*.test.ts';
/** Each file starts a server of its own and waits for it much of the time, so that a file of unit tests beside it costs little. */
const SERVER_TESTS = 'test/servers/**/*.test.ts';

export default defineConfig({
  test: {
    maxWorkers: 2,
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts', 'connectors/**/*.ts'], exclude: ['**/*.test.ts'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'connectors/**/*.test.ts', 'bench/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [BROWSER_TESTS, SERVER_TESTS, '**/node_modules/**'],
        },
      },
      { extends: true, test: { name: 'servers', include: [SERVER_TESTS], testTimeout: 240_000 } },
      { extends: true, test: { name: 'browser', include: [BROWSER_TESTS], testTimeout: 120_000 } },
    ],
  },
});
