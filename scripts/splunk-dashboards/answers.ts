import type { DemoDocuments } from '../../test/panels/demo-documents.js';
import { evaluatePanel } from '../../src/panels/evaluate.js';
import type { Dashboard, DashboardSet } from '../../src/panels/load-dashboards.js';
import type { Cell, Panel, Row } from '../../src/panels/panel.js';
import { fits } from '../../src/panels/condition.js';
import { fieldValues } from '../../src/documents/field-values.js';
import { flatName } from '../../src/documents/flat-record.js';
import { outputColumns } from '../../src/panels/splunk/panel-search.js';
import { controlsOf } from '../../src/panels/splunk/studio-dashboard.js';

/** What a search is answered with: columns by field, as Dashboard Studio takes them. */
export interface Answer {
  readonly query: string;
  readonly fields: readonly { readonly name: string }[];
  readonly columns: readonly (readonly (string | readonly string[] | null)[])[];
}

const told = (cell: Cell | undefined, time: boolean): string | readonly string[] | null => {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'object') return cell.map(String);
  return time ? String(cell).replace('T', ' ').replace(/\..*$/, '') : String(cell);
};

const isTime = (cell: Cell | undefined): boolean => typeof cell === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(cell);

const asTable = (names: readonly string[], rows: readonly Row[], clock: number): Omit<Answer, 'query'> => ({
  fields: names.map((name) => ({ name })),
  columns: names.map((_, index) => rows.map((row) => (index === clock ? String(row[index]) : told(row[index], isTime(row[index]))))),
});

/** One row for each value of the first column, one column for each value of the second, as `xyseries` makes them. */
const crossed = (axis: string, rows: readonly Row[], x: number, series: number): Omit<Answer, 'query'> => {
  const ticks = [...new Set(rows.map((row) => String(row[x])))].sort();
  const names = [...new Set(rows.map((row) => String(row[series])))];
  const at = new Map(rows.map((row) => [`${String(row[x])}\n${String(row[series])}`, String(row.at(-1))]));
  return {
    fields: [axis, ...names].map((name) => ({ name })),
    columns: [ticks, ...names.map((name) => ticks.map((tick) => at.get(`${tick}\n${name}`) ?? null))],
  };
};

/** Rows of a panel, shaped as the commands after its rows shape them. */
function shaped(panel: Panel, rows: readonly Row[]): Omit<Answer, 'query'> {
  const labels = outputColumns(panel).map(({ label }) => label);
  const drawn = panel.chart === 'bars' || panel.chart === 'columns' || panel.chart === 'lines';
  const timed = panel.split.findIndex(({ every }) => every !== undefined);
  if (drawn && panel.split.length > 1) {
    const x = timed < 0 ? 0 : timed;
    return crossed(timed < 0 ? (labels[0] ?? '') : '_time', rows, x, x === 0 ? 1 : 0);
  }
  return drawn && timed >= 0 ? asTable(['_time', ...labels.slice(1)], rows, 0) : asTable(labels, rows, -1);
}

/** A list with the columns that a drill-down reads and a reader does not see. */
function withHidden(query: string, panel: Panel, documents: readonly unknown[], answer: Omit<Answer, 'query'>): Omit<Answer, 'query'> {
  const { list } = panel;
  const hidden = [...panel.fields.keys()].filter((field) => query.includes(`eval _${flatName(field)}=`));
  if (list === undefined || hidden.length === 0) return answer;
  const columns = hidden.map((field) => ({ field, label: field }));
  const extra = evaluatePanel({ ...panel, list: { ...list, columns } }, documents);
  return {
    fields: [...answer.fields, ...hidden.map((field) => ({ name: `_${flatName(field)}` }))],
    columns: [...answer.columns, ...hidden.map((_, index) => extra.map((row) => told(row[index], false)))],
  };
}

interface Definition {
  readonly dataSources: Readonly<Record<string, { readonly options: { readonly query: string } }>>;
}

/** The answer to every search of a dashboard, over documents of a replay; a dashboard about one thing is about the first. */
export function answersFor(dashboard: Dashboard, set: DashboardSet, documents: DemoDocuments, definition: Definition): readonly Answer[] {
  const queryOf = (source: string): string => definition.dataSources[source]?.options.query ?? '';
  const { focus } = dashboard;
  const chosen = focus === undefined ? undefined : fieldValues((documents.get('incident') ?? [])[0], focus)[0];
  const panels = dashboard.rows.flatMap((row) => row.panels.flatMap(({ panel }) => set.panels.get(panel) ?? []));
  return [
    ...panels.map((panel) => {
      const all = documents.get(panel.documents) ?? [];
      const kept =
        focus === undefined || chosen === undefined ? all : all.filter((document) => fits(document, [{ field: focus, is: chosen }]));
      const query = queryOf(`search_${panel.id.replaceAll('-', '_')}`);
      return { query, ...withHidden(query, panel, kept, shaped(panel, evaluatePanel(panel, kept))) };
    }),
    ...controlsOf(dashboard).map(({ field, documents: kind }) => {
      const all = documents.get(kind) ?? [];
      const values =
        field === focus
          ? all.flatMap((document) => fieldValues(document, field))
          : [...new Set(all.flatMap((document) => fieldValues(document, field)))];
      const labels = field === focus ? all.flatMap((document) => fieldValues(document, field.replace(/\.id$/, '.title'))) : values;
      const token = field.replace(/^throughline\./, '').replaceAll('.', '_');
      return {
        query: queryOf(`options_${token}`),
        fields: [{ name: 'label' }, { name: 'value' }],
        columns: [labels.map(String).slice(0, 500), values.map(String).slice(0, 500)],
      };
    }),
  ];
}

/** Answers for the page on the data: how many documents of each kind there are, and that no input is set. */
export function healthAnswers(documents: DemoDocuments, definition: Definition): readonly Answer[] {
  const kinds = ['anomaly', 'dead-letter', 'incident', 'action'] as const;
  return Object.entries(definition.dataSources).map(([source, { options }]) => {
    const kind = [...documents.keys()].find((each) => source === `search_collection_${each}`);
    if (kind !== undefined)
      return { query: options.query, fields: [{ name: 'Rows' }], columns: [[String(documents.get(kind)?.length ?? 0)]] };
    if (source !== 'search_output') return { query: options.query, fields: [], columns: [] };
    return {
      query: options.query,
      fields: [{ name: 'Sourcetype' }, { name: 'Events' }],
      columns: [
        kinds.map((each) => `throughline:${each.replace('-', '_')}`),
        kinds.map((each) => String(documents.get(each)?.length ?? 0)),
      ],
    };
  });
}
