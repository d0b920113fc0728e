import { Command } from 'commander';
import type { ActionDocument } from '../../documents/action.js';
import type { AnomalyDocument } from '../../documents/anomaly.js';
import type { IncidentDocument } from '../../documents/incident.js';
import { UsageError } from '../../errors.js';
import { printable } from '../../printable.js';
import { renderIncidentText } from '../../report/incident-text.js';
import { heedVerdict } from '../../triage/heed-feedback.js';
import { renderAnomalyText } from '../anomaly-text.js';
import { print, type CommandContext } from '../command-context.js';
import { DEMO_FOLDER } from '../demo-folder.js';
import { readDocuments, readVerdicts } from '../read-documents.js';

interface ExplainOptions {
  readonly out: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  throughline explain 1                             the first incident of ${DEMO_FOLDER}
  throughline explain 3 --out ./result              the third of another folder
  throughline explain 9dc9112 --out ./result --json the documents behind it, by the beginning of an id`;

const LONGEST_RANK = 6;
const SHORTEST_PREFIX = 4;
const NARROWEST = 40;
const WIDEST = 140;
const USUAL = 100;

/** A rank, an id, or the beginning of an id. */
function fits(wanted: string, id: string, rank: number | undefined): boolean {
  if (wanted === id || (wanted.length >= SHORTEST_PREFIX && id.startsWith(wanted))) return true;
  return wanted.length <= LONGEST_RANK && wanted === String(rank);
}

function columnsOf(context: CommandContext): number | undefined {
  const columns = 'columns' in context.stdout ? context.stdout.columns : undefined;
  return typeof columns === 'number' ? Math.min(WIDEST, Math.max(NARROWEST, columns)) : undefined;
}

async function printText(text: string, context: CommandContext): Promise<void> {
  await print(context.stdout, `${text.trimEnd().split('\n').map(printable).join('\n')}\n`);
}

async function members(incident: IncidentDocument, folder: string): Promise<readonly AnomalyDocument[]> {
  const wanted = new Set(incident.throughline.incident.anomalies);
  const found: AnomalyDocument[] = [];
  for await (const anomaly of readDocuments(folder, 'anomaly')) {
    if (wanted.delete(anomaly.throughline.id)) found.push(anomaly);
    if (wanted.size === 0) break;
  }
  return found;
}

async function proposals(incident: IncidentDocument, folder: string): Promise<readonly ActionDocument[]> {
  const wanted = new Set(incident.throughline.incident.actions);
  const found: ActionDocument[] = [];
  for await (const action of readDocuments(folder, 'action')) {
    if (wanted.has(action.throughline.id)) found.push(action);
  }
  return found;
}

function proposalText(actions: readonly ActionDocument[], columns: number): string {
  if (actions.length === 0) return '';
  const lines = actions.flatMap(({ throughline: { action } }, index) => [
    ...wrapped(`${String(index + 1)}. ${action.what}`, 2, 5, columns),
    ...wrapped(`Waits for ${action.confirm_by}. ${action.blast_radius} To undo: ${action.undo}.`, 5, 5, columns),
  ]);
  return `\nProposed; nothing is done until it is confirmed\n${lines.join('\n')}\n`;
}

/** Words on lines of at most `columns`, the first indented by `lead` blanks, the others by `indent`. */
function wrapped(text: string, lead: number, indent: number, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = ' '.repeat(lead);
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = ' '.repeat(indent);
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

async function explain(wanted: string, options: ExplainOptions, context: CommandContext): Promise<void> {
  let rank = 0;
  const verdicts = await readVerdicts(options.out);
  for await (const found of readDocuments(options.out, 'incident')) {
    rank += 1;
    if (!fits(wanted, found.throughline.id, rank)) continue;
    const incident = heedVerdict(found, verdicts.get(found.throughline.id));
    const anomalies = await members(incident, options.out);
    const actions = await proposals(incident, options.out);
    if (options.json === true) await print(context.stdout, `${JSON.stringify({ incident, anomalies, actions })}\n`);
    else
      await printText(
        renderIncidentText(incident, anomalies, columnsOf(context)) + proposalText(actions, columnsOf(context) ?? USUAL),
        context,
      );
    return;
  }
  for await (const anomaly of readDocuments(options.out, 'anomaly')) {
    if (!fits(wanted, anomaly.throughline.id, undefined)) continue;
    if (options.json === true) await print(context.stdout, `${JSON.stringify(anomaly)}\n`);
    else await printText(renderAnomalyText(anomaly), context);
    return;
  }
  throw new UsageError(`No incident or anomaly in ${options.out} is called '${wanted}': 'throughline incidents --all' lists them.`);
}

export function explainCommand(context: CommandContext): Command {
  return new Command('explain')
    .description('tell why an incident or an anomaly is one, with the evidence')
    .argument('<id>', 'rank in the list of incidents, or the id of an incident or anomaly, or the beginning of it')
    .option('--out <dir>', 'folder that replay or demo wrote to', DEMO_FOLDER)
    .option('--json', 'print the documents')
    .addHelpText('after', EXAMPLES)
    .action((wanted: string, options: ExplainOptions) => explain(wanted, options, context));
}
