import { fork } from 'node:child_process';

/** What a child process is sent and sends back. */
export type ChildAnswer<R> = { readonly ok: true; readonly result: R } | { readonly ok: false; readonly error: string };

/**
 * Runs `module` once per job in child processes, at most `parallel` at a time, and returns the results in the order of the jobs.
 * The module calls `answerParent`. Throws Error with the child's message if one fails.
 */
export async function inChildren<R>(
  module: URL,
  jobs: readonly object[],
  parallel: number,
  onResult: (result: R) => void,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < jobs.length; index = next) {
      next = index + 1;
      const job = jobs[index];
      if (job === undefined) return;
      const result = await runChild<R>(module, job);
      results.set(index, result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
  return jobs.map((_, index) => results.get(index)).filter((result) => result !== undefined);
}

function runChild<R>(module: URL, job: object): Promise<R> {
  return new Promise((resolve, reject) => {
    const child = fork(module, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let answer: ChildAnswer<R> | undefined;
    child.on('message', (message) => {
      answer = message as ChildAnswer<R>;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (answer?.ok === true) resolve(answer.result);
      else reject(new Error(answer?.error ?? `child process ended with code ${String(code)}`));
    });
    child.send(job);
  });
}

/** Does one job of the parent process and ends. */
export function answerParent(work: (job: never) => Promise<unknown>): void {
  const answer = (message: ChildAnswer<unknown>): void => {
    process.send?.(message, undefined, undefined, () => {
      process.disconnect();
    });
  };
  process.once('message', (job) => {
    work(job as never).then(
      (result) => {
        answer({ ok: true, result });
      },
      (error: unknown) => {
        answer({ ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
  });
}
