import type { TlsSettings } from '../tls-settings.js';

/** Who we are to Splunk. */
export type SplunkAuthentication =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'password'; readonly username: string; readonly password: string };

/** How to reach the management port of a search head; durations in milliseconds. */
export interface SplunkSettings {
  /** Scheme, host and port, e.g. `https://splunk.example.com:8089`. Only https. */
  readonly url: string;
  readonly authentication: SplunkAuthentication;
  readonly tls: TlsSettings;
  readonly connectTimeout: number;
  /** Until the head of an answer has come, and between two parts of its body. */
  readonly requestTimeout: number;
}

/** What holds where nobody says otherwise. */
export const SPLUNK_DEFAULTS = { connectTimeout: 10_000, requestTimeout: 60_000 } as const;
