import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Diagnosis } from '../../connectors/connector.js';
import { createElasticConnector } from '../../connectors/elastic/elastic-connector.js';
import { neededPrivileges } from '../../connectors/elastic/privileges.js';
import { makeCertificates } from '../../scripts/server/certificates.js';
import type { FileUser } from '../../scripts/server/elasticsearch.js';
import { documentedSecurity } from '../../scripts/server/secured-server.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { runCli } from '../cli/run-cli.js';
import { hurried } from './elastic-world.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

const SERVICE = documentedSecurity.users[0] ?? { name: '', password: '', roles: [] };

interface Missing {
  readonly user: FileUser;
  readonly privilege: string;
  readonly pattern: string;
  readonly role: object;
}

/** For each documented privilege on each index pattern the role that has all the others. */
const table: readonly Missing[] = neededPrivileges()
  .flatMap(({ names, privileges }) => names.flatMap((pattern) => privileges.map((privilege) => ({ pattern, privilege }))))
  .map(({ pattern, privilege }, number) => {
    const indices = neededPrivileges().flatMap(({ names, privileges }) =>
      names.map((name) => ({
        names: [name],
        privileges: name === pattern ? privileges.filter((other) => other !== privilege) : privileges,
      })),
    );
    const name = `without_${String(number)}`;
    return { user: { name, password: SERVICE.password, roles: [name] }, privilege, pattern, role: { cluster: [], indices } };
  });

/** Users each of whom lacks one privilege of those documented. */
export const missingPrivileges = {
  roles: stringify(Object.fromEntries(table.map(({ user, role }) => [user.name, role])), { aliasDuplicateObjects: false }),
  users: table.map(({ user }) => user),
};

interface Secured {
  readonly server: ServerUnderTest;
  /** Path of the authority's certificate. */
  readonly authority: string;
}

/** The doctor on a server with security and TLS. */
export function describeDoctorUnderSecurity(secured: () => Secured): void {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-doctor-'));
  writeFileSync(join(folder, 'password'), SERVICE.password);
  writeFileSync(join(folder, 'expired'), 'the password of last year');
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const configuration = (changes: { readonly node?: string; readonly password?: string; readonly authority?: string } = {}): string => {
    const { server, authority } = secured();
    const path = join(folder, 'throughline.yaml');
    const elastic = {
      nodes: [changes.node ?? server.url],
      username: SERVICE.name,
      password: `\${file:${join(folder, changes.password ?? 'password')}}`,
      tls: { authorities: `\${file:${changes.authority ?? authority}}` },
      groups: { logs: { indices: ['logs-*'] } },
    };
    writeFileSync(path, stringify({ tenant: 'secured', elastic }));
    return path;
  };

  interface Report {
    readonly errors: number;
    readonly findings: readonly Diagnosis[];
  }
  const doctor = async (path: string): Promise<Report & { readonly exitCode: number; readonly text: string }> => {
    const { exitCode, stdout, stderr } = await runCli(['doctor', '--config', path, '--json'], { now: () => Date.now() });
    return { ...(JSON.parse(stdout) as Report), exitCode, text: stdout + stderr };
  };

  describe('the doctor', () => {
    it('finds no error with the documented role', async () => {
      const { exitCode, errors, findings } = await doctor(configuration());
      expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
      expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: 0 });
      expect(findings.find(({ check }) => check === 'privileges')?.level).toBe('ok');
      expect(findings.find(({ check, message }) => check === 'data-sets' && message.includes('zeek.conn'))).toBeDefined();
    });

    it.each(table)('names the privilege $privilege on $pattern where it is missing', async ({ user, privilege, pattern }) => {
      const { server } = secured();
      const authentication = { kind: 'basic', username: user.name, password: user.password } as const;
      const groups = neededPrivileges()[0]?.names.map((name) => ({
        ...{ name, indices: [name], ingestField: '@timestamp' },
        ...({ read: 'source', datasets: 'known' } as const),
      }));
      const settings = settingsFor(server, { authentication, tenant: 'secured', groups: groups ?? [] });
      const connector = createElasticConnector({ settings, mappings: zeekMappings, pacing: hurried });
      const found: Diagnosis[] = [];
      for await (const finding of connector.diagnose?.({ now: () => Date.now(), latenessMilliseconds: 0 }) ?? []) {
        if (finding.check === 'privileges') found.push(finding);
        else if (found.length > 0) break;
      }
      await connector.close();
      // One that a wider pattern grants is not missing.
      const granted = pattern.startsWith('logs-throughline') && (privilege === 'read' || privilege === 'view_index_metadata');
      if (granted) expect(found.map(({ level }) => level)).toEqual(['ok']);
      else {
        expect(found.map(({ data }) => data)).toEqual([{ username: user.name, privilege, pattern }]);
        expect(found[0]).toMatchObject({ level: 'error' });
        expect(found[0]?.fix).toContain(`Grant ${privilege} on ${pattern}`);
      }
    });

    it('says that credentials are wrong or have expired, and what to do', async () => {
      const { exitCode, findings, text } = await doctor(configuration({ password: 'expired' }));
      expect(exitCode).toBe(1);
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ check: 'connection', level: 'error', data: { code: 'access-denied' } });
      expect(text).not.toContain('last year');
    });

    it('sends nothing where the authority is unknown or the certificate is for another host, and tells them apart', async () => {
      const other = await makeCertificates(folder, 'DNS:elsewhere.example');
      let requests = 0;
      const impostor = createServer(
        { cert: readFileSync(other.serverCertificate), key: readFileSync(other.serverKey) },
        (_request, response) => {
          requests += 1;
          response.end('{}');
        },
      );
      await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
      const node = `https://127.0.0.1:${String((impostor.address() as AddressInfo).port)}`;
      const unknown = await doctor(configuration({ node }));
      const elsewhere = await doctor(configuration({ node, authority: other.authority }));
      const real = await doctor(configuration({ authority: other.authority }));
      await new Promise((resolve) => impostor.close(resolve));
      for (const { exitCode, findings } of [unknown, elsewhere, real]) {
        expect(exitCode).toBe(1);
        expect(findings).toHaveLength(1);
        expect(findings[0]).toMatchObject({ check: 'connection', level: 'error', data: { code: 'source-unavailable' } });
        expect(findings[0]?.fix).toContain('Nothing was sent');
      }
      expect(unknown.findings[0]?.fix).toContain('elastic.tls.authorities');
      expect(elsewhere.findings[0]?.fix).toContain('Name the host');
      expect(requests).toBe(0);
    });
  });
}
