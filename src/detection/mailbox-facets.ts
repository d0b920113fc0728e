import type { EmailDetail } from '../activity/activity.js';
import type { ActivityList } from '../activity/activity-list.js';
import type { Likeness } from '../baselines/look-alikes.js';
import type { MailDirectory } from '../baselines/mail-directory.js';
import { hashText } from '../baselines/hash.js';
import type { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { ValueScore } from '../baselines/shared-values.js';
import { mailDomain, type MailboxWindow } from './mailbox-window.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';
import { MAILBOX, mailboxList } from './unit-layout.js';

const facet = (name: string): number => KIND_FACETS[MAILBOX]?.position.get(name) ?? -1;
const REPLY_PATH = facet('reply-path');
const LOOK_ALIKE = facet('look-alike');
const AUTHENTICATION = facet('mail-authentication');
const SENDER_DOMAIN = mailboxList('sender-domain');

/**
 * Raw weights in nats of things that need no history: how strongly each speaks before the estate's own frequencies are known. The
 * calibrator replaces their scale by how often each really occurs; only their order matters.
 */
const REPLY_ELSEWHERE = 2;
const IMPERSONATION = 5;
const RESEMBLES_OWN = 7;
const RESEMBLES_CORRESPONDENT = 4;
/** Drawn alike by other letters is done on purpose; a second edit, or the same name under another top-level domain, mostly happens. */
const DRAWN_ALIKE = 10;
const OWN_NAME_ELSEWHERE = 2;
const SAME_NAME_ELSEWHERE = -1;
const SECOND_EDIT = -1;

const score: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };

export const senderOf = (email: EmailDetail): string => (email.from !== '' ? email.from : email.envelopeFrom);

/** Whether the message's own checks passed or failed; neither if nobody checked. */
export function authenticationOf(email: EmailDetail): { readonly passed: boolean; readonly failed: boolean } {
  const failed =
    email.dmarc === 'fail' || (email.spf === 'fail' && email.dkim !== 'pass') || (email.dkim === 'fail' && email.spf !== 'pass');
  return { failed, passed: !failed && (email.dmarc === 'pass' || email.spf === 'pass' || email.dkim === 'pass') };
}

/** How much the way in which a name resembles another speaks of intent, in nats. */
const intent = ({ distance, sameName, own }: Likeness): number => {
  if (distance === 0 && !sameName) return DRAWN_ALIKE;
  if (sameName) return own ? OWN_NAME_ELSEWHERE : SAME_NAME_ELSEWHERE;
  return distance > 1 ? SECOND_EDIT : 0;
};

/** Judges reply path, display name, likeness and authentication of every message, the most telling counting. */
export function scoreMailbox(
  pattern: PatternOfLife,
  subject: number,
  window: MailboxWindow,
  directory: MailDirectory,
  ownDomain: (domain: string) => boolean,
  activities: ActivityList,
  into: RawScore,
): void {
  for (const index of window.messages) {
    const email = activities.at(index)?.email;
    if (email === undefined) continue;
    const domain = mailDomain(senderOf(email));
    if (domain === '') continue;
    pattern.judgeValue(subject, SENDER_DOMAIN, hashText(domain, 15), score);
    const novelty = Math.min(score.raw, 8);
    const own = ownDomain(domain);
    scoreReply(email, domain, own, novelty, directory, index, into);
    if (!own && score.estateSharing < 3) {
      const twin = directory.resembles(domain);
      if (twin !== undefined) {
        const weight = (twin.own ? RESEMBLES_OWN : RESEMBLES_CORRESPONDENT) + intent(twin) + novelty;
        into.set(LOOK_ALIKE, weight, weight, { index, hash: 0, observed: twin.distance, detail: `${domain} resembles ${twin.domain}` });
      }
    }
    if (authenticationOf(email).failed) {
      const surprisal = directory.failureSurprisal(domain);
      into.set(AUTHENTICATION, surprisal, surprisal, {
        index,
        hash: 0,
        observed: NaN,
        detail: `SPF ${email.spf}, DKIM ${email.dkim}, DMARC ${email.dmarc}`,
      });
    }
  }
}

function scoreReply(
  email: EmailDetail,
  domain: string,
  own: boolean,
  novelty: number,
  directory: MailDirectory,
  index: number,
  into: RawScore,
): void {
  const reply = mailDomain(email.replyTo);
  if (reply !== '' && reply !== domain) {
    const weight = REPLY_ELSEWHERE + novelty;
    into.set(REPLY_PATH, weight, weight, { index, hash: 0, observed: NaN, detail: `answers go to ${email.replyTo}` });
  }
  const colleague = own ? '' : directory.colleague(email.fromDisplayName);
  if (colleague !== '' && colleague !== senderOf(email)) {
    const weight = IMPERSONATION + novelty;
    into.set(REPLY_PATH, weight, weight, { index, hash: 0, observed: NaN, detail: `the display name is that of ${colleague}` });
  }
}
