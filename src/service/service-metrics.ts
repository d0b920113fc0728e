import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from 'winston';
import type { ServiceEvents } from './service-events.js';
import { sourceReadings } from './source-reading.js';

const HOUR = 3_600_000;

/** What a worker's turns came to, for `/readyz`. Times in epoch milliseconds. */
export interface WorkerState {
  /** End of the last turn that went well, or undefined. */
  readonly lastTurn: number | undefined;
  /** False while another worker holds the job. */
  readonly leading: boolean;
  /** Everything taken in before this has been read. */
  readonly position: number | undefined;
  readonly lastError: string | undefined;
  /** Incidents as published last, and how many of them need a person. */
  readonly incidents: number;
  readonly needingPerson: number;
}

/** Counts what a worker does, in the format of Prometheus, and writes what matters to its log. */
export class ServiceMetrics {
  readonly registry = new Registry();
  readonly events: ServiceEvents;
  #state: WorkerState = { lastTurn: undefined, leading: false, position: undefined, lastError: undefined, incidents: 0, needingPerson: 0 };
  readonly #leading: Gauge;
  readonly #turns: Counter<'outcome'>;
  readonly #seconds: Histogram;

  /** @param clock epoch milliseconds */
  constructor(log: Logger, clock: () => number) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> =>
      new Counter({ name: `throughline_${name}`, help, labelNames: [...labelNames], registers: [registry] });
    const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> =>
      new Gauge({ name: `throughline_${name}`, help, labelNames: [...labelNames], registers: [registry] });
    const read = counter('activities_read_total', 'Activities read', ['source']);
    const late = counter('activities_late_total', 'Activities that came after their hour was closed', ['source']);
    const dead = counter('records_dead_total', 'Records that could not be used', ['source']);
    const stretches = counter(
      'stretches_total',
      'Stretches read for another worker, taken from another, begun by another and redone, read in a thread',
      ['stretch'],
    );
    for (const stretch of ['read', 'taken', 'redone', 'beside'] as const) stretches.inc({ stretch }, 0);
    const newest = gauge('source_newest_event_seconds', 'Time of the newest event of a source, seconds since the epoch', ['source']);
    const units = counter('windows_judged_total', 'Windows judged');
    const written = counter('documents_created_total', 'Documents created', ['kind']);
    const refused = counter('documents_refused_total', 'Documents that the platform refused', ['kind']);
    const incidents = gauge('incidents', 'Incidents by queue', ['queue']);
    const position = gauge('position_seconds', 'Everything taken in before this time has been read, seconds since the epoch');
    const closed = gauge('closed_hour_seconds', 'End of the last closed hour, seconds since the epoch');
    const open = gauge('open_activities', 'Activities of hours that are not closed yet');
    this.#leading = gauge('leading', '1 while this worker holds the job, else 0');
    this.#turns = counter('turns_total', 'Turns by outcome', ['outcome']);
    this.#seconds = new Histogram({
      name: 'throughline_turn_seconds',
      help: 'Duration of a turn',
      buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000],
      registers: [registry],
    });
    this.events = {
      taken: (from) => {
        log.info('detection taken up', { detection: { closed: hourText(from.closed), position: new Date(from.position).toISOString() } });
      },
      read: (sources) => {
        for (const of of sources) {
          read.inc({ source: of.source }, of.count);
          newest.set({ source: of.source }, of.newest / 1000);
        }
      },
      shared: (stretch) => {
        stretches.inc({ stretch });
      },
      late: (activities) => {
        for (const { source, count } of sourceReadings(activities)) {
          late.inc({ source }, count);
          log.warn('records came after their hour was closed', { source, count });
        }
      },
      dead: (records) => {
        for (const { source } of records) dead.inc({ source });
      },
      judged: (hour) => {
        units.inc(hour.units);
        log.debug('hour judged', { detection: { ...hour, hour: hourText(hour.hour) } });
      },
      written: (kind, created) => {
        written.inc({ kind }, created);
      },
      refused: (kind, id, reason) => {
        refused.inc({ kind });
        log.error('the platform refused a document', { document: { kind, id, reason } });
      },
      saved: (state) => {
        log.info('snapshot saved', { detection: { closed: hourText(state.closed), position: new Date(state.position).toISOString() } });
      },
      told: (documents, retired) => {
        incidents.reset();
        for (const { throughline } of documents) incidents.inc({ queue: throughline.incident.queue });
        const needingPerson = documents.filter(({ throughline }) => throughline.incident.needs_person).length;
        this.#state = {
          ...this.#state,
          incidents: documents.length + retired.incidents,
          needingPerson: needingPerson + retired.needingPerson,
        };
      },
      caughtUp: (state) => {
        position.set(state.position / 1000);
        if (Number.isFinite(state.closed)) closed.set(((state.closed + 1) * HOUR) / 1000);
        open.set(state.open);
        this.#state = { ...this.#state, position: state.position, lastTurn: clock(), lastError: undefined };
      },
    };
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** A turn has ended; `leading` is false if another worker holds the job. */
  turned(leading: boolean, seconds: number, now: number): void {
    this.#turns.inc({ outcome: leading ? 'done' : 'standing-by' });
    this.#seconds.observe(seconds);
    this.#leading.set(leading ? 1 : 0);
    this.#state = { ...this.#state, leading, lastTurn: now, lastError: undefined };
  }

  failed(reason: string): void {
    this.#turns.inc({ outcome: 'failed' });
    this.#leading.set(0);
    this.#state = { ...this.#state, leading: false, lastError: reason };
  }
}

const hourText = (hour: number | null): string =>
  hour === null || !Number.isFinite(hour) ? 'none' : new Date(hour * HOUR).toISOString().slice(0, 13);
