import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The JSON values of an NDJSON file, one at a time. The caller knows the shape of what the program itself wrote. */
export async function* readLines<T>(path: string): AsyncGenerator<T> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') yield JSON.parse(line) as T;
}
