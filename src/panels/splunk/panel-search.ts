import { flatName } from '../../documents/flat-record.js';
import type { Panel } from '../panel.js';
import type { Unit } from '../panel-file.js';
import {
  documentCommands,
  filterCommands,
  firstRows,
  listedRows,
  searchText,
  toldTime,
  type Commands,
  type Narrowing,
} from './document-search.js';
import { metricName, splAggregation, splSums } from './spl-metrics.js';
import { splitColumns, splitCommands } from './spl-splits.js';
import { splHeading, splText } from './spl-text.js';
import { PLACES } from './splunk-names.js';

const NOTHING: Narrowing = { truths: [] };

const fieldsInUse = ({ split, metrics }: Panel): readonly string[] => [
  ...new Set(
    [
      ...split.map(({ field }) => field),
      ...metrics.flatMap(({ field, only }) => [
        ...(field === undefined ? [] : [field]),
        ...(only ?? []).map((condition) => condition.field),
      ]),
    ].map(flatName),
  ),
];

/** One column of what a search gives. */
export interface OutputColumn {
  readonly name: string;
  /** What the reader sees. */
  readonly label: string;
  readonly unit: Unit | undefined;
}

const rename = (columns: readonly OutputColumn[]): Commands => {
  const renamed = columns.filter(({ name, label }) => `"${name}"` !== splHeading(label));
  return renamed.length === 0 ? [] : [`rename ${renamed.map(({ name, label }) => `${name} as ${splHeading(label)}`).join(', ')}`];
};

/** Columns in the order in which rows hold their values. */
export const outputColumns = (panel: Panel): readonly OutputColumn[] =>
  panel.list !== undefined
    ? panel.list.columns.map(({ field, label, unit }) => ({ name: flatName(field), label, unit }))
    : [
        ...splitColumns(panel).map(({ split, value }) => ({ name: value, label: split.label, unit: undefined })),
        ...panel.metrics.map(({ id, label, unit }) => ({ name: metricName(id), label, unit })),
      ];

/** The rows of a panel with splits or numbers alone. */
const tableCommands = (panel: Panel): Commands => {
  const fields = fieldsInUse(panel);
  const raw = PLACES[panel.documents].in === 'index' && panel.split.some(({ field }) => panel.fields.get(field)?.many === true);
  const total = panel.metrics.some(({ measure, only }) => measure === 'count' && only === undefined);
  const numbers = panel.metrics.map((metric) => splAggregation(metric, panel)).join(' ');
  return [
    ...(fields.length === 0 ? [] : [`fields ${fields.join(' ')}`]),
    ...(raw ? ['fields - _raw'] : []),
    ...(panel.split.length > 0 ? splitCommands(panel) : [`stats ${numbers}${total ? '' : ' count as documents'}`]),
    ...splSums(panel.metrics),
    `table ${outputColumns(panel)
      .map(({ name }) => name)
      .join(' ')}`,
  ];
};

/** Commands that turn rows into what the chart draws. */
const shapeCommands = (panel: Panel): Commands => {
  const columns = splitColumns(panel);
  const output = outputColumns(panel);
  const timed = columns.find(({ split }) => split.every !== undefined);
  const series = columns.find((column) => column !== timed && (timed !== undefined || column !== columns[0]));
  switch (panel.chart) {
    case 'bars':
    case 'columns':
    case 'lines': {
      const x = timed ?? columns[0];
      if (x === undefined) return [];
      const clock = timed === undefined ? [] : [`rename ${timed.value} as _time`];
      const axis = timed === undefined ? x.value : '_time';
      if (series === undefined) return [...clock, ...rename(output.filter(({ name }) => name !== timed?.value))];
      const [metric] = panel.metrics;
      return [
        ...clock,
        `xyseries ${axis} ${series.value} ${metricName(metric?.id ?? '')}`,
        ...(timed === undefined ? [] : ['sort 0 +num(_time)']),
      ];
    }
    case 'list':
    case 'number':
      return rename(output);
    default: {
      const times = [
        ...columns.filter(({ split }) => split.every !== undefined).map(({ value }) => value),
        ...panel.metrics.filter(({ unit }) => unit === 'time').map(({ id }) => metricName(id)),
      ];
      return [...times.map((column) => toldTime(column, false)), ...rename(output)];
    }
  }
};

/**
 * The rows of a panel as a search: the same that `evaluatePanel` gives over the same documents, with times as seconds since 1970 (of a list:
 * as text).
 */
export const panelRows = (panel: Panel, narrowing: Narrowing = NOTHING, hidden: readonly string[] = []): Commands => [
  ...documentCommands(panel.documents, narrowing.lookupWhere),
  ...filterCommands(panel.documents, panel.filter, narrowing),
  ...(panel.list === undefined ? tableCommands(panel) : listedRows(panel.fields, panel.list, hidden)),
];

/** The search of a panel as its dashboard runs it: its rows, shaped and named for the chart. */
export const panelSearch = (panel: Panel, narrowing: Narrowing = NOTHING, hidden: readonly string[] = []): string =>
  searchText([...panelRows(panel, narrowing, hidden), ...shapeCommands(panel)]);

/** The rows of a panel as a search whose results `rowsOfResults` reads: times are seconds since 1970 everywhere. */
export const plainSearch = (panel: Panel, narrowing: Narrowing): string =>
  panel.list === undefined
    ? searchText(panelRows(panel, narrowing))
    : searchText([
        ...documentCommands(panel.documents, narrowing.lookupWhere),
        ...filterCommands(panel.documents, panel.filter, narrowing),
        ...firstRows(panel.fields, panel.list),
        `table ${outputColumns(panel)
          .map(({ name }) => name)
          .join(' ')}`,
      ]);

/** The truth that a document is of a tenant. */
export const ofTenant = (tenant: string): string => `tenant=${splText(tenant)}`;
