import { DAY, HOUR, MINUTE } from '../calendar.js';
import { drawCompany, drawCorrespondent, type Company, type Correspondent } from '../companies.js';
import { laptopEndpoint, phoneEndpoint, workMoment } from '../day-plan.js';
import { SUBJECT_WORDS } from '../names.js';
import { drawEndpoint, HOSTING } from '../networks.js';
import type { RandomGenerator } from '../random.js';
import { generatedRate, RATES } from '../rates.js';
import { linkClick, type MailFacts } from '../records/mail.js';
import { mailboxOperation, mailItemsAccessed } from '../records/unified-audit.js';
import type { Person } from '../person.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import { visit } from './network-actions.js';
import type { EstateHour, PersonHour } from './stream.js';
import { messageId, inboundMail, staffMail, deliver } from './mail-composition.js';

const OUTLOOK = '5d661950-3475-41cd-a2c3-d671a3162bc1';

/** Recipients of a message: 92 of 100 have one (a university's mail log). */
function recipientCount(random: RandomGenerator): number {
  return random.pickWeighted([
    [1, 91.7],
    [2, 4.6],
    [3, 1.9],
    [4, 0.5],
    [5, 0.4],
    [12, 0.4],
  ] as const);
}

function link(random: RandomGenerator, company: Company): string {
  return `https://${company.linkHost}/${random.pick(['read', 'view', 'order', 'c', 'e', 'doc'])}/${random.base62(10)}`;
}

/** Mail that a person writes, reads and receives. */
export function personMail(hour: PersonHour): void {
  const { estate, person, plan, random } = hour;
  if (!plan.employed) return;
  const profile = ROLE_PROFILES[person.role];
  const habit = profile.mail * (0.35 + 0.65 * Math.min(3, person.activity));
  const sent = random.negativeBinomial(generatedRate('mailSent', estate) * habit * plan.factor * hour.share, 1.5);
  for (let i = 0; i < sent; i += 1) writeMail(hour);
  const receivedDaily =
    generatedRate('mailReceived', estate) * habit * (1 - RATES.mailInternalShare.value) * (0.4 + 0.4 * profile.external);
  const received = random.negativeBinomial(receivedDaily * (0.88 * hour.share + 0.12 / 24), 2);
  for (let i = 0; i < received; i += 1) receiveMail(hour);
  if (hour.share > 0) readMail(hour, habit);
}

function writeMail(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  const time = workMoment(plan, random, hour.from, hour.to);
  const external = random.chance((1 - RATES.mailInternalShare.value) * Math.min(2, ROLE_PROFILES[person.role].external));
  const recipients = new Set<string>();
  if (random.chance(RATES.mailToSelf.value)) recipients.add(privateAddress(person));
  const wanted = recipientCount(random);
  for (let i = 0; i < wanted; i += 1) {
    const colleague = estate.people[random.pickZipf(person.colleagues)];
    const outsider = estate.partners.correspondents[random.pickZipf(person.correspondents)];
    const address = external ? outsider?.address : colleague?.mail;
    if (address !== undefined) recipients.add(address);
  }
  const mail = staffMail(estate, random, { time, person, recipients: [...recipients], subject: random.pickZipf(SUBJECT_WORDS) });
  deliver(estate, mail, emit);
  if (random.chance(0.3)) {
    emit(
      mailboxOperation(estate, random, {
        time: time + 900,
        person,
        endpoint: laptopEndpoint(estate, person, plan, time),
        operation: 'Send',
        subject: mail.subject,
        client: 'Client=MSExchangeRPC',
        messageId: mail.messageId,
        sessionId: random.uuid(),
      }),
    );
  }
}

/** Where a person sends a ticket, a pay slip or something to read at home. */
function privateAddress(person: Person): string {
  const provider = ['gmail.com', 'gmx.de', 'outlook.com', 'icloud.com'][person.index % 4] ?? 'gmail.com';
  return `${person.givenName}.${person.familyName}${70 + ((person.index * 7) % 30)}@${provider}`.toLowerCase();
}

function receiveMail(hour: PersonHour): void {
  const { estate, person, random, emit } = hour;
  const time = hour.from + random.next() * HOUR;
  const kind = random.next();
  const known = estate.partners.correspondents[random.pickZipf(person.correspondents)];
  let sender = known;
  let verdict: MailFacts['verdict'] = 'delivered';
  if (kind < 0.32) {
    const company = random.pickZipf(estate.partners.newsletters);
    sender = { name: company.name, address: `newsletter@${company.domain}`, company };
  } else if (kind < 0.36) {
    sender = drawCorrespondent(random, drawCompany(random, random.pick(['customer', 'supplier'])));
  } else if (kind < 0.42) {
    sender = spammer(random);
    verdict = random.pickWeighted([
      ['blocked', 5],
      ['quarantined', 4],
      ['delivered', 1],
    ] as const);
  } else if (kind < 0.48) {
    const company = known?.company ?? random.pick(estate.partners.companies);
    sender = drawCorrespondent(random, company);
  }
  if (sender === undefined) return;
  const newsletter = sender.company.kind === 'newsletter';
  const links =
    newsletter || random.chance(0.35)
      ? Array.from({ length: newsletter ? random.integerBetween(2, 6) : 1 }, () => link(random, sender.company))
      : [];
  const mail = inboundMail(random, {
    time,
    sender,
    recipients: [person.mail],
    subject: random.pickZipf(SUBJECT_WORDS),
    links,
    attachmentShare: newsletter ? 0.02 : 0.2,
    verdict,
  });
  deliver(estate, mail, emit);
  if (verdict === 'delivered' && links.length > 0 && random.chance(newsletter ? 0.03 : 0.12)) click(hour, mail, random.pick(links));
}

