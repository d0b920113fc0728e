import type { SourceMapping } from '../activity/source-mapping.js';
import type { Configuration } from '../config/configuration.js';
import type { ModelSet } from '../detection/models/model-set.js';
import type { SummaryDocument } from '../documents/summary.js';
import { replay } from '../pipeline/replay.js';
import { countText, durationText, plural } from '../report/numbers.js';
import { isTerminal, type CommandContext } from './command-context.js';
import { packagedModels } from './engine-settings.js';
import { packageVersion } from './package-version.js';
import { ProgressLine } from './progress.js';

export interface ReplayRequest {
  readonly inputs: readonly string[];
  readonly out: string;
  readonly configuration: Configuration;
  readonly mappings: readonly SourceMapping[];
  readonly retrospective: boolean;
  readonly source?: string | undefined;
}

const STAGES = { reading: 'reading', scoring: 'judging' } as const;

/** Replays with a progress line on a terminal. */
export async function runReplay(request: ReplayRequest, context: CommandContext): Promise<SummaryDocument> {
  const progress = new ProgressLine({ stream: context.stderr, clock: context.clock, enabled: isTerminal(context.stderr) });
  const { inputs, out, retrospective, source, configuration } = request;
  let models: ModelSet | undefined;
  context.log.info('replay started', { replay: { inputs, out, retrospective, source, alert_budget: configuration.alertBudget } });
  try {
    const summary = await replay({
      inputs: request.inputs,
      out: request.out,
      configuration: request.configuration,
      mappings: request.mappings,
      get models() {
        return (models ??= packagedModels());
      },
      retrospective: request.retrospective,
      sourceOverride: request.source,
      version: packageVersion(),
      clock: context.clock,
      signal: context.signal,
      onProgress: ({ stage, done, total, records }) => {
        progress.update({ label: STAGES[stage], done, total, records });
      },
    });
    for (const warning of summary.warnings) context.log.info(warning);
    const { events_read, dead_letters, incidents, incidents_needing_person, seconds, peak_rss_bytes } = summary;
    context.log.info('replay ended', {
      replay: { events_read, dead_letters, incidents, incidents_needing_person, seconds, peak_rss_bytes },
    });
    return summary;
  } finally {
    progress.clear();
  }
}

/** The most frequent reason why records could not be used, with what to do about it. */
function reasonOf(summary: SummaryDocument): string {
  const counts = new Map<string, number>();
  for (const { dead } of Object.values(summary.sources))
    for (const [reason, count] of Object.entries(dead)) counts.set(reason, (counts.get(reason) ?? 0) + count);
  const [most] = [...counts].sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1));
  if (most === undefined) return '';
  return `, most often because of ${most[0].replaceAll('-', ' ')}; name the source with --source, or describe the format in a mapping file (--mapping)`;
}

/** What was read and found, in a few lines of text. Every record read is accounted for. */
export function summaryText(summary: SummaryDocument): string {
  const span = summary.first_event === null || summary.last_event === null ? '' : `, ${summary.first_event} to ${summary.last_event}`;
  const left = [
    summary.duplicates > 0 ? plural(summary.duplicates, 'duplicate') : '',
    summary.skipped > 0 ? `${countText(summary.skipped)} that tell nothing of behaviour` : '',
    summary.dead_letters > 0 ? `${countText(summary.dead_letters)} that could not be read (dead-letter.ndjson says why)` : '',
  ].filter((part) => part !== '');
  const lines = [
    `${plural(summary.events_read, 'record')} read in ${durationText(summary.seconds * 1000)}, ${countText(Math.round(summary.events_per_second))}/s${span}`,
    ...(left.length > 0 ? [`Left out: ${left.join(', ')}`] : []),
    `${plural(summary.units_scored, 'window')} judged, ${plural(summary.anomalies, 'anomaly', 'anomalies')}, ${plural(summary.incidents, 'incident')}, of which ${countText(summary.incidents_needing_person)} for a person`,
    ...(summary.events_read > 0 && summary.events_scored === 0 ? [`None of the records could be judged${reasonOf(summary)}.`] : []),
    ...summary.warnings.map((warning) => `Note: ${warning}`),
  ];
  return `${lines.join('\n')}\n`;
}
