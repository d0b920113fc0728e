import type { Estate } from '../estate.js';
import type { Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';

/** The time of the unified audit log: seconds, UTC, without a zone. */
export function auditTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

interface Common {
  readonly time: number;
  readonly person: Person;
  readonly endpoint: Endpoint;
}

function record(
  estate: Estate,
  random: RandomGenerator,
  facts: Common,
  recordType: number,
  operation: string,
  workload: string,
  more: object,
): DraftRecord {
  const id = random.uuid();
  return {
    file: 'm365-audit.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      CreationTime: auditTime(facts.time),
      Id: id,
      Operation: operation,
      OrganizationId: estate.tenantId,
      RecordType: recordType,
      UserKey: workload === 'Exchange' ? facts.person.mailboxPuid : `i:0h.f|membership|${facts.person.mailboxPuid.toLowerCase()}@live.com`,
      UserType: 0,
      Version: 1,
      Workload: workload,
      ClientIP: facts.endpoint.address,
      UserId: facts.person.mail,
      ...more,
    },
  };
}

/** A document in SharePoint or OneDrive. */
export interface SharedDocument {
  readonly workload: 'SharePoint' | 'OneDrive';
  readonly siteUrl: string;
  readonly folder: string;
  readonly fileName: string;
}

/** SharePoint and OneDrive file and sharing operations (record types 6 and 14). */
export function fileOperation(
  estate: Estate,
  random: RandomGenerator,
  facts: Common & {
    readonly operation: string;
    readonly document: SharedDocument;
    readonly userAgent: string;
    readonly targetUser?: string;
    readonly newName?: string;
  },
): DraftRecord {
  const { document } = facts;
  const site = RandomGenerator.keyed(estate.seed, document.siteUrl);
  const sharing = facts.operation.includes('Link') || facts.operation.startsWith('Sharing');
  const more: Record<string, unknown> = {
    ObjectId: `${document.siteUrl}${document.folder}/${document.fileName}`,
    CorrelationId: random.uuid(),
    EventSource: 'SharePoint',
    ItemType: 'File',
    ListId: site.uuid(),
    ListItemUniqueId: random.uuid(),
    Site: site.uuid(),
    UserAgent: facts.userAgent,
    WebId: site.uuid(),
    SiteUrl: document.siteUrl,
    SourceFileExtension: document.fileName.slice(document.fileName.lastIndexOf('.') + 1),
    SourceFileName: document.fileName,
    SourceRelativeUrl: document.folder,
  };
  if (sharing) {
    more.TargetUserOrGroupName = facts.targetUser ?? '';
    more.TargetUserOrGroupType =
      facts.targetUser === undefined ? 'Member' : facts.targetUser.endsWith(estate.mailDomain) ? 'Member' : 'Guest';
    more.EventData = '<Type>View</Type><MembersCanShareApplied>False</MembersCanShareApplied>';
  }
  if (facts.newName !== undefined) {
    more.DestinationFileName = facts.newName;
    more.DestinationFileExtension = facts.newName.slice(facts.newName.lastIndexOf('.') + 1);
    more.DestinationRelativeUrl = document.folder;
  }
  return record(estate, random, facts, sharing ? 14 : 6, facts.operation, document.workload, more);
}

/** Exchange mailbox audit: MailItemsAccessed (record type 50). */
export function mailItemsAccessed(
  estate: Estate,
  random: RandomGenerator,
  facts: Common & { readonly items: number; readonly client: string; readonly applicationId: string; readonly sessionId: string },
): DraftRecord {
  return record(estate, random, facts, 50, 'MailItemsAccessed', 'Exchange', {
    ResultStatus: 'Succeeded',
    AppId: facts.applicationId,
    ClientAppId: facts.applicationId,
    ClientInfoString: facts.client,
    ClientIPAddress: facts.endpoint.address,
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: 0,
    LogonUserSid: `${estate.domainSid}-${1200 + facts.person.index}`,
    MailboxGuid: facts.person.directoryId,
    MailboxOwnerSid: `${estate.domainSid}-${1200 + facts.person.index}`,
    MailboxOwnerUPN: facts.person.mail,
    OperationProperties: [
      { Name: 'MailAccessType', Value: 'Bind' },
      { Name: 'IsThrottled', Value: 'False' },
    ],
    OrganizationName: estate.mailDomain,
    OriginatingServer: `AM0PR01MB${1000 + random.integer(8999)} (15.20.9115.000)`,
    SessionId: facts.sessionId,
    Folders: [
      {
        FolderItems: Array.from({ length: Math.min(3, facts.items) }, () => ({
          InternetMessageId: `<${random.upperAlphanumeric(20)}@${estate.mailDomain}>`,
        })),
        Path: '\\Inbox',
      },
    ],
    OperationCount: facts.items,
  });
}

