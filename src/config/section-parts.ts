import { Type } from '@sinclair/typebox';
import { Exact } from '../documents/common.js';

/** A PEM text, which a file holds. */
const Pem = (what: string, file: string) =>
  Type.Optional(Type.String({ minLength: 1, description: `${what} as PEM text`, examples: [`\${file:${file}}`] }));

/** A duration. */
export const Seconds = (description: string, example: number) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 86_400, description, examples: [example] }));

/** Certificates of a connection. @param description Empty where the key says it all */
export const Tls = (description?: string) =>
  Type.Optional(
    Exact(
      {
        authorities: Pem('Authorities to trust instead of those of the system', 'ca.pem'),
        clientCertificate: Pem('Client certificate', 'client.pem'),
        clientKey: Pem('Key of the client certificate', 'client.key'),
        clientKeyPassphrase: Type.Optional(Type.String({ minLength: 1, description: 'Passphrase of that key' })),
      },
      description,
    ),
  );
