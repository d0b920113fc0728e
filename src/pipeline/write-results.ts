import { join } from 'node:path';
import { DOMAINS } from '../activity/domains.js';
import type { SourceTally } from '../activity/source-counts.js';
import type { ActionDocument } from '../documents/action.js';
import type { DeadLetterDocument } from '../documents/dead-letter.js';
import type { IncidentDocument } from '../documents/incident.js';
import type { SummaryDocument } from '../documents/summary.js';
import { validDocument } from '../documents/validate.js';
import { renderReport } from '../report/render-report.js';
import type { CalibrationCurve } from '../report/report-input.js';
import { fileLines } from './file-lines.js';
import { replaceFile, writeLines } from './replace-file.js';
import type { ReplayOptions } from './replay.js';
import { reportAnomalies } from './report-anomalies.js';
import type { ScoringRun } from './scoring-run.js';
import { writeContext } from './write-context.js';

interface Results {
  readonly options: ReplayOptions;
  readonly run: ScoringRun;
  readonly tally: SourceTally;
  readonly inputs: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly records: number;
    readonly sources: ReadonlySet<string>;
  }[];
  readonly notes: readonly string[];
  readonly records: number;
  readonly deadLetters: number;
  readonly started: number;
}

/** Incidents whose anomalies the page shows first. */
const REPORT_INCIDENTS = 300;
/** Anomalies read back for the page. */
const REPORT_ANOMALIES = 5_000;
const REPORT_DEAD_LETTERS = 30;

/** Writes incidents, actions, what surrounds them, summary and report; each file appears whole or not at all. */
export function writeResults(results: Results): SummaryDocument {
  const { options, run } = results;
  const incidents = run.chain.correlator.incidents();
  const actions = run.chain.correlator.actions();
  writeLines(join(options.out, 'incidents.ndjson'), incidents);
  writeLines(join(options.out, 'actions.ndjson'), actions);
  const draft = summarise(results, incidents, actions);
  writeContext(options.out, options.configuration.tenant, run.chain.engine, incidents, draft);
  const page = renderReport({
    summary: draft,
    incidents,
    anomalies: reportAnomalies(join(options.out, 'anomalies.ndjson'), membersOf(incidents), REPORT_ANOMALIES),
    actions,
    calibrationCurve: curves(draft),
    deadLetters: firstLines(join(options.out, 'dead-letter.ndjson'), REPORT_DEAD_LETTERS) as DeadLetterDocument[],
    sourceDatasets: Object.fromEntries(options.mappings.map(({ name, datasets }) => [name, datasets])),
    generatedFor: { tenant: options.configuration.tenant, version: options.version },
  });
  replaceFile(join(options.out, 'report.html'), page);
  const seconds = (options.clock() - results.started) / 1000;
  const summary: SummaryDocument = {
    ...draft,
    seconds: Math.round(seconds * 1000) / 1000,
    events_per_second: Math.round(results.records / Math.max(seconds, 0.001)),
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
  };
  validDocument('summary', summary);
  replaceFile(join(options.out, 'summary.json'), `${JSON.stringify(summary, undefined, 2)}\n`);
  return summary;
}

