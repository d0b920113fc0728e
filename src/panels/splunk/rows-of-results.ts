import type { DocumentField } from '../../documents/document-fields.js';
import { cellOf } from '../evaluate.js';
import type { Cell, Panel, Row } from '../panel.js';
import type { Unit } from '../panel-file.js';
import { outputColumns } from './panel-search.js';

type Scalar = string | number | boolean;

/** A result of a search: texts, or lists of texts. */
type Result = Readonly<Record<string, unknown>>;

/** What a text of a result stands for. */
type Reading = (text: string) => Scalar;

const instant: Reading = (text) => new Date(Math.round(Number(text) * 1000)).toISOString();

function readingOf(field: DocumentField | undefined, isTime: boolean): Reading {
  if (isTime || field?.type === 'date') return instant;
  if (field?.type === 'long' || field?.type === 'double') return Number;
  return field?.type === 'boolean' ? (text) => text === 'true' : (text) => text;
}

/** How each column of a panel is read. */
function readings({ list, split, metrics, fields }: Panel): readonly Reading[] {
  const isTime = (unit: Unit | undefined): boolean => unit === 'time';
  if (list !== undefined) return list.columns.map(({ field, unit }) => readingOf(fields.get(field), isTime(unit)));
  return [
    ...split.map(({ field, every }) => readingOf(fields.get(field), every !== undefined)),
    ...metrics.map(({ unit }): Reading => (isTime(unit) ? instant : Number)),
  ];
}

function cell(value: unknown, reading: Reading): Cell {
  const texts = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((text) => typeof text === 'string' && text !== '');
  return cellOf((texts as readonly string[]).map(reading));
}

/** The rows of a panel in the results of its `plainSearch`: the same that `evaluatePanel` gives over the same documents. */
export function rowsOfResults(panel: Panel, results: readonly Result[]): readonly Row[] {
  const names = outputColumns(panel).map(({ name }) => name);
  const read = readings(panel);
  return results.map((result) => names.map((name, index) => cell(result[name], read[index] ?? ((text) => text))));
}
