import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { geoEnrichment, type GeoEnrichment } from '../pipeline/geo-enrichment.js';
import { betweenMarks, CLOSING_STEP, markBefore } from './closing-marks.js';
import type { DetectOptions } from './detect-options.js';
import { historySlices } from './history-slices.js';
import { Intake } from './intake.js';
import { OpenHours } from './open-hours.js';
import { PlaceLedger } from './place-ledger.js';
import { readForOpenHours, StoredProgress } from './progress.js';
import { Publisher } from './publisher.js';
import { ReadingHelper } from './sharing/reading-helper.js';
import { catchingUpPlan, historyPlan } from './sharing/reading-plan.js';
import { forgetSnapshot, readSnapshot, storeSnapshot } from './stored-snapshot.js';
import { Teller } from './teller.js';
import { VerdictBook } from './verdict-book.js';
import { WatchState } from './watch-state.js';

const HOUR = 3_600_000;
/** Records of history read at a time where each time costs a pass over all of it. */
const SLICE_RECORDS = 1_000_000;
/** A snapshot is due after so many stretches of activities, or hours closed: what a worker that takes over must read again. */
const SNAPSHOT_STRETCHES = 10;
const SNAPSHOT_HOURS = 6;

/** What the worker at work has in memory. */
interface Held {
  readonly progress: StoredProgress;
  readonly watch: WatchState;
  readonly open: OpenHours;
  readonly publisher: Publisher;
  readonly teller: Teller;
  readonly intake: Intake;
}

/**
 * Reads what is new, judges hours once they are closed, and tells of open hours what would be said if they ended now. Killed at any
 * point, the next worker goes on from the last snapshot and writes the same documents again, which changes nothing.
 */
export class DetectJob {
  readonly #options: DetectOptions;
  readonly #enrich: GeoEnrichment | undefined;
  readonly #ledger: PlaceLedger;
  readonly #helper: ReadingHelper;
  #held: Held | undefined;
  #position = 0;
  #historyTo: number | null = null;
  #since = { activities: 0, hours: 0 };
  /** Whether what is published is known to be what holds. */
  #told = false;
  #judged = false;

