import type { SummaryDocument } from '../../src/documents/summary.js';
import { answerParent } from './in-children.js';
import { judgeIncidents } from './judge-incidents.js';
import { judgeScenario, type ScenarioResult } from './judge-scenario.js';
import { withReplayedEstate, type EstateRequest } from './replay-estate.js';
import { TruthIndex } from './truth-index.js';

/** What one estate with attacks in it showed. */
export interface EstateResult {
  readonly seed: number;
  readonly scenarios: readonly ScenarioResult[];
  readonly days: number;
  readonly records: number;
  readonly seconds: number;
  readonly incidents: number;
  readonly needingPerson: number;
  /** Incidents that cite no event of any attack; those of them that ask for a person; and their titles in order of rank. */
  readonly falseIncidents: number;
  readonly falseNeedingPerson: number;
  readonly falseTitles: readonly string[];
  readonly calibration: SummaryDocument['calibration'];
}

const TOLD_TITLES = 10;

async function judgeEstate(request: EstateRequest): Promise<EstateResult> {
  return withReplayedEstate(request, async ({ summary, documents, truth: path }) => {
    const truth = await TruthIndex.read(path);
    const incidents = await judgeIncidents(documents, truth);
    const benign = incidents.filter((incident) => incident.truth.size === 0);
    return {
      seed: request.seed,
      scenarios: [...truth.scenarios].map(([scenario, rows]) => judgeScenario(scenario, request.seed, rows, incidents)),
      days: request.days,
      records: summary.events_read,
      seconds: summary.seconds,
      incidents: incidents.length,
      needingPerson: incidents.filter((incident) => incident.needsPerson).length,
      falseIncidents: benign.length,
      falseNeedingPerson: benign.filter((incident) => incident.needsPerson).length,
      falseTitles: benign.slice(0, TOLD_TITLES).map(({ rank, score, title }) => `${rank}. ${title} (${score.toFixed(0)})`),
      calibration: summary.calibration,
    };
  });
}

answerParent(judgeEstate);
