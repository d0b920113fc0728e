import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './run-tool.js';

/** Files in PEM form. */
export interface TestCertificates {
  /** The authority that signed the others. */
  readonly authority: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** A certificate authority for tests, a server certificate for 127.0.0.1 and `localhost`, and a client certificate, all made by openssl. */
export async function makeCertificates(folder: string, hosts = 'IP:127.0.0.1,DNS:localhost'): Promise<TestCertificates> {
  const path = (name: string) => join(folder, name);
  const authority = path('ca.crt');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await runTool('openssl', [
    'req',
    '-x509',
    ...key,
    '-keyout',
    path('ca.key'),
    '-out',
    authority,
    '-subj',
    '/CN=Throughline test authority',
  ]);
  const sign = async (name: string, subject: string, extensions: string): Promise<void> => {
    await writeFile(path(`${name}.ext`), extensions);
    await runTool('openssl', ['req', ...key.slice(0, -2), '-keyout', path(`${name}.key`), '-out', path(`${name}.csr`), '-subj', subject]);
    const signer = ['-CA', authority, '-CAkey', path('ca.key'), '-CAcreateserial', '-extfile', path(`${name}.ext`)];
    await runTool('openssl', ['x509', '-req', '-in', path(`${name}.csr`), ...signer, '-days', '2', '-out', path(`${name}.crt`)]);
  };
  await sign('server', '/CN=throughline-test-server', `subjectAltName=${hosts}\nextendedKeyUsage=serverAuth,clientAuth\n`);
  await sign('client', '/CN=throughline-test-client', 'extendedKeyUsage=clientAuth\n');
  return {
    authority,
    serverCertificate: path('server.crt'),
    serverKey: path('server.key'),
    clientCertificate: path('client.crt'),
    clientKey: path('client.key'),
  };
}
