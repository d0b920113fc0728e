import { LineReader } from './line-reader.js';
import { keptText } from './record-reader.js';

const NO_FORMAT = 'not JSON, CSV or Zeek text';

/** Text in no known format: every line that is not blank is rejected, so that nothing is lost from the count. */
export class TextReader extends LineReader {
  line(buffer: Buffer, start: number, end: number, number: number): void {
    if (number > this.after && start < end) this.sink.rejected(NO_FORMAT, number, keptText(buffer, start, end), end - start);
  }

  protected override overlongReason(): string {
    return NO_FORMAT;
  }
}
