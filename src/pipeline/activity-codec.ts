import type { Activity } from '../activity/activity.js';
import type { Identifier } from '../activity/identifier.js';
import { NO_DETAILS, readDetails, writeDetails } from './detail-codec.js';
import { TextPool } from './text-pool.js';
import { WireReader, WireWriter } from './wire.js';

const NOBODY: readonly Identifier[] = [];
const NO_TEXTS: readonly string[] = [];

/** What a record says of the fields that most activities leave empty; an empty field takes no byte and no step of reading. */
const REASON = 1 << 0;
const ORGANIZATION = 1 << 1;
const ACTOR = 1 << 2;
const ACTOR_NAME = 1 << 3;
const ACTOR_GROUPS = 1 << 4;
const CLIENT = 1 << 5;
const CLIENT_IDS = 1 << 6;
const DEVICE = 1 << 7;
const USER_AGENT = 1 << 8;
const SESSION = 1 << 9;
const AUTHENTICATION = 1 << 10;
const SOURCE_IP = 1 << 11;
const SOURCE_ADDRESS_RAW = 1 << 12;
const SOURCE_PORT = 1 << 13;
const COUNTRY = 1 << 14;
const CITY = 1 << 15;
const LATITUDE = 1 << 16;
const LONGITUDE = 1 << 17;
const ASN = 1 << 18;
const AS_ORGANIZATION = 1 << 19;
const SERVICE = 1 << 20;
const RESOURCE = 1 << 21;
const RESOURCE_TYPE = 1 << 22;
const CONTAINER = 1 << 23;
const TARGET = 1 << 24;
const TARGET_NAME = 1 << 25;
const DESTINATION_IP = 1 << 26;
const DESTINATION_PORT = 1 << 27;
const DESTINATION_DOMAIN = 1 << 28;
const BYTES_OUT = 1 << 29;
const BYTES_IN = 1 << 30;
const RECORDS = 1 << 31;

/** Writes activities into a compact block of bytes, every text once: about 150 bytes an activity. */
export class ActivityEncoder {
  readonly #writer = new WireWriter();
  #count = 0;

  add(activity: Activity): void {
    const writer = this.#writer;
    this.#count += 1;
    writer.begin(activity.source);
    writer.inlineText(activity.id);
    const present = presenceOf(activity);
    writer.unsigned(present);
    writer.text(activity.source);
    writer.text(activity.domain);
    writer.number(activity.time);
    writer.text(activity.action);
    writer.text(activity.actionClass);
    writer.text(activity.outcome);
    if ((present & REASON) !== 0) writer.text(activity.reason);
    if ((present & ORGANIZATION) !== 0) writer.text(activity.organization);
    writer.text(activity.actorType);
    if ((present & ACTOR) !== 0) writeIdentifiers(writer, activity.actor);
    if ((present & ACTOR_NAME) !== 0) writer.text(activity.actorName);
    if ((present & ACTOR_GROUPS) !== 0) writer.texts(activity.actorGroups);
    if ((present & CLIENT) !== 0) writer.text(activity.client);
    if ((present & CLIENT_IDS) !== 0) writeIdentifiers(writer, activity.clientIds);
    if ((present & DEVICE) !== 0) writeIdentifiers(writer, activity.device);
    if ((present & USER_AGENT) !== 0) writer.text(activity.userAgent);
    if ((present & SESSION) !== 0) writer.text(activity.session);
    if ((present & AUTHENTICATION) !== 0) writer.text(activity.authentication);
    if ((present & SOURCE_IP) !== 0) writer.text(activity.sourceIp);
    if ((present & SOURCE_ADDRESS_RAW) !== 0) writer.text(activity.sourceAddressRaw);
    if (activity.sourcePort !== undefined) writer.number(activity.sourcePort);
    if ((present & COUNTRY) !== 0) writer.text(activity.country);
    if ((present & CITY) !== 0) writer.text(activity.city);
    if (activity.latitude !== undefined) writer.number(activity.latitude);
    if (activity.longitude !== undefined) writer.number(activity.longitude);
    if ((present & ASN) !== 0) writer.text(activity.asn);
    if ((present & AS_ORGANIZATION) !== 0) writer.text(activity.asOrganization);
    if ((present & SERVICE) !== 0) writer.text(activity.service);
    if ((present & RESOURCE) !== 0) writer.text(activity.resource);
    if ((present & RESOURCE_TYPE) !== 0) writer.text(activity.resourceType);
    if ((present & CONTAINER) !== 0) writer.text(activity.container);
    if ((present & TARGET) !== 0) writeIdentifiers(writer, activity.target);
    writer.text(activity.targetType);
    if ((present & TARGET_NAME) !== 0) writer.text(activity.targetName);
    if ((present & DESTINATION_IP) !== 0) writer.text(activity.destinationIp);
    if (activity.destinationPort !== undefined) writer.number(activity.destinationPort);
    if ((present & DESTINATION_DOMAIN) !== 0) writer.text(activity.destinationDomain);
    writer.number(activity.count);
    if (activity.bytesOut !== undefined) writer.number(activity.bytesOut);
    if (activity.bytesIn !== undefined) writer.number(activity.bytesIn);
    if (activity.records !== undefined) writer.number(activity.records);
    writeDetails(writer, activity);
  }

