type Column = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

type ColumnConstructor<T extends Column> = new (length: number) => T;

/**
 * `column` itself if it holds `length` cells, else a copy half as large again. New cells hold 0. Growth by half keeps the
 * idle share under a third.
 */
export function grown<T extends Column>(column: T, length: number): T {
  if (column.length >= length) return column;
  const larger = new (column.constructor as ColumnConstructor<T>)(Math.max(length, Math.ceil(column.length * 1.5), 64));
  larger.set(column);
  return larger;
}
