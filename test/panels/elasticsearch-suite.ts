import { documentFields } from '../../src/documents/document-fields.js';
import { DOCUMENT_SCHEMAS } from '../../src/documents/validate.js';
import { rowsOfAnswer, type SearchAnswer } from '../../src/panels/elasticsearch/rows-of-answer.js';
import { searchBody } from '../../src/panels/elasticsearch/search-body.js';
import type { Panel, Row } from '../../src/panels/panel.js';
import type { PanelKind } from '../../src/panels/panel-file.js';

const BATCH = 500;

/** A server on which panels are asked, by plain requests. */
export class PanelServer {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async #request(method: string, path: string, body?: string): Promise<unknown> {
    const type = path.includes('_bulk') ? 'application/x-ndjson' : 'application/json';
    const response = await fetch(new URL(path, this.#url), {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 404) throw new Error(`${method} ${path}: ${String(response.status)} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }

  /** Makes an index anew with the fields of a kind, and puts documents into it. */
  async fill(index: string, kind: PanelKind, documents: readonly unknown[]): Promise<void> {
    await this.remove(index);
    const properties = Object.fromEntries(documentFields(DOCUMENT_SCHEMAS[kind]).map(({ path, type }) => [path, { type }]));
    await this.#request('PUT', index, JSON.stringify({ mappings: { dynamic: 'strict', properties } }));
    for (let from = 0; from < documents.length; from += BATCH) {
      const lines = documents.slice(from, from + BATCH).flatMap((document) => ['{"create":{}}', JSON.stringify(document)]);
      const answer = (await this.#request('POST', `${index}/_bulk?refresh=true`, `${lines.join('\n')}\n`)) as { readonly errors: boolean };
      if (answer.errors) throw new Error(`documents were refused: ${JSON.stringify(answer).slice(0, 800)}`);
    }
  }

  async remove(index: string): Promise<void> {
    await this.#request('DELETE', index);
  }

  /** The rows that the server gives for a panel. */
  async ask(index: string, panel: Panel): Promise<readonly Row[]> {
    return rowsOfAnswer(panel, (await this.#request('POST', `${index}/_search`, JSON.stringify(searchBody(panel)))) as SearchAnswer);
  }
}

/** Rows with numbers to nine digits: sums of fractions depend on the order in which they are added. */
export const comparable = (rows: readonly Row[]): unknown =>
  rows.map((row) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell)));
