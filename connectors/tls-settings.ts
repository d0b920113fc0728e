/** PEM texts. Certificates of the server are always verified. */
export interface TlsSettings {
  /** Authorities to trust instead of those of the system. */
  readonly authorities: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
  readonly clientKeyPassphrase: string | undefined;
}

/** The same as options of a connection of Node. */
export interface TlsOptions {
  readonly rejectUnauthorized: true;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

export const tlsOptions = (given: TlsSettings): TlsOptions => ({
  rejectUnauthorized: true,
  ...(given.authorities === undefined ? {} : { ca: given.authorities }),
  ...(given.clientCertificate === undefined ? {} : { cert: given.clientCertificate }),
  ...(given.clientKey === undefined ? {} : { key: given.clientKey }),
  ...(given.clientKeyPassphrase === undefined ? {} : { passphrase: given.clientKeyPassphrase }),
});
