import { failure, type Answer, type SplunkRequest } from './exchange.js';

/** An object of an app as the stand-in keeps it. */
interface KnowledgeObject {
  readonly settings: Record<string, string>;
  readonly acl: { sharing: string; read: string; write: string };
  /** It came with an archive: what is in the `default` folder of an app cannot be removed. */
  readonly shipped: boolean;
}

/** What an endpoint takes. */
interface Endpoint {
  /** Pattern of its path below the namespace. */
  readonly path: string;
  readonly creates: (key: string) => boolean;
  readonly updates: (key: string) => boolean;
  readonly needs: readonly string[];
  /** Why a setting is refused; undefined if it is not. */
  readonly refuses: (key: string, value: string) => string | undefined;
  /** Settings that come back as truths, whatever they were given as. */
  readonly truths: readonly string[];
}

const SAVED_SEARCH =
  /^(search|description|disabled|is_scheduled|is_visible|cron_schedule|schedule_window|allow_skew|realtime_schedule|actions|alert_(type|comparator|threshold|condition)|alert\.(track|digest_mode|severity|expires|suppress|suppress\.fields|suppress\.period)|dispatch\.(earliest_time|latest_time|index_earliest|index_latest|ttl)|request\.ui_dispatch_(app|view))$/;
const COLLECTION = /^(field\.\w+|accelerated_fields\.\w+|enforceTypes|replicate)$/;
const BOOLEAN = /^(0|1|true|false)$/;

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

function savedSearchRefuses(key: string, value: string): string | undefined {
  if (key === 'search' && value.trim() === '') return 'Cannot have an empty search';
  if (key === 'cron_schedule' && value.split(' ').length !== 5) return `Invalid cron_schedule="${value}"`;
  return ['disabled', 'is_scheduled'].includes(key) && !BOOLEAN.test(value) ? `Argument "${key}" must be a boolean` : undefined;
}

function collectionRefuses(key: string, value: string): string | undefined {
  if (key.startsWith('field.') && !/^(number|bool|string|time)$/.test(value)) return `Invalid type for ${key}: ${value}`;
  if (key.startsWith('accelerated_fields.') && !isJson(value)) return `Value of ${key} must be a JSON object`;
  return /^(enforceTypes|replicate)$/.test(key) && !BOOLEAN.test(value) ? `Argument "${key}" must be a boolean` : undefined;
}

const page = (kind: string, root: RegExp): Endpoint => ({
  path: `data/ui/${kind}`,
  creates: (key) => key === 'eai:data',
  updates: (key) => key === 'eai:data',
  needs: ['eai:data'],
  refuses: (_key, value) => (root.test(value) ? undefined : 'Unable to parse the XML'),
  truths: [],
});

const ENDPOINTS: readonly Endpoint[] = [
  {
    path: 'saved/searches',
    creates: (key) => SAVED_SEARCH.test(key),
    updates: (key) => SAVED_SEARCH.test(key),
    needs: ['search'],
    refuses: savedSearchRefuses,
    truths: ['disabled', 'is_scheduled', 'alert.digest_mode', 'alert.track', 'alert.suppress'],
  },
  page('views', /^<(dashboard|form|view)[\s>][\s\S]*<\/\1>\s*$/),
  page('nav', /^<nav[\s>][\s\S]*<\/nav>\s*$/),
  {
    path: 'configs/conf-(?:macros|transforms|props|eventtypes|tags)',
    creates: () => true,
    updates: () => true,
    needs: [],
    refuses: () => undefined,
    truths: [],
  },
  {
    path: 'storage/collections/config',
    creates: () => false,
    updates: (key) => COLLECTION.test(key),
    needs: [],
    refuses: collectionRefuses,
    truths: ['enforceTypes', 'replicate'],
  },
];
const APPS: Endpoint = {
  path: '',
  creates: (key) => /^(label|author|description|version|visible|template|configured)$/.test(key),
  updates: (key) => /^(label|author|description|version|visible|configured)$/.test(key),
  needs: [],
  refuses: (key, value) => (key === 'visible' && !BOOLEAN.test(value) ? 'Argument "visible" must be a boolean' : undefined),
  truths: ['visible'],
};
const ROLES: ReadonlySet<string> = new Set(['*', 'admin', 'power', 'user']);