  constructor(options: DetectOptions) {
    this.#options = options;
    this.#enrich = geoEnrichment(options.configuration.mmdb);
    this.#ledger = new PlaceLedger(options.connector.state, options.clock);
    this.#helper = new ReadingHelper({
      ...this.#sharing(),
      onRead: ({ redone }) => {
        options.events.shared('read');
        if (redone) options.events.shared('redone');
      },
    });
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

  /** Reads what the worker which holds the job will need; see `ReadingHelper.help`. */
  help(): Promise<'read' | 'waiting' | 'idle'> {
    return this.#helper.help();
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

  /** Publishes profiles and health as the hours closed by now give them, if this worker holds the job. */
  async tellProfiles(): Promise<void> {
    if (this.#held === undefined || !this.#options.lease.held) return;
    const { watch, intake, teller } = this.#held;
    await this.#options.lease.renew();
    await teller.tellContext(watch.chain, watch.tally, intake.counts.dead);
  }

  /** Does what can be done for the next turn before anything new has come, if the last one had something to tell. */
  prepareNext(): void {
    if (this.#judged && this.#options.lease.held) this.#held?.watch.prepare(this.#held.open);
    this.#judged = false;
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
    void this.#held?.intake.ahead.close();
    this.#held = undefined;
  }

  async #take(): Promise<Held> {
    if (this.#held !== undefined && (await this.#held.progress.current())) return this.#held;
    this.#drop();
    const { connector, clock, events, workFolder } = this.#options;
    const now = markBefore(clock() - connector.ingest.safetyLag);
    const progress = await StoredProgress.load(connector.state, now);
    const { snapshot, closed, historyTo, position, counts } = progress.value;
    const watch =
      snapshot === null
        ? WatchState.create(this.#options)
        : WatchState.restore(this.#options, await readSnapshot(connector.state, snapshot));
    const open = new OpenHours(join(workFolder, 'open-hours'), closed ?? -Infinity);
    const publisher = await Publisher.open(connector, events);
    this.#position = position;
    this.#historyTo = historyTo;
    const { tenant, alertBudget } = this.#options.configuration;
    const intake = new Intake({
      ...{ ...this.#sharing(), tenant, open, publisher, events, counts },
      renew: () => this.#options.lease.renew(),
    });
    this.#since = { activities: 0, hours: 0 };
    this.#told = false;
    const teller = new Teller(publisher, new VerdictBook(connector), { tenant, alertBudget });
    this.#held = { progress, watch, open, publisher, intake, teller };
    await this.#held.teller.hear();
    events.taken({ closed, position });
    const again = readForOpenHours(progress.value);
    if (again !== undefined) for await (const activities of intake.known(again)) open.recall(activities);
    return this.#held;
  }

  /** What reading for others and by others has in common. */
  #sharing() {
    const { connector, holder, clock, signal, sleep, configuration, aside, reading = '' } = this.#options;
    const { leaseMilliseconds: milliseconds } = configuration.service;
    return {
      connector,
      store: connector.state,
      ledger: this.#ledger,
      enrich: this.#enrich,
      holder,
      clock,
      signal,
      sleep,
      milliseconds,
      reading,
      aside,
    };
  }

  async #readHistory(held: Held): Promise<void> {
    const { connector, configuration } = this.#options;
    const { historyUntil, learnFrom, historyTo } = held.progress.value;
    const sources = await connector.sources(undefined, { signal: this.#options.signal });
    const records = connector.capabilities.divisible === true ? configuration.service.stretchRecords : SLICE_RECORDS;
    const slices = historySlices(sources, historyTo ?? learnFrom, records);
    await held.intake.ahead.plan(historyPlan(connector, slices, historyUntil));
    for (const window of slices) {
      await held.intake.receive({ window, ingested: { from: -Infinity, to: historyUntil } });
      this.#historyTo = window.to;
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
    if (this.#position < until) for (const span of betweenMarks(again, latenessMilliseconds)) await held.intake.receiveAgain(span);
    await this.#planAhead(held, until);
    for (; this.#position < until; until = Math.max(until, markBefore(reached()))) {
      const boundary = markBefore(this.#position) + CLOSING_STEP;
      const to = Math.min(until, boundary);
      await held.intake.receive({ ingested: { from: this.#position, to } });
      this.#position = to;
      if (to === boundary) await this.#close(held, boundary - latenessMilliseconds, true);
    }
    await this.#peek(held);
  }

  /** Lets others read ahead of what came while no worker kept up. */
  async #planAhead({ intake }: Held, until: number): Promise<void> {
    const { connector, configuration } = this.#options;
    const span = { from: markBefore(this.#position - 1) + CLOSING_STEP, to: markBefore(until), step: CLOSING_STEP };
    await intake.ahead.plan(await catchingUpPlan(connector, { ...span, records: configuration.service.stretchRecords }));
  }

  /**
   * Looks at what came since: seen at once, read again later for good, since some of it may not be found yet. What will come too late for its
   * hour is left out: that hour is closed at a mark before it was taken in.
   */
  async #peek({ intake }: Held): Promise<void> {
    const { clock, configuration } = this.#options;
    const ahead = { from: this.#position, to: markBefore(clock()) + CLOSING_STEP };
    for (const span of betweenMarks(ahead, configuration.latenessMilliseconds)) await intake.peek(span);
  }

  /** Closes the hours that end at or before `limit`, judging each. */
  async #close(held: Held, limit: number, historyRead: boolean): Promise<void> {
    const { watch, open, publisher } = held;
    const { lease, signal, events, configuration } = this.#options;
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
    const most = SNAPSHOT_STRETCHES * configuration.service.stretchRecords;
    if (this.#since.activities >= most || (historyRead && this.#since.hours >= SNAPSHOT_HOURS)) {
      await this.#snapshot(held, historyRead);
    }
  }

  async #snapshot({ progress, watch, open, publisher, intake, teller }: Held, historyRead: boolean): Promise<void> {
    const { connector, lease, events } = this.#options;
    await lease.renew();
    await publisher.flush();
    // Before the snapshot that lacks them: a worker that goes on from it must not withdraw them.
    await teller.settle(watch.retire((open.closed + 1) * HOUR));
    if (historyRead) await teller.tellContext(watch.chain, watch.tally, intake.counts.dead);
    const before = progress.value.snapshot;
    const snapshot = await storeSnapshot(connector.state, this.#ledger, watch.save());
    await progress.save({
      ...progress.value,
      historyRead,
      historyTo: this.#historyTo,
      position: this.#position,
      closed: Number.isFinite(open.closed) ? open.closed : null,
      snapshot,
      counts: intake.counts,
    });
    if (before !== null && before.id !== snapshot.id) await forgetSnapshot(connector.state, this.#ledger, before);
    this.#since = { activities: 0, hours: 0 };
    events.saved({ closed: open.closed, position: this.#position });
  }

  /** Publishes incidents and actions as they stand with the open hours as they are: judged on a copy, which is thrown away. */
  async #tell({ watch, open, teller }: Held): Promise<void> {
    const heard = await teller.hear();
    if (!open.takeChange() && this.#told && !heard) return;
    const { correlator } = watch.ahead(open);
    this.#judged = true;
    // Judging may have taken long: what somebody else has told meanwhile must not be written over.
    await this.#options.lease.renew();
    const incidents = await teller.tell(correlator.incidents(), correlator.actions());
    this.#told = true;
    this.#options.events.told(incidents, watch.tally.retired);
  }
}
