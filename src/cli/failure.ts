import { CommanderError } from 'commander';
import { ThroughlineError } from '../errors.js';
import { printable } from '../printable.js';
import { redactText } from '../redaction.js';

/** How a command ended badly: what happened, what to do about it, and the exit code. */
export interface Failure {
  /** One line, or one for each problem of a file that has several. */
  readonly happened: readonly string[];
  readonly remedy: string;
  readonly exitCode: number;
}

const INTERRUPTED = 130;
const DEFECT = 70;

const REMEDIES: Readonly<Record<string, string>> = {
  'config-invalid': 'Correct the file and run the command again.',
  'diagnosis-found': 'Each line above says what to do; run the command again afterwards.',
  'check-failed': 'Correct the model or its test; each line above tells which.',
  usage: "Run 'throughline help' to see how the command is used.",
  'source-unavailable': 'Check that the path exists, is complete and may be read, then run the command again.',
  'document-invalid': 'This is a defect in Throughline: run again with --debug and report what it prints.',
  'state-unusable': 'Give an empty folder with --out: state is rebuilt by reading the logs again.',
};

const SYSTEM_REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'Check the path.',
  EACCES: 'Give this user the permission, or choose another path.',
  EPERM: 'Give this user the permission, or choose another path.',
  ENOSPC: 'Free some space, or choose another disk with --out.',
  EEXIST: 'A file of that name is in the way: name another folder with --out.',
  EISDIR: 'Name a file, not a folder.',
  ENOTDIR: 'Name a folder, not a file.',
  EROFS: 'Choose a folder that can be written to with --out.',
  EMFILE: 'Raise the limit of open files (ulimit -n).',
};

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const safeLines = (text: string): readonly string[] =>
  redactText(text)
    .trim()
    .split(/[\r\n]+/)
    .map(printable);

const oneLine = (text: string): readonly string[] => [safeLines(text).join(' · ')];

/** Puts any thrown value into the terms of someone who ran a command. `undefined` if the command did end well (help, version). */
export function describeFailure(error: unknown): Failure | undefined {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined;
    if (error.code === 'commander.help') return { happened: ['Name a command.'], remedy: '', exitCode: 2 };
    return { happened: oneLine(error.message.replace(/^error: /, '')), remedy: REMEDIES.usage ?? '', exitCode: 2 };
  }
  if (error instanceof ThroughlineError) {
    return { happened: safeLines(error.message), remedy: REMEDIES[error.code] ?? '', exitCode: error.exitCode };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { happened: ['Stopped before the end.'], remedy: 'Run the same command again to have it complete.', exitCode: INTERRUPTED };
  }
  const code = systemCode(error);
  const remedy = SYSTEM_REMEDIES[code];
  if (remedy !== undefined && error instanceof Error) return { happened: oneLine(error.message), remedy, exitCode: 3 };
  const happened = oneLine(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  return { happened, remedy: REMEDIES['document-invalid'] ?? '', exitCode: DEFECT };
}
