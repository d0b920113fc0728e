import { failure, METHOD_NOT_ALLOWED, type Answer, type Endpoint, type SplunkRequest } from './exchange.js';
import type { Role } from './roles.js';
import { refusedMode } from './search-arguments.js';
import type { SearchService } from './search-service.js';

/** What a server tells of itself and of those who ask. */
interface Facts {
  readonly version: string;
  readonly roles: ReadonlyMap<string, Role>;
  readonly service: SearchService;
  readonly now: () => number;
}

type Fact = (name: string | undefined, request: SplunkRequest) => readonly object[] | Answer;

const entryOf = (name: string, content: object): object => ({ name, content });
const notFound = (name: string): Answer => failure(404, `Could not find object id=${name}`);

/** One of several entries, or all of them. */
function named(entries: ReadonlyMap<string, object>, name: string | undefined): readonly object[] | Answer {
  if (name === undefined) return [...entries].map(([each, content]) => entryOf(each, content));
  const found = entries.get(name);
  return found === undefined ? notFound(name) : [entryOf(name, found)];
}

const roleContent = (role: Role): object => ({
  ...role,
  imported_roles: [],
  imported_srchJobsQuota: 0,
  imported_capabilities: [],
  rtSrchJobsQuota: 0,
});

function factsBy({ version, roles, service }: Facts): Readonly<Record<string, Fact>> {
  const roleOf = (name: string): Role | undefined => roles.get(name);
  return {
    'server/info': () => [
      entryOf('server-info', {
        ...{ version, build: '0', serverName: 'standin', product_type: 'enterprise' },
        licenseState: 'OK',
        isFree: false,
        mode: 'normal',
      }),
    ],
    'authentication/current-context': (_name, { account }) => [
      entryOf('context', {
        username: account.name,
        roles: [account.role],
        capabilities: roleOf(account.role)?.capabilities ?? [],
        defaultApp: 'search',
      }),
    ],
    'authorization/roles': (name, { account }) => {
      const seen = account.writes === 'all' ? [...roles.keys()] : [account.role];
      if (name !== undefined && roles.has(name) && !seen.includes(name)) return failure(403, 'Action forbidden.', 'WARN');
      return named(new Map([...roles].filter(([each]) => seen.includes(each)).map(([each, role]) => [each, roleContent(role)])), name);
    },
    'authorization/tokens': (_name, { account }) =>
      account.writes === 'all'
        ? [entryOf('1', { claims: { sub: account.name, aud: 'throughline', exp: 0 }, status: 'enabled' })]
        : failure(403, 'Action forbidden.', 'WARN'),
    'data/indexes': (name) =>
      named(
        new Map([...service.indexes].map(([each, events]) => [each, { totalEventCount: events, disabled: false, datatype: 'event' }])),
        name,
      ),
    'datamodel/model': (name) => {
      const models = new Map<string, object>();
      for (const [dataSet, { accelerated }] of service.dataSets) {
        const [model = ''] = dataSet.split('.');
        models.set(model, { displayName: model, acceleration: JSON.stringify({ enabled: accelerated }) });
      }
      return named(models, name);
    },
  };
}

/** `server/info`, who we are and what we may do, indexes and data models. */
export function serverFacts(facts: Facts): Endpoint {
  const known = factsBy(facts);
  return (request) => {
    const { below, method } = request;
    const endpoint = Object.keys(known).find((each) => below === each || below.startsWith(`${each}/`));
    const answer = endpoint === undefined ? undefined : known[endpoint];
    if (endpoint === undefined || answer === undefined) return undefined;
    if (method !== 'GET') return METHOD_NOT_ALLOWED;
    const mode = refusedMode(request);
    if (mode !== undefined) return mode;
    const name = below === endpoint ? undefined : decodeURIComponent(below.slice(endpoint.length + 1));
    const found = answer(name, request);
    if ('status' in found) return found;
    return { status: 200, body: { updated: new Date(facts.now()).toISOString(), entry: found, messages: [] } };
  };
}
