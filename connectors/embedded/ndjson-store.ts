import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { documentFileName } from '../../src/documents/file-names.js';
import type { StoredDocument, WriteDocument, WriteOutcome } from '../connector.js';

const KIND = /^[a-z][a-z0-9-]{0,63}$/;

/** The lines of one file by document id. */
interface Shelf {
  readonly path: string;
  /** Id → digest of the line; insertion order is line order. */
  readonly digests: Map<string, string>;
  /** Length of the file up to its last complete line. */
  bytes: number;
}

/** Kinds that are only ever added to: what was written first stays. */
const APPEND_ONLY: ReadonlySet<string> = new Set(['anomaly', 'dead-letter']);

/**
 * Documents as NDJSON, one file per kind. Writing the same document again changes nothing; another body under the same id
 * replaces the line, unless the kind is only added to. New lines are appended and flushed; replacing goes through a temporary file and a rename, so a kill at
 * any moment leaves either the old or the new content, apart from a torn last line, which the next write removes.
 */
export class NdjsonStore {
  readonly #folder: string;
  readonly #shelves = new Map<string, Shelf>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers for every document, in the order given. */
  write(documents: readonly WriteDocument[]): Promise<readonly WriteOutcome[]> {
    const turn = this.#queue.then(() => this.#write(documents));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Takes out the lines of documents; a kind that is only added to keeps its lines. */
  withdraw(kind: string, ids: readonly string[]): Promise<void> {
    const turn = this.#queue.then(async () => {
      if (APPEND_ONLY.has(kind)) return;
      const shelf = await this.#shelf(kind);
      const gone = ids.filter((id) => shelf.digests.has(id));
      if (gone.length > 0) await replace(shelf, new Map(gone.map((id) => [id, ''])));
      for (const id of gone) shelf.digests.delete(id);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Documents of a kind as the file holds them now, whoever wrote them, in order of time and id. */
  async read(kind: string, ids?: readonly string[]): Promise<readonly StoredDocument[]> {
    const content = await readFile(join(this.#folder, documentFileName(kind)), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '';
      throw error;
    });
    const wanted = ids === undefined ? undefined : new Set(ids);
    const lines = content.slice(0, content.lastIndexOf('\n') + 1).split('\n');
    return lines
      .flatMap((line) =>
        line === '' || wanted?.has(idOf(line)) === false ? [] : [[idOf(line), JSON.parse(line) as StoredDocument] as const],
      )
      .sort(([a, one], [b, other]) => compare(timeOf(one), timeOf(other)) || compare(a, b))
      .map(([, document]) => document);
  }

  async #write(documents: readonly WriteDocument[]): Promise<readonly WriteOutcome[]> {
    const outcomes: WriteOutcome[] = [];
    const added = new Map<Shelf, Map<string, string>>();
    const changed = new Map<Shelf, Map<string, string>>();
    for (const document of documents) {
      const line = lineOf(document);
      if (typeof line !== 'string') {
        outcomes.push({ id: document.id, result: 'rejected', reason: line.reason });
        continue;
      }
      const shelf = await this.#shelf(document.kind);
      const digest = digestOf(line);
      const known = shelf.digests.get(document.id);
      if (known === digest || (known !== undefined && APPEND_ONLY.has(document.kind))) {
        outcomes.push({ id: document.id, result: 'exists' });
        continue;
      }
      const pending = added.get(shelf);
      const isNew = known === undefined || pending?.has(document.id) === true;
      const lines = (isNew ? pending : changed.get(shelf)) ?? new Map<string, string>();
      lines.set(document.id, line);
      (isNew ? added : changed).set(shelf, lines);
      shelf.digests.set(document.id, digest);
      outcomes.push({ id: document.id, result: known === undefined ? 'created' : 'updated' });
    }
    try {
      for (const [shelf, lines] of added) await append(shelf, [...lines.values()]);
      for (const [shelf, lines] of changed) await replace(shelf, lines);
    } catch (error) {
      this.#shelves.clear();
      throw error;
    }
    return outcomes;
  }

  async #shelf(kind: string): Promise<Shelf> {
    const known = this.#shelves.get(kind);
    if (known !== undefined) return known;
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, documentFileName(kind));
    const content = await readFile(path).catch((error: unknown) => {
      if (isMissing(error)) return Buffer.alloc(0);
      throw error;
    });
    const bytes = content.lastIndexOf(0x0a) + 1;
    const digests = new Map<string, string>();
    for (const line of content.toString('utf8', 0, bytes).split('\n')) if (line !== '') digests.set(idOf(line), digestOf(line));
    const shelf: Shelf = { path, digests, bytes };
    this.#shelves.set(kind, shelf);
    return shelf;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function lineOf(document: WriteDocument): string | { readonly reason: string } {
  if (document.id === '') return { reason: 'a document needs an id' };
  if (!KIND.test(document.kind)) return { reason: `"${document.kind}" cannot be the name of a kind` };
  try {
    const own = document.body.throughline;
    const carriesId = typeof own === 'object' && own !== null && 'id' in own && own.id === document.id;
    return JSON.stringify(carriesId ? document.body : { _id: document.id, ...document.body });
  } catch (error) {
    return { reason: `it cannot be written as JSON: ${error instanceof Error ? error.message : 'unknown error'}` };
  }
}

function idOf(line: string): string {
  try {
    const body = JSON.parse(line) as { readonly _id?: unknown; readonly throughline?: { readonly id?: unknown } };
    const id = body._id ?? body.throughline?.id;
    return typeof id === 'string' ? id : `line:${digestOf(line)}`;
  } catch {
    return `line:${digestOf(line)}`;
  }
}

const timeOf = (document: StoredDocument): string => (typeof document['@timestamp'] === 'string' ? document['@timestamp'] : '');
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function digestOf(line: string): string {
  return createHash('sha256').update(line).digest('base64url');
}

async function append(shelf: Shelf, lines: readonly string[]): Promise<void> {
  const data = Buffer.from(`${lines.join('\n')}\n`);
  const handle = await open(shelf.path, 'a+');
  try {
    await handle.truncate(shelf.bytes);
    await handle.appendFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  shelf.bytes += data.length;
}

/** @param lines by id; '' takes the line out. */
async function replace(shelf: Shelf, lines: ReadonlyMap<string, string>): Promise<void> {
  const content = (await readFile(shelf.path)).toString('utf8', 0, shelf.bytes);
  const kept = content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lines.get(idOf(line)) ?? line)
    .filter((line) => line !== '');
  const data = Buffer.from(kept.map((line) => `${line}\n`).join(''));
  const temporary = `${shelf.path}.new`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, shelf.path);
  shelf.bytes = data.length;
}
