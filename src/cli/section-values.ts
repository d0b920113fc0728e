import type { TlsSettings } from '../../connectors/tls-settings.js';
import type { SplunkSection } from '../config/splunk-section.js';

/** Certificates as a section of the configuration names them. */
export const tlsOf = (tls: SplunkSection['tls']): TlsSettings => ({
  authorities: tls?.authorities,
  clientCertificate: tls?.clientCertificate,
  clientKey: tls?.clientKey,
  clientKeyPassphrase: tls?.clientKeyPassphrase,
});

/** A duration of the configuration, or what stands for one that it does not name, in milliseconds. */
export const milliseconds = (seconds: number | undefined, standard: number): number => (seconds === undefined ? standard : seconds * 1000);
