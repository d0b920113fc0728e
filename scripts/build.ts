import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { packagedFolder, readContentFolder } from '../src/config/read-content-folder.js';
import { checkModels } from '../src/detection/models/checked-models.js';

/**
 * Bundles the program into `dist/`, or into the folder that is named, with further entries that are named behind it. Loading it module by
 * module would take a third of a second of processor time in every process, and again in every thread that reads. Modules that look for a
 * file beside themselves find it, since all parts lie in one folder.
 */
const [OUT = 'dist', ...MORE] = process.argv.slice(2);
const FOLDER = `${OUT}/src/cli`;

/**
 * Packages that stay beside the program: those that speak to the network or log, each loaded by few commands. The others are taken in, with
 * their licences; every release pins them to one version either way.
 */
const APART = ['@elastic/ecs-winston-format', '@elastic/elasticsearch', 'node-cron', 'prom-client', 'splunk-sdk', 'undici', 'winston'];

/** Packages in CommonJS that are taken in ask for modules of Node by this. */
const REQUIRE = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/cli/main.ts', 'src/cli/reading-aside.ts', 'src/pipeline/reading-worker.ts', ...MORE],
  outdir: FOLDER,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: APART,
  banner: { js: REQUIRE },
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(`${FOLDER}/checked-models.json`, JSON.stringify(checkModels(readContentFolder(packagedFolder('models')))));
writeFileSync(`${FOLDER}/licences.txt`, licencesOf(Object.keys(metafile.inputs)).join('\n\n'));
chmodSync(`${FOLDER}/main.js`, 0o755);
// A part that cannot be loaded would be noticed by the user of one command alone.
for (const [file, { entryPoint = '' }] of Object.entries(metafile.outputs))
  if (!['src/cli/main.ts', ...MORE].includes(entryPoint)) await import(resolve(file));

/** Name and licence of every package that the files belong to. */
function licencesOf(files: readonly string[]): readonly string[] {
  const folders = new Set(
    files.map((file) => /^.*node_modules[/](?:@[^/]+[/])?[^/]+/.exec(file)?.[0]).filter((folder) => folder !== undefined),
  );
  return [...folders].sort().map((folder) => {
    const name = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (name === undefined) throw new Error(`${folder} holds no licence`);
    return `${folder.replace(/^.*node_modules[/]/, '')}\n\n${readFileSync(`${folder}/${name}`, 'utf8').trim()}\n`;
  });
}
