import { randomBytes } from 'node:crypto';
import { flatFields, type FlatFields } from '../spl/flat-fields.js';
import { failure, METHOD_NOT_ALLOWED, type Answer, type SplunkRequest } from './exchange.js';
import type { KnowledgeObjects } from './knowledge-objects.js';
import { fitsQuery, projected, sortedBy, type KvDocument } from './kv-query.js';

/** Limits of `limits.conf`, `[kvstore]`; tests lower them. */
export interface KvLimits {
  maxDocumentsPerBatchSave: number;
  maxSizePerBatchSaveMb: number;
  maxQueriesPerBatch: number;
  maxRowsPerQuery: number;
  maxSizePerResultMb: number;
  maxDocumentMb: number;
}

const MB = 1024 * 1024;
const ok = (body: unknown, status = 200): Answer => ({ status, body, plain: true });
const exceeds = (reason: string): Answer => failure(400, `Request exceeds API limits - see limits.conf for details. (${reason})`);
const NO_OBJECT = failure(404, 'Could not find object.');

const isDocument = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collections of the KV store, by app and owner. */
export class KvStore {
  readonly limits: KvLimits = {
    maxDocumentsPerBatchSave: 1000,
    maxSizePerBatchSaveMb: 50,
    maxQueriesPerBatch: 1000,
    maxRowsPerQuery: 50_000,
    maxSizePerResultMb: 50,
    maxDocumentMb: 16,
  };
  readonly #objects: KnowledgeObjects;
  readonly #collections = new Map<string, Map<string, KvDocument>>();

  constructor(objects: KnowledgeObjects) {
    this.#objects = objects;
  }

  /** Records of an app's collection, as they are there; for tests. */
  documents(app: string, collection: string): readonly KvDocument[] {
    return [...this.#collection('nobody', app, collection).values()];
  }

  /** The same as a lookup sees them. */
  flat(app: string, collection: string): readonly FlatFields[] {
    return this.documents(app, collection)
      .slice(0, this.limits.maxRowsPerQuery)
      .map((document) => flatFields(document, ''));
  }

  readonly answer = (request: SplunkRequest): Answer | undefined => {
    const [, name, key] = /^storage\/collections\/data\/([^/]+)(?:\/([^/]+))?$/.exec(request.below) ?? [];
    if (name === undefined) return undefined;
    const { owner, app, method, account, contentType } = request;
    if (this.#objects.visible(app, 'storage/collections/config', name) === undefined)
      return failure(404, `Could not find collection=${name}`);
    if (method !== 'GET' && account.writes === 'none') return failure(403, 'Action forbidden.', 'WARN');
    if (method === 'POST' && contentType !== 'application/json') return failure(400, 'Must supply content-type of application/json.');
    const documents = this.#collection(owner, app, name);
    try {
      if (key === 'batch_save') return method === 'POST' ? this.#batchSave(documents, request, name) : METHOD_NOT_ALLOWED;
      if (key === 'batch_find') return method === 'POST' ? this.#batchFind(documents, request) : METHOD_NOT_ALLOWED;
      return key === undefined ? this.#whole(documents, request, name) : this.#one(documents, decodeURIComponent(key), request, name);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof RangeError)
        return failure(400, `JSON in the request is invalid. ( ${error.message} )`);
      throw error;
    }
  };

  #collection(owner: string, app: string, name: string): Map<string, KvDocument> {
    const path = JSON.stringify([owner, app, name]);
    const found = this.#collections.get(path) ?? new Map<string, KvDocument>();
    this.#collections.set(path, found);
    return found;
  }

  #whole(documents: Map<string, KvDocument>, request: SplunkRequest, name: string): Answer {
    const { method, query, body } = request;
    const fitting = (): readonly KvDocument[] => {
      const asked: unknown = JSON.parse(query.get('query') ?? '{}');
      return [...documents.values()].filter((document) => fitsQuery(document, asked));
    };
    if (method === 'DELETE') {
      for (const { _key } of fitting()) documents.delete(_key);
      return ok({});
    }
    if (method === 'POST') {
      const given = this.#document(JSON.parse(body), name);
      if ('status' in given) return given as Answer;
      if (documents.has(given._key)) return failure(409, 'A document with the same key and user already exists.');
      documents.set(given._key, given);
      return ok({ _key: given._key }, 201);
    }
    if (method !== 'GET') return METHOD_NOT_ALLOWED;
    return this.#page(fitting(), query);
  }

