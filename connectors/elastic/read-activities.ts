import type { Activity } from '../../src/activity/activity.js';
import { KEPT_BYTES } from '../../src/activity/readers/record-reader.js';
import type { RecordMapper, Registry } from '../../src/activity/registry.js';
import { SourceUnavailableError, UsageError, WindowIncompleteError } from '../../src/errors.js';
import type { ActivityBatch, ActivityRequest, CallOptions, RejectedRecord } from '../connector.js';
import { mayPass } from './elastic-failure.js';
import type { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSourceGroup } from './elastic-settings.js';
import { fieldTypes, readableIndices } from './field-types.js';
import { HitPages, type Hit } from './hit-pages.js';
import { recordFields, recordOf } from './hit-records.js';
import { mergedTies } from './merge-pages.js';
import { PointInTime } from './point-in-time.js';
import { formatCursor, parseCursor, type ReadCursor, type SortKey } from './read-cursor.js';
import { readLegs, type ReadLeg } from './read-plan.js';
import { ALERT_FIELD, DATASET_FIELDS, EVENT_TIME } from './read-query.js';

/** Reads what was asked for, group by group, in order of time; see the promises of the port. */
export async function* readActivities(
  gateway: ElasticGateway,
  registry: Registry,
  request: ActivityRequest,
  options: CallOptions,
): AsyncGenerator<ActivityBatch, void, void> {
  const cursor = request.cursor === undefined ? undefined : parseCursor(request.cursor);
  const groups = groupsFrom(gateway.settings.groups, request.group, cursor);
  for (const [index, group] of groups.entries()) {
    yield* readGroup(gateway, registry, request, group, index === 0 ? cursor : undefined, options);
  }
}

function groupsFrom(
  groups: readonly ElasticSourceGroup[],
  wanted: string | undefined,
  cursor: ReadCursor | undefined,
): readonly ElasticSourceGroup[] {
  const chosen = wanted === undefined ? groups : groups.filter((group) => group.name === wanted);
  if (chosen.length === 0 && wanted !== undefined) {
    throw new UsageError(`there is no group "${wanted}"; known groups: ${groups.map((group) => group.name).join(', ')}`);
  }
  if (cursor === undefined) return chosen;
  const start = chosen.findIndex((group) => group.name === cursor.group);
  if (start < 0) throw new UsageError(`the cursor belongs to the group "${cursor.group}", which is not read`);
  return chosen.slice(start);
}

async function* readGroup(
  gateway: ElasticGateway,
  registry: Registry,
  request: ActivityRequest,
  group: ElasticSourceGroup,
  cursor: ReadCursor | undefined,
  options: CallOptions,
): AsyncGenerator<ActivityBatch, void, void> {
  const types = await fieldTypes(gateway, group.indices, [group.ingestField, EVENT_TIME, ALERT_FIELD, ...DATASET_FIELDS], options);
  if (types.indices.length === 0) return;
  const legs = readLegs(request, group, types, gateway.settings, registry.mappings);
  const point = await PointInTime.open(gateway, readableIndices(group.indices), options);
  const ended = new AbortController();
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  try {
    const mapper = new HitMapper(registry, request);
    for (const [index, leg] of legs.entries()) {
      if (cursor !== undefined && index < cursor.leg) continue;
      const after = cursor?.leg === index ? cursor.after : [];
      yield* readLeg(gateway, point, leg, { group, index, after, mapper, signal });
    }
  } catch (cause) {
    if (cause instanceof SourceUnavailableError && mayPass(cause.cause))
      throw new WindowIncompleteError(`${cause.message}; reading began, but did not end`, { cause });
    throw cause;
  } finally {
    ended.abort();
    await point.close();
  }
}

interface LegContext {
  readonly group: ElasticSourceGroup;
  readonly index: number;
  readonly after: SortKey;
  readonly mapper: HitMapper;
  readonly signal: AbortSignal;
}

async function* readLeg(
  gateway: ElasticGateway,
  point: PointInTime,
  leg: ReadLeg,
  context: LegContext,
): AsyncGenerator<ActivityBatch, void, void> {
  const { slices, pageSize, product } = gateway.settings;
  const { group, mapper, signal } = context;
  const pages = Array.from({ length: slices }, (_value, id) => {
    const slice = slices === 1 ? undefined : { id: String(id), max: slices };
    const source = recordFields(group.read);
    return new HitPages(
      point,
      leg,
      { size: pageSize, slice, after: context.after, source, breaksTies: product === 'elasticsearch' },
      { signal },
    );
  });
  let key = context.after;
  for await (const tie of mergedTies(pages)) {
    for (const hit of tie) mapper.map(hit);
    key = tie[0]?.key ?? key;
    if (mapper.size >= pageSize) yield mapper.take(formatCursor({ group: group.name, leg: context.index, after: key }));
  }
  const next = formatCursor({ group: group.name, leg: context.index + 1, after: [] });
  if (mapper.size > 0) yield mapper.take(next);
}

/** Maps hits and keeps what becomes of them until it is taken. */
class HitMapper {
  readonly #registry: Registry;
  readonly #request: ActivityRequest;
  readonly #mappers = new Map<string, RecordMapper>();
  #activities: Activity[] = [];
  #rejected: RejectedRecord[] = [];

  constructor(registry: Registry, request: ActivityRequest) {
    this.#registry = registry;
    this.#request = request;
  }

  get size(): number {
    return this.#activities.length + this.#rejected.length;
  }

  take(cursor: string): ActivityBatch {
    const batch = { activities: this.#activities, rejected: this.#rejected, cursor };
    this.#activities = [];
    this.#rejected = [];
    return batch;
  }

  map(hit: Hit): void {
    const record = recordOf(hit);
    if (record === undefined) {
      throw new WindowIncompleteError(
        `the document ${hit.id} of ${hit.index} is not stored; set read: fields for the group that holds this index`,
      );
    }
    const mapper = this.#mapperOf(hit.index);
    const mapped = mapper.map(record);
    if (mapped.kind === 'activities') for (const activity of mapped.activities) this.#keep(activity);
    if (mapped.kind !== 'dead') return;
    const text = JSON.stringify(record);
    this.#rejected.push({
      input: `${hit.index}/${hit.id}`,
      position: 1,
      source: mapper.source,
      reason: mapped.reason,
      record: text.slice(0, KEPT_BYTES),
      recordBytes: Buffer.byteLength(text),
    });
  }

  #keep(activity: Activity): void {
    const { source, window } = this.#request;
    if (source !== undefined && activity.source !== source) return;
    if (window !== undefined && (activity.time < window.from || activity.time >= window.to)) return;
    this.#activities.push(activity);
  }

  /** One mapper an index, since a mapper remembers what the records before were. */
  #mapperOf(index: string): RecordMapper {
    let mapper = this.#mappers.get(index);
    if (mapper === undefined) {
      mapper = this.#registry.mapperFor({ name: index, dataset: '' });
      this.#mappers.set(index, mapper);
    }
    return mapper;
  }
}
