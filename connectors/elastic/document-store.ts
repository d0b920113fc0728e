import { indexNameOf } from '../../src/documents/index-names.js';
import type { CallOptions, WriteDocument, WriteOutcome } from '../connector.js';
import { refusedLetter } from '../refused-letter.js';
import { writeTurns } from '../write-turns.js';
import { sendBulk, type BulkItem, type BulkOutcome } from './bulk-writer.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { rejectPartial } from './point-in-time.js';
import { sameDocument, storedForm, type StoredForm } from './stored-form.js';

interface Task {
  readonly document: WriteDocument;
  readonly form: StoredForm;
}

type Result = WriteOutcome['result'];

const CREATED = 201;
const CONFLICT = 409;
/** How often a document is compared and written anew because somebody else wrote it in between. */
const MAX_ROUNDS = 8;
/** Identifiers a search or a multi-get asks for at once. */
const MAX_IDS = 1000;

/** Keeps documents: those of a data stream once and for all, the others in their last version. */
export class DocumentStore {
  readonly #gateway: ElasticGateway;

  constructor(gateway: ElasticGateway) {
    this.#gateway = gateway;
  }

  /** Answers for every document, in the order given. What the cluster refuses is kept as a dead letter. */
  async write(documents: readonly WriteDocument[], options: CallOptions): Promise<readonly WriteOutcome[]> {
    const outcomes: (WriteOutcome | undefined)[] = documents.map(() => undefined);
    for (const turn of writeTurns(documents)) {
      const tasks: (Task & { readonly at: number })[] = [];
      for (const at of turn) {
        const document = documents[at];
        if (document === undefined) continue;
        const form = storedForm(document, this.#gateway.settings.tenant, this.#gateway.pacing.now());
        if ('reason' in form) outcomes[at] = { id: document.id, result: 'rejected', reason: form.reason };
        else tasks.push({ document, form, at });
      }
      const streams = tasks.filter((task) => task.form.index.keeping === 'stream');
      const indices = tasks.filter((task) => task.form.index.keeping === 'index');
      const results = [...(await this.#add(streams, options)), ...(await this.#replace(indices, options))];
      for (const [index, task] of [...streams, ...indices].entries()) outcomes[task.at] = results[index];
    }
    const answered = documents.map((document, at) => outcomes[at] ?? rejected(document, 'it was not written'));
    await this.#keepRefused(documents, answered, options);
    return answered;
  }

  /** Takes out documents of a kind that may change. */
  async withdraw(kind: string, ids: readonly string[], options: CallOptions): Promise<void> {
    const index = indexNameOf(kind, this.#gateway.settings.tenant);
    if (index?.keeping !== 'index' || ids.length === 0) return;
    await sendBulk(
      this.#gateway,
      ids.map((id) => ({ action: { delete: { _index: index.name, _id: id } }, body: undefined })),
      options,
    );
  }

  /**
   * Documents of data streams. A stream refuses an id only within the index that it writes to, so older indices are asked first.
   */
  async #add(tasks: readonly Task[], options: CallOptions): Promise<readonly WriteOutcome[]> {
    const known = await this.#knownInStreams(tasks, options);
    const fresh = tasks.filter(({ form, document }) => !known.has(keyOf(form.index.name, document.id)));
    const items = fresh.map(({ form, document }): BulkItem => ({
      action: { create: { _index: form.index.name, _id: document.id } },
      body: form.body,
    }));
    const sent = await sendBulk(this.#gateway, items, options);
    const outcomes = new Map(fresh.map((task, index) => [task, sent[index]]));
    return tasks.map((task) => {
      const outcome = outcomes.get(task);
      return outcome === undefined ? done(task.document, 'exists') : written(task.document, outcome);
    });
  }

  async #knownInStreams(tasks: readonly Task[], options: CallOptions): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    const byStream = new Map<string, string[]>();
    for (const { form, document } of tasks) push(byStream, form.index.name, document.id);
    for (const [index, ids] of byStream) {
      for (let from = 0; from < ids.length; from += MAX_IDS) {
        const values = ids.slice(from, from + MAX_IDS);
        const answer = await this.#gateway.call(
          `look up documents in ${index}`,
          (client, transport) =>
            client.search(
              {
                index,
                ignore_unavailable: true,
                allow_partial_search_results: false,
                size: MAX_IDS,
                _source: false,
                query: { ids: { values } },
              },
              transport,
            ),
          options,
        );
        rejectPartial(answer, `look up documents in ${index}`);
        for (const hit of answer.hits.hits) known.add(keyOf(index, hit._id ?? ''));
      }
    }
    return known;
  }

  /** Documents of plain indices: compared with what is there, and replaced only if nobody else did so meanwhile. */
  async #replace(tasks: readonly Task[], options: CallOptions): Promise<readonly WriteOutcome[]> {
    const outcomes = new Map<Task, WriteOutcome>();
    let left = tasks;
    for (let round = 1; left.length > 0; round += 1) {
      const changed: { readonly task: Task; readonly item: BulkItem; readonly result: Result }[] = [];
      for (const [task, present] of await this.#present(left, options)) {
        if (present !== undefined && sameDocument(present.body, task.form.body)) outcomes.set(task, done(task.document, 'exists'));
        else changed.push({ task, item: replacing(task, present), result: present === undefined ? 'created' : 'updated' });
      }
      const sent = await sendBulk(
        this.#gateway,
        changed.map(({ item }) => item),
        options,
      );
      const overtaken: Task[] = [];
      for (const [index, { task, result }] of changed.entries()) {
        const outcome = sent[index];
        if (outcome?.status === CONFLICT && round < MAX_ROUNDS) overtaken.push(task);
        else
          outcomes.set(
            task,
            outcome === undefined || outcome.status > CREATED ? refused(task.document, outcome) : done(task.document, result),
          );
      }
      left = overtaken;
    }
    return tasks.map((task) => outcomes.get(task) ?? rejected(task.document, 'it was not written'));
  }

  async #present(tasks: readonly Task[], options: CallOptions): Promise<ReadonlyMap<Task, Present | undefined>> {
    const present = new Map<Task, Present | undefined>();
    for (let from = 0; from < tasks.length; from += MAX_IDS) {
      const portion = tasks.slice(from, from + MAX_IDS);
      const answer = await this.#gateway.call(
        'look up documents',
        (client, transport) =>
          client.mget({ docs: portion.map(({ form, document }) => ({ _index: form.index.name, _id: document.id })) }, transport),
        options,
      );
      for (const [index, task] of portion.entries()) {
        const got = answer.docs[index];
        const found = got !== undefined && 'found' in got && got.found;
        present.set(task, found ? { body: got._source, seqNo: got._seq_no ?? 0, primaryTerm: got._primary_term ?? 0 } : undefined);
      }
    }
    return present;
  }

  async #keepRefused(documents: readonly WriteDocument[], outcomes: readonly WriteOutcome[], options: CallOptions): Promise<void> {
    const letters: Task[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const document = documents[index];
      if (document === undefined || outcome.result !== 'rejected' || document.kind === 'dead-letter') continue;
      const letter = refusedLetter(document, outcome.reason, this.#gateway.settings.tenant);
      const form = storedForm(letter, this.#gateway.settings.tenant, this.#gateway.pacing.now());
      if (!('reason' in form)) letters.push({ document: letter, form });
    }
    if (letters.length > 0) await this.#add(letters, options);
  }
}

interface Present {
  readonly body: unknown;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

function replacing(task: Task, present: Present | undefined): BulkItem {
  const target = { _index: task.form.index.name, _id: task.document.id };
  const action =
    present === undefined ? { create: target } : { index: { ...target, if_seq_no: present.seqNo, if_primary_term: present.primaryTerm } };
  return { action, body: task.form.body };
}

function written(document: WriteDocument, outcome: BulkOutcome): WriteOutcome {
  if (outcome.status === CONFLICT) return done(document, 'exists');
  return outcome.status <= CREATED && outcome.status > 0 ? done(document, 'created') : refused(document, outcome);
}

function done(document: WriteDocument, result: Result): WriteOutcome {
  return result === 'rejected' ? rejected(document, '') : { id: document.id, result };
}

function refused(document: WriteDocument, outcome: BulkOutcome | undefined): WriteOutcome {
  return rejected(document, `the cluster answered ${outcome?.status ?? 0}: ${outcome?.reason ?? ''}`);
}

function rejected(document: WriteDocument, reason: string): WriteOutcome {
  return { id: document.id, result: 'rejected', reason };
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function keyOf(place: string, id: string): string {
  return `${place}\0${id}`;
}
