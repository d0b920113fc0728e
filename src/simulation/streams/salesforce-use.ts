import { MINUTE, SECOND } from '../calendar.js';
import { laptopEndpoint, workMoment, type DayPlan } from '../day-plan.js';
import type { Estate } from '../estate.js';
import type { Endpoint } from '../networks.js';
import type { Device, Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import { generatedRate } from '../rates.js';
import { salesforceApiCall, salesforceLogin, salesforceRestCall, setupAuditTrail, type RestCall } from '../records/salesforce.js';
import type { SalesforceSession } from '../records/salesforce-event.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity, currentLaptop, SCRIPT_AGENTS, systemNames } from '../user-agents.js';
import { singleSignOn } from './okta-sign-ins.js';
import type { PersonHour } from './stream.js';

/** Objects of the organisation, by how often they are used. */
export const SALESFORCE_OBJECTS = [
  'Account',
  'Contact',
  'Case',
  'Opportunity',
  'Lead',
  'Task',
  'Event',
  'User',
  'Campaign',
  'Contract',
] as const;

/** The browser session of a person on a day. */
export function browserSession(
  estate: Estate,
  person: Person,
  plan: Pick<DayPlan, 'day'>,
  endpoint: Endpoint,
  device: Device,
  time: number,
): SalesforceSession {
  const random = RandomGenerator.keyed(estate.seed, 'salesforce-session', person.index, plan.day);
  return {
    user: { id: person.salesforceId, userName: person.mail },
    endpoint,
    sessionKey: random.base62(16),
    loginKey: random.base62(16),
    connectedAppId: '',
    connectedAppName: '',
    userAgent: browserIdentity(device, time).userAgent,
  };
}

/** The session of an integration that acts with the token of a user. */
export function tokenSession(
  random: RandomGenerator,
  user: SalesforceSession['user'],
  application: { readonly name: string; readonly connectedAppId: string },
  endpoint: Endpoint,
  userAgent: string,
): SalesforceSession {
  return {
    user,
    endpoint,
    sessionKey: random.base62(16),
    loginKey: random.base62(16),
    connectedAppId: application.connectedAppId,
    connectedAppName: application.name,
    userAgent,
  };
}

function browserName(userAgent: string): string {
  if (userAgent.includes('Firefox')) return 'Firefox 141';
  if (userAgent.includes('Edg/')) return 'Edge 139';
  return userAgent.includes('Chrome') ? 'Chrome 139' : 'Safari 18';
}

/** Work in the browser and with the mail and mobile connectors. */
export function personSalesforce(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (person.salesforceId === '' || !plan.working || hour.share === 0) return;
  const weight = Math.max(0.5, ROLE_PROFILES[person.role].salesforce);
  const daily = generatedRate('salesforceActions', estate) * weight * Math.min(3, person.activity) * plan.factor;
  const device = currentLaptop(person, estate.calendar, hour.from);
  if (hour.begins || random.chance(0.03)) {
    const time = Math.max(hour.from, plan.from) + 10 * SECOND + random.next() * 20 * MINUTE;
    const session = browserSession(estate, person, plan, laptopEndpoint(estate, person, plan, time), device, time);
    const facts = {
      loginType: 'SAML Sfdc Initiated SSO',
      platform: systemNames(device).salesforce,
      browser: browserName(session.userAgent),
      success: !random.chance(0.015),
    } as const;
    singleSignOn(hour, time - random.between(1, 4) * SECOND, 'Salesforce');
    for (const record of salesforceLogin(estate, random, time, session, facts)) emit(record);
  }
  const count = random.negativeBinomial(daily * hour.share, 1.5);
  for (let i = 0; i < count; i += 1) {
    const time = workMoment(plan, random, hour.from, hour.to);
    const session = browserSession(estate, person, plan, laptopEndpoint(estate, person, plan, time), device, time);
    const entity = random.pickZipf(SALESFORCE_OBJECTS);
    if (random.chance(0.72)) {
      const method = random.pickWeighted([
        ['query', 8],
        ['retrieve', 3],
        ['update', 2],
        ['create', 1],
        ['describeSObjects', 1],
      ] as const);
      emit(
        salesforceApiCall(estate, random, time, session, {
          clientName: 'SfdcInternalAPI/',
          method,
          entity,
          rows: method === 'query' ? random.negativeBinomial(18, 0.8) : 1,
        }),
      );
      continue;
    }
    if (random.chance(0.12)) {
      for (const record of salesforceRestCall(estate, random, time, session, reportRun(random, Math.round(random.logNormal(220, 1.3)))))
        emit(record);
      continue;
    }
    const call: RestCall = random.chance(0.7)
      ? {
          method: 'GET',
          uri: '/services/data/v60.0/query',
          entity,
          rows: random.negativeBinomial(25, 0.8),
          responseBytes: random.integerBetween(400, 24000),
          status: 200,
        }
      : random.chance(0.7)
        ? {
            method: 'GET',
            uri: `/services/data/v60.0/sobjects/${entity}/${random.base62(18)}`,
            entity,
            rows: 1,
            responseBytes: random.integerBetween(400, 3000),
            status: 200,
          }
        : {
            method: 'PATCH',
            uri: `/services/data/v60.0/sobjects/${entity}/${random.base62(18)}`,
            entity,
            rows: 1,
            responseBytes: 0,
            status: 204,
          };
    const connector = { ...session, connectedAppId: '0H45j000000Kz9P', connectedAppName: 'Salesforce for Outlook' };
    for (const record of salesforceRestCall(estate, random, time, connector, call)) emit(record);
  }
  if (person.accountType === 'administrator' && random.chance(0.3 * hour.share)) {
    const [action, section, display] = random.pick([
      ['changedUserEmailVerifiedStatusVerified', 'Manage Users', 'User email status changed to verified'],
      ['PermSetAssign', 'Manage Users', 'Permission set Sales Reporting: assigned to user'],
      ['createdReportType', 'Customize', 'Created custom report type Pipeline Coverage'],
      ['changedLayout', 'Customize', 'Changed page layout Case Layout'],
      ['changedProfileForUser', 'Manage Users', 'Changed profile for user from Standard User to Sales User'],
    ] as const);
    emit(
      setupAuditTrail(random, {
        time: workMoment(plan, random, hour.from, hour.to),
        user: { id: person.salesforceId, userName: person.mail },
        action,
        section,
        display,
      }),
    );
  }
  if (person.index % 17 === 3 && hour.begins && random.chance(0.25)) scriptedReport(hour, device);
}

/** A report run through the analytics interface. */
export function reportRun(random: RandomGenerator, rows: number): RestCall {
  const uri = `/services/data/v60.0/analytics/reports/00O5j0000${random.base62(9)}`;
  return {
    method: 'GET',
    uri,
    entity: random.pick(['Account', 'Contact', 'Opportunity']),
    rows,
    responseBytes: rows * random.integerBetween(120, 300),
    status: 200,
  };
}

/** Some analysts pull a weekly list with a script of their own. */
function scriptedReport(hour: PersonHour, device: Device): void {
  const { estate, person, plan, random, emit } = hour;
  const time = workMoment(plan, random, hour.from, hour.to);
  const application = { name: 'Reporting Script', connectedAppId: '0H45j000000Rb2Q' };
  const session = tokenSession(
    random,
    { id: person.salesforceId, userName: person.mail },
    application,
    laptopEndpoint(estate, person, plan, time),
    SCRIPT_AGENTS.pythonRequests,
  );
  const facts = { loginType: 'Remote Access 2.0', platform: systemNames(device).salesforce, browser: 'Unknown', success: true } as const;
  for (const record of salesforceLogin(estate, random, time, session, facts)) emit(record);
  for (let i = 0; i < 3; i += 1) {
    const call: RestCall = {
      method: 'GET',
      uri: '/services/data/v57.0/query',
      entity: random.pick(['Opportunity', 'Account']),
      rows: random.integerBetween(200, 2000),
      responseBytes: random.integerBetween(40_000, 600_000),
      status: 200,
    };
    for (const record of salesforceRestCall(estate, random, time + (2 + i * 4) * SECOND, session, call)) emit(record);
  }
}
