import type { SummaryDocument } from '../../src/documents/summary.js';
import { answerParent } from './in-children.js';
import { withReplayedEstate, type EstateRequest } from './replay-estate.js';

/** What one benign estate showed. */
export interface BenignResult {
  readonly seed: number;
  readonly records: number;
  readonly seconds: number;
  readonly days: number;
  readonly incidents: number;
  readonly needingPerson: number;
  readonly calibration: SummaryDocument['calibration'];
}

answerParent((request: EstateRequest): Promise<BenignResult> =>
  withReplayedEstate(request, ({ summary }) =>
    Promise.resolve({
      seed: request.seed,
      records: summary.events_read,
      seconds: summary.seconds,
      days: request.days,
      incidents: summary.incidents,
      needingPerson: summary.incidents_needing_person,
      calibration: summary.calibration,
    }),
  ),
);
