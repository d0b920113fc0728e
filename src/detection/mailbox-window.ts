import type { Activity } from '../activity/activity.js';
import { RecentTexts } from '../activity/fields/recent-texts.js';
import { hashText } from '../baselines/hash.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import { MAILBOX, mailboxList } from './unit-layout.js';
import { UnitWindow } from './unit-window.js';

const SENDER = mailboxList('sender');
const SENDER_DOMAIN = mailboxList('sender-domain');
const LINK_DOMAIN = mailboxList('link-domain');
const ATTACHMENT = mailboxList('attachment');

const RISKY_ENDINGS: ReadonlySet<string> = new Set([
  'exe',
  'scr',
  'js',
  'jse',
  'vbs',
  'vbe',
  'wsf',
  'hta',
  'lnk',
  'iso',
  'img',
  'vhd',
  'vhdx',
  'bat',
  'cmd',
  'ps1',
  'msi',
  'jar',
  'html',
  'htm',
  'svg',
  'one',
  'xll',
  'docm',
  'xlsm',
  'pptm',
  'zip',
  'rar',
  '7z',
  'cab',
  'chm',
]);

/** Domains of the addresses asked for last. */
const recent = new RecentTexts<string>(4_096);

/** Registrable domain of a mail address, else its host, lower case; '' if it has none. */
export function mailDomain(address: string): string {
  const known = recent.get(address);
  if (known !== undefined) return known;
  const at = address.lastIndexOf('@');
  if (at < 0) return '';
  const host = address.slice(at + 1).toLowerCase();
  const domain = registrableDomain(host) || host;
  recent.set(address, domain);
  return domain;
}

/** What one mailbox received in a window, and the links its owner opened. */
export class MailboxWindow extends UnitWindow {
  /** Positions of the received messages. */
  messages: number[] = [];

  constructor(entity: number) {
    super(MAILBOX, entity);
  }

  override clear(): void {
    super.clear();
    if (this.messages.length > 0) this.messages = [];
  }

  take(activity: Activity, index: number): void {
    this.events.push(index);
    this.eventCount += activity.count;
    this.happened(activity.actionClass, activity.action, activity.outcome === 'failure', activity.count);
    const { email } = activity;
    if (activity.actionClass === 'mail-click') {
      this.fact('link-clicked', activity.count);
      const domain = registrableDomain(activity.destinationDomain) || activity.destinationDomain;
      if (domain !== '') this.see(LINK_DOMAIN, hashText(domain, 15), index);
      return;
    }
    this.add(0, activity.count);
    if (email === undefined) return;
    this.messages.push(index);
    const from = email.from !== '' ? email.from : email.envelopeFrom;
    if (from !== '') {
      this.see(SENDER, hashText(from, 16), index);
      this.see(SENDER_DOMAIN, hashText(mailDomain(from), 15), index);
    }
    for (const host of email.linkDomains.slice(0, 32)) this.see(LINK_DOMAIN, hashText(registrableDomain(host) || host, 15), index);
    for (const name of email.attachmentNames.slice(0, 16)) {
      const ending = fileEnding(name);
      this.see(ATTACHMENT, hashText(ending, 17), index);
      if (RISKY_ENDINGS.has(ending)) this.fact('risky-attachment');
    }
  }
}

/** File-name ending in lower case without the dot, or `none`. */
export function fileEnding(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 6 ? name.slice(dot + 1).toLowerCase() : 'none';
}
