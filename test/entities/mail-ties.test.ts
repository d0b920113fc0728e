import { describe, expect, it } from 'vitest';
import { createActivity, type Activity } from '../../src/activity/activity.js';
import type { Identifier } from '../../src/activity/identifier.js';
import { EntityRegistry } from '../../src/entities/entity-registry.js';

const TIME = Date.UTC(2026, 0, 5, 9);
const ANN: readonly Identifier[] = [{ scheme: 'upn', value: 'ann@example.com' }];
const BOB: readonly Identifier[] = [{ scheme: 'mail', value: 'bob@example.com' }];

const sent = (fields: Partial<Activity>): Activity =>
  createActivity({
    id: 'e1',
    source: 'm365.audit',
    domain: 'saas',
    time: TIME,
    action: 'Send',
    actionClass: 'mail-sent',
    outcome: 'success',
    actorType: 'user',
    actor: ANN,
    target: BOB,
    targetType: 'user',
    ...fields,
  });

function tiesOfAnn(activity: Activity): readonly string[] {
  const entities = new EntityRegistry({
    internalNetworks: [],
    mailDomains: ['example.com'],
    aliases: [],
    criticalAssets: [],
    vips: [],
  });
  entities.learn([activity]);
  const { account } = entities.resolve(activity);
  return entities.associates(account, TIME).map((tie) => entities.entity(tie.entity).id);
}

describe('whoever sends from a mailbox', () => {
  it('is tied to the mailbox of another person from which it was sent', () => {
    expect(tiesOfAnn(sent({}))).toEqual(['user:bob@example.com']);
  });

  it('is not tied to the people it writes to', () => {
    expect(tiesOfAnn(sent({ domain: 'email', source: 'exchange.message-trace' }))).toEqual([]);
  });
});
