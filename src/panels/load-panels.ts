import { readYamlContent, rejectProblems, type ContentProblem } from '../config/yaml-content.js';
import { suggest } from '../config/suggestion.js';
import { documentFields, type DocumentField } from '../documents/document-fields.js';
import { DOCUMENT_SCHEMAS } from '../documents/validate.js';
import { leafPaths } from '../documents/field-values.js';
import type { Panel } from './panel.js';
import { PanelFile, type Condition, type PanelKind } from './panel-file.js';

export interface PanelText {
  /** Path of the file; its last part without ending is the panel's id. */
  readonly path: string;
  readonly text: string;
}

type Place = readonly (string | number)[];
type Fields = ReadonlyMap<string, DocumentField>;

const known = new Map<PanelKind, Fields>();

/** The fields of a kind of document, by path. */
export const fieldsOf = (kind: PanelKind): Fields => {
  const before = known.get(kind);
  if (before !== undefined) return before;
  const fields = new Map(documentFields(DOCUMENT_SCHEMAS[kind]).map((field) => [field.path, field]));
  known.set(kind, fields);
  return fields;
};

class Problems {
  readonly list: ContentProblem[] = [];
  readonly #kind: PanelKind;
  readonly #fields: Fields;

  constructor(kind: PanelKind, fields: Fields) {
    this.#kind = kind;
    this.#fields = fields;
  }

  add(path: Place, message: string): void {
    this.list.push({ path, message });
  }

  field(name: string, path: Place): DocumentField | undefined {
    const field = this.#fields.get(name);
    if (field === undefined)
      this.add(path, `documents of the kind ${this.#kind} have no field '${name}'; ${suggest(name, [...this.#fields.keys()], 'One of')}`);
    return field;
  }

  conditions(conditions: readonly Condition[], path: Place): void {
    conditions.forEach((condition, index) => {
      const field = this.field(condition.field, [...path, index, 'field']);
      const given = (['is', 'not', 'exists', 'from'] as const).filter((key) => condition[key] !== undefined);
      const asked = given.length + (condition.to !== undefined && condition.from === undefined ? 1 : 0);
      if (asked !== 1) this.add([...path, index], 'a condition says one thing: is, not, exists, or a range with from and to');
      if (field?.type === 'text' && condition.exists === undefined)
        this.add(
          [...path, index, 'field'],
          `'${condition.field}' is running text, which search engines do not compare as a whole; use a keyword field`,
        );
    });
  }
}

/** What is wrong with conditions on documents of a kind. */
export function conditionProblems(kind: PanelKind, conditions: readonly Condition[], path: Place): readonly ContentProblem[] {
  const problems = new Problems(kind, fieldsOf(kind));
  problems.conditions(conditions, path);
  return problems.list;
}

const NUMERIC = new Set(['long', 'double']);

function splitProblems(panel: PanelFile, problems: Problems): void {
  const splits = panel.split ?? [];
  const metrics = panel.metrics ?? [];
  splits.forEach((split, index) => {
    const at = ['split', index];
    const field = problems.field(split.field, [...at, 'field']);
    if (field === undefined) return;
    if (field.type === 'text')
      problems.add([...at, 'field'], `'${split.field}' is running text and has no values to split by; use a keyword field`);
    if ((field.type === 'date') !== (split.every !== undefined))
      problems.add(
        [...at, 'field'],
        field.type === 'date' ? "a time needs 'every: day' (or hour, week)" : "'every' is for fields that hold times",
      );
    const order = split.order?.replace(/^-/, '');
    if (order !== undefined && order !== 'value' && !metrics.some(({ id }) => id === order))
      problems.add([...at, 'order'], `there is no metric '${order}'; ${suggest(order, ['value', ...metrics.map(({ id }) => id)])}`);
    if (field.within === '') return;
    const tied = [...splits.slice(index + 1), ...metrics.filter((metric) => metric.field !== undefined)].find(
      (other) => other.field !== undefined && problems.field(other.field, at)?.within === field.within,
    );
    if (tied !== undefined)
      problems.add(
        [...at, 'field'],
        `'${split.field}' and '${String(tied.field)}' lie in one list, whose entries search engines do not keep together; use documents that hold one entry each`,
      );
  });
}

