import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { packagedFolder, readContentFolder } from '../src/config/read-content-folder.js';
import { checkModels } from '../src/detection/models/checked-models.js';

/**
 * Bundles the program into `dist/`. Loading it module by module would take a third of a second of processor time in every process, and again in
 * every thread that reads. Modules that look for a file beside themselves find it, since all parts lie in one folder.
 */
const FOLDER = 'dist/src/cli';

/**
 * Dependencies stay packages, so that they can be audited and renewed as such, but for the builder of schemas: it works on the project's own
 * schemas alone, and its modules take longer to load than all of the program.
 */
const TAKEN_IN = '@sinclair/typebox';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/cli/main.ts', 'src/pipeline/reading-worker.ts'],
  outdir: FOLDER,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: Object.keys(dependencies).filter((name) => name !== TAKEN_IN),
  logLevel: 'warning',
});
writeFileSync(`${FOLDER}/checked-models.json`, JSON.stringify(checkModels(readContentFolder(packagedFolder('models')))));
copyFileSync(`node_modules/${TAKEN_IN}/license`, `${FOLDER}/typebox-license.txt`);
chmodSync(`${FOLDER}/main.js`, 0o755);
