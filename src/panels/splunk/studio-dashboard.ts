import { flatName } from '../../documents/flat-record.js';
import { GRID_COLUMNS } from '../dashboard-file.js';
import { fieldsOf } from '../load-panels.js';
import type { Dashboard, DashboardSet } from '../load-dashboards.js';
import type { Panel } from '../panel.js';
import { placements, type Placement } from '../placements.js';
import { documentCommands, searchText, type Narrowing } from './document-search.js';
import { panelSearch } from './panel-search.js';
import { tokenCondition } from './spl-condition.js';
import { APP, PLACES, tokenOf, viewOf } from './splunk-names.js';
import { studioChart } from './studio-chart.js';

type Json = Readonly<Record<string, unknown>>;
type Control = Dashboard['controls'][number];

const TIME_INPUT = 'input_time';
const TIME_TOKEN = 'global_time';
/** Width of the canvas, and the height of a unit of a row, pixels. */
const CANVAS_WIDTH = 1440;
const UNIT_HEIGHT = 80;
/** Values that a control offers at most. */
const MOST_OPTIONS = 500;

const searchSource = (name: string, query: string): Json => ({
  type: 'ds.search',
  name,
  options: { query, queryParameters: { earliest: `$${TIME_TOKEN}.earliest$`, latest: `$${TIME_TOKEN}.latest$` } },
});

/**
 * The controls that a dashboard needs in Splunk: where it is about one thing, its name and its id are one control, which shows the one
 * and hands on the other.
 */
export const controlsOf = ({ controls, focus }: Dashboard): readonly Control[] => {
  if (focus === undefined) return controls;
  const name = nameFieldOf(focus);
  const label = controls.find(({ field }) => field === name)?.label;
  return controls
    .filter(({ field }) => field !== name)
    .map((control) => (control.field === focus && label !== undefined ? { ...control, label } : control));
};

/** The field by which people know the thing whose id lies in a field. */
const nameFieldOf = (id: string): string => id.replace(/\.id$/, '.title');

/** What is chosen at the top narrows every panel whose documents have the field. */
const narrowing = (panel: Panel, dashboard: Dashboard): Narrowing => {
  const truths: string[] = [];
  let lookupWhere: string | undefined;
  for (const { field } of controlsOf(dashboard)) {
    const known = panel.fields.get(field);
    if (known === undefined) continue;
    if (field === dashboard.focus && PLACES[panel.documents].in === 'collection') lookupWhere = `${flatName(field)}=$${tokenOf(field)}|s$`;
    else truths.push(tokenCondition(known, tokenOf(field)));
  }
  return { truths, ...(lookupWhere === undefined ? {} : { lookupWhere }) };
};

const optionSearch = ({ field, documents }: Control, focus: string | undefined): string => {
  const name = flatName(field);
  const many = fieldsOf(documents).get(field)?.many === true;
  if (field === focus) {
    const label = flatName(nameFieldOf(field));
    return searchText([
      ...documentCommands(documents),
      'sort 0 -num(event_risk_score), +str(id)',
      `head ${String(MOST_OPTIONS)}`,
      `table ${label} ${name}`,
      `rename ${label} as label, ${name} as value`,
    ]);
  }
  return searchText([
    ...documentCommands(documents),
    `fields ${name}`,
    ...(many ? [...(PLACES[documents].in === 'index' ? ['fields - _raw'] : []), `mvexpand ${name}`] : []),
    `stats count by ${name}`,
    `sort 0 -num(count), +str(${name})`,
    `head ${String(MOST_OPTIONS)}`,
    `eval label=${name}`,
    `table label ${name}`,
    `rename ${name} as value`,
  ]);
};

const FORMATTED = '| formatByType(text)';

const controlInput = (control: Control, focused: boolean): Json => ({
  type: 'input.dropdown',
  title: control.label,
  options: {
    items: focused ? '> frame(label, value) | objects()' : '> frame(label, value) | prepend(statics) | objects()',
    token: tokenOf(control.field),
    ...(focused ? { selectFirstSearchResult: true } : { defaultValue: '*' }),
  },
  dataSources: { primary: `options_${tokenOf(control.field)}` },
  context: {
    text: { number: { prefix: '' } },
    ...(focused ? {} : { statics: [['All'], ['*']] }),
    label: `> primary | seriesByName("label") ${FORMATTED}`,
    value: `> primary | seriesByName("value") ${FORMATTED}`,
  },
});

const timeInput = ({ days }: Dashboard): Json => ({
  type: 'input.timerange',
  title: 'Time',
  options: { token: TIME_TOKEN, defaultValue: `-${String(days)}d@d,now` },
});

