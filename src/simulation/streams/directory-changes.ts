import { DAY, HOUR, MINUTE } from '../calendar.js';
import { homeEndpoint, laptopEndpoint, officeEgress, workMoment } from '../day-plan.js';
import { generatedRate } from '../rates.js';
import { directoryAudit, userTarget, type AuditFacts, type AuditTarget } from '../records/entra-audit.js';
import { oktaEvent } from '../records/okta.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import type { EstateHour, PersonHour } from './stream.js';
import { dutyAdministrator, consent, registerMethod, grantRole, addCredential } from './directory-actions.js';

const SYSTEM_CHANGES: readonly (readonly [AuditFacts['activity'], AuditFacts['category'], AuditFacts['operation'], number])[] = [
  ['Update user', 'UserManagement', 'Update', 10],
  ['Update device', 'Device', 'Update', 7],
  ['Add member to group', 'GroupManagement', 'Assign', 2],
  ['Remove member from group', 'GroupManagement', 'Unassign', 1],
  ['Update service principal', 'ApplicationManagement', 'Update', 2],
];

/** The directory synchronisation and other system actors: most of the audit log of a tenant. */
export function systemDirectory(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const count = random.negativeBinomial((generatedRate('directoryAudits', estate) * estate.people.length) / 24, 3);
  for (let i = 0; i < count; i += 1) {
    const [activity, category, operation] = random.pickWeighted(SYSTEM_CHANGES.map((change) => [change, change[3]] as const));
    const person = random.pick(estate.people);
    const target: AuditTarget =
      category === 'Device'
        ? { id: person.laptop.directoryId, displayName: person.laptop.hostname, type: 'Device' }
        : category === 'ApplicationManagement'
          ? { id: estate.monitoring.directoryId, displayName: estate.monitoring.name, type: 'ServicePrincipal' }
          : userTarget(person, [{ displayName: 'LastDirSyncTime', oldValue: null, newValue: `["${new Date(from).toISOString()}"]` }]);
    emit(
      directoryAudit(estate, random, {
        time: from + random.next() * HOUR,
        activity,
        category,
        operation,
        service: 'Core Directory',
        initiator: { integration: estate.directorySync },
        targets: [target],
      }),
    );
  }
  if (new Date(from).getUTCHours() === 6) lifecycle(hour);
}

/** Accounts of those who join are created in the morning, accounts of those who left are disabled. */
function lifecycle(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const day = Math.floor((from - estate.calendar.start) / DAY);
  for (const person of estate.people) {
    if (person.joinDay !== day && person.leaveDay !== day - 1) continue;
    const admin = dutyAdministrator(estate, random);
    const endpoint = officeEgress(estate, admin.site, from);
    const time = from + random.between(1, 40) * MINUTE;
    const base = { service: 'Core Directory', initiator: { person: admin, endpoint } } as const;
    if (person.joinDay === day) {
      emit(
        directoryAudit(estate, random, {
          ...base,
          time,
          activity: 'Add user',
          category: 'UserManagement',
          operation: 'Add',
          targets: [userTarget(person)],
        }),
      );
      for (let i = 0; i < 3; i += 1) {
        const group: AuditTarget = {
          id: random.uuid(),
          displayName: `${person.department} ${['All', 'Licences', 'VPN'][i] ?? ''}`,
          type: 'Group',
        };
        emit(
          directoryAudit(estate, random, {
            ...base,
            time: time + (i + 1) * 25_000,
            activity: 'Add member to group',
            category: 'GroupManagement',
            operation: 'Assign',
            targets: [userTarget(person), group],
          }),
        );
      }
      emit(
        oktaEvent(estate, random, {
          time: time + 120_000,
          person: admin,
          endpoint,
          device: admin.laptop,
          eventType: 'user.lifecycle.create',
          displayMessage: 'Create Okta user',
          result: 'SUCCESS',
          reason: null,
          session: `102${random.base62(22)}`,
          targets: [{ id: person.oktaId, type: 'User', alternateId: person.mail, displayName: person.displayName }],
          credentialType: null,
        }),
      );
    } else {
      emit(
        directoryAudit(estate, random, {
          ...base,
          time,
          activity: 'Disable account',
          category: 'UserManagement',
          operation: 'Update',
          targets: [userTarget(person, [{ displayName: 'AccountEnabled', oldValue: '[true]', newValue: '[false]' }])],
        }),
      );
    }
  }
}

const SCOPES = [
  'User.Read',
  'User.Read openid profile email',
  'Calendars.Read User.Read',
  'Files.Read User.Read offline_access',
  'Mail.Read User.Read offline_access',
] as const;

