import { coloursOf, HEAT_COLOURS, MAIN_COLOUR, SERIES_COLOURS } from '../palette.js';
import type { Panel } from '../panel.js';
import { LAYER, metricColumn, splitColumn } from './lens-columns.js';

type State = Readonly<Record<string, unknown>>;

export interface LensVisualization {
  readonly type: 'lnsMetric' | 'lnsXY' | 'lnsDatatable' | 'lnsHeatmap';
  readonly state: State;
}

/** Fixed colours for values that have one; read since Kibana 8.11, passed over before it. */
const colourMapping = (field: string): State => {
  const colours = coloursOf(field);
  if (colours === undefined) return {};
  return {
    colorMapping: {
      assignments: [...colours].map(([value, colorCode]) => ({
        rule: { type: 'matchExactly', values: [value] },
        color: { type: 'colorCode', colorCode },
        touched: true,
      })),
      specialAssignments: [{ rule: { type: 'other' }, color: { type: 'loop' }, touched: false }],
      paletteId: 'eui_amsterdam_color_blind',
      colorMode: { type: 'categorical' },
    },
  };
};

const xy = (panel: Panel): State => {
  const timed = panel.split.findIndex(({ every }) => every !== undefined);
  const x = timed < 0 ? 0 : timed;
  const series = panel.split.findIndex((_, index) => index !== x);
  const seriesField = panel.split[series]?.field;
  const seriesType = panel.chart === 'lines' ? 'line' : panel.chart === 'columns' ? 'bar_stacked' : 'bar_horizontal_stacked';
  const accessors = panel.metrics.map(({ id }) => metricColumn(id));
  return {
    legend: { isVisible: series >= 0 || accessors.length > 1, position: 'right', shouldTruncate: false },
    valueLabels: 'hide',
    fittingFunction: 'None',
    axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: false },
    tickLabelsVisibilitySettings: { x: true, yLeft: true, yRight: true },
    labelsOrientation: { x: 0, yLeft: 0, yRight: 0 },
    gridlinesVisibilitySettings: { x: false, yLeft: true, yRight: false },
    preferredSeriesType: seriesType,
    layers: [
      {
        layerId: LAYER,
        layerType: 'data',
        seriesType,
        position: 'top',
        showGridlines: false,
        xAccessor: splitColumn(x),
        ...(series < 0 ? {} : { splitAccessor: splitColumn(series) }),
        accessors,
        ...(seriesField !== undefined
          ? colourMapping(seriesField)
          : {
              yConfig: accessors.map((forAccessor, index) => ({ forAccessor, color: index === 0 ? MAIN_COLOUR : SERIES_COLOURS[index] })),
            }),
      },
    ],
  };
};

const heat = (): State => {
  const stops = HEAT_COLOURS.map((color, index) => ({ color, stop: (index * 100) / HEAT_COLOURS.length }));
  return {
    shape: 'heatmap',
    layerId: LAYER,
    layerType: 'data',
    yAccessor: splitColumn(0),
    xAccessor: splitColumn(1),
    legend: { isVisible: true, position: 'right', type: 'heatmap_legend' },
    gridConfig: {
      type: 'heatmap_grid',
      isCellLabelVisible: true,
      isYAxisLabelVisible: true,
      isXAxisLabelVisible: true,
      isYAxisTitleVisible: false,
      isXAxisTitleVisible: false,
    },
    palette: {
      type: 'palette',
      name: 'custom',
      accessor: 'heat',
      params: {
        name: 'custom',
        reverse: false,
        rangeType: 'percent',
        rangeMin: 0,
        rangeMax: null,
        progression: 'fixed',
        continuity: 'above',
        steps: stops.length,
        colorStops: stops,
        stops: stops.map(({ color }, index) => ({ color, stop: ((index + 1) * 100) / stops.length })),
      },
    },
  };
};

/** How Lens draws a panel. A list is no Lens panel. */
export const lensVisualization = (panel: Panel): LensVisualization => {
  const [first] = panel.metrics;
  switch (panel.chart) {
    case 'number':
      return { type: 'lnsMetric', state: { layerId: LAYER, layerType: 'data', metricAccessor: metricColumn(first?.id ?? '') } };
    case 'heat': {
      const valueAccessor = metricColumn(first?.id ?? '');
      const state = heat();
      return { type: 'lnsHeatmap', state: { ...state, valueAccessor, palette: { ...(state.palette as State), accessor: valueAccessor } } };
    }
    case 'bars':
    case 'columns':
    case 'lines':
      return { type: 'lnsXY', state: xy(panel) };
    default:
      return {
        type: 'lnsDatatable',
        state: {
          layerId: LAYER,
          layerType: 'data',
          columns: [
            ...panel.split.map((_, index) => ({
              columnId: splitColumn(index),
              isTransposed: false,
              oneClickFilter: index === 0 && panel.drill !== undefined,
            })),
            ...panel.metrics.map(({ id }) => ({ columnId: metricColumn(id), isTransposed: false, alignment: 'right' })),
          ],
          paging: { size: 10, enabled: true },
        },
      };
  }
};
