import { type Activity, createActivity, type EmailDetail } from '../../src/activity/activity.js';
import type { Identifier, IdentifierScheme } from '../../src/activity/identifier.js';

/** Monday 2026-03-02, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 2, 2);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** `names('upn:ada@example.com')` */
export const names = (...texts: readonly string[]): readonly Identifier[] =>
  texts.map((text) => ({ scheme: text.slice(0, text.indexOf(':')) as IdentifierScheme, value: text.slice(text.indexOf(':') + 1) }));

/** Builds activities with ids of their own, in the order of the calls. */
export const activityMaker = (): ((fields?: Partial<Activity>) => Activity) => {
  let count = 0;
  return (fields = {}) => {
    count += 1;
    return createActivity({
      id: `event-${String(count).padStart(6, '0')}`,
      source: 'test.audit',
      domain: 'saas',
      time: MONDAY + count * 1_000,
      action: 'FileAccessed',
      actionClass: 'file-read',
      outcome: 'success',
      actorType: 'user',
      ...fields,
    });
  };
};

export const email = (fields: Partial<EmailDetail>): EmailDetail => ({
  messageId: '',
  direction: 'inbound',
  envelopeFrom: '',
  from: '',
  fromDisplayName: '',
  replyTo: '',
  recipients: [],
  subject: '',
  spf: 'none',
  dkim: 'none',
  dmarc: 'none',
  linkDomains: [],
  attachmentNames: [],
  attachmentHashes: [],
  sizeBytes: undefined,
  verdict: '',
  ...fields,
});
