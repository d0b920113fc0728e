import { AccessDeniedError, SourceUnavailableError, WindowIncompleteError } from '../src/errors.js';
import type { Diagnosis } from './connector.js';

/** What a check finds; that it failed is a finding too. */
export async function* guardedCheck(check: string, look: () => Promise<readonly Diagnosis[]>): AsyncGenerator<Diagnosis, void, void> {
  let found: readonly Diagnosis[];
  try {
    found = await look();
  } catch (error) {
    found = [failedCheck(check, error)];
  }
  yield* found;
}

/** The finding that a check could not be made. Throws what is no failure of the platform. */
export function failedCheck(check: string, error: unknown): Diagnosis {
  if (error instanceof AccessDeniedError) {
    const fix = 'Grant what is named; the errors of the check privileges say what else is missing.';
    return { check, level: 'error', message: `${error.message}.`, fix, data: { code: error.code } };
  }
  if (error instanceof SourceUnavailableError || error instanceof WindowIncompleteError) {
    const fix = 'Look at the health of the platform, then run throughline doctor again.';
    return { check, level: 'error', message: `${error.message}.`, fix, data: { code: error.code } };
  }
  throw error;
}