function spammer(random: RandomGenerator): Correspondent {
  const company = {
    ...drawCompany(random, 'newsletter'),
    mailServer: drawEndpoint(random, random.pick(HOSTING)),
    signsMail: random.chance(0.4),
    brokenSpf: random.chance(0.3),
  };
  return drawCorrespondent(random, company);
}

/** A click on a link, with the visit the sensor sees if the laptop is in the office. */
function click(hour: PersonHour, mail: MailFacts, url: string): void {
  const { estate, person, plan, random, emit } = hour;
  if (!plan.working) return;
  const time = mail.time + random.exponential(25 * MINUTE);
  if (time > plan.to) return;
  const device = currentLaptop(person, estate.calendar, time);
  const userAgent = browserIdentity(device, time).userAgent;
  const endpoint = laptopEndpoint(estate, person, plan, time);
  emit(linkClick(random, { time, mail, recipient: person.mail, url, clientAddress: endpoint.address }));
  if (person.site !== 0 || plan.whereabouts !== 'office') return;
  const host = new URL(url).hostname;
  const target = {
    name: host,
    addresses: [drawEndpoint(random, random.pick(HOSTING))],
    plain: false,
    issuer: "CN=R11,O=Let's Encrypt,C=US",
    ja3s: random.hex(32),
  };
  visit(estate, random, emit, {
    time: time + 800,
    source: device.officeAddress,
    host: target,
    program: `${device.os}-${device.browser}`,
    userAgent,
    bytesOut: Math.round(random.logNormal(2_000, 0.8)),
    bytesIn: Math.round(random.logNormal(40_000, 1.2)),
    duration: random.exponential(20),
    looksUp: true,
  });
}

function readMail(hour: PersonHour, habit: number): void {
  const { estate, person, plan, random, emit } = hour;
  const count = random.negativeBinomial(9 * Math.min(2, estate.scale) * habit * hour.share, 1.5);
  const session = random.uuid();
  for (let i = 0; i < count; i += 1) {
    const time = workMoment(plan, random, hour.from, hour.to);
    const mobile = random.chance(0.25);
    const endpoint = mobile ? phoneEndpoint(estate, person, plan, random) : laptopEndpoint(estate, person, plan, time);
    if (random.chance(0.85)) {
      const client = mobile ? 'Client=REST;Client=RESTSystem;;' : random.pick(['Client=MSExchangeRPC', 'Client=OWA;Action=ViaProxy']);
      emit(
        mailItemsAccessed(estate, random, {
          time,
          person,
          endpoint,
          items: 1 + random.poisson(1.5),
          client,
          applicationId: OUTLOOK,
          sessionId: session,
        }),
      );
    } else {
      const operation = random.pickWeighted([
        ['MoveToDeletedItems', 6],
        ['SoftDelete', 3],
        ['Update', 3],
        ['Create', 2],
        ['HardDelete', 1],
      ] as const);
      emit(
        mailboxOperation(estate, random, {
          time,
          person,
          endpoint,
          operation,
          subject: random.pickZipf(SUBJECT_WORDS),
          client: 'Client=MSExchangeRPC',
          messageId: messageId(random, estate.mailDomain),
          sessionId: session,
        }),
      );
    }
  }
}

/** Company-wide announcements, one or two a week. */
export function announcements(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const weekday = new Date(from).getUTCDay();
  if (new Date(from).getUTCHours() !== 9 || (weekday !== 2 && weekday !== 4) || !random.chance(0.7)) return;
  const day = Math.floor((from - estate.calendar.start) / DAY);
  const candidates = estate.people.filter((person) => person.role === 'hr' || person.role === 'executive');
  const person = random.pick(candidates.length > 0 ? candidates : estate.people);
  const recipients = estate.people
    .filter((other) => other.index !== person.index && day >= other.joinDay && day <= other.leaveDay)
    .map((other) => other.mail);
  deliver(
    estate,
    staffMail(estate, random, { time: from + random.between(0, 50) * MINUTE, person, recipients, subject: 'Company update' }),
    emit,
  );
}
