import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ServerProduct } from './products.js';
import { runTool } from './run-tool.js';

/** Where servers are kept between runs. Servers refuse to run as root, so root's own home, which others cannot enter, will not do. */
export function serverCache(): string {
  const chosen = process.env.THROUGHLINE_SERVER_CACHE;
  if (chosen !== undefined && chosen !== '') return chosen;
  return process.getuid?.() === 0 ? '/var/cache/throughline/servers' : join(homedir(), '.cache', 'throughline', 'servers');
}

/** The folder that holds the server's program files, brought from Maven Central if it is not there yet. */
export async function serverFiles(product: ServerProduct): Promise<string> {
  const folder = join(serverCache(), `${product.name}-${product.version}`);
  if (await exists(folder)) return folder;
  await mkdir(serverCache(), { recursive: true, mode: 0o755 });
  const partial = await mkdtemp(join(serverCache(), 'partial-'));
  try {
    await (product.artefact.endsWith(':zip') ? unpack(product, partial) : copyWithDependencies(product, partial));
    const content = product.name === 'elasticsearch' ? join(partial, `elasticsearch-${product.version}`) : partial;
    await runTool('chmod', ['-R', 'a+rX', content]);
    await rename(content, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

async function unpack(product: ServerProduct, folder: string): Promise<void> {
  await maven(['dependency:unpack', `-Dartifact=${product.artefact}`, `-DoutputDirectory=${folder}`], folder);
}

async function copyWithDependencies(product: ServerProduct, folder: string): Promise<void> {
  const [group = '', artefact = '', version = ''] = product.artefact.split(':');
  const dependency = `<groupId>${group}</groupId><artifactId>${artefact}</artifactId><version>${version}</version>`;
  const project = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>throughline</groupId><artifactId>server</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency>${dependency}</dependency></dependencies></project>\n`;
  await writeFile(join(folder, 'pom.xml'), project);
  await maven(['dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'lib')}`], folder);
}

async function maven(args: readonly string[], cwd: string): Promise<void> {
  await runTool('mvn', ['--batch-mode', '--quiet', ...args], { cwd });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
