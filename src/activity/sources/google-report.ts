import type { Activity, ActivityFields, ActorType } from '../activity.js';
import { parseAddress } from '../fields/address.js';
import { asText, asTexts } from '../fields/coerce.js';
import { ecsDataset, ecsOrigin, ecsTime, isEcs } from '../fields/ecs.js';
import { addIdentifier } from '../fields/identity.js';
import { asList, asObject, isObject, lookup, nestedRecord, objectAt, ownValue } from '../fields/lookup.js';
import type { JsonObject } from '../fields/lookup.js';
import { NO_TIME, completed, dead, mappedAll } from '../fields/mapped.js';
import { recordHash } from '../fields/record-hash.js';
import { parseTime } from '../fields/time.js';
import type { Identifier } from '../identifier.js';
import type { Mapped, RawRecord, SourceMapping } from '../source-mapping.js';

/** Parameters of one event by the vendor's name; values are texts, numbers, flags, lists or nested messages. */
export type EventParameters = ReadonlyMap<string, unknown>;

/** One event of a report, whichever form the record has. */
export interface ReportEvent {
  readonly name: string;
  readonly type: string;
  readonly parameters: EventParameters;
  /** Address of the actor, or '' if it gives none. */
  readonly actorMail: string;
  readonly record: JsonObject;
}

/** What one report (application) adds to the fields that all share. */
export interface ReportKind {
  readonly name: string;
  readonly title: string;
  /** `id.applicationName` values. */
  readonly applications: readonly string[];
  readonly datasets: readonly string[];
  /** Members of the stored form (below `google_workspace`) by the vendor's parameter name. */
  readonly stored: Readonly<Record<string, readonly string[]>>;
  describe(event: ReportEvent): Pick<Activity, 'domain' | 'actionClass'> & Partial<ActivityFields>;
}

function parameterMap(value: unknown): EventParameters {
  const found = new Map<string, unknown>();
  if (isObject(value)) {
    for (const key of Object.keys(value).slice(0, 128)) found.set(key, value[key]);
    return found;
  }
  if (!Array.isArray(value)) return found;
  for (const element of value as readonly unknown[]) {
    if (!isObject(element) || found.size >= 128) continue;
    const name = asText(element.name);
    if (name === '') continue;
    found.set(
      name,
      element.value ??
        element.boolValue ??
        element.intValue ??
        element.multiValue ??
        element.multiIntValue ??
        element.multiMessageValue ??
        element.messageValue ??
        element.multiBoolValue,
    );
  }
  return found;
}

const NOT_PARAMETERS: ReadonlySet<string> = new Set([
  'kind',
  'id',
  'etag',
  'actor',
  'ipAddress',
  'events',
  'event_name',
  'event_type',
  'ownerDomain',
  'name',
  'type',
  'parameters',
]);

/** Parameters that exporters put beside the record's own fields, with or without a type suffix. */
function columnParameters(record: JsonObject): EventParameters {
  const found = new Map<string, unknown>();
  for (const key of Object.keys(record)) {
    if (NOT_PARAMETERS.has(key) || found.size >= 128) continue;
    const suffix = key.length > 2 && key.charAt(key.length - 2) === '_' && 'sdbgt'.includes(key.charAt(key.length - 1));
    found.set(suffix ? key.slice(0, -2) : key, record[key]);
  }
  return found;
}

function storedParameters(kind: ReportKind, record: JsonObject, application: JsonObject): EventParameters {
  const found = new Map<string, unknown>();
  for (const [name, paths] of Object.entries(kind.stored)) {
    for (const path of paths) {
      const value = path.startsWith('/') ? lookup(record, path.slice(1)) : lookup(application, path);
      if (value !== undefined && value !== '') {
        found.set(name, value);
        break;
      }
    }
  }
  return found;
}

/** Text of a parameter, or ''. */
export function parameterText(event: ReportEvent, name: string): string {
  return asText(event.parameters.get(name));
}

/** All texts of a parameter. */
export function parameterTexts(event: ReportEvent, name: string): readonly string[] {
  return asTexts(event.parameters.get(name));
}

/** The identifiers of an account that an event names. */
export function accountTarget(mail: string): Partial<ActivityFields> {
  const target: Identifier[] = [];
  addIdentifier(target, 'upn', mail);
  return target.length === 0 ? {} : { target, targetType: 'user', targetName: target[0]?.value ?? '' };
}

interface Common {
  readonly id: string;
  readonly time: number;
  readonly fields: Partial<ActivityFields>;
  readonly actorMail: string;
}

function actorFields(actor: JsonObject, kind: string): Partial<ActivityFields> {
  const identifiers: Identifier[] = [];
  const mail = asText(actor.email ?? actor.actor_email_s);
  addIdentifier(identifiers, 'upn', mail);
  const profile = asText(actor.profileId ?? ownValue(actor.profile, 'id'));
  if (profile !== '' && profile !== '105250506097979753968') addIdentifier(identifiers, 'google', profile);
  const key = asText(actor.key);
  if (identifiers.length === 0 && key !== '') addIdentifier(identifiers, 'app', key);
  const type: ActorType =
    key === 'SYSTEM'
      ? 'system'
      : kind === 'KEY' && mail === ''
        ? 'app'
        : mail.endsWith('.gserviceaccount.com')
          ? 'service'
          : identifiers.length > 0
            ? 'user'
            : 'unknown';
  return { actor: identifiers, actorType: type, actorName: mail || key };
}

