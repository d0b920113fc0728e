import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';

const BUFFER_CHARACTERS = 1 << 18;
const COPY_BYTES = 1 << 20;

/** Position up to which a file is valid. */
export interface DocumentMark {
  readonly bytes: number;
  readonly count: number;
}

/** An NDJSON file that is written from the start, or from a mark on: whatever a killed run wrote behind the mark is cut off. */
export class DocumentFile {
  readonly #descriptor: number;
  #text = '';
  #bytes: number;
  count: number;

  constructor(path: string, from?: DocumentMark) {
    this.#descriptor = openSync(path, from === undefined ? 'w' : 'r+');
    this.#bytes = from?.bytes ?? 0;
    this.count = from?.count ?? 0;
    ftruncateSync(this.#descriptor, this.#bytes);
  }

  /** Whether the file still holds everything up to `mark`. */
  static holds(path: string, mark: DocumentMark): boolean {
    return (statSync(path, { throwIfNoEntry: false })?.size ?? -1) >= mark.bytes;
  }

  add(document: unknown): void {
    this.#text += `${JSON.stringify(document)}\n`;
    this.count += 1;
    if (this.#text.length > BUFFER_CHARACTERS) this.#flush();
  }

  /** Adds the documents of another such file. */
  append(path: string, count: number): void {
    this.#flush();
    const from = openSync(path, 'r');
    const bytes = Buffer.allocUnsafe(COPY_BYTES);
    for (let length = readSync(from, bytes); length > 0; length = readSync(from, bytes)) this.#write(bytes.subarray(0, length));
    closeSync(from);
    this.count += count;
  }

  /** Makes everything added so far durable and returns the position behind it. */
  mark(): DocumentMark {
    this.#flush();
    fsyncSync(this.#descriptor);
    return { bytes: this.#bytes, count: this.count };
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written, bytes.length - written, this.#bytes + written);
    this.#bytes += bytes.length;
  }
}
