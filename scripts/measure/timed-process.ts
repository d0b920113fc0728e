import { spawn } from 'node:child_process';

/** What a process took, in seconds, and said. */
export interface TimedProcess {
  readonly wall: number;
  readonly processor: number;
  readonly stdout: string;
}

/** Runs a program to its end. @throws Error with what it said if it fails */
export async function timedProcess(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<TimedProcess> {
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const times = /([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(stderr);
  if (code !== 0 || times === null) throw new Error(`${program} ended with ${String(code)}:\n${stderr.slice(-4000)}`);
  const [, wall, user, system] = times.map(Number);
  return { wall: wall ?? NaN, processor: (user ?? NaN) + (system ?? NaN), stdout };
}
