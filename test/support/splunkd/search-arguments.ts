import { SplError } from '../spl/spl-error.js';
import { argument, argumentNames, failure, fatal, type Answer, type SplunkRequest } from './exchange.js';
import type { Role } from './roles.js';
import type { Job, SearchJobs } from './search-jobs.js';
import type { SearchService } from './search-service.js';

/** Arguments of dispatch, as documented; the stand-in acts on some and takes the others. */
const KNOWN =
  /^(search|output_mode|earliest_time|latest_time|index_earliest|index_latest|exec_mode|adhoc_search_level|max_count|max_time|timeout|status_buckets|rf|id|namespace|auto_cancel|auto_finalize_ec|auto_pause|enable_lookups|reload_macros|sample_ratio|spawn_process|allow_partial_results|workload_pool|provenance|preview|count|offset|time_format|now|custom\.\w+)$/;

/** Where searches are dispatched. */
export interface Dispatching {
  readonly service: SearchService;
  readonly jobs: SearchJobs;
  readonly roleOf: (name: string) => Role;
}

/** Only JSON is spoken; XML is what splunkd gives where nobody says otherwise. */
export function refusedMode(request: SplunkRequest, modes: readonly string[] = ['json']): Answer | undefined {
  const mode = argument(request, 'output_mode') ?? 'xml';
  return modes.includes(mode) ? undefined : failure(400, `the stand-in does not speak ${mode}: ask with output_mode=${modes.join(' or ')}`);
}

/** Makes the job that a request asks for, in its first state, or says why not. */
export async function dispatched(
  request: SplunkRequest,
  { service, jobs, roleOf }: Dispatching,
  state: Job['state'],
  upcoming: Job['upcoming'],
  mayWait = false,
): Promise<Job | Answer> {
  const { account, app } = request;
  const unknown = argumentNames(request).find((name) => !KNOWN.test(name));
  if (unknown !== undefined) return failure(400, `Argument "${unknown}" is not supported by this handler.`);
  const search = argument(request, 'search')?.trim() ?? '';
  if (search === '') return fatal(400, 'Empty search.');
  const ttl = Number(argument(request, 'timeout') ?? '86400');
  if (!Number.isInteger(ttl) || ttl < 0) return fatal(400, 'Invalid value for argument timeout.');
  const sid = argument(request, 'id') ?? jobs.newSid();
  if (!/^[\w.-]+$/.test(sid)) return fatal(400, `Invalid sid "${sid}".`);
  if (jobs.has(sid)) return fatal(400, `Cannot use the search ID ${sid}: it is in use.`);
  const role = roleOf(account.role);
  const refusal = jobs.refusal(account, role);
  if (refusal !== undefined && !mayWait) return refusal;
  const maxCount = Number(argument(request, 'max_count') ?? '500000');
  try {
    const bound = (name: string): string | undefined => argument(request, name);
    const prepared = await service.prepare({ search, sid, app: app === '-' ? 'search' : app, role, bound });
    const waits = refusal !== undefined;
    return jobs.add({ sid, owner: account.name, app, search, prepared, state, upcoming, ttl, maxCount, waits, quota: role.srchJobsQuota });
  } catch (error) {
    if (error instanceof SplError) return fatal(400, error.message);
    throw error;
  }
}

export const isJob = (result: Job | Answer): result is Job => 'sid' in result;
