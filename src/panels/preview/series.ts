import { coloursOf, MAIN_COLOUR, SERIES_COLOURS } from '../palette.js';
import type { Cell, Panel, Row } from '../panel.js';
import { valueText } from './cell-text.js';

/** One set of numbers that share a colour. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Number by category, or by time in epoch milliseconds. */
  readonly values: ReadonlyMap<string, number>;
}

export interface SeriesSet {
  /** Categories in the order of the rows; times in order. */
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}

const numberOf = (cell: Cell | undefined): number | undefined => (typeof cell === 'number' ? cell : undefined);

/** Series of a chart over a category or a time (`axis` is the place of its split): one by value of the other split, or one a metric. */
export const seriesOf = (panel: Panel, rows: readonly Row[], axis: number): SeriesSet => {
  const categories = new Set<string>();
  const other = panel.split.findIndex((_, index) => index !== axis);
  const found = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const category = String(row[axis] ?? '');
    categories.add(category);
    panel.metrics.forEach((metric, index) => {
      const name = other < 0 ? metric.label : String(row[other] ?? '');
      const value = numberOf(row[panel.split.length + index]);
      if (value === undefined) return;
      const values = found.get(name) ?? new Map<string, number>();
      values.set(category, value);
      found.set(name, values);
    });
  }
  const field = panel.split[other]?.field ?? '';
  const own = coloursOf(field);
  const order = own === undefined ? [...found.keys()] : [...own.keys()].filter((value) => found.has(value));
  const names = [...order, ...[...found.keys()].filter((value) => !order.includes(value))];
  return {
    categories: panel.split[axis]?.every === undefined ? [...categories] : [...categories].sort(),
    series: names.map((name, index) => ({
      name: other < 0 ? name : valueText(field, name),
      colour: own?.get(name) ?? (names.length === 1 ? MAIN_COLOUR : (SERIES_COLOURS[index % SERIES_COLOURS.length] ?? MAIN_COLOUR)),
      values: found.get(name) ?? new Map<string, number>(),
    })),
  };
};
