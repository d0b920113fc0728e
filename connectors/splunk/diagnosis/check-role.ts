import type { CallOptions, Diagnosis } from '../../connector.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { entryContent, textsOf } from './entry-content.js';

/** What reading, writing and keeping state take of a role. */
const NEEDED: readonly string[] = ['search'];

/** Whether the role may do what a worker does, and how many searches it may run at once. */
export async function checkRole(platform: SplunkPlatform, options: CallOptions): Promise<readonly Diagnosis[]> {
  const found = await entryContent(platform, 'ask what we may do', '/services/authentication/current-context', options);
  if (found.kind !== 'content') return [{ check: 'privileges', level: 'note', message: 'The server does not tell what this user may do.' }];
  const { username, roles, capabilities } = found.content;
  const [names, held] = [textsOf(roles), new Set(textsOf(capabilities))];
  const missing = NEEDED.filter((capability) => !held.has(capability));
  const data = { user: username ?? null, roles: names, missing };
  const who = `The user ${String(username)}, of the roles ${names.join(', ')},`;
  const capable: Diagnosis =
    missing.length === 0
      ? { check: 'privileges', level: 'ok', message: `${who} has the capabilities that are needed.`, data }
      : {
          check: 'privileges',
          level: 'error',
          message: `${who} lacks ${missing.join(', ')}.`,
          fix: 'Grant them to one of the roles under Settings > Roles.',
          data,
        };
  return [capable, await quota(platform, names, options)];
}

async function quota(platform: SplunkPlatform, roles: readonly string[], options: CallOptions): Promise<Diagnosis> {
  const { searchQuota } = platform.settings;
  const told: number[] = [];
  for (const role of roles) {
    const found = await entryContent(
      platform,
      `ask about the role ${role}`,
      `/services/authorization/roles/${encodeURIComponent(role)}`,
      options,
    );
    if (found.kind !== 'content') continue;
    for (const name of ['srchJobsQuota', 'imported_srchJobsQuota']) {
      const value = Number(found.content[name] ?? Number.NaN);
      if (Number.isFinite(value) && value > 0) told.push(value);
    }
  }
  const data = { configured: searchQuota, allowed: told.length === 0 ? null : Math.max(...told) };
  if (told.length === 0)
    return { check: 'searches', level: 'note', message: 'How many searches the role may run at once cannot be seen.', data };
  const allowed = Math.max(...told);
  if (allowed >= searchQuota)
    return {
      check: 'searches',
      level: 'ok',
      message: `The role may run ${String(allowed)} searches at once; ${String(Math.max(1, searchQuota - 1))} are used.`,
      data,
    };
  return {
    check: 'searches',
    level: 'warning',
    message: `The role may run ${String(allowed)} searches at once, fewer than splunk.searchQuota (${String(searchQuota)}): some are refused and made again.`,
    fix: `Set splunk.searchQuota to ${String(allowed)}, or raise srchJobsQuota of the role.`,
    data,
  };
}
