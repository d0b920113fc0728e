import { Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/program.js';

class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as the program does, with collected output and a clock that stands still. */
export async function runCli(
  args: readonly string[],
  options: { readonly signal?: AbortSignal; readonly now?: () => number } = {},
): Promise<CliResult> {
  const stdout = new Collected();
  const stderr = new Collected();
  const exitCode = await runCommandLine(args, {
    stdout,
    stderr,
    environment: { BUDGET: '2' },
    signal: options.signal ?? new AbortController().signal,
    clock: () => 0,
    now: options.now ?? (() => Date.UTC(2030, 0, 1)),
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