/** Exchange mailbox audit: Send, MoveToDeletedItems, SoftDelete, HardDelete … (record types 2 and 3). */
export function mailboxOperation(
  estate: Estate,
  random: RandomGenerator,
  facts: Common & {
    readonly operation: 'Send' | 'MoveToDeletedItems' | 'SoftDelete' | 'HardDelete' | 'Update' | 'Create';
    readonly subject: string;
    readonly client: string;
    readonly messageId: string;
    readonly sessionId: string;
  },
): DraftRecord {
  const item = {
    Id: random.base62(24),
    InternetMessageId: facts.messageId,
    Subject: facts.subject,
    ParentFolder: { Path: facts.operation === 'Send' ? '\\Drafts' : '\\Inbox' },
  };
  const group = facts.operation === 'MoveToDeletedItems' || facts.operation === 'SoftDelete' || facts.operation === 'HardDelete';
  return record(estate, random, facts, group ? 3 : 2, facts.operation, 'Exchange', {
    ResultStatus: 'Succeeded',
    ClientInfoString: facts.client,
    ClientIPAddress: facts.endpoint.address,
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: 0,
    MailboxGuid: facts.person.directoryId,
    MailboxOwnerUPN: facts.person.mail,
    OrganizationName: estate.mailDomain,
    OriginatingServer: `AM0PR01MB${1000 + random.integer(8999)} (15.20.9115.000)`,
    SessionId: facts.sessionId,
    ...(group ? { AffectedItems: [item] } : { Item: item }),
  });
}

/** An Exchange cmdlet (record type 1): rules, mailbox and transport settings, audit settings. */
export function exchangeCommand(
  estate: Estate,
  random: RandomGenerator,
  facts: Common & {
    readonly operation: string;
    readonly object: string;
    readonly parameters: readonly (readonly [string, string])[];
    readonly applicationId: string;
  },
): DraftRecord {
  return record(estate, random, { ...facts }, 1, facts.operation, 'Exchange', {
    ResultStatus: 'True',
    ClientIP: `${facts.endpoint.address}:${20000 + random.integer(40000)}`,
    UserKey: facts.person.mail,
    UserType: 2,
    ObjectId: facts.object,
    AppId: facts.applicationId,
    ClientAppId: '',
    ExternalAccess: false,
    OrganizationName: estate.mailDomain,
    OriginatingServer: `AM0PR01MB${1000 + random.integer(8999)} (15.20.9115.000)`,
    Parameters: facts.parameters.map(([Name, Value]) => ({ Name, Value })),
    SessionId: random.uuid(),
  });
}

/** Teams (record type 25). */
export function teamsOperation(
  estate: Estate,
  random: RandomGenerator,
  facts: Common & {
    readonly operation: 'MessageSent' | 'TeamsSessionStarted' | 'MeetingParticipantDetail' | 'ChatCreated' | 'ReactedToMessage';
  },
): DraftRecord {
  return record(estate, random, facts, 25, facts.operation, 'MicrosoftTeams', {
    UserKey: facts.person.directoryId,
    CommunicationType: 'OneOnOne',
    ChatThreadId: `19:${random.hex(32)}@thread.v2`,
    ClientApplication: 'Microsoft Teams',
    ExtraProperties: [
      { Key: 'OsName', Value: facts.person.laptop.os },
      { Key: 'ClientName', Value: 'skypeteams' },
    ],
  });
}

/** A SharePoint administration operation (record type 4), such as a change of versioning, sharing or retention. */
export function sharePointAdministration(
  estate: Estate,
  random: RandomGenerator,
  facts: Common & {
    readonly operation: string;
    readonly object: string;
    readonly properties: readonly (readonly [name: string, oldValue: string, newValue: string])[];
    readonly userAgent: string;
  },
): DraftRecord {
  return record(estate, random, facts, 4, facts.operation, 'SharePoint', {
    ObjectId: facts.object,
    CorrelationId: random.uuid(),
    EventSource: 'SharePoint',
    ItemType: 'Web',
    UserAgent: facts.userAgent,
    ModifiedProperties: facts.properties.map(([Name, OldValue, NewValue]) => ({ Name, OldValue, NewValue })),
  });
}

/** The service account of an application that reads through Graph, as the audit log names it. */
export function applicationFileOperation(
  estate: Estate,
  random: RandomGenerator,
  facts: {
    readonly time: number;
    readonly applicationId: string;
    readonly endpoint: Endpoint;
    readonly operation: string;
    readonly document: SharedDocument;
  },
): DraftRecord {
  const id = random.uuid();
  const { document } = facts;
  const site = RandomGenerator.keyed(estate.seed, document.siteUrl);
  return {
    file: 'm365-audit.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      CreationTime: auditTime(facts.time),
      Id: id,
      Operation: facts.operation,
      OrganizationId: estate.tenantId,
      RecordType: 6,
      UserKey: `i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint`,
      UserType: 5,
      Version: 1,
      Workload: document.workload,
      ClientIP: facts.endpoint.address,
      UserId: 'app@sharepoint',
      ApplicationId: facts.applicationId,
      ObjectId: `${document.siteUrl}${document.folder}/${document.fileName}`,
      CorrelationId: random.uuid(),
      EventSource: 'SharePoint',
      ItemType: 'File',
      ListId: site.uuid(),
      ListItemUniqueId: random.uuid(),
      Site: site.uuid(),
      UserAgent: 'ISV|CloudBackup|GraphExport/4.2',
      WebId: site.uuid(),
      SiteUrl: document.siteUrl,
      SourceFileExtension: document.fileName.slice(document.fileName.lastIndexOf('.') + 1),
      SourceFileName: document.fileName,
      SourceRelativeUrl: document.folder,
    },
  };
}
