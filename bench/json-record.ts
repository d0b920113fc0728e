import { splitCells } from '../src/activity/readers/csv-reader.js';

/** A row of a Zeek log as Zeek's JSON writer puts it: numbers and booleans bare, unset columns left out. */
export function zeekJson(row: string, header: string): string {
  const lines = header.split('\n');
  const columns = (name: string): readonly string[] =>
    lines
      .find((line) => line.startsWith(name))
      ?.split('\t')
      .slice(1) ?? [];
  const types = columns('#types');
  const cells = row.split('\t');
  const entries = columns('#fields').flatMap((field, index): [string, unknown][] => {
    const cell = cells[index] ?? '-';
    if (cell === '-') return [];
    const type = types[index] ?? 'string';
    if (['time', 'interval', 'count', 'port'].includes(type)) return [[field, Number(cell)]];
    return [[field, type === 'bool' ? cell === 'T' : cell]];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

/** A row of comma-separated values as an object of texts. */
export function csvJson(row: string, header: string): string {
  const cells = splitCells(row, ',');
  return JSON.stringify(Object.fromEntries(splitCells(header, ',').map((name, index) => [name, cells[index] ?? ''])));
}
