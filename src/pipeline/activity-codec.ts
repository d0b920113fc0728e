import type { Activity } from '../activity/activity.js';
import type { Identifier } from '../activity/identifier.js';
import { NO_DETAILS, readDetails, writeDetails } from './detail-codec.js';
import { TextPool } from './text-pool.js';
import { WireReader, WireWriter } from './wire.js';

const NOBODY: readonly Identifier[] = [];

/** Writes activities into a compact block of bytes, every text once: about 150 bytes an activity. */
export class ActivityEncoder {
  readonly #writer = new WireWriter();
  #count = 0;

  add(activity: Activity): void {
    const writer = this.#writer;
    this.#count += 1;
    writer.begin();
    writer.inlineText(activity.id);
    writer.text(activity.source);
    writer.text(activity.domain);
    writer.number(activity.time);
    writer.text(activity.action);
    writer.text(activity.actionClass);
    writer.text(activity.outcome);
    writer.text(activity.reason);
    writer.text(activity.organization);
    writer.text(activity.actorType);
    writeIdentifiers(writer, activity.actor);
    writer.text(activity.actorName);
    writer.texts(activity.actorGroups);
    writer.text(activity.client);
    writeIdentifiers(writer, activity.clientIds);
    writeIdentifiers(writer, activity.device);
    writer.text(activity.userAgent);
    writer.text(activity.session);
    writer.text(activity.authentication);
    writer.text(activity.sourceIp);
    writer.text(activity.sourceAddressRaw);
    writer.optionalNumber(activity.sourcePort);
    writer.text(activity.country);
    writer.text(activity.city);
    writer.optionalNumber(activity.latitude);
    writer.optionalNumber(activity.longitude);
    writer.text(activity.asn);
    writer.text(activity.asOrganization);
    writer.text(activity.service);
    writer.text(activity.resource);
    writer.text(activity.resourceType);
    writer.text(activity.container);
    writeIdentifiers(writer, activity.target);
    writer.text(activity.targetType);
    writer.text(activity.targetName);
    writer.text(activity.destinationIp);
    writer.optionalNumber(activity.destinationPort);
    writer.text(activity.destinationDomain);
    writer.number(activity.count);
    writer.optionalNumber(activity.bytesOut);
    writer.optionalNumber(activity.bytesIn);
    writer.optionalNumber(activity.records);
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

/** Reads fields in the order in which they were written, which is that of `createActivity`. */
function readActivity(reader: WireReader): Activity {
  const fields = {
    id: reader.inlineText(),
    source: reader.text(),
    domain: reader.text() as Activity['domain'],
    time: reader.number(),
    action: reader.text(),
    actionClass: reader.text() as Activity['actionClass'],
    outcome: reader.text() as Activity['outcome'],
    reason: reader.text(),
    organization: reader.text(),
    actorType: reader.text() as Activity['actorType'],
    actor: readIdentifiers(reader),
    actorName: reader.text(),
    actorGroups: reader.texts(),
    client: reader.text(),
    clientIds: readIdentifiers(reader),
    device: readIdentifiers(reader),
    userAgent: reader.text(),
    session: reader.text(),
    authentication: reader.text(),
    sourceIp: reader.text(),
    sourceAddressRaw: reader.text(),
    sourcePort: reader.optionalNumber(),
    country: reader.text(),
    city: reader.text(),
    latitude: reader.optionalNumber(),
    longitude: reader.optionalNumber(),
    asn: reader.text(),
    asOrganization: reader.text(),
    service: reader.text(),
    resource: reader.text(),
    resourceType: reader.text(),
    container: reader.text(),
    target: readIdentifiers(reader),
    targetType: reader.text() as Activity['targetType'],
    targetName: reader.text(),
    destinationIp: reader.text(),
    destinationPort: reader.optionalNumber(),
    destinationDomain: reader.text(),
    count: reader.number(),
    bytesOut: reader.optionalNumber(),
    bytesIn: reader.optionalNumber(),
    records: reader.optionalNumber(),
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
  const list: Identifier[] = [];
  for (let left = length; left > 0; left -= 1) list.push({ scheme: reader.text() as Identifier['scheme'], value: reader.text() });
  return list;
}
