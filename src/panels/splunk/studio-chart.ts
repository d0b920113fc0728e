import { flatName } from '../../documents/flat-record.js';
import { coloursOf, HEAT_COLOURS, MAIN_COLOUR, SERIES_COLOURS } from '../palette.js';
import type { Panel } from '../panel.js';
import type { Unit } from '../panel-file.js';
import { outputColumns, type OutputColumn } from './panel-search.js';
import { splitColumns } from './spl-splits.js';

type Json = Readonly<Record<string, unknown>>;

/** How Dashboard Studio draws a panel. */
export interface StudioChart {
  readonly type: string;
  readonly options: Json;
  /** What expressions in the options refer to. */
  readonly context?: Json;
}

const PRECISION: Readonly<Record<Unit, number | undefined>> = {
  count: 0,
  score: 0,
  probability: 6,
  nats: 1,
  days: 1,
  hours: 1,
  ratio: 2,
  time: undefined,
};

const UNIT_TEXT: Readonly<Partial<Record<Unit, string>>> = { days: 'd', hours: 'h' };

const configName = (index: number): string => `column${String(index + 1)}`;

const numberFormat = (unit: Unit | undefined): Json | undefined => {
  const precision = unit === undefined ? undefined : PRECISION[unit];
  if (unit === undefined || precision === undefined) return undefined;
  const text = UNIT_TEXT[unit];
  return { number: { thousandSeparated: true, precision, ...(text === undefined ? {} : { unit: text, unitPosition: 'after' }) } };
};

/** The field whose values a column holds, if it holds values of one. */
const fieldOf = (panel: Panel, { name }: OutputColumn): string | undefined =>
  panel.list?.columns.find(({ field }) => flatName(field) === name)?.field ??
  splitColumns(panel).find(({ value }) => value === name)?.split.field;

const table = (panel: Panel): StudioChart => {
  const formats: [string, Json][] = [];
  const context: [string, unknown][] = [];
  outputColumns(panel).forEach((column, index) => {
    const series = `> table | seriesByName(${JSON.stringify(column.label)})`;
    const number = numberFormat(column.unit);
    const field = fieldOf(panel, column);
    const colours = field === undefined ? undefined : coloursOf(field);
    if (number !== undefined) {
      context.push([configName(index), number]);
      formats.push([column.label, { data: `${series} | formatByType(${configName(index)})` }]);
    } else if (colours !== undefined && panel.fields.get(field ?? '')?.many === false) {
      context.push([configName(index), [...colours].map(([match, value]) => ({ match, value }))]);
      formats.push([column.label, { rowColors: '#ffffff', rowBackgroundColors: `${series} | matchValue(${configName(index)})` }]);
    }
  });
  return {
    type: 'splunk.table',
    options: {
      count: panel.list === undefined ? 15 : 10,
      showInternalFields: false,
      headerVisibility: 'fixed',
      ...(formats.length === 0 ? {} : { columnFormat: Object.fromEntries(formats) }),
    },
    ...(context.length === 0 ? {} : { context: Object.fromEntries(context) }),
  };
};

/** Colours of series: those of the values of the splitting field, or those of the metrics. */
const seriesColours = (panel: Panel): Json => {
  const series =
    panel.split.length > 1
      ? panel.split.find(({ every }, index) => every === undefined && (index > 0 || panel.split[1]?.every !== undefined))
      : undefined;
  if (series === undefined) {
    return panel.metrics.length > 1 ? { seriesColors: SERIES_COLOURS } : { seriesColors: [MAIN_COLOUR] };
  }
  const colours = coloursOf(series.field);
  return { seriesColors: SERIES_COLOURS, ...(colours === undefined ? {} : { seriesColorsByField: Object.fromEntries(colours) }) };
};

const axes = (panel: Panel, type: 'bar' | 'column' | 'line'): StudioChart => {
  const several = panel.metrics.length > 1 || panel.split.length > 1;
  return {
    type: `splunk.${type}`,
    options: {
      ...seriesColours(panel),
      xAxisTitleVisibility: 'hide',
      yAxisTitleVisibility: 'hide',
      legendDisplay: several ? 'right' : 'off',
      ...(type === 'line' ? { markerDisplay: 'filled' } : { stackMode: panel.split.length > 1 ? 'stacked' : 'auto' }),
      showYAxisWithZero: true,
    },
  };
};

/** How Dashboard Studio draws a panel, with types that it has had since Splunk 9.0. */
export const studioChart = (panel: Panel): StudioChart => {
  switch (panel.chart) {
    case 'number':
      return {
        type: 'splunk.singlevalue',
        options: { underLabel: panel.metrics[0]?.label ?? '', numberPrecision: 0, sparklineDisplay: 'off', trendDisplay: 'off' },
      };
    case 'bars':
      return axes(panel, 'bar');
    case 'columns':
      return axes(panel, 'column');
    case 'lines':
      return axes(panel, 'line');
    case 'heat':
      return {
        type: 'splunk.punchcard',
        options: {
          y: '> primary | seriesByIndex(0)',
          x: '> primary | seriesByIndex(1)',
          size: '> primary | seriesByIndex(2)',
          bubbleColor: '> size | gradient(heat)',
          showMaxValuePulsation: false,
          legendDisplay: 'off',
        },
        context: { heat: { colors: [HEAT_COLOURS[1], HEAT_COLOURS[4]] } },
      };
    default:
      return table(panel);
  }
};
