import { plural } from '../report/numbers.js';
import { ThroughlineError } from '../errors.js';

/** The doctor found something that must be put right; what it is was printed. */
export class DiagnosisFoundError extends ThroughlineError {
  readonly code = 'diagnosis-found';

  constructor(errors: number) {
    super(`${plural(errors, 'error')} found.`);
  }
}
