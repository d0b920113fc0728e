import type { ActivityRequest } from '../../../connectors/connector.js';
import type { Reading } from '../reading.js';

/** Reads beside the thread that judges. */
export interface AsideReader {
  /**
   * Begins to read at once, one request after another; some batches wait until they are taken. Whoever stops taking them ends the reading.
   * Taking throws what reading threw.
   */
  begin(request: ActivityRequest): AsyncIterable<Reading>;
  close(): Promise<void>;
}
