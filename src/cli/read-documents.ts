import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { FeedbackDocument } from '../documents/feedback.js';
import { documentFileName } from '../documents/file-names.js';
import { isDocument, type DocumentKind, type DocumentKinds } from '../documents/validate.js';
import { SourceUnavailableError } from '../errors.js';
import { lastVerdicts } from '../triage/heed-feedback.js';

/**
 * The documents of one kind that a replay left in a folder, in the file's order. Ends early when the consumer does.
 * @throws SourceUnavailableError if the file is missing, or a line is not such a document
 */
export async function* readDocuments<K extends DocumentKind>(folder: string, kind: K): AsyncGenerator<DocumentKinds[K], void, void> {
  const fileName = documentFileName(kind);
  const path = join(folder, fileName);
  const stream = createReadStream(path, 'utf8');
  try {
    let lineNumber = 0;
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      lineNumber += 1;
      if (line === '') continue;
      const document = parseLine(line, path, lineNumber);
      if (!isDocument(kind, document)) throw unusable(path, lineNumber);
      yield document;
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new SourceUnavailableError(`There is no ${fileName} in ${folder}: name with --out the folder that replay or demo wrote to.`, {
        cause,
      });
    }
    throw cause;
  } finally {
    stream.destroy();
  }
}

/** What was last said of each incident or anomaly of a folder, by its id. */
export async function readVerdicts(folder: string): Promise<ReadonlyMap<string, FeedbackDocument>> {
  const found: FeedbackDocument[] = [];
  if (existsSync(join(folder, documentFileName('feedback'))))
    for await (const document of readDocuments(folder, 'feedback')) found.push(document);
  return lastVerdicts(found);
}

function unusable(path: string, lineNumber: number, cause?: unknown): SourceUnavailableError {
  return new SourceUnavailableError(`Line ${String(lineNumber)} of ${path} is not a document of this version: replay the logs again.`, {
    cause,
  });
}

function parseLine(line: string, path: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw unusable(path, lineNumber, cause);
  }
}
