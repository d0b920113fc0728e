import type { ActionClass, Domain, Outcome } from './domains.js';
import type { Identifier } from './identifier.js';

export type ActorType = 'user' | 'service' | 'app' | 'device' | 'system' | 'unknown';

/** A network connection or the transport facts of another network record. Bytes are as seen by the originator. */
export interface NetworkDetail {
  readonly transport: string;
  /** Application protocol as the sensor named it, lower case (`ssl`, `dns`, `http`, `smb`, `krb_tcp` …), or ''. */
  readonly protocol: string;
  readonly state: string;
  readonly durationMs: number;
  /** Both ends are inside the organisation, as far as the record itself tells. */
  readonly internal: boolean | undefined;
}

export interface DnsDetail {
  readonly query: string;
  readonly type: string;
  readonly rcode: string;
  readonly answers: readonly string[];
}

export interface HttpDetail {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly mimeType: string;
}

export interface TlsDetail {
  readonly serverName: string;
  readonly ja3: string;
  readonly ja3s: string;
  readonly issuer: string;
  readonly subject: string;
  /** `self-signed`, `expired`, `ok` …, as the sensor said, or ''. */
  readonly validation: string;
}

export interface FileDetail {
  readonly name: string;
  readonly mimeType: string;
  readonly sha256: string;
  readonly size: number | undefined;
}

export type AuthenticationResult = 'pass' | 'fail' | 'none' | 'unknown';

export interface EmailDetail {
  readonly messageId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal' | 'unknown';
  /** Envelope sender, lower case. */
  readonly envelopeFrom: string;
  /** Header From address, lower case. */
  readonly from: string;
  readonly fromDisplayName: string;
  readonly replyTo: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly spf: AuthenticationResult;
  readonly dkim: AuthenticationResult;
  readonly dmarc: AuthenticationResult;
  /** Host names of links, lower case. */
  readonly linkDomains: readonly string[];
  readonly attachmentNames: readonly string[];
  readonly attachmentHashes: readonly string[];
  readonly sizeBytes: number | undefined;
  /** What the gateway thought: `delivered`, `quarantined`, `blocked`, `failed`, or its own word. */
  readonly verdict: string;
}

/** A change to who may do what: the persistence set. Values are what was set, never secrets. */
export interface ChangeDetail {
  /** Short, stable phrase of what was changed, e.g. `New-InboxRule`, `AddServicePrincipalCredentials`. */
  readonly kind: string;
  /** Attributes whose novelty matters: forward address, granted scopes, role name, policy name, key type. `name=value`. */
  readonly attributes: readonly string[];
}

/** Another tool's finding. */
export interface AlertDetail {
  readonly vendor: string;
  readonly rule: string;
  readonly ruleId: string;
  /** 0–100, as the vendor ranks it, scaled linearly to 100. */
  readonly severity: number;
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
  readonly message: string;
}

/**
 * One thing that one actor did, whichever product recorded it. Always built with `createActivity` or on `UNTOLD`, so that every activity
 * has the same shape. Empty text means "the record does not say"; `undefined` numbers likewise.
 */
export interface Activity {
  /** The vendor's own event id where it has one, else a hash of the record. With `action` unique within `source`. */
  readonly id: string;
  /** Name of the source mapping, `product.stream`, e.g. `o365.audit`, `zeek.conn`. */
  readonly source: string;
  readonly domain: Domain;
  /** Event time, epoch milliseconds UTC. */
  readonly time: number;
  /** The vendor's name of the operation. */
  readonly action: string;
  readonly actionClass: ActionClass;
  readonly outcome: Outcome;
  /** Why it failed, the vendor's code or phrase. */
  readonly reason: string;
  /** Organisation / tenant / account the record belongs to. Never an actor. */
  readonly organization: string;

  readonly actorType: ActorType;
  /** Every name the record gives to the actor; all name the same thing. Strongest first. Empty if nobody acted. */
  readonly actor: readonly Identifier[];
  readonly actorName: string;
  /** Roles, groups, departments and titles of the actor, if the record tells; peer-group hints. */
  readonly actorGroups: readonly string[];
  /** Application through which the actor acted (OAuth client, connected app, client program), if any. */
  readonly client: string;
  readonly clientIds: readonly Identifier[];
  /** The device acted from, when the record names one. */
  readonly device: readonly Identifier[];
  readonly userAgent: string;
  readonly session: string;
  /** How the actor was authenticated: `password`, `mfa`, `token`, `refresh-token`, `key`, `federated` … or ''. */
  readonly authentication: string;