/** Apps and what they hold, by the rules of splunkd's REST interface as far as an installation uses it. Everything else is refused. */
export class KnowledgeObjects {
  readonly #objects = new Map<string, KnowledgeObject>();

  /** Settings of an object, by app, endpoint and name; for tests to look at and to change as an administrator would. */
  settings(app: string, endpoint: string, name: string): Record<string, string> | undefined {
    return this.#objects.get(`${app}/${endpoint}/${name}`)?.settings;
  }

  sharing(app: string, endpoint: string, name: string): string | undefined {
    return this.#objects.get(`${app}/${endpoint}/${name}`)?.acl.sharing;
  }

  /** How many objects there are, apps included. */
  get size(): number {
    return this.#objects.size;
  }

  add(app: string, endpoint: string, name: string, settings: Record<string, string>, sharing = 'app', shipped = false): void {
    this.#objects.set(`${app}/${endpoint}/${name}`, { settings, acl: { sharing, read: '*', write: 'admin' }, shipped });
  }

  /** Objects of all apps at an endpoint. */
  all(endpoint: string): readonly { readonly app: string; readonly name: string; readonly settings: Readonly<Record<string, string>> }[] {
    return [...this.#objects].flatMap(([key, { settings }]) => {
      const [, app, name] = new RegExp(`^([^/]+)/${endpoint}/(.*)$`).exec(key) ?? [];
      return app === undefined || name === undefined ? [] : [{ app, name, settings }];
    });
  }

  /** Settings of an object of an app, or of one that another app shares. */
  visible(app: string, endpoint: string, name: string): Readonly<Record<string, string>> | undefined {
    return this.settings(app, endpoint, name) ?? this.#shared(endpoint, name)?.settings;
  }

  answer({ method, path, form }: Pick<SplunkRequest, 'method' | 'path' | 'form'>): Answer | undefined {
    const [, local] = /^\/services\/apps\/local(?:\/([^/]+))?$/.exec(path) ?? [];
    if (path.startsWith('/services/apps/local')) return this.#handle(APPS, '', 'apps', local, false, method, form);
    const [, app = '', below = ''] = /^\/servicesNS\/nobody\/([^/]+)\/(.+)$/.exec(path) ?? [];
    for (const endpoint of ENDPOINTS) {
      const groups = new RegExp(`^(?<base>${endpoint.path})(?:/(?<name>[^/]+)(?<acl>/acl)?)?$`).exec(below)?.groups;
      if (groups === undefined) continue;
      if (!this.#objects.has(`/apps/${app}`)) return failure(404, `Application does not exist: ${app}`);
      return this.#handle(endpoint, app, groups.base ?? '', groups.name, groups.acl !== undefined, method, form);
    }
    return undefined;
  }

  #handle(
    endpoint: Endpoint,
    app: string,
    base: string,
    encoded: string | undefined,
    acl: boolean,
    method: string,
    form: ReadonlyMap<string, string>,
  ): Answer | undefined {
    if (encoded === undefined) return method === 'POST' ? this.#create(endpoint, app, base, form) : undefined;
    const name = decodeURIComponent(encoded);
    const found = this.#objects.get(`${app}/${base}/${name}`) ?? this.#shared(base, name);
    if (found === undefined) return failure(404, `Could not find object id=${name}`);
    if (acl) return method === 'POST' ? share(found, form) : undefined;
    if (method === 'GET') return this.#entry(endpoint, app, base, name);
    if (method === 'DELETE') return this.#remove(`${app}/${base}/${name}`);
    if (method !== 'POST') return undefined;
    const refusal = refused(form, endpoint.updates, endpoint);
    if (refusal !== undefined) return refusal;
    for (const [key, value] of form) found.settings[key] = value;
    return this.#entry(endpoint, app, base, name);
  }

  #create(endpoint: Endpoint, app: string, base: string, form: ReadonlyMap<string, string>): Answer {
    const { name, ...settings } = Object.fromEntries(form);
    if (name === undefined || name === '') return failure(400, 'The following required arguments are missing: name.');
    const missing = endpoint.needs.filter((key) => settings[key] === undefined);
    if (missing.length > 0) return failure(400, `The following required arguments are missing: ${missing.join(', ')}.`);
    const refusal = refused(new Map(Object.entries(settings)), endpoint.creates, endpoint);
    if (refusal !== undefined) return refusal;
    if (this.#objects.has(`${app}/${base}/${name}`)) return failure(409, `Unable to create ${name}: an object with that name exists`);
    this.add(app, base, name, settings);
    // A new app comes with a navigation.
    if (endpoint === APPS) this.add(name, 'data/ui/nav', 'default', { 'eai:data': '<nav><view name="search" default="true"/></nav>' });
    return { ...this.#entry(endpoint, app, base, name), status: 201 };
  }

  #remove(key: string): Answer {
    const own = this.#objects.get(key);
    if (own === undefined) return failure(404, 'Could not find object');
    if (own.shipped) return failure(403, 'Object cannot be deleted: it is in the default folder of its app.');
    this.#objects.delete(key);
    return { status: 200, body: { entry: [], messages: [] } };
  }

  #shared(base: string, name: string): KnowledgeObject | undefined {
    const key = [...this.#objects.keys()].find((each) => each.endsWith(`/${base}/${name}`));
    const found = key === undefined ? undefined : this.#objects.get(key);
    return found?.acl.sharing === 'global' ? found : undefined;
  }

  #entry(endpoint: Endpoint, app: string, base: string, name: string): Answer {
    const own = this.#objects.get(`${app}/${base}/${name}`);
    const found = own ?? this.#shared(base, name);
    if (found === undefined) return failure(404, `Could not find object id=${name}`);
    const content = Object.fromEntries(
      Object.entries(found.settings).map(([key, value]) => [key, endpoint.truths.includes(key) ? /^(1|true)$/.test(value) : value.trim()]),
    );
    const owner = own === undefined ? 'another_app' : app;
    const { sharing, read, write } = found.acl;
    const acl = { app: owner, owner: 'nobody', sharing, perms: { read: [read], write: [write] }, removable: !found.shipped };
    return { status: 200, body: { entry: [{ name, content, acl }], messages: [] } };
  }
}