  #one(documents: Map<string, KvDocument>, key: string, { method, body }: SplunkRequest, name: string): Answer {
    const found = documents.get(key);
    if (found === undefined) return NO_OBJECT;
    if (method === 'GET') return ok(found);
    if (method === 'DELETE') {
      documents.delete(key);
      return ok({});
    }
    if (method !== 'POST') return METHOD_NOT_ALLOWED;
    const given = this.#document({ ...(JSON.parse(body) as object), _key: key }, name);
    if ('status' in given) return given as Answer;
    documents.set(key, given);
    return ok({ _key: key });
  }

  #page(found: readonly KvDocument[], options: URLSearchParams): Answer {
    const limit = Number(options.get('limit') ?? '0');
    const skip = Number(options.get('skip') ?? '0');
    if (![limit, skip].every((count) => Number.isInteger(count) && count >= 0))
      return failure(400, 'limit and skip must be whole numbers.');
    const sort = options.get('sort');
    const sorted = sort === null ? found : sortedBy(found, sort);
    const { maxRowsPerQuery, maxSizePerResultMb } = this.limits;
    const page = sorted.slice(skip, skip + Math.min(limit === 0 ? Infinity : limit, maxRowsPerQuery));
    const fields = options.get('fields');
    const rows = fields === null ? page : page.map((document) => projected(document, fields));
    if (JSON.stringify(rows).length > maxSizePerResultMb * MB)
      return exceeds(`Too much data, max_size_per_result_mb=${maxSizePerResultMb}`);
    return ok(rows);
  }

  #batchSave(documents: Map<string, KvDocument>, { body }: SplunkRequest, name: string): Answer {
    const { maxDocumentsPerBatchSave, maxSizePerBatchSaveMb } = this.limits;
    if (Buffer.byteLength(body) > maxSizePerBatchSaveMb * MB) {
      return exceeds(`Request size too large for a single batch save, max_size_per_batch_save_mb=${maxSizePerBatchSaveMb}`);
    }
    const list: unknown = JSON.parse(body);
    if (!Array.isArray(list)) throw new RangeError('a list of documents is expected');
    if (list.length > maxDocumentsPerBatchSave) {
      return exceeds(`Too many documents for a single batch save, max_documents_per_batch_save=${maxDocumentsPerBatchSave}`);
    }
    const given = list.map((each) => this.#document(each, name));
    const wrong = given.find((each) => 'status' in each);
    if (wrong !== undefined) return wrong as Answer;
    const saved = given as readonly KvDocument[];
    for (const document of saved) documents.set(document._key, document);
    return ok(saved.map(({ _key }) => _key));
  }

  #batchFind(documents: Map<string, KvDocument>, { body }: SplunkRequest): Answer {
    const queries: unknown = JSON.parse(body);
    if (!Array.isArray(queries)) throw new RangeError('a list of queries is expected');
    const { maxQueriesPerBatch } = this.limits;
    if (queries.length > maxQueriesPerBatch) return exceeds(`Too many queries, max_queries_per_batch=${maxQueriesPerBatch}`);
    const answers: unknown[] = [];
    for (const each of queries as readonly unknown[]) {
      if (!isDocument(each)) throw new RangeError('a query is no object');
      const { query = {}, ...options } = each;
      const found = [...documents.values()].filter((document) => fitsQuery(document, query));
      const page = this.#page(
        found,
        new URLSearchParams(Object.entries(options).map(([name, value]): [string, string] => [name, String(value)])),
      );
      if (page.status !== 200) return page;
      answers.push(page.body);
    }
    return ok(answers);
  }

  /** A document with its key, or why it is refused. */
  #document(given: unknown, collection: string): KvDocument | Answer {
    if (!isDocument(given)) throw new RangeError('a document is no object');
    const { _key = randomBytes(12).toString('hex'), ...fields } = given;
    if (typeof _key !== 'string' || _key === '') return failure(400, 'The _key field must be a string.');
    const reserved = Object.keys(fields).find((name) => name.startsWith('$') || name.includes('\0'));
    if (reserved !== undefined) return failure(400, `Field name '${reserved}' is not allowed.`);
    const document = { ...fields, _user: 'nobody', _key };
    if (Buffer.byteLength(JSON.stringify(document)) > this.limits.maxDocumentMb * MB) return failure(400, 'Document is too large.');
    return this.#mistyped(fields, collection) ?? document;
  }

  #mistyped(fields: Readonly<Record<string, unknown>>, collection: string): Answer | undefined {
    const [found] = this.#objects.all('storage/collections/config').filter(({ name }) => name === collection);
    if (found === undefined || !/^(1|true)$/.test(found.settings.enforceTypes ?? '')) return undefined;
    for (const [name, value] of Object.entries(fields)) {
      const type = found.settings[`field.${name}`];
      const fits =
        type === undefined ||
        value === null ||
        { number: 'number', time: 'number', bool: 'boolean', string: 'string' }[type] === typeof value;
      if (!fits) return failure(400, `Invalid type for field '${name}'.`);
    }
    return undefined;
  }
}
