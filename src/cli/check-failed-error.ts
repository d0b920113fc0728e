import { ThroughlineError } from '../errors.js';

/** Tests that content files carry did not pass; which ones was printed. */
export class CheckFailedError extends ThroughlineError {
  readonly code = 'check-failed';

  constructor(failures: number) {
    super(`${String(failures)} of the tests did not pass.`);
  }
}
