import { isOver, type Job } from './search-jobs.js';

const PROGRESS: Readonly<Record<string, number>> = { QUEUED: 0, PARSING: 0, RUNNING: 0.5, PAUSED: 0.5, FINALIZING: 0.9 };

/** What splunkd tells of a search. `now` in epoch milliseconds. */
export const jobEntry = (job: Job, now: number): unknown => ({
  name: job.search,
  id: `https://127.0.0.1:8089/services/search/jobs/${job.sid}`,
  author: job.owner,
  content: {
    sid: job.sid,
    dispatchState: job.state,
    isDone: job.state === 'DONE' || job.state === 'FAILED',
    isFailed: job.state === 'FAILED',
    isFinalized: job.finalized,
    isPaused: job.state === 'PAUSED',
    isSaved: false,
    isZombie: false,
    doneProgress: PROGRESS[job.state] ?? 1,
    eventCount: job.prepared.transforming ? 0 : job.rows.length,
    resultCount: job.rows.length,
    scanCount: job.rows.length,
    runDuration: 0.1,
    ttl: isOver(job) ? Math.max(0, Math.ceil(job.ttl - (now - job.touched) / 1000)) : job.ttl,
    messages: job.messages,
  },
});
