import { stringify } from 'yaml';
import { neededPrivileges } from '../../connectors/elastic/privileges.js';
import type { ServerSecurity } from './elasticsearch.js';

/** Security for trying things out: a user `throughline` with the documented privileges only, and the superuser `elastic`. */
export const documentedSecurity: ServerSecurity = {
  password: 'throughline-superuser',
  roles: stringify({ throughline: { cluster: [], indices: neededPrivileges().map(({ names, privileges }) => ({ names, privileges })) } }),
  users: [{ name: 'throughline', password: 'throughline-service', roles: ['throughline'] }],
};
