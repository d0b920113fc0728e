import { join } from 'node:path';
import type { ActivityRequest, Connector } from '../../connectors/connector.js';
import type { Activity } from '../activity/activity.js';
import { UsageError } from '../errors.js';
import { deadLetterDocument } from '../pipeline/dead-letters.js';
import { geoEnrichment, type GeoEnrichment } from '../pipeline/geo-enrichment.js';
import type { ChainOptions } from '../pipeline/stage-chain.js';
import { historySlices } from './history-slices.js';
import { lateLetter } from './late-letter.js';
import type { Lease } from './lease.js';
import { OpenHours } from './open-hours.js';
import { StoredProgress } from './progress.js';
import { Publisher } from './publisher.js';
import type { ServiceEvents } from './service-events.js';
import { forgetSnapshot, readSnapshot, storeSnapshot } from './stored-snapshot.js';
import { Teller } from './teller.js';
import { VerdictBook } from './verdict-book.js';
import { WatchState } from './watch-state.js';

const HOUR = 3_600_000;
/**
 * Hours are closed only at multiples of this in the time of taking in, so that what an hour holds depends on when its records came and
 * never on when a worker looked.
 */
const CLOSING_STEP = 10 * 60_000;
/** Records of history read at a time. */
const SLICE_RECORDS = 1_000_000;
/** A snapshot is due after so many activities or hours closed: what a worker that takes over must read again. */
const SNAPSHOT_ACTIVITIES = 500_000;
const SNAPSHOT_HOURS = 6;

/** The last time at or before `time` at which hours are closed. */
const markBefore = (time: number): number => Math.floor(time / CLOSING_STEP) * CLOSING_STEP;

export interface DetectOptions extends ChainOptions {
  readonly connector: Connector;
  readonly lease: Lease;
  readonly events: ServiceEvents;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** For hours that do not fit into memory. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
}

/** What the worker that holds the lease has in memory. */
interface Held {
  readonly progress: StoredProgress;
  readonly watch: WatchState;
  readonly open: OpenHours;
  readonly publisher: Publisher;
  readonly teller: Teller;
}

interface Counts {
  read: number;
  late: number;
  readonly dead: Record<string, number>;
}

/**
 * Reads what is new, judges hours once they are closed, and tells of open hours what would be said if they ended now. Killed at any
 * point, the next worker goes on from the last snapshot and writes the same documents again, which changes nothing.
 */
export class DetectJob {
  readonly #options: DetectOptions;
  readonly #enrich: GeoEnrichment | undefined;
  #held: Held | undefined;
  #position = 0;
  #counts: Counts = { read: 0, late: 0, dead: {} };
  #since = { activities: 0, hours: 0 };
  /** Whether what is published is known to be what holds. */
  #told = false;

  constructor(options: DetectOptions) {
    this.#options = options;
    this.#enrich = geoEnrichment(options.configuration.mmdb);
  }

  /** One turn: catches up with all that has come in. False if another worker holds the job. */
  async turn(): Promise<boolean> {
    const { lease } = this.#options;
    if (!(await lease.acquire())) {
      this.#drop();
      return false;
    }
    try {
      const held = await this.#take();
      if (!held.progress.value.historyRead) await this.#readHistory(held);
      await this.#readNew(held);
      await this.#tell(held);
      this.#options.events.caughtUp({ position: this.#position, closed: held.open.closed, open: held.open.size });
      return true;
    } catch (error) {
      this.#drop();
      throw error;
    }
  }

