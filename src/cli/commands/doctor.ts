import { Command } from 'commander';
import type { Connector, Diagnosis } from '../../../connectors/connector.js';
import { diagnoseState } from '../../service/diagnose-state.js';
import { print, type CommandContext } from '../command-context.js';
import { DEFAULT_WIDTH, diagnosisReport, diagnosisRow, diagnosisSummary } from '../diagnosis-text.js';
import { DiagnosisFoundError } from '../diagnosis-found-error.js';
import { configurationFrom, mappingsWith } from '../engine-settings.js';
import { connectPlatform } from '../platform.js';

interface DoctorOptions {
  readonly config?: string;
  readonly input?: readonly string[];
  readonly out?: string;
  readonly mapping?: readonly string[];
  readonly json?: boolean;
}

const EXAMPLES = `
Looks at everything a worker rests on and changes nothing: connection, version and licence, privileges, templates, the data sets of each
group of sources with the mapping that reads them, how late records come, what they leave out, clocks, and what is kept of earlier runs.
Every finding comes with what puts it right.

Examples:
  throughline doctor --config throughline.yaml           with the privileges of a worker
  throughline doctor --config setup.yaml                 with those of the installer: sees templates and licence too
  throughline doctor --config throughline.yaml --json    for a program

Exit codes: 0 no errors · 1 an error was found, also if the cluster cannot be reached · 2 wrong argument or configuration`;

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description('check the connection to a SIEM, privileges, sources and what is kept there')
    .option('--config <file>', 'configuration file')
    .option('--input <paths...>', 'log files and folders instead of a SIEM')
    .option('--out <dir>', 'folder for documents and state, with --input')
    .option('--mapping <files...>', 'mapping files for log formats of your own')
    .option('--json', 'print what was found as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((options: DoctorOptions) => examine(options, context));
}

async function examine(options: DoctorOptions, context: CommandContext): Promise<void> {
  const configuration = configurationFrom(options, context);
  const connector = await connectPlatform({ ...options, mappings: mappingsWith(options.mapping ?? []) }, configuration);
  const findings: Diagnosis[] = [];
  const width = 'columns' in context.stdout && typeof context.stdout.columns === 'number' ? context.stdout.columns : DEFAULT_WIDTH;
  try {
    for await (const finding of diagnoses(connector, configuration.latenessMilliseconds, context)) {
      findings.push(finding);
      if (options.json !== true) await print(context.stdout, diagnosisRow(finding, width));
    }
  } finally {
    await connector.close();
  }
  const report = diagnosisReport(findings);
  await print(context.stdout, options.json === true ? `${JSON.stringify(report)}\n` : diagnosisSummary(report));
  if (report.errors > 0) throw new DiagnosisFoundError(report.errors);
}

async function* diagnoses(
  connector: Connector,
  latenessMilliseconds: number,
  { now, signal }: CommandContext,
): AsyncGenerator<Diagnosis, void, void> {
  let reached = true;
  const looking = connector.diagnose?.({ now, latenessMilliseconds }, { signal }) ?? sourcesOf(connector);
  for await (const finding of looking) {
    if (finding.check === 'connection' && finding.level === 'error') reached = false;
    yield finding;
  }
  if (reached) yield* await diagnoseState(connector.state, now());
}

/** Where the platform has no more to say than what it holds. */
async function* sourcesOf(connector: Connector): AsyncGenerator<Diagnosis, void, void> {
  for (const { source, mapped, records } of await connector.sources(undefined)) {
    const data = { source, records };
    const read = `${source}: ${String(records)} records`;
    if (mapped !== false) yield { check: 'data-sets', level: 'ok', message: `${read}.`, data };
    else {
      const fix = 'Name the source with --source, or write a mapping file and give it with --mapping.';
      yield { check: 'data-sets', level: 'note', message: `${read}, read by no mapping.`, fix, data };
    }
  }
}
