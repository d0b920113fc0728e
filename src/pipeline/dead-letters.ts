import { rmSync } from 'node:fs';
import type { RejectedRecord } from '../../connectors/connector.js';
import type { DeadLetterDocument } from '../documents/dead-letter.js';
import { documentId } from '../documents/ids.js';
import { DocumentFile } from './document-file.js';

/** Characters of a record that a dead letter keeps. */
const KEPT = 4096;

/** The document of a record that could not be used. */
export function deadLetterDocument(rejected: RejectedRecord, tenant: string): DeadLetterDocument {
  const where = `${rejected.input}, record ${rejected.position}`;
  return {
    '@timestamp': null,
    message: `${rejected.reason} (${where})`,
    throughline: {
      id: documentId('dead-letter', rejected.input, rejected.position, rejected.reason),
      kind: 'dead-letter',
      tenant,
      dead_letter: {
        reason: rejected.reason,
        input: rejected.input,
        position: rejected.position,
        source: rejected.source,
        record: rejected.record.slice(0, KEPT),
        record_bytes: rejected.recordBytes,
      },
    },
  };
}

/** The dead letters of several files that are read at the same time, written in the order of the files. */
export class DeadLetterFile {
  readonly #path: string;
  readonly #tenant: string;
  readonly #file: DocumentFile;
  readonly #early = new Map<number, DocumentFile>();
  readonly #ended = new Set<number>();
  #current = 0;

  constructor(path: string, tenant: string) {
    this.#path = path;
    this.#tenant = tenant;
    this.#file = new DocumentFile(path);
  }

  get count(): number {
    return this.#file.count;
  }

  /** @param fileIndex place of the file among all; within a file in its order. */
  add(fileIndex: number, rejected: RejectedRecord): void {
    let file = this.#file;
    if (fileIndex !== this.#current) {
      file = this.#early.get(fileIndex) ?? new DocumentFile(this.#part(fileIndex));
      this.#early.set(fileIndex, file);
    }
    file.add(deadLetterDocument(rejected, this.#tenant));
  }

  /** Nothing more comes of this file. */
  end(fileIndex: number): void {
    this.#ended.add(fileIndex);
    while (this.#ended.has(this.#current)) {
      this.#current += 1;
      const early = this.#early.get(this.#current);
      if (early === undefined) continue;
      early.close();
      this.#file.append(this.#part(this.#current), early.count);
      rmSync(this.#part(this.#current));
      this.#early.delete(this.#current);
    }
  }

  close(): void {
    this.#file.close();
  }

  #part(fileIndex: number): string {
    return `${this.#path}.${fileIndex}`;
  }
}
