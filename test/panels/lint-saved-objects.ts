import { EcsFlat } from '@elastic/ecs';
import type { DocumentField } from '../../src/documents/document-fields.js';
import { fieldsOf } from '../../src/panels/load-panels.js';
import { PANEL_KINDS } from '../../src/panels/panel-file.js';

type Json = Readonly<Record<string, unknown>>;

interface Reference {
  readonly name: string;
  readonly type: string;
  readonly id: string;
}

interface Item {
  readonly id: string;
  readonly type: string;
  readonly attributes: Json;
  readonly references: readonly Reference[];
}

const ENVELOPE = new Set(['id', 'type', 'attributes', 'references', 'coreMigrationVersion', 'typeMigrationVersion', 'managed']);
/** Highest type version that the oldest supported Kibana, 8.9, takes. */
const FLOOR: Readonly<Record<string, string>> = { dashboard: '8.9.0', search: '8.0.0', 'index-pattern': '8.0.0', tag: '8.0.0' };
/** What the first schema of dashboards allows; one more attribute and the import fails. */
const DASHBOARD = new Map([
  ['title', 'string'],
  ['description', 'string'],
  ['kibanaSavedObjectMeta', 'object'],
  ['timeRestore', 'boolean'],
  ['timeFrom', 'string'],
  ['timeTo', 'string'],
  ['refreshInterval', 'object'],
  ['controlGroupInput', 'object'],
  ['panelsJSON', 'string'],
  ['optionsJSON', 'string'],
  ['version', 'number'],
  ['hits', 'number'],
]);
const CONTROL_GROUP = ['panelsJSON', 'controlStyle', 'chainingSystem', 'ignoreParentSettingsJSON'];
const GRID_COLUMNS = 48;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const newer = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
};

const ECS_TYPES: Readonly<Record<string, readonly DocumentField['type'][]>> = {
  keyword: ['keyword'],
  ip: ['keyword'],
  match_only_text: ['text'],
  date: ['date'],
  long: ['long'],
  float: ['double', 'long'],
};

/** The lints of dashboards, searches, data views and tags that are to be imported together. Empty if all is well. */
export class SavedObjectLint {
  readonly #problems: string[] = [];
  readonly #items: readonly Item[];
  readonly #kinds = new Map<string, (typeof PANEL_KINDS)[number]>();

