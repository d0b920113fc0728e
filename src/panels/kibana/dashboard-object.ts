import type { Dashboard, DashboardSet } from '../load-dashboards.js';
import { placements, type Placement } from '../placements.js';
import type { Panel } from '../panel.js';
import { dataViewReference } from './data-views.js';
import { panelQuery } from './kql.js';
import { LAYER, lensLayer } from './lens-columns.js';
import { lensVisualization } from './lens-visualization.js';
import { objectId, savedObject, type Reference, type SavedObject } from './saved-object.js';

/** The grid of Kibana has 48 columns; a unit of height is four of its rows. */
const COLUMNS_PER_UNIT = 4;
const ROWS_PER_UNIT = 4;
const LINKS_HEIGHT = 4;
export const TAG_ID = objectId('tag');

interface BuiltPanel {
  readonly json: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
}

const prefixed = (panelIndex: string, references: readonly Reference[]): Reference[] =>
  references.map(({ name, type, id }) => ({ name: `${panelIndex}:${name}`, type, id }));

const gridData = ({ panel, x, y, width, height }: Placement): Readonly<Record<string, unknown>> => ({
  x: x * COLUMNS_PER_UNIT,
  y: LINKS_HEIGHT + y * ROWS_PER_UNIT,
  w: width * COLUMNS_PER_UNIT,
  h: height * ROWS_PER_UNIT,
  i: panel.id,
});

const drillDown = (
  panel: Panel,
  titles: ReadonlyMap<string, string>,
): { readonly enhancements: unknown; readonly references: Reference[] } => {
  if (panel.drill === undefined) return { enhancements: {}, references: [] };
  const eventId = `drill-${panel.id}`;
  const event = {
    eventId,
    triggers: ['FILTER_TRIGGER'],
    action: {
      factoryId: 'DASHBOARD_TO_DASHBOARD_DRILLDOWN',
      name: `Open ${titles.get(panel.drill) ?? panel.drill}`,
      config: { useCurrentFilters: true, useCurrentDateRange: true, openInNewTab: false },
    },
  };
  return {
    enhancements: { dynamicActions: { events: [event] } },
    references: [
      { name: `drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:${eventId}:dashboardId`, type: 'dashboard', id: objectId(panel.drill) },
    ],
  };
};

const lensPanel = (placement: Placement, titles: ReadonlyMap<string, string>): BuiltPanel => {
  const { panel } = placement;
  const visualization = lensVisualization(panel);
  const layer = dataViewReference(`indexpattern-datasource-layer-${LAYER}`, panel.documents);
  const drill = drillDown(panel, titles);
  return {
    json: {
      type: 'lens',
      panelIndex: panel.id,
      gridData: gridData(placement),
      title: panel.title,
      embeddableConfig: {
        attributes: {
          title: '',
          description: panel.question,
          type: 'lens',
          visualizationType: visualization.type,
          state: {
            datasourceStates: { formBased: { layers: { [LAYER]: lensLayer(panel) } } },
            visualization: visualization.state,
            query: { query: panelQuery(panel.documents, panel.filter), language: 'kuery' },
            filters: [],
            internalReferences: [],
            adHocDataViews: {},
          },
          references: [layer],
        },
        description: panel.question,
        enhancements: drill.enhancements,
        hidePanelTitles: false,
      },
    },
    references: prefixed(panel.id, [layer, ...drill.references]),
  };
};

const searchPanel = (placement: Placement): BuiltPanel => {
  const { panel } = placement;
  const panelRefName = `panel_${panel.id}`;
  return {
    json: {
      type: 'search',
      panelIndex: panel.id,
      gridData: gridData(placement),
      title: panel.title,
      embeddableConfig: { description: panel.question, enhancements: {}, hidePanelTitles: false },
      panelRefName,
    },
    references: prefixed(panel.id, [{ name: panelRefName, type: 'search', id: objectId(panel.id) }]),
  };
};

/** Links to all dashboards; Kibana draws it since 8.12. */
const linksPanel = (dashboards: readonly Dashboard[]): BuiltPanel => {
  const links = dashboards.map((dashboard, order) => ({
    type: 'dashboardLink',
    id: dashboard.id,
    order,
    label: dashboard.title,
    options: { useCurrentFilters: false, useCurrentDateRange: true, openInNewTab: false },
    destinationRefName: `link_${dashboard.id}_dashboard`,
  }));
  const references = dashboards.map(({ id }): Reference => ({ name: `link_${id}_dashboard`, type: 'dashboard', id: objectId(id) }));
  return {
    json: {
      type: 'links',
      panelIndex: 'links',
      gridData: { x: 0, y: 0, w: 48, h: LINKS_HEIGHT, i: 'links' },
      title: 'Throughline',
      embeddableConfig: {
        attributes: { title: 'Throughline', layout: 'horizontal', links, references },
        enhancements: {},
        hidePanelTitles: true,
      },
    },
    references: prefixed('links', references),
  };
};

const controlsOf = (dashboard: Dashboard): { readonly input: Readonly<Record<string, unknown>>; readonly references: Reference[] } => {
  const panels = dashboard.controls.map(({ field, label }, order) => {
    const id = `control-${String(order + 1)}`;
    return [
      id,
      {
        order,
        width: 'medium',
        grow: true,
        type: 'optionsListControl',
        explicitInput: { id, fieldName: field, title: label, searchTechnique: 'prefix', selectedOptions: [], enhancements: {} },
      },
    ] as const;
  });
  return {
    input: {
      controlStyle: 'oneLine',
      chainingSystem: 'HIERARCHICAL',
      panelsJSON: JSON.stringify(Object.fromEntries(panels)),
      ignoreParentSettingsJSON: JSON.stringify({
        ignoreFilters: false,
        ignoreQuery: false,
        ignoreTimerange: false,
        ignoreValidations: false,
      }),
    },
    references: dashboard.controls.map(({ documents }, order) =>
      dataViewReference(`controlGroup_control-${String(order + 1)}:optionsListDataView`, documents),
    ),
  };
};

/** A dashboard with by-value panels; the rows of lists are saved searches, by reference. */
export const dashboardObject = (dashboard: Dashboard, set: DashboardSet): SavedObject => {
  const titles = new Map(set.dashboards.map(({ id, title }) => [id, title]));
  const placed = placements(dashboard, set.panels);
  const panels = [
    linksPanel(set.dashboards),
    ...placed.map((placement) => (placement.panel.list === undefined ? lensPanel(placement, titles) : searchPanel(placement))),
  ];
  const controls = controlsOf(dashboard);
  return savedObject(
    'dashboard',
    objectId(dashboard.id),
    {
      title: `[Throughline] ${dashboard.title}`,
      description: dashboard.description,
      timeRestore: true,
      timeFrom: `now-${String(dashboard.days)}d`,
      timeTo: 'now',
      refreshInterval: { pause: true, value: 60_000 },
      version: 1,
      panelsJSON: JSON.stringify(panels.map(({ json }) => json)),
      optionsJSON: JSON.stringify({ useMargins: true, syncColors: false, syncCursor: true, syncTooltips: false, hidePanelTitles: false }),
      controlGroupInput: controls.input,
      kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }) },
    },
    [...panels.flatMap(({ references }) => references), ...controls.references, { name: `tag-ref-${TAG_ID}`, type: 'tag', id: TAG_ID }],
  );
};
