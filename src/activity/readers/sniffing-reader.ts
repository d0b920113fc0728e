import { CsvReader } from './csv-reader.js';
import { sniffFormat, type InputFormat } from './format.js';
import { JsonStreamReader } from './json-stream-reader.js';
import { NdjsonReader } from './ndjson-reader.js';
import type { ReaderOptions, RecordReader, RecordSink } from './record-reader.js';
import { TextReader } from './text-reader.js';
import { ZeekReader } from './zeek-reader.js';

/** Reads any known format, told by the first bytes and, where these leave a doubt, by the file's name. */
export class SniffingReader implements RecordReader {
  readonly #sink: RecordSink;
  readonly #name: string;
  readonly #options: ReaderOptions;
  #reader: RecordReader | undefined;
  #format: InputFormat = 'empty';
  #head: Buffer[] = [];

  constructor(sink: RecordSink, name: string, options: ReaderOptions = {}) {
    this.#sink = sink;
    this.#name = name;
    this.#options = options;
  }

  get position(): number {
    return this.#reader?.position ?? 0;
  }

  /** What the input turned out to be; `empty` until that is known. */
  get format(): InputFormat {
    return this.#format;
  }

  push(chunk: Buffer): void {
    if (this.#reader !== undefined) {
      this.#reader.push(chunk);
      return;
    }
    this.#head.push(Buffer.from(chunk));
    this.#decide(false);
  }

  end(): void {
    if (this.#reader === undefined) this.#decide(true);
    this.#reader?.end();
  }

  #decide(atEnd: boolean): void {
    const head = this.#head.length === 1 ? (this.#head[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#head);
    const sniffed = sniffFormat(head, this.#name, atEnd);
    if (sniffed === undefined) {
      this.#head = [head];
      return;
    }
    this.#head = [];
    this.#format = sniffed.format;
    this.#reader = this.#create(sniffed.format, sniffed.delimiter);
    this.#reader.push(head.subarray(sniffed.skip));
  }

  #create(format: InputFormat, delimiter: string): RecordReader {
    switch (format) {
      case 'ndjson':
        return new NdjsonReader(this.#sink, this.#options);
      case 'json':
        return new JsonStreamReader(this.#sink, this.#options);
      case 'csv':
        return new CsvReader(this.#sink, { ...this.#options, delimiter });
      case 'zeek':
        return new ZeekReader(this.#sink, this.#options);
      case 'text':
      case 'empty':
        return new TextReader(this.#sink, this.#options);
    }
  }
}