  constructor(lines: readonly string[]) {
    this.#items = lines.map((line) => {
      const parsed = object(JSON.parse(line));
      for (const key of Object.keys(parsed)) if (!ENVELOPE.has(key)) this.#say(text(parsed.id), `the envelope has '${key}'`);
      if (typeof parsed.attributes !== 'object') this.#say(text(parsed.id), 'there are no attributes');
      const floor = FLOOR[text(parsed.type)];
      if (floor === undefined) this.#say(text(parsed.id), `the type ${text(parsed.type)} is not known`);
      else if (newer(text(parsed.typeMigrationVersion), floor)) this.#say(text(parsed.id), `version above ${floor}`);
      if (newer(text(parsed.coreMigrationVersion), '8.8.0')) this.#say(text(parsed.id), 'core version above 8.8.0');
      return parsed as unknown as Item;
    });
  }

  problems(): readonly string[] {
    this.#ids();
    for (const item of this.#items) {
      if (item.type !== 'index-pattern') continue;
      const kind = PANEL_KINDS.find((name) => this.#patternFits(text(item.attributes.title), name));
      if (kind === undefined) this.#say(item.id, `no kind of document lies in ${text(item.attributes.title)}`);
      else this.#kinds.set(item.id, kind);
      if (item.attributes.allowNoIndex !== true) this.#say(item.id, 'it needs an index to be imported');
      for (const key of ['fieldFormatMap', 'fieldAttrs']) {
        for (const field of Object.keys(this.#json(item.id, item.attributes[key], key))) this.#field(item.id, item.id, field);
      }
    }
    for (const item of this.#items) {
      this.#targets(item);
      if (item.type === 'dashboard') this.#dashboard(item);
      if (item.type === 'search') this.#search(item);
    }
    return this.#problems;
  }

  #say(id: string, problem: string): void {
    this.#problems.push(`${id}: ${problem}`);
  }

  #patternFits(pattern: string, kind: string): boolean {
    const stem = pattern.replace('-*', '');
    const plain = kind.replaceAll('-', '_');
    return [
      `logs-throughline.${plain}`,
      `throughline-${kind}s`,
      `throughline-${kind.replace(/y$/, 'ies')}`,
      `throughline-${kind}`,
    ].includes(stem);
  }

  #ids(): void {
    const seen = new Set<string>();
    for (const { id, type } of this.#items) {
      if (seen.has(`${type} ${id}`)) this.#say(id, 'the id is used twice');
      seen.add(`${type} ${id}`);
      if (!/^throughline-[a-z0-9-]+$/.test(id) || /-ecs$/i.test(id)) this.#say(id, 'the id cannot name a file of the package');
    }
  }

  #json(id: string, value: unknown, name: string): Json {
    if (typeof value !== 'string') {
      this.#say(id, `${name} is no JSON text`);
      return {};
    }
    try {
      return object(JSON.parse(value));
    } catch {
      this.#say(id, `${name} does not parse`);
      return {};
    }
  }

  #targets({ id, references }: Item): void {
    const names = new Set<string>();
    for (const reference of references) {
      if (names.has(reference.name)) this.#say(id, `two references are called ${reference.name}`);
      names.add(reference.name);
      if (!this.#items.some((other) => other.id === reference.id && other.type === reference.type))
        this.#say(id, `${reference.name} points to ${reference.type} ${reference.id}, which is not in the file`);
    }
  }

  #field(id: string, dataView: string, name: string, wanted?: (field: DocumentField) => boolean): void {
    const kind = this.#kinds.get(dataView);
    const field = kind === undefined ? undefined : fieldsOf(kind).get(name);
    if (field === undefined) {
      this.#say(id, `${dataView} has no field ${name}`);
      return;
    }
    if (wanted !== undefined && !wanted(field)) this.#say(id, `the field ${name} is of the wrong type (${field.type})`);
    if (name.startsWith('throughline.')) return;
    const ecs = (EcsFlat as unknown as Readonly<Record<string, { readonly type: string } | undefined>>)[name];
    if (ecs === undefined) this.#say(id, `${name} is neither ours nor in ECS`);
    else if (ECS_TYPES[ecs.type]?.includes(field.type) !== true) this.#say(id, `${name} is ${ecs.type} in ECS, but ${field.type} with us`);
  }

  #query(id: string, dataView: string, value: unknown): void {
    const query = text(object(value).query);
    if (!query.includes('throughline.kind : ')) this.#say(id, 'it has no filter by kind of document');
    for (const [, field = ''] of query.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/([@a-z_][a-z0-9_.@]*) (?::|>=|<=)/gi))
      this.#field(id, dataView, field);
  }

  #search({ id, attributes, references }: Item): void {
    const source = this.#json(id, object(attributes.kibanaSavedObjectMeta).searchSourceJSON, 'searchSourceJSON');
    const dataView = references.find(({ name }) => name === source.indexRefName)?.id ?? '';
    if (dataView === '') this.#say(id, 'its data view is not referred to');
    this.#query(id, dataView, source.query);
    for (const column of list(attributes.columns)) this.#field(id, dataView, text(column));
    for (const sort of list(attributes.sort)) this.#field(id, dataView, text(list(sort)[0]), ({ type }) => type !== 'text');
    if (attributes.tabs !== undefined) this.#say(id, 'tabs are of a later version');
  }

  #dashboard({ id, attributes, references }: Item): void {
    for (const [key, value] of Object.entries(attributes)) {
      if (DASHBOARD.get(key) !== typeof value) this.#say(id, `the attribute ${key} is not allowed, or not as ${typeof value}`);
    }
    this.#json(id, attributes.optionsJSON, 'optionsJSON');
    this.#json(id, object(attributes.kibanaSavedObjectMeta).searchSourceJSON, 'searchSourceJSON');
    this.#controls(id, object(attributes.controlGroupInput), references);
    const panels = list(JSON.parse(text(attributes.panelsJSON) || '[]')).map(object);
    this.#layout(id, panels);
    for (const panel of panels) {
      const index = text(panel.panelIndex);
      const own = references
        .filter(({ name }) => name.startsWith(`${index}:`))
        .map((reference) => ({ ...reference, name: reference.name.slice(index.length + 1) }));
      this.#panel(`${id}/${index}`, panel, own);
    }
  }

  #controls(id: string, group: Json, references: readonly Reference[]): void {
    for (const key of Object.keys(group)) if (!CONTROL_GROUP.includes(key)) this.#say(id, `controls have no ${key}`);
    this.#json(id, group.ignoreParentSettingsJSON, 'ignoreParentSettingsJSON');
    for (const [control, value] of Object.entries(this.#json(id, group.panelsJSON, 'controls'))) {
      const input = object(object(value).explicitInput);
      const reference = references.find(({ name }) => name === `controlGroup_${control}:optionsListDataView`);
      if (reference === undefined || input.id !== control) this.#say(id, `the control ${control} has no data view`);
      else this.#field(id, reference.id, text(input.fieldName), ({ type }) => type === 'keyword');
    }
  }

  #layout(id: string, panels: readonly Json[]): void {
    const taken = new Map<string, string>();
    const indexes = new Set<string>();
    for (const panel of panels) {
      const grid = object(panel.gridData);
      const index = text(panel.panelIndex);
      if (indexes.has(index) || grid.i !== index) this.#say(id, `panelIndex ${index} is not unique, or differs from gridData.i`);
      indexes.add(index);
      const [x = -1, y = -1, w = 0, h = 0] = ['x', 'y', 'w', 'h'].map((key) => Number(grid[key]));
      if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > GRID_COLUMNS) this.#say(id, `${index} lies outside the grid`);
      for (let column = x; column < x + w; column += 1) {
        for (let row = y; row < y + h; row += 1) {
          const place = `${String(column)}/${String(row)}`;
          const other = taken.get(place);
          if (other !== undefined && other !== index) {
            this.#say(id, `${index} covers ${other}`);
            return;
          }
          taken.set(place, index);
        }
      }
    }
  }

  #panel(id: string, panel: Json, own: readonly Reference[]): void {
    const config = object(panel.embeddableConfig);
    const events = list(object(object(config.enhancements).dynamicActions).events).map(object);
    for (const event of events) {
      const name = `drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:${text(event.eventId)}:dashboardId`;
      if (!own.some((reference) => reference.name === name && reference.type === 'dashboard'))
        this.#say(id, 'its drill-down has no dashboard');
    }
    const attributes = object(config.attributes);
    for (const reference of list(attributes.references) as readonly Reference[]) {
      if (!own.some(({ name, id: target }) => name === reference.name && target === reference.id))
        this.#say(id, `${reference.name} is not repeated by the dashboard`);
    }
    if (panel.type === 'links') {
      for (const link of list(attributes.links).map(object)) {
        if (!own.some(({ name }) => name === link.destinationRefName)) this.#say(id, `the link ${text(link.id)} leads nowhere`);
      }
    } else if (panel.type === 'search') {
      if (!own.some(({ name, type }) => name === panel.panelRefName && type === 'search')) this.#say(id, 'its search is not referred to');
    } else if (panel.type === 'lens') this.#lens(id, attributes, own);
    else this.#say(id, `${text(panel.type)} is a legacy type of panel`);
  }

  #lens(id: string, attributes: Json, own: readonly Reference[]): void {
    const state = object(attributes.state);
    const layers = object(object(object(state.datasourceStates).formBased).layers);
    const [layerId = ''] = Object.keys(layers);
    const layer = object(layers[layerId]);
    const columns = object(layer.columns);
    const order = list(layer.columnOrder).map(String);
    const dataView = own.find(({ name }) => name === `indexpattern-datasource-layer-${layerId}`)?.id ?? '';
    if (dataView === '') this.#say(id, 'its layer has no data view');
    this.#query(id, dataView, state.query);
    if ([...order].sort().join() !== Object.keys(columns).sort().join()) this.#say(id, 'columnOrder and columns differ');
    for (const [name, value] of Object.entries(columns)) this.#column(`${id}/${name}`, object(value), columns, dataView);
    for (const accessor of this.#accessors(state.visualization)) {
      if (!order.includes(accessor)) this.#say(id, `the accessor ${accessor} is no column`);
    }
  }

  #column(id: string, column: Json, columns: Json, dataView: string): void {
    const field = text(column.sourceField);
    const operation = text(column.operationType);
    if (operation === 'date_histogram') this.#field(id, dataView, field, ({ type }) => type === 'date');
    else if (operation === 'terms' || operation === 'unique_count')
      this.#field(id, dataView, field, ({ type }) => type !== 'text' && type !== 'date');
    else if (operation !== 'count') this.#field(id, dataView, field, ({ type }) => ['long', 'double', 'date'].includes(type));
    const by = object(object(column.params).orderBy);
    if (by.type === 'column' && columns[text(by.columnId)] === undefined)
      this.#say(id, `it is ordered by ${text(by.columnId)}, which is no column`);
    const filter = text(object(column.filter).query);
    for (const [, name = ''] of filter.matchAll(/([a-z_][a-z0-9_.]*) (?::|>=|<=)/gi)) this.#field(id, dataView, name);
  }

  #accessors(visualization: unknown): readonly string[] {
    const found: string[] = [];
    const visit = (value: unknown, key: string): void => {
      if (typeof value === 'string') {
        if (/accessor$/i.test(key) || key === 'columnId') found.push(value);
      } else if (Array.isArray(value)) {
        for (const item of value) visit(item, key === 'accessors' ? 'accessor' : '');
      } else for (const [name, child] of Object.entries(object(value))) visit(child, name);
    };
    visit(visualization, '');
    if (found.length === 0) this.#problems.push('a visualization shows nothing');
    return found;
  }
}
