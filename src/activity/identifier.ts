/** How a thing is named by one system. The scheme says which names may be compared with each other. */
export const IDENTIFIER_SCHEMES = [
  'upn',
  'mail',
  'sid',
  'sam',
  'entra-object',
  'okta',
  'salesforce',
  'google',
  'aws-principal',
  'aws-arn',
  'aws-access-key',
  'kerberos',
  'app',
  'hostname',
  'mac',
  'device',
  'ip',
  'domain',
  'account-name',
] as const;
export type IdentifierScheme = (typeof IDENTIFIER_SCHEMES)[number];

/**
 * One name of a thing. `value` is canonical: trimmed, lower case where the scheme ignores case (upn, mail, sam, hostname,
 * domain, mac), never a bare local part under `upn` or `mail`. `sam` is `DOMAIN\name` in lower case, `kerberos` is
 * `name@realm` in lower case.
 */
export interface Identifier {
  readonly scheme: IdentifierScheme;
  readonly value: string;
}
