import type { ActivityRequest, Connector, RejectedRecord } from '../../connectors/connector.js';
import type { Activity } from '../activity/activity.js';
import { deadLetterDocument } from '../pipeline/dead-letters.js';
import type { BetweenMarks } from './closing-marks.js';
import { FOUND_LATE, lateLetter } from './late-letter.js';
import type { OpenHours } from './open-hours.js';
import type { Progress } from './progress.js';
import type { Publisher } from './publisher.js';
import { readBatches, type Reading } from './reading.js';
import type { ServiceEvents } from './service-events.js';
import { SharedReading, type SharedReadingOptions } from './sharing/shared-reading.js';
import type { PartRequest } from './sharing/stretch.js';

const HOUR = 3_600_000;

export interface IntakeOptions extends Omit<SharedReadingOptions, 'onStretch'> {
  readonly connector: Connector;
  readonly tenant: string;
  readonly open: OpenHours;
  readonly publisher: Publisher;
  readonly events: ServiceEvents;
  /** What was read before. */
  readonly counts: Progress['counts'];
}

/** Reads into the open hours, counts what it reads, and tells of what cannot be used. */
export class Intake {
  /** What other workers may read first. */
  readonly ahead: SharedReading;
  readonly #options: IntakeOptions;
  readonly #counts: { read: number; late: number; readonly dead: Record<string, number> };

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#counts = { ...options.counts, dead: { ...options.counts.dead } };
    this.ahead = new SharedReading({
      ...options,
      onStretch: (what) => {
        options.events.shared(what);
      },
    });
  }

  /** A copy. */
  get counts(): Progress['counts'] {
    return { ...this.#counts, dead: { ...this.#counts.dead } };
  }

  /** Reads what is only looked at, or is known and counted already. */
  async *known(request: ActivityRequest): AsyncGenerator<readonly Activity[], void, void> {
    for await (const { activities } of readBatches(request, this.#options)) yield activities;
  }

  /** Reads for good. */
  async receive(request: PartRequest): Promise<void> {
    for await (const reading of this.ahead.read(request)) await this.#take(reading);
  }

  /** Takes in what comes in time and is only looked at, since it is read for good later. */
  async peek({ ingested, closedBy }: BetweenMarks): Promise<void> {
    for await (const activities of this.known({ ingested })) this.#options.open.add(inTime(activities, closedBy));
  }

  /** Reads once more what was read for good, for what no search found then; if its hour has been judged meanwhile, it is told of. */
  async receiveAgain({ ingested, closedBy }: BetweenMarks): Promise<void> {
    const { open } = this.#options;
    for await (const activities of this.known({ ingested })) {
      const missed = open.unknown(open.add(inTime(activities, closedBy)));
      open.recall(missed);
      await this.#tellLate(missed, FOUND_LATE);
    }
  }

  async #take({ blocks, sources, rejected }: Reading): Promise<void> {
    const { open, events } = this.#options;
    await this.#reject(rejected);
    const late = open.addBlocks(blocks);
    this.#counts.read += blocks.reduce((sum, { count }) => sum + count, 0);
    events.read(sources);
    await this.#tellLate(late);
  }

  async #tellLate(late: readonly Activity[], reason?: string): Promise<void> {
    if (late.length === 0) return;
    const { publisher, events, tenant } = this.#options;
    this.#counts.late += late.length;
    events.late(late);
    await publisher.add(late.map((activity) => lateLetter(activity, tenant, reason)));
  }

  async #reject(rejected: readonly RejectedRecord[]): Promise<void> {
    if (rejected.length === 0) return;
    const { publisher, events, tenant } = this.#options;
    for (const { source } of rejected) this.#counts.dead[source] = (this.#counts.dead[source] ?? 0) + 1;
    events.dead(rejected);
    await publisher.add(rejected.map((record) => deadLetterDocument(record, tenant)));
  }
}

/** Those whose hours were still open when they came. */
const inTime = (activities: readonly Activity[], closedBy: number): readonly Activity[] =>
  activities.filter(({ time }) => (Math.floor(time / HOUR) + 1) * HOUR > closedBy);
