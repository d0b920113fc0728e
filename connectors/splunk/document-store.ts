import { splunkPlaceOf } from '../../src/documents/splunk-places.js';
import type { CallOptions, WriteDocument, WriteOutcome } from '../connector.js';
import { refusedLetter } from '../refused-letter.js';
import { writeTurns } from '../write-turns.js';
import type { EventCollector } from './event-collector.js';
import { KvCollection } from './kv-collection.js';
import { riskEvent } from './risk-event.js';
import type { SplunkPlatform } from './splunk-platform.js';
import { keyOf, writtenForm, type WrittenForm } from './written-form.js';
import { WrittenIds } from './written-ids.js';

interface Task {
  readonly at: number;
  readonly document: WriteDocument;
  readonly form: WrittenForm;
}

/**
 * Keeps documents: the current state of those that change as records of collections, each version of incidents and actions as an event
 * before that, and those that never change as events alone.
 *
 * An index cannot refuse what it has already. So the ids of events that never change are kept in a collection, after the events were taken:
 * an id in it is not written again (`written-ids.ts`). A worker that is killed in between writes the same events once more under the same ids, and
 * whatever reads them knows them by that.
 */
export class DocumentStore {
  readonly #platform: SplunkPlatform;
  readonly #collector: EventCollector;
  readonly #written: WrittenIds;

  constructor(platform: SplunkPlatform, collector: EventCollector) {
    this.#platform = platform;
    this.#collector = collector;
    this.#written = new WrittenIds(platform);
  }

  /** Answers for every document, in the order given. What the collector refuses is kept as a dead letter. */
  async write(documents: readonly WriteDocument[], options: CallOptions): Promise<readonly WriteOutcome[]> {
    const { settings, pacing } = this.#platform;
    const outcomes: (WriteOutcome | undefined)[] = documents.map(() => undefined);
    for (const turn of writeTurns(documents)) {
      const tasks: Task[] = [];
      for (const at of turn) {
        const document = documents[at];
        if (document === undefined) continue;
        const form = writtenForm(document, settings, pacing.now());
        if ('reason' in form) outcomes[at] = { id: document.id, result: 'rejected', reason: form.reason };
        else tasks.push({ at, document, form });
      }
      const results = [...(await this.#add(tasks.filter(isEvent), options)), ...(await this.#replace(tasks.filter(isRecord), options))];
      for (const [at, outcome] of results) outcomes[at] = outcome;
    }
    const answered = documents.map(({ id }, at): WriteOutcome => outcomes[at] ?? { id, result: 'rejected', reason: 'it was not written' });
    await this.#keepRefused(documents, answered, options);
    return answered;
  }

  /** Takes out records of a kind that may change; its events stay. */
  async withdraw(kind: string, ids: readonly string[], options: CallOptions): Promise<void> {
    const place = splunkPlaceOf(kind);
    if (place?.kept !== 'collection' || ids.length === 0) return;
    const keys = ids.map((id) => keyOf(this.#platform.settings.tenant, kind, id));
    await new KvCollection(this.#platform, place.collection).removeKeys(keys, options);
  }

  async #add(tasks: readonly Task[], options: CallOptions): Promise<readonly (readonly [at: number, outcome: WriteOutcome])[]> {
    if (tasks.length === 0) return [];
    const events = (some: readonly Task[]) => some.map(({ document: { id, kind }, form }) => ({ id, kind, form }));
    const known = await this.#written.known(events(tasks), options);
    const fresh = tasks.filter(({ form }) => !known.has(form.key));
    // First, so that a token that may not write there is told before anything is written, and not again and again after it.
    await this.#tellRisk(fresh, options);
    const refusals = await this.#send(fresh, options);
    await this.#written.note(events(fresh.filter((task) => !refusals.has(task))), options);
    return tasks.map((task) => [task.at, outcomeOf(task, known.has(task.form.key) ? 'exists' : 'created', refusals.get(task))]);
  }

  async #replace(tasks: readonly Task[], options: CallOptions): Promise<readonly (readonly [at: number, outcome: WriteOutcome])[]> {
    const outcomes: (readonly [at: number, outcome: WriteOutcome])[] = [];
    for (const name of new Set(tasks.map(({ form }) => form.place.collection))) {
      const some = tasks.filter(({ form }) => form.place.collection === name);
      const collection = new KvCollection(this.#platform, name);
      const present = await collection.findKeys(
        some.map(({ form }) => form.key),
        options,
      );
      const isChanged = ({ form }: Task): boolean => present.get(form.key)?.document !== form.text;
      const changed = some.filter(isChanged);
      const refusals = await this.#send(
        changed.filter(({ form }) => form.place.revisions),
        options,
      );
      const kept = changed.filter((task) => !refusals.has(task));
      await collection.save(
        kept.map(({ form }) => form.record),
        options,
      );
      for (const task of some) {
        const result = !isChanged(task) ? 'exists' : present.has(task.form.key) ? 'updated' : 'created';
        outcomes.push([task.at, outcomeOf(task, result, refusals.get(task))]);
      }
    }
    return outcomes;
  }

  /** Anomalies as risk events, where those are wanted. One that is refused is let go: the anomaly itself tells the same. */
  async #tellRisk(tasks: readonly Task[], options: CallOptions): Promise<void> {
    const { riskIndex } = this.#platform.settings;
    if (riskIndex === undefined) return;
    const events = tasks
      .map(({ document, form }) => riskEvent(document, form.event.time, riskIndex))
      .filter((event) => event !== undefined);
    await this.#collector.send(events, options);
  }

  /** What was refused, and why. */
  async #send(tasks: readonly Task[], options: CallOptions): Promise<ReadonlyMap<Task, string>> {
    const reasons = await this.#collector.send(
      tasks.map(({ form }) => form.event),
      options,
    );
    return new Map(tasks.flatMap((task, index) => (reasons[index] === undefined ? [] : [[task, reasons[index]] as const])));
  }

  async #keepRefused(documents: readonly WriteDocument[], outcomes: readonly WriteOutcome[], options: CallOptions): Promise<void> {
    const { settings, pacing } = this.#platform;
    const letters: Task[] = [];
    for (const [at, outcome] of outcomes.entries()) {
      const refused = documents[at];
      if (refused === undefined || outcome.result !== 'rejected' || refused.kind === 'dead-letter') continue;
      const document = refusedLetter(refused, outcome.reason, settings.tenant);
      const form = writtenForm(document, settings, pacing.now());
      if (!('reason' in form)) letters.push({ at, document, form });
    }
    await this.#add(letters, options);
  }
}

const isEvent = ({ form }: Task): boolean => form.place.kept === 'events';
const isRecord = ({ form }: Task): boolean => form.place.kept === 'collection';

const outcomeOf = (
  { document: { id } }: Task,
  result: Exclude<WriteOutcome['result'], 'rejected'>,
  refusal: string | undefined,
): WriteOutcome => (refusal === undefined ? { id, result } : { id, result: 'rejected', reason: refusal });
