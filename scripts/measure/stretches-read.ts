import { setTimeout as wait } from 'node:timers/promises';

const LOOK = 100;

/** How many stretches a worker read for others, or beside the thread that judges, as its metrics say last before `signal` is aborted. */
export async function stretchesRead(port: number, kind: 'read' | 'beside', signal: AbortSignal): Promise<number> {
  let last = 0;
  while (!signal.aborted) {
    const text = await fetch(`http://127.0.0.1:${port}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
    last = Math.max(last, Number(new RegExp(`^throughline_stretches_total\\{stretch="${kind}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0));
    await wait(LOOK);
  }
  return last;
}
