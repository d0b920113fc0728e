import { createHash } from 'node:crypto';
import { indexNameOf } from '../../src/documents/index-names.js';
import { StateError } from '../../src/errors.js';
import type { CallOptions, StateEntry, StateStore } from '../connector.js';
import { sendBulk } from './bulk-writer.js';
import { statusOf } from './elastic-failure.js';
import type { ElasticGateway } from './elastic-gateway.js';

interface StateBody {
  readonly key: string;
  /** JSON text. */
  readonly value: string;
  /** Who set it, so that a writer whose answer was lost knows its own work. */
  readonly writer: string;
  readonly updated: string;
}

interface Found {
  readonly body: StateBody;
  readonly version: string;
}

/** Small documents with compare-and-set by sequence number and primary term. */
export class ElasticStateStore implements StateStore {
  readonly #gateway: ElasticGateway;
  readonly #index: string;

  constructor(gateway: ElasticGateway) {
    this.#gateway = gateway;
    this.#index = indexNameOf('state', gateway.settings.tenant)?.name ?? '';
  }

  async get(key: string, options: CallOptions = {}): Promise<StateEntry | undefined> {
    const found = await this.#find(key, options);
    return found === undefined ? undefined : { value: valueOf(found.body, key), version: found.version };
  }

  async compareAndSet(key: string, value: unknown, expected: string | undefined, options: CallOptions = {}): Promise<string | undefined> {
    const { pacing } = this.#gateway;
    const writer = `${pacing.now()}-${pacing.random()}`;
    const body: StateBody = { key, value: JSON.stringify(value), writer, updated: new Date(pacing.now()).toISOString() };
    const condition = expected === undefined ? { op_type: 'create' as const } : conditionOf(expected);
    if (condition === undefined) return undefined;
    const answer = await this.#gateway.call(
      `keep the state ${key}`,
      async (client, transport) => {
        try {
          return await client.index<StateBody>({ index: this.#index, id: idOf(key), document: body, ...condition }, transport);
        } catch (error) {
          if (statusOf(error) === 409 || statusOf(error) === 404) return undefined;
          throw error;
        }
      },
      options,
    );
    if (answer !== undefined) return versionOf(answer._seq_no, answer._primary_term);
    const found = await this.#find(key, options);
    return found?.body.writer === writer ? found.version : undefined;
  }

  async remove(keys: readonly string[], options: CallOptions = {}): Promise<void> {
    if (keys.length === 0) return;
    await sendBulk(
      this.#gateway,
      keys.map((key) => ({ action: { delete: { _index: this.#index, _id: idOf(key) } }, body: undefined })),
      options,
    );
  }

  async #find(key: string, options: CallOptions): Promise<Found | undefined> {
    return this.#gateway.call(
      `read the state ${key}`,
      async (client, transport) => {
        try {
          const got = await client.get<StateBody>({ index: this.#index, id: idOf(key) }, transport);
          return got._source === undefined ? undefined : { body: got._source, version: versionOf(got._seq_no, got._primary_term) };
        } catch (error) {
          if (statusOf(error) === 404) return undefined;
          throw error;
        }
      },
      options,
    );
  }
}

/** Keys may be longer than an id. */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function versionOf(seqNo: number | undefined, primaryTerm: number | undefined): string {
  return `${seqNo ?? 0}.${primaryTerm ?? 0}`;
}

function conditionOf(version: string): { readonly if_seq_no: number; readonly if_primary_term: number } | undefined {
  const [, seqNo, term] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  return seqNo === undefined || term === undefined ? undefined : { if_seq_no: Number(seqNo), if_primary_term: Number(term) };
}

function valueOf(body: StateBody, key: string): unknown {
  try {
    return JSON.parse(body.value);
  } catch (cause) {
    throw new StateError(`the state ${key} is not what Throughline keeps there: remove the document or restore it`, { cause });
  }
}
