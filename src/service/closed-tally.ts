import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument } from '../documents/incident.js';
import { DayCounts } from '../pipeline/day-counts.js';
import type { Engine } from '../pipeline/engine.js';
import type { HourOfActivities } from '../pipeline/hour-buckets.js';
import { ConcernBook } from '../profiles/concern-book.js';
import type { HealthInput } from '../profiles/health-documents.js';

interface SourceRow {
  activities: number;
  first: number;
  last: number;
}

/** Incidents opened on a day. */
interface Opened {
  readonly incidents: number;
  readonly needingPerson: number;
}

interface Saved {
  readonly sources: readonly (readonly [string, SourceRow])[];
  readonly days: unknown;
  readonly concerns: unknown;
  readonly retired: readonly (readonly [day: string, counts: Opened])[];
}

const iso = (time: number): string => new Date(time).toISOString();

/** What the closed hours held, for the documents about health and about whom anomalies concern. */
export class ClosedTally {
  readonly #sources: Map<string, SourceRow>;
  readonly #days: DayCounts;
  readonly #concerns: ConcernBook;
  /** Incidents let go of, by the day they were opened. */
  readonly #retired: Map<string, Opened>;

  /** @param saved text that `save` gave */
  constructor(saved?: string) {
    const { sources, days, concerns, retired } = saved === undefined ? ({} as Partial<Saved>) : (JSON.parse(saved) as Saved);
    this.#sources = new Map(sources);
    this.#days = new DayCounts(days);
    this.#concerns = new ConcernBook(concerns);
    this.#retired = new Map(retired);
  }

  /** Repeats are not counted: windows of reading overlap, so that most of them are the reader's own doing. */
  add({ hour, activities }: HourOfActivities, units: number, anomalies: readonly AnomalyDocument[]): void {
    for (const { source, time } of activities) {
      const row = this.#row(source, time);
      row.activities += 1;
      row.first = Math.min(row.first, time);
      row.last = Math.max(row.last, time);
    }
    this.#days.add(hour, activities.length, units);
    for (const anomaly of anomalies) {
      this.#days.anomaly(anomaly);
      this.#concerns.addAnomaly(anomaly);
    }
  }

  /** Time of the last event, epoch milliseconds, or undefined before the first. */
  get end(): number | undefined {
    const ends = [...this.#sources.values()].map(({ last }) => last);
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  /** Takes account of incidents that will not be named to `concerns` and `health` any more. */
  retire(incidents: readonly IncidentDocument[]): void {
    for (const document of incidents) {
      const { opened, needs_person: needsPerson } = document.throughline.incident;
      const day = opened.slice(0, 10);
      const known = this.#retired.get(day) ?? { incidents: 0, needingPerson: 0 };
      this.#retired.set(day, { incidents: known.incidents + 1, needingPerson: known.needingPerson + (needsPerson ? 1 : 0) });
      this.#concerns.addIncident(document);
    }
  }

  /** How many incidents were let go of. */
  get retired(): Opened {
    let [incidents, needingPerson] = [0, 0];
    for (const day of this.#retired.values()) {
      incidents += day.incidents;
      needingPerson += day.needingPerson;
    }
    return { incidents, needingPerson };
  }

  /** Whom the anomalies of closed hours, incidents let go of and these incidents concern. */
  concerns(incidents: readonly IncidentDocument[]): ConcernBook {
    const concerns = new ConcernBook(this.#concerns.save());
    for (const incident of incidents) concerns.addIncident(incident);
    return concerns;
  }

  /** @param dead records of a source that could not be used */
  health(engine: Engine, incidents: readonly IncidentDocument[], alertBudget: number, dead: Readonly<Record<string, number>>): HealthInput {
    const { end } = this;
    const opened = (day: string): readonly IncidentDocument[] =>
      incidents.filter(({ throughline }) => throughline.incident.opened.startsWith(day));
    return {
      last_event: end === undefined ? null : iso(end),
      alert_budget_per_day: alertBudget,
      sources: Object.fromEntries(
        [...this.#sources].map(([source, { activities, first, last }]) => {
          const unusable = dead[source] ?? 0;
          const row = { read: activities + unusable, mapped: activities, activities, duplicates: 0, skipped: {}, domains: [] };
          return [source, { ...row, dead: unusable === 0 ? {} : { unusable }, first: iso(first), last: iso(last) }];
        }),
      ),
      days: this.#days.rows().map(([day, row]) => ({
        day,
        ...row,
        incidents: opened(day).length + (this.#retired.get(day)?.incidents ?? 0),
        needing_person:
          opened(day).filter(({ throughline }) => throughline.incident.needs_person).length + (this.#retired.get(day)?.needingPerson ?? 0),
      })),
      calibration: Object.fromEntries(
        [...engine.detector.tally].map(([family, row]) => [
          family,
          { units: row.units, at_1e2: row.at1e2, at_1e3: row.at1e3, at_1e4: row.at1e4 },
        ]),
      ),
    };
  }

  save(): string {
    const saved: Saved = {
      sources: [...this.#sources],
      days: this.#days.save(),
      concerns: this.#concerns.save(),
      retired: [...this.#retired],
    };
    return JSON.stringify(saved);
  }

  #row(source: string, time: number): SourceRow {
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    const created = { activities: 0, first: time, last: time };
    this.#sources.set(source, created);
    return created;
  }
}
