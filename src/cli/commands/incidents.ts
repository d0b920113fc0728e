import { Command } from 'commander';
import { wholeNumber } from '../arguments.js';
import { print, type CommandContext } from '../command-context.js';
import { plural } from '../../report/numbers.js';
import { DEMO_FOLDER } from '../demo-folder.js';
import { listIncidents, type RankedIncident } from '../incident-list.js';
import { readDocuments, readVerdicts } from '../read-documents.js';
import { heedVerdict } from '../../triage/heed-feedback.js';

interface IncidentsOptions {
  readonly out: string;
  readonly all?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  throughline incidents                        those of ${DEMO_FOLDER} that need a person
  throughline incidents --out ./result --all   every incident of another folder
  throughline incidents --out ./result --json  the documents, for a program`;

async function incidents(options: IncidentsOptions, context: CommandContext): Promise<void> {
  const shown: RankedIncident[] = [];
  let rank = 0;
  let suitable = 0;
  const verdicts = await readVerdicts(options.out);
  for await (const found of readDocuments(options.out, 'incident')) {
    rank += 1;
    const document = heedVerdict(found, verdicts.get(found.throughline.id));
    if (options.all !== true && !document.throughline.incident.needs_person) continue;
    suitable += 1;
    if (shown.length < options.limit) shown.push({ rank, document });
  }
  if (options.json === true) {
    for (const { document } of shown) await print(context.stdout, `${JSON.stringify(document)}\n`);
    return;
  }
  await print(context.stdout, listIncidents(shown));
  const more = suitable > shown.length ? `; ${String(suitable - shown.length)} more with --limit ${String(suitable)}` : '';
  const rest = options.all === true || rank === suitable ? '' : `; ${String(rank - suitable)} that need nobody with --all`;
  await print(context.stderr, `${String(shown.length)} of ${plural(rank, 'incident')}${more}${rest}\n`);
}

export function incidentsCommand(context: CommandContext): Command {
  return new Command('incidents')
    .description('list the incidents that a replay found, first things first')
    .option('--out <dir>', 'folder that replay or demo wrote to', DEMO_FOLDER)
    .option('--all', 'also those that need nobody')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000_000), 20)
    .option('--json', 'print the documents, one a line')
    .addHelpText('after', EXAMPLES)
    .action((options: IncidentsOptions) => incidents(options, context));
}
