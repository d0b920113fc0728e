import { APP } from '../splunk-names.js';
import { viewsOf, type AppTexts } from './app-world.js';
import { lintSearch, type SearchWorld } from './lint-search.js';

interface Source {
  readonly options?: { readonly query?: string; readonly queryParameters?: Readonly<Record<string, string>> };
}

interface Input {
  readonly type?: string;
  readonly options?: { readonly token?: string };
  readonly dataSources?: Readonly<Record<string, string>>;
}

interface Visualization {
  readonly dataSources?: Readonly<Record<string, string>>;
  readonly eventHandlers?: readonly { readonly type?: string; readonly options?: { readonly url?: string } }[];
}

interface Definition {
  readonly dataSources?: Readonly<Record<string, Source>>;
  readonly visualizations?: Readonly<Record<string, Visualization>>;
  readonly inputs?: Readonly<Record<string, Input>>;
  readonly layout?: {
    readonly globalInputs?: readonly string[];
    readonly tabs?: { readonly items?: readonly { readonly layoutId?: string }[] };
    readonly layoutDefinitions?: Readonly<Record<string, { readonly structure?: readonly { readonly item?: string }[] }>>;
  };
}

/** The Dashboard Studio definition in the file of a view; `undefined` if there is none that parses. */
export function definitionIn(xml: string): unknown {
  const [, json] = /<definition><!\[CDATA\[([\s\S]*)\]\]><\/definition>/.exec(xml) ?? [];
  try {
    return json === undefined ? undefined : (JSON.parse(json.replaceAll(']]]]><![CDATA[>', ']]>')) as unknown);
  } catch {
    return undefined;
  }
}

const tokensIn = (text: string): readonly string[] => [...text.matchAll(/\$([a-z_.]+)(?:\|[a-z]+)?\$/g)].map(([, token = '']) => token);

/** Tokens that the inputs of a dashboard set. */
const tokensOf = ({ inputs = {} }: Definition): ReadonlySet<string> =>
  new Set(
    Object.values(inputs).flatMap(({ type, options }) => {
      const token = options?.token;
      if (token === undefined) return [];
      return type === 'input.timerange' ? [`${token}.earliest`, `${token}.latest`] : [token];
    }),
  );

function* linkProblems(id: string, url: string, app: AppTexts, own: ReadonlySet<string>): Generator<string> {
  const [path = '', query = ''] = url.split('?');
  const [, view = ''] = new RegExp(`^/app/${APP}/([a-z_]+)$`).exec(path) ?? [];
  if (!viewsOf(app).has(view)) {
    yield `${id}: a click leads to ${path}, which there is not`;
    return;
  }
  const target = tokensOf(definitionIn(app.get(`default/data/ui/views/${view}.xml`) ?? '') ?? {});
  for (const part of query.split('&')) {
    const [name = '', value = ''] = part.split('=');
    if (!target.has(name.replace(/^form\./, ''))) yield `${id}: a click sets ${name}, which ${view} has not`;
    if (/\$[^$]*[^u]\$$/.test(value)) yield `${id}: a click hands on ${value} without the filter u, which makes it safe in an address`;
    for (const token of tokensIn(value)) if (!token.startsWith('row.') && !own.has(token)) yield `${id}: nothing sets the token ${token}`;
  }
}

/** What is wrong with a dashboard: searches, references between its parts, tokens, and where clicks lead. */
export function* viewProblems(xml: string, app: AppTexts, world: SearchWorld): Generator<string> {
  const parsed = definitionIn(xml);
  if (parsed === undefined) {
    yield 'there is no definition that parses';
    return;
  }
  const definition = parsed as Definition;
  const { dataSources = {}, visualizations = {}, inputs = {}, layout = {} } = definition;
  const tokens = tokensOf(definition);
  const used = new Set<string>();
  for (const [id, { options }] of Object.entries(dataSources)) {
    for (const message of lintSearch(options?.query ?? '', world)) yield `${id}: ${message}`;
    for (const end of ['earliest', 'latest'])
      if (options?.queryParameters?.[end] === undefined) yield `${id}: the search has no ${end} time`;
    for (const token of tokensIn(JSON.stringify(options))) if (!tokens.has(token)) yield `${id}: nothing sets the token ${token}`;
  }
  for (const [id, { dataSources: sources = {} }] of [...Object.entries(visualizations), ...Object.entries(inputs)]) {
    for (const source of Object.values(sources)) {
      used.add(source);
      if (!Object.hasOwn(dataSources, source)) yield `${id}: there is no data source ${source}`;
    }
  }
  for (const source of Object.keys(dataSources)) if (!used.has(source)) yield `${source}: nothing shows it`;
  for (const [id, { eventHandlers = [] }] of Object.entries(visualizations))
    for (const { options } of eventHandlers) yield* linkProblems(id, options?.url ?? '', app, tokens);
  const items = Object.values(layout.layoutDefinitions ?? {}).flatMap(({ structure = [] }) => structure.map(({ item = '' }) => item));
  for (const item of items) if (!Object.hasOwn(visualizations, item)) yield `layout: there is no visualization ${item}`;
  for (const id of Object.keys(visualizations)) if (!items.includes(id)) yield `${id}: it stands nowhere in the layout`;
  for (const input of layout.globalInputs ?? []) if (!Object.hasOwn(inputs, input)) yield `layout: there is no input ${input}`;
  for (const { layoutId = '' } of layout.tabs?.items ?? [])
    if (!Object.hasOwn(layout.layoutDefinitions ?? {}, layoutId)) yield `layout: there is no layout ${layoutId}`;
}
