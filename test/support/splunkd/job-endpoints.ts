import type { ResultRow } from '../spl/spl-engine.js';
import { argument, failure, fatal, METHOD_NOT_ALLOWED, type Answer, type Endpoint, type SplunkRequest } from './exchange.js';
import { FATAL_TEXT, PEER_WARNING, searchFault, type Fault, type SearchFault } from './faults.js';
import { jobEntry } from './job-entry.js';
import { dispatched, isJob, refusedMode, type Dispatching } from './search-arguments.js';
import { isOver, type DispatchState, type Job } from './search-jobs.js';

/** What a search goes through, one state at each look at it. */
const LIFE: readonly DispatchState[] = ['PARSING', 'RUNNING', 'FINALIZING', 'DONE'];

const NO_CONTENT: Answer = { status: 204, body: undefined };
const said = (text: string, status = 200): Answer => failure(status, text, 'INFO');

/** `search/jobs` of both versions: searches that are made, looked at, steered, and whose results are fetched in pages. */
export function jobEndpoints(dispatching: Dispatching, faults: Fault[]): Endpoint {
  const { jobs } = dispatching;
  const faultOf = new Map<string, SearchFault>();

  async function create(request: SplunkRequest): Promise<Answer> {
    const mode = argument(request, 'exec_mode') ?? 'normal';
    if (!['normal', 'blocking', 'oneshot'].includes(mode)) return fatal(400, `Invalid value for argument exec_mode: ${mode}.`);
    const plan = jobs.plans.shift() ?? LIFE;
    const job = await dispatched(request, dispatching, 'QUEUED', [...plan], mode === 'normal' && jobs.overQuota === 'queue');
    if (!isJob(job)) return job;
    const fault = searchFault(faults, request.path);
    if (fault !== undefined) faultOf.set(job.sid, fault);
    if (mode === 'normal') return { status: 201, body: { sid: job.sid } };
    while (!isOver(job) && job.upcoming.length > 0) await advance(job);
    if (mode === 'blocking') return { status: 201, body: { sid: job.sid } };
    jobs.forget(job.sid);
    return job.state === 'FAILED' ? fatal(400, job.messages[0]?.text ?? FATAL_TEXT) : page(job, request);
  }

  async function advance(job: Job): Promise<void> {
    if (job.state === 'PAUSED' || isOver(job)) return;
    if (job.state === 'QUEUED' && job.waits && jobs.begun(job.owner) >= job.quota) return;
    const next = job.upcoming.shift();
    if (next === undefined) return;
    job.state = next;
    const fault = faultOf.get(job.sid);
    if (next === 'RUNNING' && fault?.kind === 'search-fatal') job.state = 'FAILED';
    if (job.state === 'FAILED')
      job.messages.push({ type: 'FATAL', text: fault?.kind === 'search-fatal' ? (fault.text ?? FATAL_TEXT) : FATAL_TEXT });
    if (job.state !== 'DONE') return;
    await finish(job, fault);
  }

  /** Results as far as the search came. */
  async function finish(job: Job, fault: SearchFault | undefined): Promise<void> {
    const rows: ResultRow[] = [];
    try {
      for await (const some of job.prepared.rows()) rows.push(...some);
    } catch (error) {
      job.state = 'FAILED';
      job.messages.push({ type: 'FATAL', text: (error as Error).message });
      return;
    }
    job.rows = rows.slice(0, fault?.kind === 'search-finalized' ? fault.after : job.maxCount);
    if (fault?.kind === 'search-finalized') {
      job.finalized = true;
      job.messages.push({ type: 'INFO', text: 'Search auto-finalized after time limit (60 seconds) reached.' });
    }
    if (fault?.kind === 'search-warning') job.messages.push({ type: 'WARN', text: fault.text ?? PEER_WARNING });
    job.touched = jobs.now();
  }

  async function control(job: Job, request: SplunkRequest): Promise<Answer> {
    const action = argument(request, 'action') ?? '';
    switch (action) {
      case 'cancel':
        if (!isOver(job)) job.state = 'USER_CANCEL';
        jobs.forget(job.sid);
        return said('Search job cancelled.');
      case 'finalize':
        if (isOver(job)) return said('Search job finalized.');
        job.state = 'DONE';
        job.finalized = true;
        await finish(job, undefined);
        return said('Search job finalized.');
      case 'pause':
        if (!isOver(job)) {
          job.upcoming = [job.state, ...job.upcoming];
          job.state = 'PAUSED';
        }
        return said('Search job paused.');
      case 'unpause':
        if (job.state === 'PAUSED') job.state = job.upcoming.shift() ?? 'RUNNING';
        return said('Search job unpaused.');
      case 'setttl':
        job.ttl = Number(argument(request, 'ttl') ?? job.ttl);
        return said('The ttl of the search job was changed.');
      case 'touch':
        job.touched = jobs.now();
        return said('Search job touched.');
      case 'enablepreview':
      case 'disablepreview':
      case 'setpriority':
      case 'save':
      case 'unsave':
        return said(`${action} was done.`);
      default:
        return fatal(400, `Invalid action for this search job: ${action}.`);
    }
  }

  /** A page of results; splunkd gives no more rows at once than `maxresultrows`, whatever is asked for. */
  function page(job: Job, request: SplunkRequest): Answer {
    const mode = refusedMode(request, ['json', 'json_rows', 'json_cols']);
    if (mode !== undefined) return mode;
    const [count, offset] = [Number(argument(request, 'count') ?? '100'), Number(argument(request, 'offset') ?? '0')];
    if (![count, offset].every((each) => Number.isInteger(each) && each >= 0)) return fatal(400, 'Invalid value for count or offset.');
    const most = Math.min(count === 0 ? Infinity : count, jobs.maxResultRows);
    const rows = job.rows.slice(offset, offset + most);
    const names = job.prepared.fields.filter((name) => job.rows.some((row) => row[name] !== undefined));
    const head = { preview: !isOver(job), init_offset: offset, messages: job.messages };
    const cells = (row: ResultRow): readonly unknown[] => names.map((name) => row[name] ?? null);
    switch (argument(request, 'output_mode')) {
      case 'json_rows':
        return { status: 200, body: { ...head, fields: names, rows: rows.map(cells) } };
      case 'json_cols':
        return { status: 200, body: { ...head, fields: names, columns: names.map((name) => rows.map((row) => row[name] ?? null)) } };
      default:
        return { status: 200, body: { ...head, fields: names.map((name) => ({ name })), results: rows, highlighted: {} } };
    }
  }

  async function one(job: Job, below: string | undefined, request: SplunkRequest): Promise<Answer | undefined> {
    const { method } = request;
    switch (below) {
      case undefined:
        if (method === 'DELETE') return control(job, { ...request, form: new Map([['action', 'cancel']]) });
        if (method !== 'GET') return METHOD_NOT_ALLOWED;
        await advance(job);
        return { status: 200, body: { entry: [jobEntry(job, jobs.now())], messages: [] } };
      case 'control':
        return method === 'POST' ? control(job, request) : METHOD_NOT_ALLOWED;
      case 'results':
      case 'events':
      case 'results_preview':
        if (method !== 'GET' && method !== 'POST') return METHOD_NOT_ALLOWED;
        job.touched = jobs.now();
        if (below !== 'results_preview' && !isOver(job)) return NO_CONTENT;
        return below === 'events' && job.prepared.transforming ? page({ ...job, rows: [] }, request) : page(job, request);
      default:
        return undefined;
    }
  }

  return async (request) => {
    const [, sid, below] = /^search\/(?:v2\/)?jobs(?:\/([^/]+)(?:\/(\w+))?)?$/.exec(request.below) ?? [];
    if (!/^search\/(v2\/)?jobs(\/|$)/.test(request.below)) return undefined;
    if (sid === undefined) {
      const mode = argument(request, 'exec_mode') === 'oneshot' ? undefined : refusedMode(request);
      if (mode !== undefined) return mode;
      if (request.method === 'POST') return create(request);
      if (request.method !== 'GET') return METHOD_NOT_ALLOWED;
      const own = jobs.all.filter(({ owner }) => owner === request.account.name || request.account.writes === 'all');
      return { status: 200, body: { entry: own.map((job) => jobEntry(job, jobs.now())), messages: [] } };
    }
    const job = jobs.find(decodeURIComponent(sid), request.account);
    return job === undefined ? fatal(404, 'Unknown sid.') : one(job, below, request);
  };
}
