import { HOUR, MINUTE, SECOND } from '../calendar.js';
import { homeEndpoint, type DayPlan } from '../day-plan.js';
import type { Person } from '../person.js';
import { salesforceLogin, salesforceRestCall } from '../records/salesforce.js';
import { fileOperation } from '../records/unified-audit.js';
import { browserSession, reportRun } from '../streams/salesforce-use.js';
import { deliver, staffMail } from '../streams/mail-composition.js';
import { visit } from '../streams/network-actions.js';
import { drawDocument } from '../streams/office-files.js';
import { signInSession } from '../streams/sign-ins.js';
import { userSignIn } from '../records/entra-signin.js';
import { MICROSOFT_APPLICATIONS } from '../applications.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity, currentLaptop, systemNames } from '../user-agents.js';
import { collect, pickDay, steadyPeople, type ScenarioContext } from './scenario.js';

function evening(context: ScenarioContext, person: Person, plan: DayPlan, privateAddress: string): void {
  const { estate, random, act } = context;
  const start = plan.to + random.between(2.5, 4) * HOUR;
  const endpoint = homeEndpoint(estate, person, plan.day);
  const device = currentLaptop(person, estate.calendar, start);
  const browser = browserIdentity(device, start);
  let time = start;
  const application = MICROSOFT_APPLICATIONS[4] ?? MICROSOFT_APPLICATIONS[0];
  if (application !== undefined) {
    act('initial-access', false, person.mail, [
      userSignIn(estate, random, {
        time,
        person,
        application,
        endpoint,
        device,
        browser,
        interactive: true,
        client: 'Browser',
        error: 0,
        multifactor: 'satisfied-by-claim',
        session: signInSession(estate, person, plan.day),
      }),
    ]);
  }
  const departments = Object.values(ROLE_PROFILES).map((profile) => profile.department);
  const files = random.integerBetween(180, 420);
  for (let i = 0; i < files; i += 1) {
    const owner = random.chance(0.6) ? person : { ...person, department: random.pick(departments) };
    time += random.between(1, 14) * SECOND;
    act('collection', true, person.mail, [
      fileOperation(estate, random, {
        time,
        person,
        endpoint,
        operation: 'FileDownloaded',
        document: drawDocument(estate, owner, random),
        userAgent: browser.userAgent,
      }),
    ]);
  }
  if (person.salesforceId !== '') {
    const session = browserSession(estate, person, { day: plan.day + 10_000 }, endpoint, device, time);
    const facts = {
      loginType: 'SAML Sfdc Initiated SSO',
      platform: systemNames(device).salesforce,
      browser: browser.browser.split('.')[0] ?? '',
      success: true,
    } as const;
    act('collection', false, person.mail, salesforceLogin(estate, random, time + 20 * SECOND, session, facts));
    for (let i = 0; i < random.integerBetween(5, 9); i += 1) {
      const call = reportRun(random, random.integerBetween(4_000, 30_000));
      act(
        'collection',
        true,
        person.mail,
        salesforceRestCall(estate, random, time + (i + 1) * random.between(60, 120) * SECOND, session, call),
      );
    }
  }
  const links = random.integerBetween(4, 10);
  for (let i = 0; i < links; i += 1) {
    time += random.between(20, 120) * SECOND;
    const anonymous = random.chance(0.5);
    act('exfiltration', true, person.mail, [
      fileOperation(estate, random, {
        time,
        person,
        endpoint,
        operation: anonymous ? 'AnonymousLinkCreated' : 'AddedToSecureLink',
        document: drawDocument(estate, person, random),
        userAgent: browser.userAgent,
        ...(anonymous ? {} : { targetUser: privateAddress }),
      }),
    ]);
  }
}

/** Late in the office, when the others have left: gigabytes to a private cloud store. */
function upload(context: ScenarioContext, person: Person, plan: DayPlan): void {
  const { estate, random, act } = context;
  const host = estate.web.byName.get(random.pick(['content.dropboxapi.com', 'mega.nz', 'wetransfer.com']));
  if (host === undefined) return;
  const device = currentLaptop(person, estate.calendar, plan.to);
  let time = plan.to + random.between(5, 40) * MINUTE;
  const transfers = random.integerBetween(6, 14);
  for (let i = 0; i < transfers; i += 1) {
    const facts = {
      time,
      source: device.officeAddress,
      host: { ...host, plain: false },
      program: `${device.os}-${device.browser}`,
      userAgent: browserIdentity(device, time).userAgent,
      bytesOut: Math.round(random.logNormal(4e8, 0.6)),
      bytesIn: random.integerBetween(20_000, 200_000),
      duration: random.between(60, 400),
      looksUp: i === 0,
    };
    act(
      'exfiltration',
      true,
      device.officeAddress,
      collect((emit) => {
        visit(estate, random, emit, facts);
      }),
    );
    time += random.between(1, 6) * MINUTE;
  }
}

/**
 * An employee in the notice period collects documents and customer reports on two evenings from home, shares some by
 * link, mails some to a private address and uploads the rest from the office.
 */
export function insiderExfiltration(context: ScenarioContext): void {
  const { estate, random, act } = context;
  const steady = steadyPeople(estate).filter(
    (person) => person.site === 0 && !person.worksEvenings && person.index !== estate.engagementOwner.index,
  );
  const sellers = steady.filter((person) => person.role === 'sales');
  const person = random.pick(sellers.length > 0 ? sellers : steady.length > 0 ? steady : estate.people);
  const privateAddress =
    `${person.givenName}.${person.familyName}${random.integerBetween(70, 99)}@${random.pick(['gmail.com', 'gmx.de', 'outlook.com'])}`.toLowerCase();
  const first = pickDay(context, person, [0.6, 0.75], (plan) => plan.whereabouts === 'home' && !plan.companyVpn);
  const second = pickDay(context, person, [0.76, 0.88], (plan) => plan.whereabouts === 'office' && plan.day > first.day);
  evening(context, person, first, privateAddress);
  if (second.day !== first.day) evening(context, person, second, privateAddress);
  upload(context, person, second);
  for (let i = 0; i < 3; i += 1) {
    const mail = staffMail(estate, random, {
      time: second.to - random.between(10, 90) * MINUTE,
      person,
      recipients: [privateAddress],
      subject: random.pick(['Notes', 'Review needed', 'Training dates']),
    });
    act(
      'exfiltration',
      false,
      person.mail,
      collect((emit) => {
        deliver(estate, mail, emit);
      }),
    );
  }
}
