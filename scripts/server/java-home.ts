import { readdir, readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** Where Java is looked for besides what the environment names. */
const USUAL_PLACES: readonly string[] = ['/usr/lib/jvm', '/opt/java', '/Library/Java/JavaVirtualMachines'];

/** The folder of the oldest Java that is at least `minimum`, so that a server runs on what it was built for; `undefined` if there is none. */
export async function findJavaHome(minimum: number): Promise<string | undefined> {
  const found: { readonly home: string; readonly version: number }[] = [];
  for (const home of await candidates()) {
    const version = await javaVersion(home);
    if (version !== undefined && version >= minimum) found.push({ home, version });
  }
  return found.sort((left, right) => left.version - right.version)[0]?.home;
}

async function candidates(): Promise<readonly string[]> {
  const homes = [process.env.ES_JAVA_HOME, process.env.JAVA_HOME].filter((home) => home !== undefined && home !== '');
  for (const place of USUAL_PLACES) {
    const names = await readdir(place).catch(() => []);
    homes.push(...names.flatMap((name) => [join(place, name), join(place, name, 'Contents/Home')]));
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const java = await realpath(join(folder, 'java')).catch(() => undefined);
    if (java !== undefined) homes.push(dirname(dirname(java)));
  }
  return homes.filter((home) => home !== undefined);
}

/** Feature release of a Java home, from the `release` file that every one since 9 has. */
async function javaVersion(home: string): Promise<number | undefined> {
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  const version = /^JAVA_VERSION="?(\d+)/m.exec(release)?.[1];
  return version === undefined ? undefined : Number(version);
}
