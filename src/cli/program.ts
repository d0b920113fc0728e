import { Command, Option } from 'commander';
import { createLogger, LOG_LEVELS, type LogLevel } from '../logging.js';
import { redactText } from '../redaction.js';
import { isTerminal, type CommandContext } from './command-context.js';
import { describeFailure } from './failure.js';
import { packageVersion } from './package-version.js';

const EXAMPLES = `
Examples:
  throughline demo --quick                          see it work on a simulated company
  throughline replay --input ./logs --out ./result  judge a folder of log files
  throughline run --config throughline.yaml         watch a SIEM from now on, by schedule
  throughline doctor --config throughline.yaml       what is wrong with the connection, and how to put it right
  throughline incidents --out ./result              what a person should look at, first things first
  throughline explain 3 --out ./result              why the third incident is one
  throughline lookup ada@example.com --out ./result everything known about a user, an address or a domain

Exit codes: 0 done · 1 a check failed · 2 wrong argument or configuration · 3 input or output not usable · 70 a defect ·
130 interrupted`;

interface GlobalOptions {
  readonly debug?: boolean;
  readonly logLevel: LogLevel;
}

type CommandMaker = (context: CommandContext) => Command;

/** Every command in the order of the help, each loaded only where it is needed. */
const COMMANDS: ReadonlyMap<string, () => Promise<CommandMaker>> = new Map([
  ['replay', async () => (await import('./commands/replay.js')).replayCommand],
  ['run', async () => (await import('./commands/run.js')).runCommand],
  ['backfill', async () => (await import('./commands/backfill.js')).backfillCommand],
  ['install', async () => (await import('./commands/install.js')).installCommand],
  ['doctor', async () => (await import('./commands/doctor.js')).doctorCommand],
  ['incidents', async () => (await import('./commands/incidents.js')).incidentsCommand],
  ['explain', async () => (await import('./commands/explain.js')).explainCommand],
  ['feedback', async () => (await import('./commands/feedback.js')).feedbackCommand],
  ['lookup', async () => (await import('./commands/lookup.js')).lookupCommand],
  ['demo', async () => (await import('./commands/demo.js')).demoCommand],
  ['simulate', async () => (await import('./commands/simulate.js')).simulateCommand],
  ['check', async () => (await import('./commands/check.js')).checkCommand],
  ['preview', async () => (await import('./commands/preview.js')).previewCommand],
]);

/** The command that the arguments begin with; all commands if they begin with none, since help or a suggestion may be needed. */
function makersFor(args: readonly string[]): Promise<readonly CommandMaker[]> {
  const named = COMMANDS.get(args[0] ?? '');
  return Promise.all(named === undefined ? [...COMMANDS.values()].map((load) => load()) : [named()]);
}

function createProgram(context: CommandContext, makers: readonly CommandMaker[]): Command {
  const program = new Command('throughline')
    .description('Learns what is normal for every user, device and service from logs, and tells of the few departures that matter.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .addOption(new Option('--log-level <level>', 'least level of log lines on stderr').choices(LOG_LEVELS).default('warn'))
    .option('--debug', 'log everything and tell, for an error, where it arose')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError(false)
    .showSuggestionAfterError(true)
    .helpCommand('help [command]', 'tell how a command is used')
    .hook('preAction', (command) => {
      const options = command.opts<GlobalOptions>();
      context.log.level = options.debug === true ? 'debug' : options.logLevel;
    });
  for (const create of makers) program.addCommand(create(context));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((parent) => parent.commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => {
        if (!text.startsWith('error: ')) context.stderr.write(text);
      },
    });
  }
  return program;
}

/**
 * Runs one command. Results go to `stdout`, everything else to `stderr`.
 * @param args what follows the program's name
 * @returns the exit code of the process
 */
export async function runCommandLine(args: readonly string[], surroundings: Omit<CommandContext, 'log'>): Promise<number> {
  const log = createLogger({
    level: 'warn',
    dataset: 'throughline.cli',
    stream: surroundings.stderr,
    pretty: isTerminal(surroundings.stderr),
    version: packageVersion(),
  });
  const context: CommandContext = { ...surroundings, log };
  const program = createProgram(context, await makersFor(args));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure === undefined) return 0;
    for (const line of failure.happened) context.stderr.write(`throughline: ${line}\n`);
    if (failure.remedy !== '') context.stderr.write(`${failure.remedy}\n`);
    if (program.opts<GlobalOptions>().debug === true && error instanceof Error) context.stderr.write(`${redactText(error.stack ?? '')}\n`);
    return failure.exitCode;
  }
}
