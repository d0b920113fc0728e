/** The six domains an attack crosses, plus `alert` for what other tools report. */
export const DOMAINS = ['email', 'identity', 'saas', 'network', 'endpoint', 'cloud', 'alert'] as const;
export type Domain = (typeof DOMAINS)[number];

export const OUTCOMES = ['success', 'failure', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * What an activity means, independent of the product that recorded it. Models and facets are written against these,
 * so a new source works with every existing model as soon as its mapping assigns classes.
 */
export const ACTION_CLASSES = [
  // identity
  'sign-in',
  'sign-out',
  'token-issued',
  'mfa-challenge',
  'account-created',
  'account-deleted',
  'account-disabled',
  'account-enabled',
  'account-changed',
  'password-changed',
  'credential-added',
  'credential-removed',
  'mfa-changed',
  'role-granted',
  'role-revoked',
  'group-changed',
  'policy-changed',
  'trust-changed',
  'logging-changed',
  'consent-granted',
  'app-registered',
  'app-changed',
  'admin-change',
  // mail
  'mail-received',
  'mail-sent',
  'mail-read',
  'mail-deleted',
  'mail-click',
  'mailbox-rule',
  'mail-forwarding',
  'transport-rule',
  'mailbox-permission',
  // files and shares
  'file-read',
  'file-downloaded',
  'file-written',
  'file-deleted',
  'file-shared-internal',
  'file-shared-external',
  'sharing-changed',
  // service interfaces and cloud control planes
  'api-query',
  'api-describe',
  'api-read',
  'api-write',
  'api-delete',
  'bulk-job',
  'job-deleted',
  'data-export',
  'secret-read',
  'snapshot-shared',
  'network-exposed',
  'compute-launched',
  'code-changed',
  'code-executed',
  'remote-session',
  'resource-deleted',
  // network
  'connection',
  'dns-query',
  'http-request',
  'tls-handshake',
  'file-transfer',
  'smb-access',
  'remote-admin',
  'kerberos-ticket',
  'ntlm-authentication',
  'rdp-session',
  'ssh-session',
  'address-lease',
  'smtp-session',
  'certificate',
  'sensor-notice',
  // other tools
  'alert',
  'other',
] as const;
export type ActionClass = (typeof ACTION_CLASSES)[number];
