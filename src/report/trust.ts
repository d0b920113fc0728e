import { DOMAINS, type Domain } from '../activity/domains.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { SummaryDocument } from '../documents/summary.js';
import { countText, durationText, oddsText, percentText, plural } from './numbers.js';
import { parseTime } from './times.js';
import { domainWord } from './vocabulary.js';

export type Verdict = 'good' | 'partial' | 'poor' | 'unknown';

/** One ground for trusting the picture, or not, in a sentence, with the section that shows more. */
export interface TrustStatement {
  readonly topic: string;
  readonly verdict: Verdict;
  readonly text: string;
  readonly section: string;
}

const DAY = 86_400_000;

/** A source counts as silent when it stops this long before the end of the data: a day, or a quarter of a short export. */
const silenceLimit = (span: number): number => Math.min(DAY, span / 4);

export interface SilentSource {
  readonly source: string;
  readonly milliseconds: number;
}

/** Sources that stop well before the data ends, longest silence first. */
export const silentSources = (summary: SummaryDocument): SilentSource[] => {
  const end = parseTime(summary.last_event);
  const start = parseTime(summary.first_event);
  if (end === undefined || start === undefined) return [];
  return Object.entries(summary.sources)
    .filter(([source]) => source !== '')
    .map(([source, account]) => ({ source, milliseconds: end - (parseTime(account.last) ?? end) }))
    .filter((silent) => silent.milliseconds > silenceLimit(end - start))
    .sort((a, b) => b.milliseconds - a.milliseconds || (a.source < b.source ? -1 : 1));
};

/** Domains that no source of the run tells about; undefined when there is no source. */
export const missingDomains = (summary: SummaryDocument): Domain[] | undefined => {
  const accounts = Object.values(summary.sources);
  if (accounts.length === 0) return undefined;
  const present = new Set(accounts.flatMap((account) => account.domains));
  return DOMAINS.filter((domain) => domain !== 'alert' && !present.has(domain));
};

const sourcesStatement = (summary: SummaryDocument): TrustStatement => {
  const count = Object.keys(summary.sources).filter((source) => source !== '').length;
  const base = { topic: 'Sources', section: 'sources' };
  if (count === 0) return { ...base, verdict: 'poor', text: 'No source was recognised.' };
  const silent = silentSources(summary);
  const missing = missingDomains(summary);
  const worst = silent[0];
  const fresh =
    worst === undefined
      ? `${count === 1 ? 'The one source reaches' : `All ${String(count)} sources reach`} the end of the data.`
      : `${String(count - silent.length)} of ${plural(count, 'source')} ${count - silent.length === 1 ? 'reaches' : 'reach'} the end of the data; ${worst.source} stops ${durationText(worst.milliseconds)} before it${silent.length > 1 ? `, and ${String(silent.length - 1)} more` : ''}.`;
  const gaps = missing !== undefined && missing.length > 0 ? ` No ${missing.map(domainWord).join(', ')} data was found.` : '';
  return { ...base, verdict: silent.length > 0 ? (silent.length * 2 > count ? 'poor' : 'partial') : 'good', text: fresh + gaps };
};

const median = (values: readonly number[]): number | undefined => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const historyStatement = (summary: SummaryDocument, anomalies: readonly AnomalyDocument[]): TrustStatement => {
  const start = parseTime(summary.first_event);
  const end = parseTime(summary.last_event);
  const base = { topic: 'History', section: 'days' };
  if (start === undefined || end === undefined) return { ...base, verdict: 'poor', text: 'There is no history: no event was read.' };
  const age = median(anomalies.map((anomaly) => anomaly.throughline.anomaly.baseline_days));
  const behind =
    age === undefined
      ? ''
      : ` Half of the anomalies rest on less than ${age < 1 ? durationText(age * DAY) : plural(Math.round(age), 'day')} of their own history.`;
  const mode = summary.mode === 'retrospective' ? ' Judged in retrospect: each window against all the rest.' : '';
  const days = age ?? (end - start) / DAY;
  return {
    ...base,
    verdict: summary.mode === 'retrospective' || days >= 7 ? 'good' : days >= 2 ? 'partial' : 'poor',
    text: `${durationText(end - start)} of data, ${plural(summary.units_scored, 'window')} scored.${behind}${mode}`,
  };
};

/** A threshold is judged only when at least this many units were to be expected at or below it. */
const ENOUGH_EXPECTED = 5;

const calibrationStatement = (summary: SummaryDocument): TrustStatement => {
  const base = { topic: 'Probabilities', section: 'calibration' };
  const combined = Object.hasOwn(summary.calibration, 'combined') ? summary.calibration.combined : undefined;
  if (combined === undefined || combined.units === 0)
    return { ...base, verdict: 'unknown', text: 'No window was scored, so there is nothing to check the probabilities against.' };
  const levels = [
    { nominal: 1e-4, seen: combined.at_1e4 },
    { nominal: 1e-3, seen: combined.at_1e3 },
    { nominal: 1e-2, seen: combined.at_1e2 },
  ];
  const judged = levels.filter((level) => level.nominal * combined.units >= ENOUGH_EXPECTED);
  const finest = judged[0];
  if (finest === undefined)
    return {
      ...base,
      verdict: 'unknown',
      text: `Too few windows (${countText(combined.units)}) to check the probabilities; they rest on priors and peers.`,
    };
  const within = judged.every(
    (level) => level.seen <= 2 * level.nominal * combined.units && level.seen * 2 >= level.nominal * combined.units,
  );
  const realised =
    finest.seen === 0
      ? `never in ${countText(combined.units)} windows`
      : `${oddsText(finest.seen / combined.units)} windows (${countText(finest.seen)} of ${countText(combined.units)})`;
  const agreement = within
    ? `within a factor of two${judged.length > 1 ? ' at every threshold that can be checked' : ''}`
    : `off by more than a factor of two${judged.length > 1 ? ' at one threshold or more' : ''}`;
  return {
    ...base,
    verdict: within ? 'good' : 'partial',
    text: `What is called ${oddsText(finest.nominal)} or rarer happened ${realised}, ${agreement}.`,
  };
};

const readingStatement = (summary: SummaryDocument): TrustStatement => {
  const base = { topic: 'Reading', section: 'dead-letters' };
  if (summary.events_read === 0) return { ...base, verdict: 'poor', text: 'No record was read.' };
  const share = summary.dead_letters / summary.events_read;
  return {
    ...base,
    verdict: share > 0.05 ? 'poor' : share > 0.001 ? 'partial' : 'good',
    text: `${plural(summary.events_read, 'record')} read, ${plural(summary.events_scored, 'activity', 'activities')} of them scored; ${summary.dead_letters === 0 ? 'every record could be used' : `${countText(summary.dead_letters)} (${percentText(share)}) could not be used`}.`,
  };
};

/** Whether the picture can be trusted: sources, history, calibration, reading. */
export const trustStatements = (summary: SummaryDocument, anomalies: readonly AnomalyDocument[]): TrustStatement[] => [
  sourcesStatement(summary),
  historyStatement(summary, anomalies),
  calibrationStatement(summary),
  readingStatement(summary),
];
