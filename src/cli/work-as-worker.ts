import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Configuration } from '../config/configuration.js';
import { runWorker, type WorkerOptions } from '../service/worker.js';
import { countText, plural } from '../report/numbers.js';
import { print, type CommandContext } from './command-context.js';
import { configurationFrom, mappingsWith, packagedModels, readNamedFile } from './engine-settings.js';
import { packageVersion } from './package-version.js';
import { connectPlatform } from './platform.js';
import { readingThreads } from './start-reading-thread.js';

export interface WorkerCommandOptions {
  readonly config?: string;
  readonly mapping?: readonly string[];
  readonly input?: readonly string[];
  readonly out?: string;
}

/** Runs a worker of this process on the platform that the options name, with a folder of its own for what does not fit into memory. */
export async function workAsWorker(
  options: WorkerCommandOptions,
  how: Pick<WorkerOptions, 'once' | 'backfill'>,
  context: CommandContext,
): Promise<void> {
  const configuration = configurationFrom(options, context);
  const connector = await connectPlatform({ ...options, mappings: mappingsWith(options.mapping ?? []) }, configuration);
  const workFolder = mkdtempSync(join(tmpdir(), 'throughline-worker-'));
  try {
    const { position, incidents, needingPerson } = await runWorker({
      ...how,
      configuration,
      models: packagedModels(),
      connector,
      holder: `${hostname()} ${String(process.pid)} ${randomUUID().slice(0, 8)}`,
      clock: context.now,
      log: context.log,
      signal: context.signal,
      sleep: async (milliseconds, signal) => {
        await wait(milliseconds, undefined, { signal }).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      },
      workFolder,
      reading: readingOf(options, configuration),
      aside: readingThreads(configuration, options.mapping ?? []),
    });
    if (how.once && position !== undefined) {
      const until = new Date(position).toISOString();
      await print(
        context.stdout,
        `Caught up with all that was taken in before ${until}: ${plural(incidents, 'incident')}, ${countText(needingPerson)} for a person.\n`,
      );
    }
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
    await connector.close();
  }
}

/** Digest of what activities depend on beside the records: workers in which it differs, as while one is updated, read nothing for each other. */
function readingOf({ mapping = [] }: WorkerCommandOptions, { mmdb, elastic, splunk }: Configuration): string {
  const { groups, sourcetypes, app, outputIndex, oldestEventDays } = splunk ?? {};
  const ofSplunk = splunk === undefined ? undefined : [groups, sourcetypes, app, outputIndex, oldestEventDays];
  const parts = [packageVersion(), mapping.map(readNamedFile), mmdb, elastic?.groups, ofSplunk];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
