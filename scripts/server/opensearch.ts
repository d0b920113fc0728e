import { join } from 'node:path';
import type { ServerCommand } from './server-process.js';
import { giveTo, type UserIds } from './unprivileged.js';

export interface OpenSearchSetup {
  readonly files: string;
  readonly folder: string;
  readonly javaHome: string;
  readonly port: number;
  readonly heap: string;
  readonly user: UserIds | undefined;
}

/** The runner takes no other ports than these, and ends without a word if told to. */
export const OPENSEARCH_PORTS = { from: 9201, to: 9298 } as const;

/** How to start OpenSearch inside the runner of the codelibs project, which is how Maven Central has it. */
export async function openSearchCommand(setup: OpenSearchSetup): Promise<ServerCommand> {
  await giveTo(setup.user, setup.folder);
  // The first node listens one above the base port.
  const ports = ['-numOfNode', '1', '-baseHttpPort', String(setup.port - 1)];
  return {
    program: join(setup.javaHome, 'bin', 'java'),
    args: [
      `-Xms${setup.heap}`,
      `-Xmx${setup.heap}`,
      '-cp',
      join(setup.files, 'lib', '*'),
      'org.codelibs.opensearch.runner.OpenSearchRunner',
      ...ports,
      '-basePath',
      join(setup.folder, 'run'),
    ],
    env: { PATH: process.env.PATH ?? '', HOME: setup.folder },
    cwd: setup.folder,
    user: setup.user,
    log: join(setup.folder, 'server.log'),
  };
}