  /**
   * Says, before the first turn, that history is only to be learned from: from one event time on, and told of from another on.
   *
   * @throws UsageError if detection has begun already
   */
  async prepare(learnFrom: number | null, tellFrom: number): Promise<void> {
    if (!(await this.#options.lease.acquire())) throw new UsageError('Another worker is at work: stop all workers before a backfill.');
    const { progress } = await this.#take();
    if (progress.value.closed !== null || progress.value.historyRead) {
      throw new UsageError('Detection has begun already, so its history is known; a backfill comes before the first run.');
    }
    await progress.save({ ...progress.value, learnFrom, tellFrom });
  }

  /** Leaves all in good order for whoever comes next. */
  async stop(): Promise<void> {
    const held = this.#held;
    if (held !== undefined && this.#options.lease.held && this.#since.hours > 0)
      await this.#snapshot(held, held.progress.value.historyRead);
    this.#drop();
    await this.#options.lease.release();
  }

  #drop(): void {
    this.#held?.open.dispose();
    this.#held = undefined;
  }

  async #take(): Promise<Held> {
    if (this.#held !== undefined && (await this.#held.progress.current())) return this.#held;
    this.#drop();
    const { connector, clock, events, workFolder } = this.#options;
    const now = markBefore(clock() - connector.ingest.safetyLag);
    const progress = await StoredProgress.load(connector.state, now);
    const { snapshot, closed, position, counts, historyRead } = progress.value;
    const watch =
      snapshot === null
        ? WatchState.create(this.#options)
        : WatchState.restore(this.#options, await readSnapshot(connector.state, snapshot));
    const open = new OpenHours(join(workFolder, 'open-hours'), closed ?? -Infinity);
    const publisher = await Publisher.open(connector, events);
    this.#position = position;
    const { tenant, alertBudget } = this.#options.configuration;
    this.#counts = { ...counts, dead: { ...counts.dead } };
    this.#since = { activities: 0, hours: 0 };
    this.#told = false;
    this.#held = { progress, watch, open, publisher, teller: new Teller(publisher, new VerdictBook(connector), { tenant, alertBudget }) };
    await this.#held.teller.hear();
    events.taken({ closed, position });
    if (historyRead && closed !== null) await this.#recall(this.#held, closed, position);
    return this.#held;
  }

  /** Reads again what was taken in before `position` for hours that are still open. */
  async #recall(held: Held, closed: number, position: number): Promise<void> {
    const window = { from: closed * HOUR, to: Infinity };
    for await (const activities of this.#batches({ window, ingested: { from: -Infinity, to: position } })) held.open.recall(activities);
  }

  async #readHistory(held: Held): Promise<void> {
    const { connector, configuration } = this.#options;
    const { historyUntil, learnFrom, closed } = held.progress.value;
    const again = (time: number): boolean => Math.floor(time / HOUR) === closed;
    const sources = await connector.sources(undefined, { signal: this.#options.signal });
    for (const window of historySlices(sources, learnFrom, closed, SLICE_RECORDS)) {
      for await (const activities of this.#batches({ window, ingested: { from: -Infinity, to: historyUntil } })) {
        held.open.recall(activities.filter(({ time }) => again(time)));
        await this.#receive(
          held,
          activities.filter(({ time }) => !again(time)),
        );
      }
      await this.#close(held, Math.min(window.to, historyUntil) - configuration.latenessMilliseconds, false);
    }
    await this.#close(held, historyUntil - configuration.latenessMilliseconds, false);
    await this.#snapshot(held, true);
  }

  /** Reads up to now, and as much as comes meanwhile if that takes long. */
  async #readNew(held: Held): Promise<void> {
    const { configuration, connector, clock } = this.#options;
    const { latenessMilliseconds } = configuration;
    const reached = (): number => Math.floor(clock() - connector.ingest.safetyLag);
    let until = reached();
    const again = { from: this.#position - connector.ingest.overlap, to: this.#position };
    if (this.#position < until && again.from < again.to) {
      for await (const activities of this.#batches({ ingested: again }, false)) held.open.add(activities);
    }
    for (; this.#position < until; until = Math.max(until, markBefore(reached()))) {
      const boundary = markBefore(this.#position) + CLOSING_STEP;
      const to = Math.min(until, boundary);
      for await (const activities of this.#batches({ ingested: { from: this.#position, to } })) await this.#receive(held, activities);
      this.#position = to;
      if (to === boundary) await this.#close(held, boundary - latenessMilliseconds, true);
    }
    await this.#peek(held);
  }

  /**
   * Looks at what came since: seen at once, read again later for good, since some of it may not be found yet. What will come too late for its
   * hour is left out: that hour is closed at a mark before it was taken in.
   */
  async #peek(held: Held): Promise<void> {
    const { clock, configuration } = this.#options;
    const end = markBefore(clock()) + CLOSING_STEP;
    for (let from = this.#position; from < end; from = markBefore(from) + CLOSING_STEP) {
      const closedBy = markBefore(from) - configuration.latenessMilliseconds;
      for await (const activities of this.#batches({ ingested: { from, to: markBefore(from) + CLOSING_STEP } }, false)) {
        held.open.add(activities.filter(({ time }) => (Math.floor(time / HOUR) + 1) * HOUR > closedBy));
      }
    }
  }

  async *#batches(request: ActivityRequest, counting = true): AsyncGenerator<readonly Activity[], void, void> {
    const { connector, configuration, lease, signal, events } = this.#options;
    for await (const { activities, rejected } of connector.activities(request, { signal })) {
      await lease.renew();
      if (counting && rejected.length > 0) {
        for (const { source } of rejected) this.#counts.dead[source] = (this.#counts.dead[source] ?? 0) + 1;
        events.dead(rejected);
        await this.#held?.publisher.add(rejected.map((record) => deadLetterDocument(record, configuration.tenant)));
      }
      yield this.#enrich === undefined ? activities : activities.map(this.#enrich);
    }
  }

  async #receive({ open, publisher }: Held, activities: readonly Activity[]): Promise<void> {
    const { events, configuration } = this.#options;
    const late = open.add(activities);
    this.#counts.read += activities.length;
    events.read(activities);
    if (late.length === 0) return;
    this.#counts.late += late.length;
    events.late(late);
    await publisher.add(late.map((activity) => lateLetter(activity, configuration.tenant)));
  }

  /** Closes the hours that end at or before `limit`, judging each. */
  async #close(held: Held, limit: number, historyRead: boolean): Promise<void> {
    const { watch, open, publisher } = held;
    const { lease, signal, events } = this.#options;
    const tellFrom = held.progress.value.tellFrom ?? -Infinity;
    for (const hour of open.read(limit)) {
      signal.throwIfAborted();
      await lease.renew();
      const { units, anomalies } = watch.close(hour, hour.hour * HOUR >= tellFrom);
      events.judged({ hour: hour.hour, activities: hour.activities.length, units, anomalies: anomalies.length });
      this.#since.activities += hour.activities.length;
      await publisher.add(anomalies);
    }
    await publisher.flush();
    const closed = Math.floor(limit / HOUR) - 1;
    if (closed <= open.closed) return;
    this.#since.hours += Number.isFinite(open.closed) ? closed - open.closed : 1;
    open.close(closed);
    if (this.#since.activities >= SNAPSHOT_ACTIVITIES || (historyRead && this.#since.hours >= SNAPSHOT_HOURS)) {
      await this.#snapshot(held, historyRead);
    }
  }

  async #snapshot({ progress, watch, open, publisher, teller }: Held, historyRead: boolean): Promise<void> {
    const { connector, lease, events } = this.#options;
    await lease.renew();
    await publisher.flush();
    // Before the snapshot that lacks them: a worker that goes on from it must not withdraw them.
    await teller.settle(watch.retire((open.closed + 1) * HOUR));
    if (historyRead) await teller.tellContext(watch.chain, watch.tally, this.#counts.dead);
    const before = progress.value.snapshot;
    const snapshot = await storeSnapshot(connector.state, watch.save());
    await progress.save({
      ...progress.value,
      historyRead,
      position: this.#position,
      closed: Number.isFinite(open.closed) ? open.closed : null,
      snapshot,
      counts: { ...this.#counts, dead: { ...this.#counts.dead } },
    });
    if (before !== null && before.id !== snapshot.id) await forgetSnapshot(connector.state, before);
    this.#since = { activities: 0, hours: 0 };
    events.saved({ closed: open.closed, position: this.#position });
  }

  /** Publishes incidents and actions as they stand with the open hours as they are: judged on a copy, which is thrown away. */
  async #tell({ watch, open, teller }: Held): Promise<void> {
    const heard = await teller.hear();
    if (!open.takeChange() && this.#told && !heard) return;
    const { correlator } = watch.ahead(open.read());
    // Judging may have taken long: what somebody else has told meanwhile must not be written over.
    await this.#options.lease.renew();
    const incidents = await teller.tell(correlator.incidents(), correlator.actions());
    this.#told = true;
    this.#options.events.told(incidents, watch.tally.retired);
  }
}