function refused(form: ReadonlyMap<string, string>, takes: Endpoint['creates'], { refuses }: Endpoint): Answer | undefined {
  for (const [key, value] of form) {
    if (!takes(key)) return failure(400, `Argument "${key}" is not supported by this handler.`);
    const reason = refuses(key, value);
    if (reason !== undefined) return failure(400, reason);
  }
  return undefined;
}

function share(found: KnowledgeObject, form: ReadonlyMap<string, string>): Answer {
  for (const key of ['sharing', 'owner']) if (!form.has(key)) return failure(400, `The following required arguments are missing: ${key}.`);
  for (const [key, value] of form) {
    if (!/^(sharing|owner|perms\.(read|write))$/.test(key)) return failure(400, `Argument "${key}" is not supported by this handler.`);
    const unknown = key.startsWith('perms.') ? value.split(',').find((role) => !ROLES.has(role)) : undefined;
    if (unknown !== undefined) return failure(400, `Role=${unknown} does not exist`);
  }
  const sharing = form.get('sharing') ?? '';
  if (!/^(user|app|global)$/.test(sharing)) return failure(400, `Invalid sharing: ${sharing}`);
  Object.assign(found.acl, { sharing, read: form.get('perms.read') ?? '', write: form.get('perms.write') ?? '' });
  return { status: 200, body: { entry: [], messages: [] } };
}
