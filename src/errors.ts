/** Base of every error Throughline raises on purpose: a stable code, a message that says what to do, the cause. */
export abstract class ThroughlineError extends Error {
  abstract readonly code: string;
  /** Process exit code when this error ends a command. */
  readonly exitCode: number = 1;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A configuration or content file is wrong; the message names file, line and fix. */
export class ConfigError extends ThroughlineError {
  readonly code = 'config-invalid';
  override readonly exitCode = 2;
}

/** An argument of a command is wrong. */
export class UsageError extends ThroughlineError {
  readonly code = 'usage';
  override readonly exitCode = 2;
}

/** An input cannot be read at all (missing file, no permission, broken archive, a cluster that does not answer). */
export class SourceUnavailableError extends ThroughlineError {
  readonly code = 'source-unavailable';
  override readonly exitCode = 3;
  /** The same may succeed in a while, as with a cluster that is starting. */
  readonly passing: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly passing?: boolean } = {}) {
    super(message, options);
    this.passing = options.passing ?? false;
  }
}

/** A window was not read to its end: nothing of it may be used, and reading it again may succeed. */
export class WindowIncompleteError extends ThroughlineError {
  readonly code = 'window-incomplete';
  override readonly exitCode = 3;
}

/** The SIEM refuses our credentials or what we may do with them; the message names what is missing. */
export class AccessDeniedError extends ThroughlineError {
  readonly code = 'access-denied';
  override readonly exitCode = 3;
}

/** A document did not satisfy its own schema: a defect in Throughline, never in the data. */
export class DocumentInvalidError extends ThroughlineError {
  readonly code = 'document-invalid';
}

/** Stored state cannot be used: wrong version, checksum or configuration. */
export class StateError extends ThroughlineError {
  readonly code = 'state-unusable';
}

/** Another worker holds the job; nothing is wrong, this one stands by. */
export class LeaseLostError extends ThroughlineError {
  readonly code = 'lease-lost';
}
