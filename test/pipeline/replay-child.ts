import { replay, type ReplayOptions } from '../../src/pipeline/replay.js';
import { replayOptions } from './replay-options.js';

/** What a replay in a process of its own is asked for, as JSON in the first argument. */
export interface ChildRequest extends Pick<ReplayOptions, 'inputs' | 'out' | 'retrospective' | 'checkpointEvery'> {
  /** Tells of progress this many times, then ends the process as `kill -9` does. */
  readonly dieAfter: number;
}

const { dieAfter, ...request } = JSON.parse(process.argv[2] ?? '') as ChildRequest;
let told = 0;
await replay(
  replayOptions({
    ...request,
    onProgress: () => {
      told += 1;
      if (told === dieAfter) process.kill(process.pid, 'SIGKILL');
    },
  }),
);
