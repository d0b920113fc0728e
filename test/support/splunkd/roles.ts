import type { Account } from './exchange.js';

/** What a role may do. */
export interface Role {
  /** Historical searches at the same time. */
  readonly srchJobsQuota: number;
  readonly srchIndexesAllowed: readonly string[];
  readonly srchIndexesDefault: readonly string[];
  readonly capabilities: readonly string[];
}

const SEARCHING = ['search', 'rest_properties_get', 'get_metadata', 'get_typeahead', 'list_inputs'];

/** Roles of a new server, as far as the stand-in tells them; tests change them. */
export const defaultRoles = (): Map<string, Role> =>
  new Map<string, Role>([
    [
      'admin',
      {
        srchJobsQuota: 50,
        srchIndexesAllowed: ['*', '_*'],
        srchIndexesDefault: ['main'],
        capabilities: [
          ...SEARCHING,
          'admin_all_objects',
          'edit_roles',
          'edit_tokens_settings',
          'rest_apps_management',
          'indexes_edit',
          'list_settings',
        ],
      },
    ],
    ['user', { srchJobsQuota: 3, srchIndexesAllowed: ['*'], srchIndexesDefault: ['main'], capabilities: SEARCHING }],
    [
      'throughline',
      {
        srchJobsQuota: 4,
        srchIndexesAllowed: ['*'],
        srchIndexesDefault: ['main'],
        capabilities: [...SEARCHING, 'accelerate_search', 'list_settings'],
      },
    ],
  ]);

/** Who may sign in. */
export const ACCOUNTS = {
  admin: { password: 'Aq7-not-guessed', token: 'eyJhbGciOi.admin.c2lnbmVk', role: 'admin', writes: 'all' },
  analyst: { password: 'Bq8-not-guessed', token: 'eyJhbGciOi.analyst.c2lnbmVk', role: 'user', writes: 'none' },
  service: { password: 'Cq9-not-guessed', token: 'eyJhbGciOi.service.c2lnbmVk', role: 'throughline', writes: 'data' },
} as const;

/** The account that a test holds; undefined if nobody fits. */
export function accountThat(fits: (given: (typeof ACCOUNTS)[keyof typeof ACCOUNTS], name: string) => boolean): Account | undefined {
  const found = Object.entries(ACCOUNTS).find(([name, given]) => fits(given, name));
  return found === undefined ? undefined : { name: found[0], role: found[1].role, writes: found[1].writes };
}