/** What people change about their own accounts, and administrators about others'. */
export function personDirectory(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (!plan.working || hour.share === 0) return;
  const { calendar } = estate;
  const time = workMoment(plan, random, hour.from, hour.to);
  const endpoint = laptopEndpoint(estate, person, plan, time);
  const device = currentLaptop(person, calendar, time);
  const userAgent = browserIdentity(device, time).userAgent;
  const own = { initiator: { person, endpoint }, time } as const;
  if (hour.begins) {
    if (person.adoptsRollout && plan.day === calendar.rollout + (person.index % 4 === 3 ? 2 : person.index % 2)) {
      for (const record of consent(estate, random, {
        time,
        person,
        endpoint,
        application: estate.rolloutApplication,
        scopes: 'Files.Read User.Read offline_access',
        administrator: false,
        userAgent,
      }))
        emit(record);
    }
    if ((person.newLaptop !== undefined && plan.day === person.newLaptopDay) || plan.day === person.joinDay) {
      emit(
        directoryAudit(estate, random, {
          ...own,
          activity: 'Register device',
          category: 'Device',
          operation: 'Add',
          service: 'Device Registration Service',
          targets: [{ id: device.directoryId, displayName: device.hostname, type: 'Device' }],
        }),
      );
      emit(registerMethod(estate, random, { time: time + 90_000, person, endpoint }));
    }
    if (plan.day === calendar.passwordExpiry && random.chance(0.12)) {
      emit(
        directoryAudit(estate, random, {
          ...own,
          activity: 'Change password (self-service)',
          category: 'UserManagement',
          operation: 'Update',
          service: 'Self-service Password Management',
          targets: [userTarget(person)],
        }),
      );
    }
    if (random.chance(0.006))
      emit(
        registerMethod(estate, random, { time, person, endpoint: random.chance(0.7) ? endpoint : homeEndpoint(estate, person, plan.day) }),
      );
    if (random.chance(0.005)) {
      const application = {
        name: random.pick(['Doodle', 'SurveyMonkey', 'Read AI', 'Zoom for Outlook', 'Mailchimp', 'Trello', 'Evernote']),
        id: random.uuid(),
      };
      for (const record of consent(estate, random, {
        time,
        person,
        endpoint,
        application,
        scopes: random.pick(SCOPES),
        administrator: false,
        userAgent,
      }))
        emit(record);
    }
  }
  if (person.accountType === 'administrator') administerDirectory(hour, time);
}

function administerDirectory(hour: PersonHour, time: number): void {
  const { estate, person, plan, random, emit } = hour;
  const base = { service: 'Core Directory', initiator: { person, endpoint: laptopEndpoint(estate, person, plan, time) } } as const;
  const day = hour.share * Math.min(2, person.activity);
  const other = random.pick(estate.people);
  if (random.chance(0.9 * day)) {
    const group: AuditTarget = {
      id: random.uuid(),
      displayName: `${other.department} ${random.pick(['All', 'Projects', 'Licences'])}`,
      type: 'Group',
    };
    emit(
      directoryAudit(estate, random, {
        ...base,
        time,
        activity: 'Add member to group',
        category: 'GroupManagement',
        operation: 'Assign',
        targets: [userTarget(other), group],
      }),
    );
  }
  if (random.chance(0.5 * day))
    emit(
      directoryAudit(estate, random, {
        ...base,
        time,
        activity: 'Reset user password',
        category: 'UserManagement',
        operation: 'Update',
        targets: [userTarget(other)],
      }),
    );
  if (random.chance(0.12 * day)) {
    emit(
      directoryAudit(estate, random, {
        ...base,
        service: 'Authentication Methods',
        time,
        activity: 'Admin deleted security info',
        category: 'UserManagement',
        operation: 'Delete',
        targets: [userTarget(other)],
      }),
    );
  }
  if (random.chance(0.03 * day))
    emit(
      grantRole(estate, random, {
        ...base,
        time,
        person: other,
        role: random.pick(['Helpdesk Administrator', 'Reports Reader', 'Teams Administrator']),
      }),
    );
  if (random.chance(0.03 * day))
    emit(
      addCredential(estate, random, { ...base, time, application: { name: estate.monitoring.name, id: estate.monitoring.applicationId } }),
    );
  if (random.chance(0.015 * day)) {
    const policy: AuditTarget = {
      id: random.uuid(),
      displayName: random.pick(['Require MFA for administrators', 'Block legacy authentication', 'Require compliant device']),
      type: 'Policy',
    };
    emit(
      directoryAudit(estate, random, {
        ...base,
        service: 'Conditional Access',
        time,
        activity: 'Update conditional access policy',
        category: 'Policy',
        operation: 'Update',
        targets: [policy],
      }),
    );
  }
}
