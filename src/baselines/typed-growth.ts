type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** A typed array of at least `length` elements with the old contents, grown by a quarter at least. */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const size = Math.max(length, Math.ceil(array.length * 1.25) + 64);
  const next = new (array.constructor as new (size: number) => T)(size);
  next.set(array);
  return next;
}
