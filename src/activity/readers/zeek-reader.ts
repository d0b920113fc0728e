import { LineReader } from './line-reader.js';
import { keptText, type ReaderOptions, type RecordSink } from './record-reader.js';
import { withHeaderLine, ZEEK_DEFAULTS, type ZeekHeader } from './zeek-header.js';

const HASH = 0x23;

/** Zeek's tab-separated logs, several of them in one file if need be. Rows are not split here; positions are line numbers. */
export class ZeekReader extends LineReader {
  #header: ZeekHeader;

  /** @param header what holds for the first rows, where reading begins inside a file. */
  constructor(sink: RecordSink, options: ReaderOptions = {}, header: ZeekHeader = ZEEK_DEFAULTS) {
    super(sink, options);
    this.#header = header;
  }

  line(buffer: Buffer, start: number, end: number, number: number): void {
    if (start === end) return;
    if (buffer[start] === HASH) {
      this.#header = withHeaderLine(this.#header, buffer.toString('utf8', start, end));
      return;
    }
    if (number <= this.after) return;
    if (this.#header.fields.length === 0) {
      this.sink.rejected('Zeek row without a #fields line', number, keptText(buffer, start, end), end - start);
    } else this.sink.row(buffer, start, end, this.#header, number);
  }
}