function metricProblems(panel: PanelFile, problems: Problems): void {
  const ids = new Set<string>();
  panel.metrics?.forEach((metric, index) => {
    const at = ['metrics', index];
    if (ids.has(metric.id)) problems.add([...at, 'id'], `two metrics are called '${metric.id}'`);
    ids.add(metric.id);
    problems.conditions(metric.only ?? [], [...at, 'only']);
    if ((metric.measure === 'count') !== (metric.field === undefined)) {
      problems.add(at, metric.measure === 'count' ? 'count takes no field: it counts documents' : `'${metric.measure}' needs a field`);
      return;
    }
    const field = metric.field === undefined ? undefined : problems.field(metric.field, [...at, 'field']);
    if (field === undefined) return;
    const numeric = NUMERIC.has(field.type);
    const dated = field.type === 'date' && (metric.measure === 'max' || metric.measure === 'min');
    if (metric.measure === 'distinct' ? field.type === 'text' : !numeric && !dated)
      problems.add([...at, 'field'], `'${metric.measure}' cannot be computed of a field of type ${field.type}`);
    if (dated !== (metric.unit === 'time'))
      problems.add([...at, 'unit'], dated ? 'a time has the unit time' : 'the unit time is for fields that hold times');
  });
}

function shapeProblems(panel: PanelFile, problems: Problems): void {
  const splits = panel.split?.length ?? 0;
  const metrics = panel.metrics?.length ?? 0;
  const timed = panel.split?.some(({ every }) => every !== undefined) ?? false;
  const wrong = (message: string): void => {
    problems.add(['chart'], message);
  };
  if ((panel.list !== undefined) !== (panel.chart === 'list')) wrong("the chart 'list' and the key list belong together");
  if (panel.chart === 'list') {
    if (splits + metrics > 0) wrong('a list shows documents; it has neither split nor metrics');
    return;
  }
  if (metrics === 0) wrong('the panel needs metrics');
  if (panel.chart === 'number' && (splits > 0 || metrics > 1)) wrong('a number has one metric and no split');
  if (panel.chart === 'bars' && (splits < 1 || splits > 2 || timed)) wrong('bars have one or two splits, none of them a time');
  if ((panel.chart === 'columns' || panel.chart === 'lines') && (splits < 1 || splits > 2 || !timed))
    wrong(`${panel.chart} run over a time, with at most one more split`);
  if (panel.chart === 'heat' && (splits !== 2 || metrics !== 1)) wrong('a heat map has two splits and one metric');
  if (panel.chart === 'table' && splits === 0) wrong('a table has splits');
}

function listProblems(panel: PanelFile, problems: Problems): void {
  panel.list?.columns.forEach((column, index) => problems.field(column.field, ['list', 'columns', index, 'field']));
  if (panel.list === undefined) return;
  const sort = problems.field(panel.list.sort, ['list', 'sort']);
  if (sort?.type === 'text') problems.add(['list', 'sort'], 'running text has no order; use another field');
}

function testProblems(panel: PanelFile, problems: Problems): void {
  panel.tests.forEach((test, index) => {
    test.documents.forEach((document, place) => {
      for (const path of leafPaths(document)) problems.field(path, ['tests', index, 'documents', place]);
    });
  });
}

/** A panel of one file. Throws ConfigError with `file:line:column` and a fix for each problem. */
export function loadPanel({ path, text }: PanelText): Panel {
  const content = readYamlContent(text, path, PanelFile);
  const file = content.value;
  const fields = fieldsOf(file.documents);
  const problems = new Problems(file.documents, fields);
  problems.conditions(file.filter ?? [], ['filter']);
  splitProblems(file, problems);
  metricProblems(file, problems);
  listProblems(file, problems);
  shapeProblems(file, problems);
  testProblems(file, problems);
  rejectProblems(content, problems.list);
  const id = (path.split('/').at(-1) ?? path).replace(/\.ya?ml$/, '');
  return { ...file, id, split: file.split ?? [], metrics: file.metrics ?? [], filter: file.filter ?? [], fields };
}