  /** Address acted from, canonical text without port, or '' (also '' when invalid: then `sourceAddressRaw` holds it). */
  readonly sourceIp: string;
  readonly sourceAddressRaw: string;
  readonly sourcePort: number | undefined;
  readonly country: string;
  readonly city: string;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** Autonomous system as `AS64500`, or ''. */
  readonly asn: string;
  readonly asOrganization: string;

  /** Application or service acted upon, human name (`Salesforce`, `Exchange`, `s3`). */
  readonly service: string;
  /** The object acted upon: file, message, bucket key, API path without ids. */
  readonly resource: string;
  /** Kind of object: `Case`, `File`, `Bucket`. */
  readonly resourceType: string;
  /** What holds the object: site, mailbox, bucket, repository, sObject. */
  readonly container: string;
  /** Accounts, apps or devices acted upon (created, granted to, logged on to, mailed to). All name the same thing. */
  readonly target: readonly Identifier[];
  readonly targetType: ActorType;
  readonly targetName: string;

  readonly destinationIp: string;
  readonly destinationPort: number | undefined;
  /** Host name contacted, lower case, if the record tells. */
  readonly destinationDomain: string;

  /** How many like events this stands for (1, or more for a rolled-up row). */
  readonly count: number;
  /** Bytes from the actor to the destination. */
  readonly bytesOut: number | undefined;
  /** Bytes to the actor. */
  readonly bytesIn: number | undefined;
  /** Rows, records or messages returned or affected. */
  readonly records: number | undefined;

  readonly network: NetworkDetail | undefined;
  readonly dns: DnsDetail | undefined;
  readonly http: HttpDetail | undefined;
  readonly tls: TlsDetail | undefined;
  readonly file: FileDetail | undefined;
  readonly email: EmailDetail | undefined;
  readonly change: ChangeDetail | undefined;
  readonly alert: AlertDetail | undefined;
}

type MustTell = 'id' | 'source' | 'domain' | 'time' | 'action' | 'actionClass';

/** What a mapping must say; everything else defaults to "not told". */
export type ActivityFields = Pick<Activity, MustTell> & Partial<Activity>;

/** An activity without what a mapping must say. */
export type Untold = Omit<Activity, MustTell>;

const NONE: readonly never[] = [];

/** Builds an activity with every field present and in one order, so that the engine sees one object shape. */
export function createActivity(fields: ActivityFields): Activity {
  return {
    id: fields.id,
    source: fields.source,
    domain: fields.domain,
    time: fields.time,
    action: fields.action,
    actionClass: fields.actionClass,
    outcome: fields.outcome ?? 'unknown',
    reason: fields.reason ?? '',
    organization: fields.organization ?? '',
    actorType: fields.actorType ?? 'unknown',
    actor: fields.actor ?? NONE,
    actorName: fields.actorName ?? '',
    actorGroups: fields.actorGroups ?? NONE,
    client: fields.client ?? '',
    clientIds: fields.clientIds ?? NONE,
    device: fields.device ?? NONE,
    userAgent: fields.userAgent ?? '',
    session: fields.session ?? '',
    authentication: fields.authentication ?? '',
    sourceIp: fields.sourceIp ?? '',
    sourceAddressRaw: fields.sourceAddressRaw ?? '',
    sourcePort: fields.sourcePort,
    country: fields.country ?? '',
    city: fields.city ?? '',
    latitude: fields.latitude,
    longitude: fields.longitude,
    asn: fields.asn ?? '',
    asOrganization: fields.asOrganization ?? '',
    service: fields.service ?? '',
    resource: fields.resource ?? '',
    resourceType: fields.resourceType ?? '',
    container: fields.container ?? '',
    target: fields.target ?? NONE,
    targetType: fields.targetType ?? 'unknown',
    targetName: fields.targetName ?? '',
    destinationIp: fields.destinationIp ?? '',
    destinationPort: fields.destinationPort,
    destinationDomain: fields.destinationDomain ?? '',
    count: fields.count ?? 1,
    bytesOut: fields.bytesOut,
    bytesIn: fields.bytesIn,
    records: fields.records,
    network: fields.network,
    dns: fields.dns,
    http: fields.http,
    tls: fields.tls,
    file: fields.file,
    email: fields.email,
    change: fields.change,
    alert: fields.alert,
  };
}

/**
 * All that a mapping need not say, as it is where a record does not tell. A mapping of many records writes `{ ...UNTOLD, id, … }`: of the shape
 * that `createActivity` gives, for a third of what it costs when dozens of mappings call it.
 */
export const UNTOLD: Untold = createActivity({ id: '', source: '', domain: 'alert', time: 0, action: '', actionClass: 'other' });
