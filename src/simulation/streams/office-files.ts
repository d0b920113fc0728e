import { HOUR } from '../calendar.js';
import { laptopEndpoint, phoneEndpoint, workMoment } from '../day-plan.js';
import type { Estate } from '../estate.js';
import { DOCUMENT_EXTENSIONS, DOCUMENT_WORDS } from '../names.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import { generatedRate } from '../rates.js';
import { applicationFileOperation, fileOperation, teamsOperation, type SharedDocument } from '../records/unified-audit.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import type { EstateHour, PersonHour } from './stream.js';

const OPERATIONS: readonly (readonly [string, number])[] = [
  ['FileAccessed', 42],
  ['FileModified', 16],
  ['FilePreviewed', 12],
  ['FileSyncDownloadedFull', 7],
  ['FileDownloaded', 5],
  ['FileUploaded', 5],
  ['FileModifiedExtended', 5],
  ['FileRecycled', 1.5],
  ['FileDeleted', 1],
  ['FileRenamed', 1.2],
  ['FileMoved', 0.8],
  ['AddedToSecureLink', 0.5],
  ['SecureLinkCreated', 0.4],
  ['CompanyLinkCreated', 0.4],
  ['SharingSet', 0.8],
  ['AnonymousLinkCreated', 0.08],
  ['SharingInvitationCreated', 0.08],
];

/** SharePoint site of a department. */
export function departmentSite(estate: Estate, department: string): string {
  return `https://${estate.name}.sharepoint.com/sites/${department.replaceAll(' ', '')}/`;
}

/** Personal OneDrive of a person. */
export function personalSite(estate: Estate, person: Person): string {
  return `https://${estate.name}-my.sharepoint.com/personal/${person.mail.replaceAll('.', '_').replace('@', '_')}/`;
}

/** A document name; popular ones come back, because the law of names is Zipf's. */
export function documentName(random: RandomGenerator): string {
  const number = random.zipf(300);
  return `${random.pickZipf(DOCUMENT_WORDS)}_${random.pick(['2025', 'Q3', 'v2', 'final', 'draft', 'Team'])}_${number}.${random.pickWeighted(DOCUMENT_EXTENSIONS)}`;
}

/** A document that this person would work on. */
export function drawDocument(estate: Estate, person: Person, random: RandomGenerator): SharedDocument {
  const own = random.chance(0.35);
  const department = random.chance(0.9) ? person.department : random.pick(Object.values(ROLE_PROFILES)).department;
  return {
    workload: own ? 'OneDrive' : 'SharePoint',
    siteUrl: own ? personalSite(estate, person) : departmentSite(estate, department),
    folder: own
      ? 'Documents'
      : `Shared Documents/${random.pickZipf(['General', 'Projects', 'Planning', 'Archive', 'Customers', 'Templates'])}`,
    fileName: documentName(random),
  };
}

/** File work and chat of a person. */
export function personFiles(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (!plan.working || hour.share === 0) return;
  const daily = generatedRate('fileEvents', estate) * ROLE_PROFILES[person.role].files * person.activity * plan.factor;
  const count = random.negativeBinomial(daily * hour.share, 1.2);
  for (let i = 0; i < count; i += 1) {
    const time = workMoment(plan, random, hour.from, hour.to);
    const device = currentLaptop(person, estate.calendar, time);
    const operation = random.pickWeighted(OPERATIONS);
    const sharing = operation.startsWith('Sharing') || operation === 'AddedToSecureLink';
    const external = sharing && random.chance(0.25);
    const colleague = estate.people[random.pick(person.colleagues)];
    const outsider = estate.partners.correspondents[random.pickZipf(person.correspondents)];
    const target = external ? outsider?.address : colleague?.mail;
    emit(
      fileOperation(estate, random, {
        time,
        person,
        endpoint: laptopEndpoint(estate, person, plan, time),
        operation,
        document: drawDocument(estate, person, random),
        userAgent: operation.startsWith('FileSync')
          ? 'Microsoft SkyDriveSync 25.127.0701.0003 ship; Windows NT 10.0 (26100)'
          : browserIdentity(device, time).userAgent,
        ...(sharing && target !== undefined ? { targetUser: target } : {}),
        ...(operation === 'FileRenamed' || operation === 'FileMoved' ? { newName: documentName(random) } : {}),
      }),
    );
  }
  const chats = random.negativeBinomial(daily * 0.15 * hour.share, 1.5);
  for (let i = 0; i < chats; i += 1) {
    const time = workMoment(plan, random, hour.from, hour.to);
    emit(
      teamsOperation(estate, random, {
        time,
        person,
        endpoint: random.chance(0.8) ? laptopEndpoint(estate, person, plan, time) : phoneEndpoint(estate, person, plan, random),
        operation: random.pickWeighted([
          ['MessageSent', 8],
          ['TeamsSessionStarted', 2],
          ['MeetingParticipantDetail', 2],
          ['ReactedToMessage', 2],
          ['ChatCreated', 1],
        ] as const),
      }),
    );
  }
}

/** The nightly backup reads documents in bulk, 01:00 to 03:00 UTC. */
export function backupRun(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const clock = new Date(from).getUTCHours();
  if (clock !== 1 && clock !== 2) return;
  const files = random.poisson(estate.people.length * 0.9 * estate.scale);
  for (let i = 0; i < files; i += 1) {
    const owner = random.pick(estate.people);
    const time = from + (i * HOUR) / files + random.between(0, HOUR / files);
    emit(
      applicationFileOperation(estate, random, {
        time,
        applicationId: estate.backup.applicationId,
        endpoint: random.pick(estate.backup.endpoints),
        operation: random.chance(0.9) ? 'FileDownloaded' : 'FileAccessed',
        document: drawDocument(estate, owner, random),
      }),
    );
  }
}
