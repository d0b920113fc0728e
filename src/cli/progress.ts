import type { Writable } from 'node:stream';
import { countText, durationText } from '../report/numbers.js';

/** How far a job is. `done` and `total` are of one unit; a total of 0 means it is not known. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly records: number;
}

const REDRAW_MILLISECONDS = 200;
/** A rate over less than this is noise. */
const SETTLING_MILLISECONDS = 500;

/** One line that is rewritten in place on a terminal: share done, records, rate, time left. Silent where `enabled` is false. */
export class ProgressLine {
  readonly #stream: Writable;
  readonly #clock: () => number;
  readonly #enabled: boolean;
  #label = '';
  #started = 0;
  #startedRecords = 0;
  #drawn = -Infinity;
  #visible = false;

  constructor(props: { readonly stream: Writable; readonly clock: () => number; readonly enabled: boolean }) {
    this.#stream = props.stream;
    this.#clock = props.clock;
    this.#enabled = props.enabled;
  }

  update(state: ProgressState): void {
    if (!this.#enabled) return;
    const now = this.#clock();
    if (state.label !== this.#label) {
      this.#label = state.label;
      this.#started = now;
      this.#startedRecords = state.records;
      this.#drawn = -Infinity;
    }
    if (now - this.#drawn < REDRAW_MILLISECONDS) return;
    this.#drawn = now;
    this.#visible = true;
    this.#stream.write(`\r\u001b[2K${this.#line(state, now - this.#started)}`);
  }

  /** Takes the line away, so that what follows starts on a clean one. */
  clear(): void {
    if (this.#visible) this.#stream.write('\r\u001b[2K');
    this.#visible = false;
    this.#drawn = -Infinity;
  }

  #line(state: ProgressState, elapsed: number): string {
    const parts = [state.label];
    const share = state.total > 0 ? Math.min(1, state.done / state.total) : undefined;
    if (share !== undefined) parts.push(`${String(Math.floor(share * 100))} %`);
    if (state.records > 0) parts.push(`${countText(state.records)} records`);
    if (elapsed >= SETTLING_MILLISECONDS) {
      const rate = ((state.records - this.#startedRecords) / elapsed) * 1000;
      if (rate > 0) parts.push(`${countText(Math.round(rate))}/s`);
      if (share !== undefined && share > 0 && share < 1) parts.push(`${durationText((elapsed * (1 - share)) / share)} left`);
    }
    return parts.join(' · ');
  }
}
