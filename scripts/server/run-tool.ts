import { execFile } from 'node:child_process';
import type { ExecFileOptions } from 'node:child_process';

/** Runs a program to its end. Its output is in the error if it fails. */
export async function runTool(
  program: string,
  args: readonly string[],
  options: ExecFileOptions & { readonly input?: string } = {},
): Promise<string> {
  const { input, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { maxBuffer: 16 * 1024 * 1024, ...rest, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${args[0] ?? ''} failed: ${`${stderr}\n${stdout}`.trim().slice(-2000)}`, { cause: error }));
    });
    if (input !== undefined) child.stdin?.end(input);
  });
}

/** True if a program of this name can be started. */
export async function hasTool(program: string): Promise<boolean> {
  return runTool(program, ['--version']).then(
    () => true,
    () => false,
  );
}
