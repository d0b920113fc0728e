import type { ActivityRequest, Connector, RejectedRecord } from '../../connectors/connector.js';
import type { Activity } from '../activity/activity.js';
import { deadLetterDocument } from '../pipeline/dead-letters.js';
import { lateLetter } from './late-letter.js';
import type { OpenHours } from './open-hours.js';
import type { Progress } from './progress.js';
import type { Publisher } from './publisher.js';
import { readBatches, type Reading } from './reading.js';
import type { ServiceEvents } from './service-events.js';
import { SharedReading, type SharedReadingOptions } from './sharing/shared-reading.js';
import type { PartRequest } from './sharing/stretch.js';

export interface IntakeOptions extends Omit<SharedReadingOptions, 'onTaken'> {
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
      onTaken: ({ redone }) => {
        options.events.shared(redone ? 'redone' : 'taken');
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

  async #take({ blocks, sources, rejected }: Reading): Promise<void> {
    const { open, publisher, events, tenant } = this.#options;
    await this.#reject(rejected);
    const late = open.addBlocks(blocks);
    this.#counts.read += blocks.reduce((sum, { count }) => sum + count, 0);
    events.read(sources);
    if (late.length === 0) return;
    this.#counts.late += late.length;
    events.late(late);
    await publisher.add(late.map((activity) => lateLetter(activity, tenant)));
  }

  async #reject(rejected: readonly RejectedRecord[]): Promise<void> {
    if (rejected.length === 0) return;
    const { publisher, events, tenant } = this.#options;
    for (const { source } of rejected) this.#counts.dead[source] = (this.#counts.dead[source] ?? 0) + 1;
    events.dead(rejected);
    await publisher.add(rejected.map((record) => deadLetterDocument(record, tenant)));
  }
}
