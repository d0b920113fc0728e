import type { Diagnosis } from './connector.js';
import type { Lag } from './lag-percentiles.js';

const inWords = (seconds: number): string => {
  if (Math.abs(seconds) < 120) return `${String(Math.round(seconds))} s`;
  return Math.abs(seconds) < 7200 ? `${String(Math.round(seconds / 60))} min` : `${String(Math.round(seconds / 3600))} h`;
};

/**
 * Whether records of a data set come in time to be judged.
 *
 * @param lateness how late a record may come to count, milliseconds
 */
export function lagDiagnosis(group: string, dataset: string, lag: Lag, lateness: number): Diagnosis {
  const allowed = lateness / 1000;
  const data = { group, dataset, lag_seconds: lag, lateness_seconds: allowed };
  const message = `${dataset} comes in ${inWords(lag.p50)} (half of it), ${inWords(lag.p95)} (95 %) and ${inWords(lag.p99)} (99 %) after it happened.`;
  const minutes = String(Math.ceil(lag.p99 / 60));
  if (lag.p99 <= allowed && lag.p50 >= 0) return { check: 'lag', level: 'ok', message, data };
  if (lag.p50 < 0) {
    const fix = 'Correct the clock or the time zone of the source, or what its pipeline makes of the time.';
    return { check: 'lag', level: 'warning', message: `${message} Times that lie ahead of ingest are wrong.`, fix, data };
  }
  const share = lag.p95 > allowed ? 'more than one record in twenty' : 'more than one record in a hundred';
  return {
    check: 'lag',
    level: 'warning',
    message: `${message} With latenessMinutes ${String(allowed / 60)}, ${share} comes after its hour was closed and is not judged.`,
    fix: `Set latenessMinutes to ${minutes} or more; hours are then judged that much later.`,
    data,
  };
}