function summarise(results: Results, incidents: readonly IncidentDocument[], actions: readonly ActionDocument[]): SummaryDocument {
  const { options, run, tally } = results;
  const counts = Object.entries(tally.counts()).sort(([a], [b]) => (a < b ? -1 : 1));
  const times = counts.flatMap(([, { first, last }]) => [first, last]).filter((time) => time !== undefined);
  const total = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((sum, value) => sum + value, 0);
  const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());
  const opened = new Map<string, { incidents: number; needing: number }>();
  for (const incident of incidents) {
    const day = incident.throughline.incident.opened.slice(0, 10);
    const row = opened.get(day) ?? { incidents: 0, needing: 0 };
    row.incidents += 1;
    if (incident.throughline.incident.needs_person) row.needing += 1;
    opened.set(day, row);
  }
  const entities: Record<string, number> = {};
  for (let number = 0; number < run.chain.engine.registry.size; number += 1) {
    if (run.chain.engine.registry.current(number) !== number) continue;
    const { type } = run.chain.engine.registry.entity(number);
    entities[type] = (entities[type] ?? 0) + 1;
  }
  return {
    events_read: results.records,
    events_scored: run.scored,
    duplicates: [...run.duplicates.values()].reduce((sum, count) => sum + count, 0),
    dead_letters: results.deadLetters,
    skipped: counts.reduce((sum, [, { skipped }]) => sum + total(skipped), 0),
    anomalies: run.anomalies.count,
    incidents: incidents.length,
    incidents_needing_person: incidents.filter((incident) => incident.throughline.incident.needs_person).length,
    actions: actions.length,
    first_event: iso(times.length === 0 ? undefined : Math.min(...times)),
    last_event: iso(times.length === 0 ? undefined : Math.max(...times)),
    seconds: 0,
    events_per_second: 0,
    peak_rss_bytes: 0,
    units_scored: run.units,
    mode: options.retrospective ? 'retrospective' : 'prequential',
    alert_budget_per_day: options.configuration.alertBudget,
    entities: Object.fromEntries(Object.entries(entities).sort(([a], [b]) => (a < b ? -1 : 1))),
    sources: Object.fromEntries(
      counts.map(([source, row]) => [
        source,
        {
          read: row.read,
          mapped: row.mapped,
          activities: row.activities,
          duplicates: run.duplicates.get(source) ?? 0,
          skipped: row.skipped,
          dead: row.dead,
          first: iso(row.first),
          last: iso(row.last),
          domains: DOMAINS.filter((domain) => run.domains.get(source)?.has(domain)),
        },
      ]),
    ),
    inputs: results.inputs.map(({ path, bytes, records, sources }) => ({ path, bytes, records, sources: [...sources].sort() })),
    calibration: Object.fromEntries(
      [...run.chain.engine.detector.tally]
        .map(([family, row]) => [family, { units: row.units, at_1e2: row.at1e2, at_1e3: row.at1e3, at_1e4: row.at1e4 }] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    days: run.days.rows().map(([day, { events, units, anomalies }]) => ({
      day,
      events,
      units,
      anomalies,
      incidents: opened.get(day)?.incidents ?? 0,
      needing_person: opened.get(day)?.needing ?? 0,
    })),
    warnings: [...results.notes, ...warmupNote(options.configuration.warmupMilliseconds)],
  };
}

function warmupNote(milliseconds: number): readonly string[] {
  const hours = milliseconds / 3_600_000;
  if (hours === 0) return [];
  const span = hours % 24 === 0 ? `${String(hours / 24)} days` : `${String(Math.round(hours * 10) / 10)} hours`;
  return [`The first ${span} were only learned from (warm-up): nothing of them is told or counted.`];
}

function curves(summary: SummaryDocument): readonly CalibrationCurve[] {
  return Object.entries(summary.calibration).map(([family, { units, at_1e2, at_1e3, at_1e4 }]) => ({
    family,
    nominal: [1e-2, 1e-3, 1e-4],
    realised: [at_1e2, at_1e3, at_1e4].map((count) => count / Math.max(units, 1)),
    units,
  }));
}

/** Anomalies of the foremost incidents. */
function membersOf(incidents: readonly IncidentDocument[]): ReadonlySet<string> {
  return new Set(incidents.slice(0, REPORT_INCIDENTS).flatMap((incident) => incident.throughline.incident.anomalies));
}

function firstLines(path: string, count: number): readonly unknown[] {
  const lines: unknown[] = [];
  for (const line of fileLines(path)) {
    lines.push(JSON.parse(line));
    if (lines.length === count) break;
  }
  return lines;
}
