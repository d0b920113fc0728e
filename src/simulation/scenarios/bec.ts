import { DAY, HOUR, MINUTE, SECOND } from '../calendar.js';
import { laptopEndpoint, type DayPlan } from '../day-plan.js';
import { drawEndpoint, HOSTING, TRAVEL_NETWORKS, type Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import { userSignIn } from '../records/entra-signin.js';
import { linkClick } from '../records/mail.js';
import { exchangeCommand, mailboxOperation, mailItemsAccessed } from '../records/unified-audit.js';
import { MICROSOFT_APPLICATIONS } from '../applications.js';
import { registerMethod } from '../streams/directory-actions.js';
import { deliver, inboundMail, staffMail } from '../streams/mail-composition.js';
import { browserIdentity } from '../user-agents.js';
import { impersonate, rentWebHost } from './infrastructure.js';
import { collect, lastMoment, pickDay, steadyPeople, type ScenarioContext } from './scenario.js';

const OUTLOOK_WEB = '00000002-0000-0ff1-ce00-000000000000';
const CLIENT = 'Client=OWA;Action=ViaProxy';

/** The mail with the link to the relaying sign-in page, and the click. Returns the time of the click. */
function lure(context: ScenarioContext, victim: Person, plan: DayPlan): number {
  const { estate, random, act } = context;
  const { impostor } = impersonate(random, estate, victim);
  const host = rentWebHost(random, impostor.company.linkHost);
  const url = `https://${host.name}/view/${random.base62(12)}`;
  const time = plan.from + random.between(0.5, 2) * HOUR;
  const mail = inboundMail(random, {
    time,
    sender: impostor,
    recipients: [victim.mail],
    subject: random.pick(['Invoice', 'Contract for signature', 'Re: Invoice']),
    links: [url],
    attachmentShare: 0,
    verdict: 'delivered',
  });
  act(
    'initial-access',
    true,
    victim.mail,
    collect((emit) => {
      deliver(estate, mail, emit);
    }),
  );
  const clicked = time + random.between(3, 40) * MINUTE;
  const clientAddress = laptopEndpoint(estate, victim, plan, clicked).address;
  act('initial-access', true, victim.mail, [
    linkClick(random, {
      time: clicked,
      mail,
      recipient: victim.mail,
      url,
      clientAddress,
    }),
  ]);
  return clicked;
}

/** The relayed session: sign-in, mail, a rule that hides answers, a method of authentication for later. */
function takeOver(context: ScenarioContext, victim: Person, endpoint: Endpoint, start: number): number {
  const { estate, random, act } = context;
  const device = { ...victim.laptop, os: 'windows', browser: 'chrome', updateLag: 2 } as const;
  const browser = browserIdentity(device, start);
  const session = random.uuid();
  let time = start;
  MICROSOFT_APPLICATIONS.slice(5, 7).forEach((application, index) => {
    act('initial-access', true, victim.mail, [
      userSignIn(estate, random, {
        time,
        person: victim,
        application,
        endpoint,
        device: undefined,
        browser,
        interactive: index === 0,
        client: 'Browser',
        error: 0,
        multifactor: 'satisfied-by-claim',
        session,
      }),
    ]);
    time += random.between(15, 50) * SECOND;
  });
  const mailSession = random.uuid();
  for (let i = 0; i < random.integerBetween(14, 30); i += 1) {
    act('collection', true, victim.mail, [
      mailItemsAccessed(estate, random, {
        time,
        person: victim,
        endpoint,
        items: random.integerBetween(4, 20),
        client: CLIENT,
        applicationId: OUTLOOK_WEB,
        sessionId: mailSession,
      }),
    ]);
    time += random.between(15, 90) * SECOND;
  }
  const name = random.pick(['.', '..', 'RSS', 'a', 'Sync']);
  act('defense-evasion', true, victim.mail, [
    exchangeCommand(estate, random, {
      time,
      person: victim,
      endpoint,
      operation: 'New-InboxRule',
      object: `${victim.mail}\\${name}`,
      applicationId: OUTLOOK_WEB,
      parameters: [
        ['AlwaysDeleteOutlookRulesBlob', 'False'],
        ['Force', 'False'],
        ['MoveToFolder', random.pick(['RSS Subscriptions', 'Conversation History', 'Archive'])],
        ['Name', name],
        ['SubjectContainsWords', 'invoice;payment;bank'],
        ['MarkAsRead', 'True'],
        ['StopProcessingRules', 'True'],
      ],
    }),
  ]);
  time += random.between(2, 10) * MINUTE;
  if (random.chance(0.6)) act('persistence', true, victim.mail, [registerMethod(estate, random, { time, person: victim, endpoint })]);
  return time;
}

/** The fraud: the victim's mailbox announces new bank details; the supplier's look-alike asks for payment. */
function fraud(context: ScenarioContext, victim: Person, endpoint: Endpoint, start: number): void {
  const { estate, random, act } = context;
  const { genuine, impostor } = impersonate(random, estate, victim);
  const sessionId = random.uuid();
  let time = start;
  const subject = 'Re: Invoice';
  for (const [recipient, sensitive] of [
    [genuine.address, true],
    [estate.people[victim.colleagues[0] ?? 0]?.mail ?? victim.mail, true],
  ] as const) {
    const mail = staffMail(estate, random, { time, person: victim, recipients: [recipient], subject });
    act(
      'impact',
      sensitive,
      victim.mail,
      collect((emit) => {
        deliver(estate, mail, emit);
      }),
    );
    const facts = { person: victim, endpoint, subject, client: CLIENT, messageId: mail.messageId, sessionId };
    act('impact', true, victim.mail, [mailboxOperation(estate, random, { ...facts, time: time + 900, operation: 'Send' })]);
    act('defense-evasion', true, victim.mail, [
      mailboxOperation(estate, random, { ...facts, time: time + random.between(20, 60) * SECOND, operation: 'HardDelete' }),
    ]);
    time += random.between(5, 25) * MINUTE;
  }
  const clerks = estate.people.filter((person) => person.role === 'finance' && person.index !== victim.index);
  const recipients = [
    victim.mail,
    ...random
      .shuffled(clerks)
      .slice(0, 1)
      .map((person) => person.mail),
  ];
  for (let i = 0; i < 2; i += 1) {
    const mail = inboundMail(random, {
      time: time + i * random.between(30, 90) * MINUTE,
      sender: impostor,
      recipients,
      subject,
      links: [],
      attachmentShare: 1,
      verdict: 'delivered',
    });
    act(
      'impact',
      true,
      victim.mail,
      collect((emit) => {
        deliver(estate, mail, emit);
      }),
    );
  }
}

/** Business e-mail compromise of somebody in finance by a relayed (adversary-in-the-middle) sign-in. */
export function businessEmailCompromise(context: ScenarioContext): void {
  const { estate, random } = context;
  const steady = steadyPeople(estate);
  const clerks = steady.filter((person) => person.role === 'finance');
  const victim = random.pick(clerks.length > 0 ? clerks : steady);
  const plan = pickDay(context, victim, [0.58, 0.82], (candidate) => candidate.to - candidate.from > 6 * HOUR);
  const abroad = TRAVEL_NETWORKS.concat(HOSTING).filter(
    (range) => range.place.country !== victim.place.country && range.asn !== victim.home.asn,
  );
  const endpoint = drawEndpoint(random, random.pick(abroad));
  const clicked = lure(context, victim, plan);
  const settled = takeOver(context, victim, endpoint, clicked + random.between(30, 120) * SECOND);
  fraud(context, victim, endpoint, Math.min(lastMoment(estate), settled + random.between(0.5, 1.1) * DAY));
}
