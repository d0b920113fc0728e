import { randomBytes } from 'node:crypto';
import type { PreparedSearch, ResultRow } from '../spl/spl-engine.js';
import { fatal, type Account, type Answer } from './exchange.js';
import type { Role } from './roles.js';

/** As splunkd tells it. */
export type DispatchState =
  | 'QUEUED'
  | 'PARSING'
  | 'RUNNING'
  | 'PAUSED'
  | 'FINALIZING'
  | 'DONE'
  | 'FAILED'
  | 'INTERNAL_CANCEL'
  | 'USER_CANCEL'
  | 'BAD_INPUT_CANCEL'
  | 'QUIT';

export interface Message {
  readonly type: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
  readonly text: string;
}

/** A search as splunkd keeps it. */
export interface Job {
  readonly sid: string;
  readonly owner: string;
  readonly app: string;
  readonly search: string;
  readonly prepared: PreparedSearch;
  /** States that it will go through, one at each look at it. */
  upcoming: DispatchState[];
  state: DispatchState;
  finalized: boolean;
  rows: readonly ResultRow[];
  messages: Message[];
  /** Seconds that it is kept after it was last touched, and epoch milliseconds of that. */
  ttl: number;
  touched: number;
  /** More results are not kept. */
  readonly maxCount: number;
  /** It was made over the quota and begins when there is room. */
  readonly waits: boolean;
  readonly quota: number;
}

const TERMINAL: ReadonlySet<DispatchState> = new Set(['DONE', 'FAILED', 'INTERNAL_CANCEL', 'USER_CANCEL', 'BAD_INPUT_CANCEL', 'QUIT']);

export const isOver = ({ state }: Job): boolean => TERMINAL.has(state);

/** Searches of all users. */
export class SearchJobs {
  /** States that the next searches go through, instead of the usual ones. */
  readonly plans: (readonly DispatchState[])[] = [];
  /** What becomes of a search for which there is no room. */
  overQuota: 'refuse' | 'queue' = 'refuse';
  /** `maxresultrows` of `limits.conf`: rows of one page. */
  maxResultRows = 50_000;
  readonly #jobs = new Map<string, Job>();

  constructor(readonly now: () => number) {}

  /** Jobs that are kept, for tests. */
  get all(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** Searches that somebody has not ended yet. */
  running(owner: string): number {
    this.#forgetOld();
    return this.all.filter((job) => job.owner === owner && !isOver(job)).length;
  }

  /** Searches of a user that run. */
  begun(owner: string): number {
    return this.all.filter((job) => job.owner === owner && !isOver(job) && job.state !== 'QUEUED').length;
  }

  /** A name for a search that gives none. */
  newSid(): string {
    return `${(this.now() / 1000).toFixed(0)}.${randomBytes(4).readUInt32BE()}`;
  }

  /** Why a user may not begin one more search. */
  refusal({ name }: Account, { srchJobsQuota }: Role): Answer | undefined {
    const usage = this.running(name);
    if (usage < srchJobsQuota) return undefined;
    return fatal(
      503,
      `Search not executed: The maximum number of concurrent historical searches for this user based on their role quota has been reached. concurrency_category="historical", concurrency_context="user_instance-wide", current_concurrency=${usage}, concurrency_limit=${srchJobsQuota}`,
    );
  }

  add(given: Omit<Job, 'finalized' | 'rows' | 'messages' | 'touched'>): Job {
    const job: Job = { ...given, finalized: false, rows: [], messages: [], touched: this.now() };
    this.#jobs.set(job.sid, job);
    return job;
  }

  /** A job that its owner, or an administrator, asks for. */
  find(sid: string, { name, writes }: Account): Job | undefined {
    this.#forgetOld();
    const job = this.#jobs.get(sid);
    return job !== undefined && (job.owner === name || writes === 'all') ? job : undefined;
  }

  has(sid: string): boolean {
    return this.#jobs.has(sid);
  }

  forget(sid: string): void {
    this.#jobs.delete(sid);
  }

  #forgetOld(): void {
    for (const [sid, job] of this.#jobs) if (isOver(job) && this.now() >= job.touched + job.ttl * 1000) this.#jobs.delete(sid);
  }
}