function mapReport(kind: ReportKind, raw: RawRecord): Mapped {
  const ecs = isEcs(raw);
  const record = ecs ? nestedRecord(raw) : raw;
  const activities: Activity[] = [];
  if (ecs) {
    const time = ecsTime(record);
    if (time === undefined) return dead(NO_TIME);
    const event = asObject(record.event);
    const workspace = objectAt(record, 'google_workspace');
    const application = asObject(workspace[kind.datasets[0]?.slice('google_workspace.'.length) ?? '']);
    const user = asObject(record.user);
    const mail =
      asText(user.email) ||
      (asText(user.domain) === '' ? '' : `${asText(user.name)}@${asText(user.domain)}`) ||
      asText(ownValue(workspace.actor, 'email'));
    const stored: ReportEvent = {
      name: asText(event.action) || asText(ownValue(workspace.event, 'name')),
      type: asText(ownValue(workspace.event, 'type')),
      parameters: storedParameters(kind, record, application),
      actorMail: mail.toLowerCase(),
      record,
    };
    if (stored.name === '') return dead('no event name');
    activities.push(
      build(kind, stored, {
        id: asText(event.id) || recordHash(raw),
        time,
        actorMail: stored.actorMail,
        fields: {
          organization: asText(ownValue(record.organization, 'id')) || asText(ownValue(workspace.organization, 'domain')),
          ...ecsOrigin(record),
          ...actorFields(
            { email: mail, profileId: user.id, key: ownValue(workspace.actor, 'key') },
            asText(ownValue(workspace.actor, 'type')),
          ),
        },
      }),
    );
    return mappedAll(activities);
  }
  const id = asObject(record.id ?? record.id_s);
  const time = parseTime(id.time ?? record.id_time_t ?? record.id_time_s ?? record.p_event_time ?? record._time);
  if (time === undefined) return dead(NO_TIME);
  const actor = asObject(record.actor ?? record.actor_s);
  const actorMail = asText(actor.email ?? record.actor_email_s);
  const qualifier = asText(id.uniqueQualifier ?? record.id_uniqueQualifier_s ?? record.id_uniqueQualifier_d);
  const address = parseAddress(record.ipAddress ?? record.IPAddress ?? record.ipAddress_s ?? record.IPAddress_s);
  const fields: Partial<ActivityFields> = {
    organization: asText(id.customerId ?? record.id_customerId_s) || asText(record.ownerDomain),
    sourceIp: address.ip,
    sourceAddressRaw: address.raw,
    sourcePort: address.port,
    ...actorFields(actorMail === '' ? actor : { ...actor, email: actorMail }, asText(actor.callerType)),
  };
  const events = eventsOf(record);
  for (let index = 0; index < events.length && index < 256; index += 1) {
    const source = events[index];
    if (source === undefined) continue;
    const base = qualifier === '' ? recordHash(raw) : qualifier;
    const event: ReportEvent = { ...source, actorMail: actorMail.toLowerCase(), record };
    activities.push(build(kind, event, { id: index === 0 ? base : `${base}:${index}`, time, actorMail, fields }));
  }
  return activities.length === 0 ? dead('no event name') : mappedAll(activities);
}

type BareEvent = Pick<ReportEvent, 'name' | 'type' | 'parameters'>;

function eventsOf(record: JsonObject): readonly BareEvent[] {
  const found: BareEvent[] = [];
  const listed = record.events ?? record.events_s;
  if (listed !== undefined) {
    for (const element of asList(listed)) {
      if (!isObject(element)) continue;
      const name = asText(element.name);
      if (name !== '') found.push({ name, type: asText(element.type), parameters: parameterMap(element.parameters) });
    }
    return found;
  }
  const flat = asText(record.event_name ?? record.event_name_s);
  if (flat !== '') return [{ name: flat, type: asText(record.event_type ?? record.event_type_s), parameters: columnParameters(record) }];
  const name = asText(record.name);
  return name === '' ? found : [{ name: name.trim(), type: asText(record.type), parameters: parameterMap(record.parameters) }];
}

function build(kind: ReportKind, event: ReportEvent, common: Common): Activity {
  const described = kind.describe(event);
  const fields: ActivityFields = {
    id: common.id,
    source: kind.name,
    domain: described.domain,
    time: common.time,
    action: event.name,
    actionClass: described.actionClass,
    outcome: described.outcome ?? 'success',
  };
  return completed(fields, [common.fields, described]);
}

/** A mapping of one report of the Google Workspace Reports API. */
export function reportMapping(kind: ReportKind): SourceMapping {
  const applications = new Set(kind.applications);
  const datasets = new Set(kind.datasets);
  return {
    name: kind.name,
    title: kind.title,
    datasets: kind.datasets,
    detects(record) {
      const id = record.id;
      if (isObject(id)) {
        const application = id.applicationName;
        return (
          typeof application === 'string' &&
          applications.has(application) &&
          (record.actor !== undefined || record.events !== undefined || record.kind !== undefined || record.name !== undefined)
        );
      }
      if (typeof record.id_applicationName_s === 'string') return applications.has(record.id_applicationName_s);
      if (
        record.google_workspace === undefined &&
        record['google_workspace.event.type'] === undefined &&
        record['google_workspace.kind'] === undefined
      )
        return false;
      const dataset = ecsDataset(record);
      if (dataset !== '') return datasets.has(dataset);
      const provider = asText(lookup(record, 'event.provider'));
      return applications.has(provider);
    },
    map(record) {
      return mapReport(kind, record);
    },
  };
}