/** Tokens that a drill-down fills, each with the column of the clicked row that holds the value; `hidden` fields are not shown. */
interface Drill {
  readonly target: Dashboard;
  readonly filled: readonly { readonly token: string; readonly column: string }[];
  readonly hidden: readonly string[];
}

/** What a click opens: the other dashboard, narrowed to what was clicked as far as it has a control for it. */
const drillOf = (panel: Panel, set: DashboardSet): Drill | undefined => {
  const target = set.dashboards.find(({ id }) => id === panel.drill);
  if (target === undefined) return undefined;
  const controlled = controlsOf(target).map(({ field }) => field);
  if (panel.list !== undefined) {
    const hidden = controlled.filter((field) => panel.fields.get(field)?.many === false).slice(0, 1);
    return { target, hidden, filled: hidden.map((field) => ({ token: tokenOf(field), column: `_${flatName(field)}` })) };
  }
  const [first] = panel.split;
  const fills = panel.chart === 'table' && first !== undefined && controlled.includes(first.field);
  return { target, hidden: [], filled: fills ? [{ token: tokenOf(first.field), column: first.label }] : [] };
};

const drillHandler = ({ target, filled }: Drill): Json => {
  const parameters = [
    ...filled.map(({ token, column }) => `form.${token}=$row.${column}.value|u$`),
    ...['earliest', 'latest'].map((end) => `form.${TIME_TOKEN}.${end}=$${TIME_TOKEN}.${end}|u$`),
  ];
  return {
    type: 'drilldown.customUrl',
    options: { url: `/app/${APP}/${viewOf(target.id)}?${parameters.join('&')}`, newTab: false },
  };
};

const key = (prefix: string, id: string): string => `${prefix}_${id.replaceAll('-', '_')}`;

const visualization = ({ panel, width }: Placement, set: DashboardSet): Json => {
  const drill = drillOf(panel, set);
  return {
    ...studioChart(panel, (width * CANVAS_WIDTH) / GRID_COLUMNS),
    title: panel.title,
    description: panel.question,
    dataSources: { primary: key('search', panel.id) },
    ...(drill === undefined ? {} : { eventHandlers: [drillHandler(drill)] }),
  };
};

/** A dashboard as Dashboard Studio defines it, in the form with tabs. */
export const studioDashboard = (dashboard: Dashboard, set: DashboardSet): Json => {
  const placed = placements(dashboard, set.panels);
  const controls = controlsOf(dashboard);
  const height = Math.max(...placed.map((placement) => placement.y + placement.height)) * UNIT_HEIGHT;
  const unit = CANVAS_WIDTH / GRID_COLUMNS;
  return {
    title: dashboard.title,
    description: dashboard.description,
    dataSources: Object.fromEntries([
      ...placed.map(({ panel }) => [
        key('search', panel.id),
        searchSource(panel.title, panelSearch(panel, narrowing(panel, dashboard), drillOf(panel, set)?.hidden ?? [])),
      ]),
      ...controls.map((control) => [
        `options_${tokenOf(control.field)}`,
        searchSource(`Choices of ${control.label}`, optionSearch(control, dashboard.focus)),
      ]),
    ]),
    visualizations: Object.fromEntries(placed.map((placement) => [key('panel', placement.panel.id), visualization(placement, set)])),
    inputs: Object.fromEntries([
      ...controls.map((control) => [`input_${tokenOf(control.field)}`, controlInput(control, control.field === dashboard.focus)]),
      [TIME_INPUT, timeInput(dashboard)],
    ]),
    layout: {
      globalInputs: [...controls.map(({ field }) => `input_${tokenOf(field)}`), TIME_INPUT],
      tabs: { items: [{ layoutId: 'layout_1', label: dashboard.title }] },
      layoutDefinitions: {
        layout_1: {
          type: 'grid',
          options: { width: CANVAS_WIDTH, height },
          structure: placed.map((placement) => ({
            item: key('panel', placement.panel.id),
            type: 'block',
            position: {
              x: placement.x * unit,
              y: placement.y * UNIT_HEIGHT,
              w: placement.width * unit,
              h: placement.height * UNIT_HEIGHT,
            },
          })),
        },
      },
    },
  };
};

/** The file of a view that holds a Dashboard Studio definition. */
export const viewXml = (title: string, description: string, definition: Json): string => {
  const json = JSON.stringify(definition, undefined, 2).replaceAll(']]>', ']]]]><![CDATA[>');
  return `<dashboard version="2" theme="light">
  <label>${escapeXml(title)}</label>
  <description>${escapeXml(description)}</description>
  <definition><![CDATA[
${json}
  ]]></definition>
  <meta type="hiddenElements"><![CDATA[
{"hideEdit":false,"hideOpenInSearch":false,"hideExport":false}
  ]]></meta>
</dashboard>
`;
};

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
