import {
  createActivity,
  type Activity,
  type ActivityFields,
  type AlertDetail,
  type DnsDetail,
  type FileDetail,
  type HttpDetail,
} from '../activity.js';
import { ACTION_CLASSES, OUTCOMES, type ActionClass, type Domain, type Outcome } from '../domains.js';
import { parseAddress, portNumber } from '../fields/address.js';
import { asCount, asNumber, asText, firstText, textsAt } from '../fields/coerce.js';
import { addIdentifier, hostName } from '../fields/identity.js';
import { lookup } from '../fields/lookup.js';
import { dead, NO_TIME, skipped } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Identifier, IdentifierScheme } from '../identifier.js';
import type { Mapped, RawRecord, RecordHint, SourceMapping } from '../source-mapping.js';

/** A condition on one field: it is there, or it has one of the values (case ignored). */
export interface UserCondition {
  readonly field: string;
  readonly equals?: readonly (string | number | boolean)[];
}

/** Where a value comes from: the first of the fields that says something, by way of a table of values, or a constant. */
export interface UserValue {
  readonly constant?: string | number;
  readonly field?: string | readonly string[];
  /** Value in the record (case ignored) → value in the activity. */
  readonly map?: Readonly<Record<string, string | number>>;
  /** What stands for an absent value or one that `map` does not list. Without it such a value is taken as it is. */
  readonly otherwise?: string | number;
}

export interface UserIdentifier extends UserValue {
  readonly scheme: IdentifierScheme;
}

export const TIME_FORMATS = ['auto', 'epoch-seconds', 'epoch-milliseconds', 'day-first'] as const;

export const USER_TEXT_FIELDS = [
  ...(['id', 'action', 'reason', 'organization', 'actorName', 'client', 'userAgent', 'session', 'authentication', 'service'] as const),
  ...(['resource', 'resourceType', 'container', 'targetName', 'country', 'city'] as const),
] as const;
export const USER_DETAIL_FIELDS = [
  ...([
    'sourceIp',
    'destinationIp',
    'destinationDomain',
    'sourcePort',
    'destinationPort',
    'count',
    'bytesOut',
    'bytesIn',
    'records',
  ] as const),
  ...([
    'actionClass',
    'outcome',
    'actorType',
    'targetType',
    'dns.query',
    'dns.type',
    'dns.rcode',
    'http.method',
    'http.host',
    'http.path',
  ] as const),
  ...([
    'http.status',
    'file.name',
    'file.sha256',
    'file.size',
    'network.transport',
    'network.protocol',
    'change.kind',
    'alert.rule',
  ] as const),
  ...(['alert.severity', 'alert.message'] as const),
] as const;
export const USER_ACTOR_TYPES = ['user', 'service', 'app', 'device', 'system', 'unknown'] as const;
type UserField = (typeof USER_TEXT_FIELDS)[number] | (typeof USER_DETAIL_FIELDS)[number];

/** A mapping file as it is written, checked against its schema. */
export interface UserMappingSpec {
  readonly name: string;
  readonly title: string;
  readonly domain: Domain;
  readonly when: readonly UserCondition[];
  readonly skip: readonly UserCondition[];
  readonly time: { readonly field: string; readonly format: (typeof TIME_FORMATS)[number]; readonly offsetMinutes: number };
  readonly fields: Readonly<Partial<Record<UserField, UserValue>>>;
  readonly actor: readonly UserIdentifier[];
  readonly device: readonly UserIdentifier[];
  readonly target: readonly UserIdentifier[];
  readonly attributes: readonly string[];
}

const KNOWN_CLASSES: ReadonlySet<string> = new Set(ACTION_CLASSES);
const KNOWN_OUTCOMES: ReadonlySet<string> = new Set(OUTCOMES);
const KNOWN_ACTOR_TYPES: ReadonlySet<string> = new Set(USER_ACTOR_TYPES);

/** The mapping that a file describes. */
export function createUserMapping(spec: UserMappingSpec): SourceMapping {
  return {
    name: spec.name,
    title: spec.title,
    datasets: [],
    detects: (record: RawRecord, _hint: RecordHint) => spec.when.every((condition) => holds(condition, record)),
    map: (record: RawRecord, _hint: RecordHint) => mapRecord(spec, record),
  };
}

function holds(condition: UserCondition, record: RawRecord): boolean {
  const value = lookup(record, condition.field);
  if (condition.equals === undefined) return value !== undefined;
  const text = asText(value).toLowerCase();
  return condition.equals.some((accepted) => String(accepted).toLowerCase() === text);
}

function textOf(record: RawRecord, value: UserValue | undefined): string {
  if (value === undefined) return '';
  if (value.constant !== undefined) return String(value.constant);
  const text = firstText(record, typeof value.field === 'string' ? [value.field] : (value.field ?? []));
  if (value.map !== undefined) {
    const lower = text.toLowerCase();
    for (const [from, to] of Object.entries(value.map)) if (from.toLowerCase() === lower) return String(to);
  } else if (text !== '') return text;
  return value.otherwise === undefined ? text : String(value.otherwise);
}

function identifiersOf(record: RawRecord, values: readonly UserIdentifier[]): readonly Identifier[] {
  const list: Identifier[] = [];
  for (const value of values) addIdentifier(list, value.scheme, textOf(record, value));
  return list;
}

