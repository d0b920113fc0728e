/** The items in portions of at most so many, and of at most so many bytes unless one item alone is larger. */
export function* inPortions<T>(
  items: Iterable<T>,
  most: number,
  mostBytes = Infinity,
  bytesOf: (item: T) => number = () => 0,
): Generator<readonly T[], void, void> {
  let portion: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (portion.length === most || (portion.length > 0 && bytes + size > mostBytes)) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(item);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}