  /** The block of everything added since the last one. */
  finish(): Uint8Array<ArrayBuffer> {
    const block = this.#writer.finish(this.#count);
    this.#count = 0;
    return block;
  }
}

/** Reads what `ActivityEncoder` wrote. Equal texts come back as one string, also across blocks. */
export class ActivityDecoder {
  readonly #pool = new TextPool();

  open(block: Uint8Array): BlockReader {
    return new BlockReader(new WireReader(block, this.#pool));
  }
}

/** The activities of one block. */
export class BlockReader {
  readonly #reader: WireReader;
  /** Where the first activity begins. */
  readonly start: number;

  constructor(reader: WireReader) {
    this.#reader = reader;
    this.start = reader.position;
  }

  /** Where the activity read last ends and the next begins. */
  get position(): number {
    return this.#reader.position;
  }

  /** @param position where an activity begins. */
  read(position: number): Activity {
    this.#reader.position = position;
    return readActivity(this.#reader);
  }
}

function presenceOf(activity: Activity): number {
  const present =
    (activity.reason === '' ? 0 : REASON) |
    (activity.organization === '' ? 0 : ORGANIZATION) |
    (activity.actor.length === 0 ? 0 : ACTOR) |
    (activity.actorName === '' ? 0 : ACTOR_NAME) |
    (activity.actorGroups.length === 0 ? 0 : ACTOR_GROUPS) |
    (activity.client === '' ? 0 : CLIENT) |
    (activity.clientIds.length === 0 ? 0 : CLIENT_IDS) |
    (activity.device.length === 0 ? 0 : DEVICE) |
    (activity.userAgent === '' ? 0 : USER_AGENT) |
    (activity.session === '' ? 0 : SESSION) |
    (activity.authentication === '' ? 0 : AUTHENTICATION) |
    (activity.sourceIp === '' ? 0 : SOURCE_IP) |
    (activity.sourceAddressRaw === '' ? 0 : SOURCE_ADDRESS_RAW) |
    (activity.sourcePort === undefined ? 0 : SOURCE_PORT) |
    (activity.country === '' ? 0 : COUNTRY) |
    (activity.city === '' ? 0 : CITY) |
    (activity.latitude === undefined ? 0 : LATITUDE) |
    (activity.longitude === undefined ? 0 : LONGITUDE) |
    (activity.asn === '' ? 0 : ASN) |
    (activity.asOrganization === '' ? 0 : AS_ORGANIZATION) |
    (activity.service === '' ? 0 : SERVICE) |
    (activity.resource === '' ? 0 : RESOURCE) |
    (activity.resourceType === '' ? 0 : RESOURCE_TYPE) |
    (activity.container === '' ? 0 : CONTAINER) |
    (activity.target.length === 0 ? 0 : TARGET) |
    (activity.targetName === '' ? 0 : TARGET_NAME) |
    (activity.destinationIp === '' ? 0 : DESTINATION_IP) |
    (activity.destinationPort === undefined ? 0 : DESTINATION_PORT) |
    (activity.destinationDomain === '' ? 0 : DESTINATION_DOMAIN) |
    (activity.bytesOut === undefined ? 0 : BYTES_OUT) |
    (activity.bytesIn === undefined ? 0 : BYTES_IN) |
    (activity.records === undefined ? 0 : RECORDS);
  return present >>> 0;
}

/** Reads fields in the order in which they were written, which is that of `createActivity`. */
function readActivity(reader: WireReader): Activity {
  const id = reader.inlineText();
  const present = reader.unsigned();
  const fields = {
    id,
    source: reader.text(),
    domain: reader.text() as Activity['domain'],
    time: reader.number(),
    action: reader.text(),
    actionClass: reader.text() as Activity['actionClass'],
    outcome: reader.text() as Activity['outcome'],
    reason: (present & REASON) === 0 ? '' : reader.text(),
    organization: (present & ORGANIZATION) === 0 ? '' : reader.text(),
    actorType: reader.text() as Activity['actorType'],
    actor: (present & ACTOR) === 0 ? NOBODY : readIdentifiers(reader),
    actorName: (present & ACTOR_NAME) === 0 ? '' : reader.text(),
    actorGroups: (present & ACTOR_GROUPS) === 0 ? NO_TEXTS : reader.texts(),
    client: (present & CLIENT) === 0 ? '' : reader.text(),
    clientIds: (present & CLIENT_IDS) === 0 ? NOBODY : readIdentifiers(reader),
    device: (present & DEVICE) === 0 ? NOBODY : readIdentifiers(reader),
    userAgent: (present & USER_AGENT) === 0 ? '' : reader.text(),
    session: (present & SESSION) === 0 ? '' : reader.text(),
    authentication: (present & AUTHENTICATION) === 0 ? '' : reader.text(),
    sourceIp: (present & SOURCE_IP) === 0 ? '' : reader.text(),
    sourceAddressRaw: (present & SOURCE_ADDRESS_RAW) === 0 ? '' : reader.text(),
    sourcePort: (present & SOURCE_PORT) === 0 ? undefined : reader.number(),
    country: (present & COUNTRY) === 0 ? '' : reader.text(),
    city: (present & CITY) === 0 ? '' : reader.text(),
    latitude: (present & LATITUDE) === 0 ? undefined : reader.number(),
    longitude: (present & LONGITUDE) === 0 ? undefined : reader.number(),
    asn: (present & ASN) === 0 ? '' : reader.text(),
    asOrganization: (present & AS_ORGANIZATION) === 0 ? '' : reader.text(),
    service: (present & SERVICE) === 0 ? '' : reader.text(),
    resource: (present & RESOURCE) === 0 ? '' : reader.text(),
    resourceType: (present & RESOURCE_TYPE) === 0 ? '' : reader.text(),
    container: (present & CONTAINER) === 0 ? '' : reader.text(),
    target: (present & TARGET) === 0 ? NOBODY : readIdentifiers(reader),
    targetType: reader.text() as Activity['targetType'],
    targetName: (present & TARGET_NAME) === 0 ? '' : reader.text(),
    destinationIp: (present & DESTINATION_IP) === 0 ? '' : reader.text(),
    destinationPort: (present & DESTINATION_PORT) === 0 ? undefined : reader.number(),
    destinationDomain: (present & DESTINATION_DOMAIN) === 0 ? '' : reader.text(),
    count: reader.number(),
    bytesOut: (present & BYTES_OUT) === 0 ? undefined : reader.number(),
    bytesIn: (present & BYTES_IN) === 0 ? undefined : reader.number(),
    records: (present & RECORDS) === 0 ? undefined : reader.number(),
    network: undefined,
    dns: undefined,
    http: undefined,
    tls: undefined,
    file: undefined,
    email: undefined,
    change: undefined,
    alert: undefined,
  };
  const details = readDetails(reader);
  return details === NO_DETAILS ? fields : Object.assign(fields, details);
}

function writeIdentifiers(writer: WireWriter, list: readonly Identifier[]): void {
  writer.unsigned(list.length);
  for (const { scheme, value } of list) {
    writer.text(scheme);
    writer.text(value);
  }
}

function readIdentifiers(reader: WireReader): readonly Identifier[] {
  const length = reader.unsigned();
  if (length === 0) return NOBODY;
  // A list that grows takes room for sixteen more.
  if (length === 1) return [readIdentifier(reader)];
  if (length === 2) return [readIdentifier(reader), readIdentifier(reader)];
  const list: Identifier[] = [];
  for (let left = length; left > 0; left -= 1) list.push(readIdentifier(reader));
  return list;
}

function readIdentifier(reader: WireReader): Identifier {
  return { scheme: reader.text() as Identifier['scheme'], value: reader.text() };
}
