import type { DocumentField } from '../../documents/document-fields.js';
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

/** Widths of columns, and what the frame of a table takes, pixels. Columns with names and sentences share what others leave. */
const WIDTHS = { time: 160, number: 115, value: 115, name: 180, names: 220, sentence: 480 } as const;

const TABLE_FRAME = 24;
/** Names and sentences do not become narrower than this share of their width; then every column gives. */
const LEAST_GROWTH = 0.7;

/** Fields that hold sentences. */
const SENTENCE = /\.(title|text|what|undo|blast_radius|confirm_by)$/;

const textWidth = (path: string | undefined, known: DocumentField | undefined): number => {
  if (known?.type === 'text' || SENTENCE.test(path ?? '')) return WIDTHS.sentence;
  return known?.many === true ? WIDTHS.names : WIDTHS.name;
};

/** Black or white, whichever is easier to read on a colour, by relative luminance (WCAG 2.2). */
const textOn = (colour: string): string => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
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

const table = (panel: Panel, width: number): StudioChart => {
  const formats: [string, Json & { readonly width: number }][] = [];
  const context: [string, unknown][] = [];
  outputColumns(panel).forEach((column, index) => {
    const series = `> table | seriesByName(${JSON.stringify(column.label)})`;
    const number = numberFormat(column.unit);
    const field = fieldOf(panel, column);
    const known = field === undefined ? undefined : panel.fields.get(field);
    const colours = field === undefined || known?.many === true ? undefined : coloursOf(field);
    const config = configName(index);
    if (number !== undefined) {
      context.push([config, number]);
      formats.push([column.label, { data: `${series} | formatByType(${config})`, width: WIDTHS.number }]);
    } else if (column.unit === 'time' || known?.type === 'date') {
      formats.push([column.label, { width: WIDTHS.time }]);
    } else if (colours !== undefined) {
      context.push(
        [config, [...colours].map(([match, value]) => ({ match, value }))],
        [`${config}Text`, [...colours].map(([match, value]) => ({ match, value: textOn(value) }))],
      );
      const format = { rowBackgroundColors: `${series} | matchValue(${config})`, rowColors: `${series} | matchValue(${config}Text)` };
      formats.push([column.label, { ...format, width: WIDTHS.value }]);
    } else {
      formats.push([column.label, { width: textWidth(field, known) }]);
    }
  });
  const sum = (of: (asked: number) => boolean): number =>
    formats.reduce((total, [, { width: asked }]) => total + (of(asked) ? asked : 0), 0);
  const isElastic = (asked: number): boolean => asked >= WIDTHS.name;
  const inside = width - TABLE_FRAME;
  const growth = (inside - sum((asked) => !isElastic(asked))) / sum(isElastic);
  const given = (asked: number): number => {
    if (growth < LEAST_GROWTH || !formats.some(([, format]) => isElastic(format.width))) return (asked * inside) / sum(() => true);
    return isElastic(asked) ? asked * growth : asked;
  };
  const columnFormat = formats.map(([label, format]) => [label, { ...format, width: Math.floor(given(format.width)) }]);
  return {
    type: 'splunk.table',
    options: {
      count: panel.list === undefined ? 15 : 10,
      showInternalFields: false,
      headerVisibility: 'fixed',
      columnFormat: Object.fromEntries(columnFormat),
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

/**
 * How Dashboard Studio draws a panel, with types that it has had since Splunk 9.0.
 *
 * @param width of the panel, pixels: a table fills it
 */
export const studioChart = (panel: Panel, width: number): StudioChart => {
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
          showDefaultSort: panel.split.every(({ every, order }) => every !== undefined || order === 'value'),
          showMaxValuePulsation: false,
          legendDisplay: 'off',
        },
        context: { heat: { colors: [HEAT_COLOURS[1], HEAT_COLOURS[4]] } },
      };
    default:
      return table(panel, width);
  }
};
