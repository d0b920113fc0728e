import { DEFAULT_LIMIT, type Panel } from '../panel.js';
import type { Metric, Split, Unit } from '../panel-file.js';
import { kqlOfConditions } from './kql.js';

export const LAYER = 'layer';

type Column = Readonly<Record<string, unknown>>;

const FORMATS: Readonly<Record<Unit, Column | undefined>> = {
  count: { id: 'number', params: { decimals: 0 } },
  score: { id: 'number', params: { decimals: 0 } },
  probability: { id: 'number', params: { decimals: 6 } },
  nats: { id: 'number', params: { decimals: 1 } },
  days: { id: 'number', params: { decimals: 1, suffix: ' d' } },
  hours: { id: 'number', params: { decimals: 1, suffix: ' h' } },
  ratio: { id: 'number', params: { decimals: 2 } },
  time: undefined,
};

const OPERATIONS = { count: 'count', distinct: 'unique_count', sum: 'sum', average: 'average', max: 'max', min: 'min' } as const;
const INTERVALS = { hour: '1h', day: '1d', week: '1w' } as const;

export const splitColumn = (index: number): string => `split-${String(index)}`;
export const metricColumn = (id: string): string => `metric-${id}`;

const metric = (definition: Metric): Column => {
  const { measure, field, label, unit, only } = definition;
  const format = FORMATS[unit];
  return {
    label,
    customLabel: true,
    dataType: unit === 'time' ? 'date' : 'number',
    operationType: OPERATIONS[measure],
    isBucketed: false,
    scale: 'ratio',
    sourceField: field ?? '___records___',
    ...(only === undefined ? {} : { filter: { query: kqlOfConditions(only), language: 'kuery' } }),
    params: { emptyAsNull: false, ...(format === undefined ? {} : { format }) },
  };
};

const orderOf = (split: Split, panel: Panel): Column => {
  const order = split.order ?? panel.metrics[0]?.id ?? 'value';
  if (order === 'value') return { orderBy: { type: 'alphabetical', fallback: false }, orderDirection: 'asc' };
  return {
    orderBy: { type: 'column', columnId: metricColumn(order.replace(/^-/, '')) },
    orderDirection: order.startsWith('-') ? 'asc' : 'desc',
  };
};

const DATA_TYPES = { keyword: 'string', text: 'string', date: 'date', long: 'number', double: 'number', boolean: 'boolean' } as const;

const bucket = (split: Split, panel: Panel): Column => {
  const base = { label: split.label, customLabel: true, isBucketed: true, sourceField: split.field };
  if (split.every !== undefined) {
    return {
      ...base,
      dataType: 'date',
      operationType: 'date_histogram',
      scale: 'interval',
      params: {
        interval: INTERVALS[split.every],
        includeEmptyRows: panel.chart !== 'heat' && panel.chart !== 'table',
        dropPartials: false,
      },
    };
  }
  return {
    ...base,
    dataType: DATA_TYPES[panel.fields.get(split.field)?.type ?? 'keyword'],
    operationType: 'terms',
    scale: 'ordinal',
    params: {
      size: split.limit ?? DEFAULT_LIMIT,
      ...orderOf(split, panel),
      otherBucket: false,
      missingBucket: false,
      parentFormat: { id: 'terms' },
      include: [],
      exclude: [],
      includeIsRegex: false,
      excludeIsRegex: false,
    },
  };
};

/** The one layer of a panel: its columns in the order in which they nest. */
export const lensLayer = (panel: Panel): Column => {
  const columns: readonly (readonly [string, Column])[] = [
    ...panel.split.map((split, index) => [splitColumn(index), bucket(split, panel)] as const),
    ...panel.metrics.map((definition) => [metricColumn(definition.id), metric(definition)] as const),
  ];
  return {
    columns: Object.fromEntries(columns),
    columnOrder: columns.map(([id]) => id),
    incompleteColumns: {},
    sampling: 1,
    ignoreGlobalFilters: false,
  };
};
