import type { AnomalyDocument } from '../documents/anomaly.js';

interface Row {
  events: number;
  units: number;
  anomalies: number;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Events, windows and anomalies by UTC day. */
export class DayCounts {
  readonly #days: Map<string, Row>;

  constructor(saved?: unknown) {
    this.#days = new Map((saved as readonly [string, Row][] | undefined) ?? []);
  }

  add(hour: number, events: number, units: number): void {
    const row = this.#row(dayOf(hour * 3_600_000));
    row.events += events;
    row.units += units;
  }

  anomaly(document: AnomalyDocument): void {
    this.#row(document.throughline.anomaly.window.start.slice(0, 10)).anomalies += 1;
  }

  rows(): readonly (readonly [day: string, row: Readonly<Row>])[] {
    return [...this.#days].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  save(): unknown {
    return [...this.#days];
  }

  #row(day: string): Row {
    let row = this.#days.get(day);
    if (row === undefined) {
      row = { events: 0, units: 0, anomalies: 0 };
      this.#days.set(day, row);
    }
    return row;
  }
}
