import { ADMIN_APPLICATIONS } from '../applications.js';
import { HOUR, MINUTE, SECOND } from '../calendar.js';
import type { Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import { directoryAudit, userTarget } from '../records/entra-audit.js';
import { userSignIn } from '../records/entra-signin.js';
import { exchangeCommand, fileOperation, sharePointAdministration } from '../records/unified-audit.js';
import { addCredential, consent, grantRole } from '../streams/directory-actions.js';
import { departmentSite, documentName } from '../streams/office-files.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity } from '../user-agents.js';
import { rentServer } from './infrastructure.js';
import { busyMoment, pickDay, steadyPeople, type ScenarioContext } from './scenario.js';

const EXCHANGE_ADMIN = 'fb78d390-0c51-40cd-8e17-fdbfab77341b';

interface Intrusion {
  readonly admin: Person;
  readonly endpoint: Endpoint;
  readonly userAgent: string;
}

/** Sign-in with the stolen token, an application with wide permissions, a second administrator. Returns the end. */
function settle(context: ScenarioContext, { admin, endpoint, userAgent }: Intrusion, start: number): number {
  const { estate, random, act } = context;
  const browser = browserIdentity({ ...admin.laptop, os: 'windows', browser: 'chrome', updateLag: 1 }, start);
  const session = random.uuid();
  let time = start;
  for (const application of ADMIN_APPLICATIONS) {
    act('initial-access', true, admin.mail, [
      userSignIn(estate, random, {
        time,
        person: admin,
        application,
        endpoint,
        device: undefined,
        browser,
        interactive: false,
        client: 'Browser',
        error: 0,
        multifactor: 'satisfied-by-claim',
        session,
      }),
    ]);
    time += random.between(10, 60) * SECOND;
  }
  const application = {
    name: random.pick(['Document Converter', 'Sync Utility', 'Migration Assistant', 'Report Builder']),
    id: random.uuid(),
  };
  act(
    'persistence',
    true,
    admin.mail,
    consent(estate, random, {
      time,
      person: admin,
      endpoint,
      application,
      scopes: 'Files.ReadWrite.All Sites.FullControl.All offline_access',
      administrator: true,
      userAgent,
    }),
  );
  time += random.between(40, 180) * SECOND;
  const initiator = { person: admin, endpoint };
  act('persistence', true, admin.mail, [addCredential(estate, random, { time, initiator, application })]);
  time += random.between(60, 300) * SECOND;
  const local = `${random.pick(['svc.sync', 'adm.cloud', 'it.support', 'ops.backup'])}${random.integerBetween(1, 9)}`;
  const created: Person = { ...admin, mail: `${local}@${estate.mailDomain}`, displayName: local, directoryId: random.uuid() };
  act('persistence', true, admin.mail, [
    directoryAudit(estate, random, {
      time,
      activity: 'Add user',
      category: 'UserManagement',
      operation: 'Add',
      service: 'Core Directory',
      initiator,
      targets: [userTarget(created)],
    }),
  ]);
  time += random.between(20, 90) * SECOND;
  act('privilege-escalation', true, admin.mail, [
    grantRole(estate, random, { time, initiator, person: created, role: 'Global Administrator' }),
  ]);
  return time + random.between(5, 20) * MINUTE;
}

/** Audit log off, retention gone, versions limited to one. Returns the end. */
function blind(context: ScenarioContext, { admin, endpoint, userAgent }: Intrusion, start: number, sites: readonly string[]): number {
  const { estate, random, act } = context;
  let time = start;
  const commands = [
    ['Set-AdminAuditLogConfig', 'Admin Audit Log Settings', [['UnifiedAuditLogIngestionEnabled', 'False']]],
    [
      'Remove-RetentionPolicy',
      'Default MRM Policy',
      [
        ['Identity', 'Default MRM Policy'],
        ['Confirm', 'False'],
      ],
    ],
  ] as const;
  for (const [operation, object, parameters] of commands) {
    act('defense-evasion', true, admin.mail, [
      exchangeCommand(estate, random, { time, person: admin, endpoint, operation, object, applicationId: EXCHANGE_ADMIN, parameters }),
    ]);
    time += random.between(30, 200) * SECOND;
  }
  for (const site of sites) {
    act('defense-evasion', true, admin.mail, [
      sharePointAdministration(estate, random, {
        time,
        person: admin,
        endpoint,
        operation: 'SiteVersionPolicyChanged',
        object: site,
        properties: [['MajorVersionLimit', '500', '1']],
        userAgent,
      }),
    ]);
    time += random.between(20, 90) * SECOND;
  }
  return time;
}

/** Documents are rewritten, renamed and their old versions deleted, faster than a person could. */
function encrypt(context: ScenarioContext, { admin, endpoint, userAgent }: Intrusion, start: number, sites: readonly string[]): void {
  const { estate, random, act } = context;
  const extension = random.base62(5).toLowerCase();
  const files = random.integerBetween(350, 800);
  let time = start;
  for (let i = 0; i < files; i += 1) {
    const fileName = documentName(random);
    const document = {
      workload: 'SharePoint',
      siteUrl: random.pick(sites),
      folder: `Shared Documents/${random.pick(['General', 'Projects', 'Planning', 'Customers'])}`,
      fileName,
    } as const;
    const base = { person: admin, endpoint, document, userAgent };
    act('impact', true, admin.mail, [
      fileOperation(estate, random, { ...base, time, operation: 'FileModified' }),
      fileOperation(estate, random, { ...base, time: time + 400, operation: 'FileRenamed', newName: `${fileName}.${extension}` }),
    ]);
    if (random.chance(0.35))
      act('impact', true, admin.mail, [fileOperation(estate, random, { ...base, time: time + 800, operation: 'FileDeleted' })]);
    time += random.between(0.8, 5) * SECOND;
  }
  for (const siteUrl of sites) {
    const document = { workload: 'SharePoint', siteUrl, folder: 'Shared Documents', fileName: 'READ_ME.txt' } as const;
    act('impact', true, admin.mail, [
      fileOperation(estate, random, { person: admin, endpoint, document, userAgent, time, operation: 'FileUploaded' }),
    ]);
    time += random.between(2, 8) * SECOND;
  }
}

/** Extortion in the cloud: an administrator's stolen token encrypts SharePoint after blinding log and versions. */
export function ransomwareInSaas(context: ScenarioContext): void {
  const { estate, random } = context;
  const steady = steadyPeople(estate).filter((person) => person.index !== estate.engagementOwner.index);
  const admins = steady.filter((person) => person.accountType === 'administrator');
  const admin = random.pick(admins.length > 0 ? admins : steady);
  const plan = pickDay(context, admin, [0.6, 0.88], (candidate) => candidate.to - candidate.from > 5 * HOUR);
  const start = random.chance(0.5) ? busyMoment(plan, random) : plan.to + random.between(2, 5) * HOUR;
  const endpoint = rentServer(random);
  const { userAgent } = browserIdentity({ ...admin.laptop, os: 'windows', browser: 'chrome', updateLag: 1 }, start);
  const intrusion = { admin, endpoint, userAgent };
  const departments = random.shuffled(Object.values(ROLE_PROFILES)).slice(0, 4);
  const sites = departments.map((profile) => departmentSite(estate, profile.department));
  const settled = settle(context, intrusion, start);
  encrypt(context, intrusion, blind(context, intrusion, settled, sites) + random.between(2, 9) * MINUTE, sites);
}
