import type { ActivityList } from '../activity/activity-list.js';
import { hashText } from '../baselines/hash.js';
import type { DetectorState } from './detector-state.js';
import { DeviceWindow } from './device-window.js';
import { authenticationOf, senderOf } from './mailbox-facets.js';
import { mailDomain, MailboxWindow } from './mailbox-window.js';
import { mailboxList } from './unit-layout.js';
import type { AnyWindow } from './window-builder.js';

const SENDER_DOMAIN_LIST = mailboxList('sender-domain');

/** Mail domains and colleagues, and the letters of resolved names. */
export function learnNames(
  windows: readonly AnyWindow[],
  activities: ActivityList,
  state: DetectorState,
  ownDomain: (domain: string) => boolean,
): void {
  const { mail, names, pattern } = state;
  for (const window of windows) {
    if (window instanceof MailboxWindow) {
      const subject = pattern.find(window.kind, window.entity);
      for (const index of window.messages) {
        const email = activities.at(index)?.email;
        if (email === undefined) continue;
        const domain = mailDomain(senderOf(email));
        if (domain === '') continue;
        const { passed, failed } = authenticationOf(email);
        mail.learn(domain, passed, failed, pattern.valueCount(subject, SENDER_DOMAIN_LIST, hashText(domain, 15)) <= 1);
        if (ownDomain(domain)) {
          mail.learnOwn(domain);
          if (passed || email.direction !== 'inbound') mail.learnColleague(email.fromDisplayName, senderOf(email));
        }
      }
    } else if (window instanceof DeviceWindow) {
      for (const lookups of window.lookups.values()) {
        if (lookups.missing >= lookups.asked) continue;
        names.learn(lookups.domain.split('.')[0] ?? '');
        let taught = 0;
        for (const name of lookups.names) {
          if (taught >= 8) break;
          names.learn(name);
          taught += 1;
        }
      }
    }
  }
}
