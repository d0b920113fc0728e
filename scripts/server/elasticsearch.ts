import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestCertificates } from './certificates.js';
import { runTool } from './run-tool.js';
import type { ServerCommand } from './server-process.js';
import { giveTo, type UserIds } from './unprivileged.js';

/** A user of the server's file realm. */
export interface FileUser {
  readonly name: string;
  readonly password: string;
  readonly roles: readonly string[];
}

/** Security by the server's own files: the superuser `elastic`, and what is listed. */
export interface ServerSecurity {
  /** Password of `elastic`. */
  readonly password: string;
  /** Content of `roles.yml`. */
  readonly roles: string;
  readonly users: readonly FileUser[];
}

export interface ElasticsearchSetup {
  readonly files: string;
  readonly folder: string;
  readonly javaHome: string;
  readonly port: number;
  readonly transportPort: number;
  readonly heap: string;
  readonly user: UserIds | undefined;
  readonly security: ServerSecurity | undefined;
  readonly certificates: TestCertificates | undefined;
}

/** Writes the configuration of one run into its folder and says how to start it. */
export async function elasticsearchCommand(setup: ElasticsearchSetup): Promise<ServerCommand> {
  const { files, folder } = setup;
  const config = join(folder, 'config');
  await cp(join(files, 'config'), config, { recursive: true });
  await keepRunFilesInside(config, folder);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    ES_JAVA_HOME: setup.javaHome,
    ES_PATH_CONF: config,
    ES_TMPDIR: join(folder, 'tmp'),
    ES_JAVA_OPTS: `-Xms${setup.heap} -Xmx${setup.heap}`,
  };
  if (setup.certificates !== undefined) {
    await cp(setup.certificates.serverCertificate, join(config, 'server.crt'));
    await cp(setup.certificates.serverKey, join(config, 'server.key'));
    await cp(setup.certificates.authority, join(config, 'ca.crt'));
  }
  if (setup.security !== undefined) await writeFile(join(config, 'roles.yml'), setup.security.roles);
  await giveTo(setup.user, folder);
  if (setup.security !== undefined) await addUsers(setup, setup.security, env);
  return {
    program: join(files, 'bin', 'elasticsearch'),
    args: Object.entries(settings(setup)).flatMap(([name, value]) => ['-E', `${name}=${value}`]),
    env,
    cwd: folder,
    user: setup.user,
    log: join(folder, 'server.log'),
  };
}

function settings(setup: ElasticsearchSetup): Readonly<Record<string, string | number | boolean>> {
  const tls = setup.certificates !== undefined;
  return {
    'discovery.type': 'single-node',
    'path.data': join(setup.folder, 'data'),
    'path.logs': join(setup.folder, 'logs'),
    'network.host': '127.0.0.1',
    'http.port': setup.port,
    'transport.port': setup.transportPort,
    'cluster.routing.allocation.disk.threshold_enabled': false,
    'xpack.ml.enabled': false,
    'xpack.security.autoconfiguration.enabled': false,
    'xpack.security.enabled': setup.security !== undefined || tls,
    ...(tls
      ? {
          'xpack.security.http.ssl.enabled': true,
          'xpack.security.http.ssl.key': 'server.key',
          'xpack.security.http.ssl.certificate': 'server.crt',
          'xpack.security.http.ssl.certificate_authorities': 'ca.crt',
          'xpack.security.http.ssl.client_authentication': 'optional',
        }
      : {}),
  };
}

/** The program folder is shared and read-only, so what the Java machine writes by itself goes to the folder of the run. */
async function keepRunFilesInside(config: string, folder: string): Promise<void> {
  const path = join(config, 'jvm.options');
  const options = await readFile(path, 'utf8');
  const kept = options
    .split('\n')
    .filter((line) => !line.startsWith('-Xlog:gc'))
    .join('\n');
  const moved = kept.replace('-XX:HeapDumpPath=data', `-XX:HeapDumpPath=${folder}`).replace('=logs/hs_err', `=${folder}/hs_err`);
  await writeFile(path, moved);
}

async function addUsers(setup: ElasticsearchSetup, security: ServerSecurity, env: Readonly<Record<string, string>>): Promise<void> {
  const run = (tool: string, args: readonly string[], input?: string) =>
    runTool(join(setup.files, 'bin', tool), args, { env, cwd: setup.folder, ...setup.user, ...(input === undefined ? {} : { input }) });
  await run('elasticsearch-keystore', ['create']);
  await run('elasticsearch-keystore', ['add', '-x', 'bootstrap.password'], security.password);
  const [first, ...rest] = security.users;
  for (const user of security.users) {
    if (user !== first && user.password === first?.password) continue;
    await run('elasticsearch-users', ['useradd', user.name, '-p', user.password, '-r', user.roles.join(',')]);
  }
  await addAlike(
    setup,
    first,
    rest.filter((user) => user.password === first?.password),
  );
}

/** Users with the password of the first one are written down beside it, since the tool takes two seconds for each. */
async function addAlike(
  { folder, user: owner }: ElasticsearchSetup,
  first: FileUser | undefined,
  users: readonly FileUser[],
): Promise<void> {
  if (first === undefined || users.length === 0) return;
  const [passwords, roles] = [join(folder, 'config', 'users'), join(folder, 'config', 'users_roles')];
  const lines = (await readFile(passwords, 'utf8')).split('\n').filter((line) => line !== '');
  const hash = lines.find((line) => line.startsWith(`${first.name}:`))?.slice(first.name.length + 1) ?? '';
  await writeFile(passwords, [...lines, ...users.map(({ name }) => `${name}:${hash}`), ''].join('\n'));
  const members = users.flatMap((user) => user.roles.map((role) => `${role}:${user.name}`));
  await writeFile(roles, [(await readFile(roles, 'utf8')).trimEnd(), ...members, ''].join('\n'));
  await giveTo(owner, folder);
}