const DAY_FIRST = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})[T,\s]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*$/;

function timeOf(spec: UserMappingSpec, record: RawRecord): number | undefined {
  const value = lookup(record, spec.time.field);
  const number = asNumber(value);
  let time: number | undefined;
  switch (spec.time.format) {
    case 'auto':
      time = parseTime(value);
      break;
    case 'epoch-seconds':
      time = number === undefined ? undefined : parseTime(number * 1000);
      break;
    case 'epoch-milliseconds':
      time = number === undefined ? undefined : parseTime(number);
      break;
    case 'day-first': {
      const [, day = '', month = '', year = '', clock = ''] = DAY_FIRST.exec(asText(value)) ?? [];
      time = parseTime(
        `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock.padStart(clock.indexOf(':') === 1 ? clock.length + 1 : 0, '0')}`,
      );
    }
  }
  return time === undefined ? undefined : time - spec.time.offsetMinutes * 60_000;
}

function mapRecord(spec: UserMappingSpec, record: RawRecord): Mapped {
  if (spec.skip.some((condition) => holds(condition, record))) return skipped('left out by the mapping file');
  const time = timeOf(spec, record);
  if (time === undefined) return dead(NO_TIME);
  const text = (field: UserField): string => textOf(record, spec.fields[field]);
  const actionClass = text('actionClass');
  if (!KNOWN_CLASSES.has(actionClass)) return dead('the mapping file gives no action class for this record');
  const outcome = text('outcome');
  const actor = identifiersOf(record, spec.actor);
  const target = identifiersOf(record, spec.target);
  const source = parseAddress(text('sourceIp'));
  const destination = parseAddress(text('destinationIp'));
  const texts = Object.fromEntries(USER_TEXT_FIELDS.map((field) => [field, text(field)]));
  const fields: ActivityFields = {
    ...texts,
    id: text('id') || recordHash(record),
    source: spec.name,
    domain: spec.domain,
    time,
    action: text('action') || actionClass,
    actionClass: actionClass as ActionClass,
    outcome: KNOWN_OUTCOMES.has(outcome) ? (outcome as Outcome) : 'unknown',
    actorType: actorTypeOf(text('actorType'), actor.length > 0),
    actor,
    actorName: text('actorName') || (actor[0]?.value ?? ''),
    device: identifiersOf(record, spec.device),
    target,
    targetType: actorTypeOf(text('targetType'), false),
    targetName: text('targetName') || (target[0]?.value ?? ''),
    sourceIp: source.ip,
    sourceAddressRaw: source.raw,
    sourcePort: portNumber(text('sourcePort')) ?? source.port,
    destinationIp: destination.ip,
    destinationPort: portNumber(text('destinationPort')) ?? destination.port,
    destinationDomain: hostName(text('destinationDomain')),
    count: Math.max(1, asCount(text('count')) ?? 1),
    bytesOut: asCount(text('bytesOut')),
    bytesIn: asCount(text('bytesIn')),
    records: asCount(text('records')),
    ...detailsOf(spec, record, text),
  };
  return { kind: 'activities', activities: [createActivity(fields)] };
}

function actorTypeOf(word: string, named: boolean): Activity['actorType'] {
  if (KNOWN_ACTOR_TYPES.has(word)) return word as Activity['actorType'];
  return named ? 'user' : 'unknown';
}

function detailsOf(spec: UserMappingSpec, record: RawRecord, text: (field: UserField) => string): Partial<Activity> {
  const has = (prefix: string) => Object.keys(spec.fields).some((field) => field.startsWith(prefix));
  const dns: DnsDetail | undefined = has('dns.')
    ? { query: hostName(text('dns.query')), type: text('dns.type'), rcode: text('dns.rcode').toUpperCase(), answers: [] }
    : undefined;
  const http: HttpDetail | undefined = has('http.')
    ? {
        method: text('http.method'),
        host: hostName(text('http.host')),
        path: text('http.path'),
        status: asNumber(text('http.status')),
        mimeType: '',
      }
    : undefined;
  const file: FileDetail | undefined = has('file.')
    ? { name: text('file.name'), mimeType: '', sha256: text('file.sha256').toLowerCase(), size: asCount(text('file.size')) }
    : undefined;
  const alert: AlertDetail | undefined = has('alert.')
    ? {
        vendor: spec.title,
        rule: text('alert.rule'),
        ruleId: text('alert.rule'),
        severity: Math.min(100, asCount(text('alert.severity')) ?? 50),
        techniques: [],
        tactics: [],
        message: text('alert.message'),
      }
    : undefined;
  const attributes = spec.attributes.flatMap((path) => textsAt(record, path).map((value) => `${path}=${value.slice(0, 256)}`));
  return {
    dns,
    http,
    file,
    alert,
    network: has('network.')
      ? {
          transport: text('network.transport').toLowerCase(),
          protocol: text('network.protocol').toLowerCase(),
          state: '',
          durationMs: 0,
          internal: undefined,
        }
      : undefined,
    change:
      has('change.') || attributes.length > 0
        ? { kind: text('change.kind') || text('action'), attributes: attributes.slice(0, 24) }
        : undefined,
  };
}
