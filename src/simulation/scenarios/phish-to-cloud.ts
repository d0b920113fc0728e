import { HOUR, MINUTE, SECOND } from '../calendar.js';
import type { DayPlan } from '../day-plan.js';
import { officeEgress } from '../day-plan.js';
import type { Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import { cloudTrailEvent } from '../records/cloudtrail.js';
import { userSignIn } from '../records/entra-signin.js';
import { gatewayMessage, linkClick, messageTrace } from '../records/mail.js';
import { oktaEvent } from '../records/okta.js';
import { fileOperation } from '../records/unified-audit.js';
import { MICROSOFT_APPLICATIONS } from '../applications.js';
import { ssoPrincipal } from '../streams/cloud-operations.js';
import { inboundMail } from '../streams/mail-composition.js';
import { visit } from '../streams/network-actions.js';
import { drawDocument } from '../streams/office-files.js';
import { oktaApplication } from '../streams/okta-sign-ins.js';
import { signInSession } from '../streams/sign-ins.js';
import { browserIdentity, currentLaptop, SCRIPT_AGENTS } from '../user-agents.js';
import { impersonate, rentServer, rentWebHost } from './infrastructure.js';
import { lateralMovement } from './lateral-movement.js';
import { collect, pickDay, steadyPeople, type ScenarioContext } from './scenario.js';

/** The mail, the click and what the browser then loads. Returns the time of infection. */
function delivery(context: ScenarioContext, victim: Person, plan: DayPlan): number {
  const { estate, random, act } = context;
  const { impostor } = impersonate(random, estate, victim);
  const host = rentWebHost(random, impostor.company.linkHost);
  const url = `https://${host.name}/${random.pick(['doc', 'view', 'read'])}/${random.base62(10)}`;
  const time = plan.from + random.between(0.4, 1.2) * HOUR;
  const mail = inboundMail(random, {
    time,
    sender: impostor,
    recipients: [victim.mail],
    subject: random.pick(['Contract for signature', 'Re: Next steps', 'Order confirmation', 'Re: Offer']),
    links: [url],
    attachmentShare: 0,
    verdict: 'delivered',
  });
  act('initial-access', true, victim.mail, [gatewayMessage(mail)]);
  act('initial-access', false, victim.mail, [messageTrace(estate, mail, victim.mail)]);
  const clicked = time + random.between(4, 25) * MINUTE;
  const device = currentLaptop(victim, estate.calendar, clicked);
  const { userAgent } = browserIdentity(device, clicked);
  act('initial-access', true, victim.mail, [
    linkClick(random, {
      time: clicked,
      mail,
      recipient: victim.mail,
      url,
      clientAddress: officeEgress(estate, victim.site, clicked).address,
    }),
  ]);
  const page = {
    time: clicked + 700,
    source: device.officeAddress,
    host,
    program: `${device.os}-${device.browser}`,
    userAgent,
    bytesOut: random.integerBetween(1500, 4000),
    bytesIn: random.integerBetween(30_000, 90_000),
    duration: 18,
    looksUp: true,
  };
  act(
    'initial-access',
    true,
    device.officeAddress,
    collect((emit) => {
      visit(estate, random, emit, page);
    }),
  );
  const download = {
    ...page,
    time: clicked + random.between(40, 120) * SECOND,
    bytesIn: random.integerBetween(1_800_000, 6_500_000),
    looksUp: false,
  };
  act(
    'execution',
    false,
    device.officeAddress,
    collect((emit) => {
      visit(estate, random, emit, download);
    }),
  );
  return download.time + random.between(30, 200) * SECOND;
}

/** The implant calls its server every minute until the laptop goes home. */
function beacon(context: ScenarioContext, victim: Person, start: number, end: number): void {
  const { estate, random, act } = context;
  const host = rentWebHost(random);
  const device = currentLaptop(victim, estate.calendar, start);
  const interval = random.between(50, 70) * SECOND;
  let first = true;
  for (let time = start; time < end; time += interval * random.between(0.9, 1.1)) {
    const call = {
      time,
      source: device.officeAddress,
      host,
      program: `implant-${estate.seed % 7}`,
      userAgent: '',
      bytesOut: random.integerBetween(480, 760),
      bytesIn: random.chance(0.06) ? random.integerBetween(4_000, 60_000) : random.integerBetween(300, 460),
      duration: random.between(0.15, 0.6),
      looksUp: first || random.chance(0.05),
    };
    act(
      'command-and-control',
      true,
      device.officeAddress,
      collect((emit) => {
        visit(estate, random, emit, call);
      }),
    );
    first = false;
  }
}

/** The stolen session, used from a rented server: mail portal, files, then single sign-on into AWS. */
function saasAccess(context: ScenarioContext, victim: Person, endpoint: Endpoint, plan: DayPlan, start: number): number {
  const { estate, random, act } = context;
  const device = { ...victim.laptop, browser: 'chrome', os: 'windows', updateLag: 3 } as const;
  const browser = browserIdentity(device, start);
  let time = start;
  for (const application of MICROSOFT_APPLICATIONS.slice(4, 7)) {
    act('initial-access', true, victim.mail, [
      userSignIn(estate, random, {
        time,
        person: victim,
        application,
        endpoint,
        device: undefined,
        browser,
        interactive: false,
        client: 'Browser',
        error: 0,
        multifactor: 'satisfied-by-claim',
        session: signInSession(estate, victim, plan.day),
      }),
    ]);
    time += random.between(10, 60) * SECOND;
  }
  const files = random.integerBetween(25, 60);
  for (let i = 0; i < files; i += 1) {
    const operation = random.chance(0.5) ? 'FileDownloaded' : 'FileAccessed';
    act('collection', true, victim.mail, [
      fileOperation(estate, random, {
        time,
        person: victim,
        endpoint,
        operation,
        document: drawDocument(estate, victim, random),
        userAgent: browser.userAgent,
      }),
    ]);
    time += random.between(3, 25) * SECOND;
  }
  const app = oktaApplication(estate, 'AWS IAM Identity Center');
  act('initial-access', true, victim.mail, [
    oktaEvent(estate, random, {
      time,
      person: victim,
      endpoint,
      device,
      eventType: 'user.authentication.sso',
      displayMessage: 'User single sign on to app',
      result: 'SUCCESS',
      reason: null,
      session: `102${random.base62(22)}`,
      targets: [app, { id: `0ua${victim.oktaId.slice(3)}`, type: 'AppUser', alternateId: victim.mail, displayName: victim.displayName }],
      credentialType: null,
    }),
  ]);
  return time + random.between(20, 90) * SECOND;
}

/** A key of its own for the intruder, and the secrets. */
function cloudAccess(context: ScenarioContext, victim: Person, endpoint: Endpoint, start: number): void {
  const { estate, random, act } = context;
  const { cloud } = estate;
  const base = { principal: ssoPrincipal(estate, victim), source: endpoint.address, userAgent: SCRIPT_AGENTS.awsCli };
  let time = start;
  const call = (
    service: string,
    name: string,
    readOnly: boolean,
    request: object | null,
    response: object | null = null,
    resourceArn?: string,
  ) => {
    time += random.between(4, 40) * SECOND;
    return cloudTrailEvent(estate, random, {
      ...base,
      time,
      service,
      name,
      readOnly,
      request,
      response,
      ...(resourceArn === undefined ? {} : { resourceArn }),
    });
  };
  act('discovery', false, victim.mail, [
    call('sts', 'GetCallerIdentity', true, null),
    call('iam', 'ListUsers', true, null),
    call('secretsmanager', 'ListSecrets', true, null),
  ]);
  const userName = `svc-${random.pick(['export', 'metrics', 'reporting', 'backup'])}-${random.hex(4)}`;
  const created = { accessKey: { userName, accessKeyId: `AKIA${random.upperAlphanumeric(16)}`, status: 'Active' } };
  act('persistence', true, victim.mail, [call('iam', 'CreateAccessKey', false, { userName }, created)]);
  for (const secret of random.shuffled(cloud.secrets)) {
    const arn = `arn:aws:secretsmanager:${cloud.region}:${cloud.accountId}:secret:${secret}`;
    act('credential-access', true, victim.mail, [call('secretsmanager', 'GetSecretValue', true, { secretId: secret }, null, arn)]);
  }
}

/**
 * A mail from a look-alike domain leads to an implant on an engineer's laptop, from there to servers, and with the
 * browser's stolen session to documents and to a key and secrets in AWS.
 */
export function phishToCloud(context: ScenarioContext): void {
  const { estate, random } = context;
  const steady = steadyPeople(estate).filter((person) => person.site === 0 && person.index !== estate.engagementOwner.index);
  const engineers = steady.filter((person) => person.role === 'engineering');
  const victim = random.pick(engineers.length > 0 ? engineers : steady.length > 0 ? steady : estate.people);
  const plan = pickDay(
    context,
    victim,
    [0.6, 0.86],
    (candidate) => candidate.whereabouts === 'office' && candidate.to - candidate.from > 7 * HOUR,
  );
  const infected = delivery(context, victim, plan);
  const end = Math.max(infected + 4 * HOUR, plan.to - random.between(5, 25) * MINUTE);
  beacon(context, victim, infected, end);
  const moved = infected + random.between(1, 2) * HOUR;
  lateralMovement(context, victim, moved);
  const endpoint = rentServer(random);
  const entered = saasAccess(context, victim, endpoint, plan, moved + random.between(1, 1.8) * HOUR);
  cloudAccess(context, victim, endpoint, entered);
}
