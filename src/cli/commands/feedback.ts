import { Command, Option } from 'commander';
import type { Connector } from '../../../connectors/connector.js';
import { ECS_VERSION } from '../../analyst/envelope.js';
import { JUDGED_KINDS, VERDICTS, type FeedbackDocument, type Verdict } from '../../documents/feedback.js';
import { documentId } from '../../documents/ids.js';
import { validDocument } from '../../documents/validate.js';
import { SourceUnavailableError, UsageError } from '../../errors.js';
import { parseTime } from '../arguments.js';
import { print, type CommandContext } from '../command-context.js';
import { configurationFrom } from '../engine-settings.js';
import { connectPlatform } from '../platform.js';

interface FeedbackOptions {
  readonly verdict: Verdict;
  readonly until?: number;
  readonly note: string;
  readonly by?: string;
  readonly config?: string;
  readonly out?: string;
}

const EXAMPLES = `
Says of an incident or anomaly what somebody found out about it. An incident that is benign, or expected until a time, needs nobody any more and
nothing is proposed for it, until there is new evidence; the service heeds it at its next turn. What is said last counts; nothing is deleted.

Examples:
  throughline feedback 9dc9112a7e1f4c55b0aa --verdict benign --note 'new backup host' --by ana --config throughline.yaml
  throughline feedback 9dc9112a7e1f4c55b0aa --verdict expected --until 2027-01-31 --note 'penetration test' --by ana --config throughline.yaml
  throughline feedback 9dc9112a7e1f4c55b0aa --verdict malign --note 'confirmed with the user' --by ana --out ./result`;

export function feedbackCommand(context: CommandContext): Command {
  return new Command('feedback')
    .description('say of an incident or anomaly whether it is benign, malign or expected')
    .argument('<id>', 'id of the incident or anomaly')
    .addOption(new Option('--verdict <verdict>', 'what it is').choices(VERDICTS).makeOptionMandatory())
    .option('--until <time>', 'until when it is expected, with --verdict expected', parseTime)
    .requiredOption('--note <text>', 'why, for whoever reads it next')
    .option('--by <name>', 'who says so (default: the user of this session)')
    .option('--config <file>', 'configuration file, for what lies in a SIEM')
    .option('--out <dir>', 'folder that replay or run wrote to')
    .addHelpText('after', EXAMPLES)
    .action((id: string, options: FeedbackOptions) => giveFeedback(id, options, context));
}

async function giveFeedback(id: string, options: FeedbackOptions, context: CommandContext): Promise<void> {
  const { verdict, until, note, out } = options;
  if ((verdict === 'expected') !== (until !== undefined))
    throw new UsageError('--until goes with --verdict expected, and the other way round.');
  const by = options.by ?? context.environment.USER ?? context.environment.USERNAME;
  if (by === undefined) throw new UsageError('Say with --by who says so.');
  const configuration = configurationFrom(options, context);
  const connector = await connectPlatform({ ...(out === undefined ? {} : { input: [], out }), mappings: [] }, configuration);
  try {
    const now = context.now();
    const document = validDocument('feedback', {
      '@timestamp': new Date(now).toISOString(),
      ecs: { version: ECS_VERSION },
      message: `${by}: ${verdict}${until === undefined ? '' : ` until ${new Date(until).toISOString().slice(0, 10)}`}. ${note}`,
      event: { kind: 'event', action: 'feedback' },
      throughline: {
        id: documentId('feedback', configuration.tenant, id, by, now),
        kind: 'feedback',
        tenant: configuration.tenant,
        feedback: {
          about: id,
          about_kind: await kindOf(id, connector),
          verdict,
          until: until === undefined ? null : new Date(until).toISOString(),
          note,
          by,
        },
      },
    });
    await write(document, connector);
    await print(context.stdout, `Noted of ${document.throughline.feedback.about_kind} ${id}: ${document.message}\n`);
  } finally {
    await connector.close();
  }
}

async function kindOf(id: string, connector: Connector): Promise<(typeof JUDGED_KINDS)[number]> {
  for (const kind of JUDGED_KINDS) for await (const { length } of connector.stored({ kind, ids: [id] })) if (length > 0) return kind;
  throw new UsageError(`There is no incident or anomaly with the id '${id}'.`);
}

async function write(document: FeedbackDocument, connector: Connector): Promise<void> {
  const { id, kind } = document.throughline;
  const [outcome] = await connector.write([{ id, kind, body: { ...document } }]);
  if (outcome?.result === 'rejected') throw new SourceUnavailableError(`The platform refused the feedback: ${outcome.reason}.`);
}
