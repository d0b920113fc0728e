import { readFileSync } from 'node:fs';
import { SPLUNK_DEFAULTS, type SplunkAuthentication, type SplunkSettings } from '../../connectors/splunk/splunk-settings.js';
import { SourceUnavailableError, UsageError } from '../errors.js';

/** Options of a command that name a search head and say who we are to it. Files hold secrets, so that no command line does. */
export interface SplunkOptions {
  readonly url: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SourceUnavailableError(`the file ${path} cannot be read; check that it exists and may be read`, { cause });
  }
}

const secretOf = (path: string | undefined): string | undefined => (path === undefined ? undefined : textOf(path).trim());

function authenticationOf(options: SplunkOptions, environment: Environment): SplunkAuthentication {
  const token = secretOf(options.tokenFile) ?? environment.SPLUNK_TOKEN;
  const username = options.username ?? environment.SPLUNK_USERNAME;
  const password = secretOf(options.passwordFile) ?? environment.SPLUNK_PASSWORD;
  const named = options.username !== undefined || options.passwordFile !== undefined;
  if (token !== undefined && token !== '' && !named) return { kind: 'token', token };
  if (username !== undefined && password !== undefined && password !== '') return { kind: 'password', username, password };
  throw new UsageError(
    'Say who we are to Splunk: --token-file or SPLUNK_TOKEN, or --username and --password-file, or SPLUNK_USERNAME and SPLUNK_PASSWORD.',
  );
}

/** How to reach a search head, from options and environment. Throws UsageError or SourceUnavailableError. */
export function splunkSettingsFrom(options: SplunkOptions, environment: Environment): SplunkSettings {
  const { ca, clientCertificate, clientKey } = options;
  if ((clientCertificate === undefined) !== (clientKey === undefined))
    throw new UsageError('A client certificate needs its key and the other way round: --client-certificate and --client-key.');
  return {
    url: options.url,
    authentication: authenticationOf(options, environment),
    tls: {
      authorities: ca === undefined ? undefined : textOf(ca),
      clientCertificate: clientCertificate === undefined ? undefined : textOf(clientCertificate),
      clientKey: clientKey === undefined ? undefined : textOf(clientKey),
      clientKeyPassphrase: environment.SPLUNK_CLIENT_KEY_PASSPHRASE,
    },
    ...SPLUNK_DEFAULTS,
  };
}
