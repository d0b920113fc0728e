import { SourceUnavailableError, WindowIncompleteError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import { fieldTypes, readableIndices, type FieldTypes } from './field-types.js';
import { PointInTime } from './point-in-time.js';
import { ALERT_FIELD, DATASET_FIELDS, EVENT_TIME } from './read-query.js';

/** A frozen view of a group, while it is read. */
export interface GroupView {
  readonly group: ElasticSourceGroup;
  readonly point: PointInTime;
  readonly types: FieldTypes;
  /** Ends with the reading, however it ends. */
  readonly signal: AbortSignal;
}

/**
 * Reads a group by `read` in a point in time that is closed at the end. Nothing is read where no index is. `fields` are those whose
 * types `read` asks for.
 *
 * @throws WindowIncompleteError if the cluster failed after reading began in a way that may pass
 */
export async function* inGroup<T>(
  gateway: ElasticGateway,
  group: ElasticSourceGroup,
  fields: readonly string[],
  options: CallOptions,
  read: (view: GroupView) => AsyncIterable<T>,
): AsyncGenerator<T, void, void> {
  const common = [group.ingestField, EVENT_TIME, ALERT_FIELD, ...DATASET_FIELDS];
  const types = await fieldTypes(gateway, group.indices, [...new Set([...common, ...fields])], options);
  if (types.indices.length === 0) return;
  const point = await PointInTime.open(gateway, readableIndices(group.indices), options);
  const ended = new AbortController();
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  try {
    yield* read({ group, point, types, signal });
  } catch (cause) {
    if (cause instanceof SourceUnavailableError && cause.passing)
      throw new WindowIncompleteError(`${cause.message}; reading began, but did not end`, { cause });
    throw cause;
  } finally {
    ended.abort();
    await point.close();
  }
}
