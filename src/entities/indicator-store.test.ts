import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActivity } from '../activity/activity.js';
import type { Activity } from '../activity/activity.js';
import { email } from '../../test/pipeline/example-activity.js';
import { EntityCounter } from './entity-counter.js';
import { EntityRegistry } from './entity-registry.js';
import type { Roles } from './entity-types.js';
import { IndicatorStore } from './indicator-store.js';
import { renderLifeStory } from './render-life-story.js';

const START = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const NOBODY: Roles = {
  account: -1,
  device: -1,
  client: -1,
  target: -1,
  sender: -1,
  recipients: [],
  sourceAddress: -1,
  destination: -1,
  destinationAddress: -1,
};
let counter = 0;
const act = (fields: Partial<Activity>): Activity =>
  createActivity({
    id: `e${counter++}`,
    source: 'test.stream',
    domain: 'network',
    time: START,
    action: 'x',
    actionClass: 'connection',
    ...fields,
  });
const dns = (query: string, time: number): Activity =>
  act({ actionClass: 'dns-query', time, dns: { query, type: 'A', rcode: 'NOERROR', answers: [] } });

describe('a life story', () => {
  it('joins mail and network under the registrable domain', () => {
    const store = new IndicatorStore();
    store.observe(
      act({
        domain: 'email',
        actionClass: 'mail-received',
        time: START,
        email: email({ from: 'bob@news.evil.example', replyTo: 'x@other.example', linkDomains: ['www.evil.example'] }),
      }),
      { ...NOBODY, recipients: [1, 2] },
    );
    store.observe(dns('login.evil.example', START + HOUR), { ...NOBODY, device: 7 });
    store.observe(
      act({
        time: START + 2 * HOUR,
        tls: { serverName: 'login.evil.example', ja3: '', ja3s: '', issuer: '', subject: '', validation: '' },
      }),
      { ...NOBODY, device: 7 },
    );
    expect(store.story('anything.evil.example')).toEqual({
      name: 'evil.example',
      kind: 'domain',
      firstSeen: START,
      lastSeen: START + 2 * HOUR,
      count: 4,
      prevalence: 3,
      exact: true,
      channels: [
        { channel: 'mail-sender', first: START, count: 1 },
        { channel: 'mail-link', first: START, count: 1 },
        { channel: 'dns', first: START + HOUR, count: 1 },
        { channel: 'tls', first: START + 2 * HOUR, count: 1 },
      ],
      by: [
        { entity: 1, channel: 'mail-sender' },
        { entity: 2, channel: 'mail-sender' },
        { entity: 7, channel: 'dns' },
      ],
    });
    expect(store.story('other.example')?.channels.map(({ channel }) => channel)).toEqual(['mail-reply-to']);
  });

  it('tells age and prevalence, and knows what it never saw', () => {
    const store = new IndicatorStore();
    store.observe(dns('evil.example', START), { ...NOBODY, device: 1 });
    expect(store.ageDays('evil.example', START + 2 * DAY)).toBe(2);
    expect(store.ageDays('evil.example', START - DAY)).toBe(0);
    expect(store.ageDays('good.example', START)).toBe(-1);
    expect(store.prevalence('good.example')).toBe(0);
    expect(store.story('good.example')).toBeUndefined();
  });

  it('starts earlier when a late record says so', () => {
    const store = new IndicatorStore();
    store.observe(dns('evil.example', START), { ...NOBODY, device: 1 });
    store.observe(dns('evil.example', START - DAY), { ...NOBODY, device: 1 });
    expect(store.story('evil.example')).toMatchObject({ firstSeen: START - DAY, lastSeen: START, count: 2, prevalence: 1 });
  });

  it('follows outside addresses, and inside ones on request', () => {
    const connection = act({ sourceIp: '10.0.0.5', destinationIp: '203.0.113.9' });
    const signIn = act({ domain: 'identity', actionClass: 'sign-in', sourceIp: '203.0.113.9' });
    const [plain, inside] = [new IndicatorStore(), new IndicatorStore({ inside: true })];
    for (const store of [plain, inside]) {
      store.observe(connection, { ...NOBODY, device: 3, destination: 4, destinationAddress: 4 });
      store.observe(signIn, { ...NOBODY, account: 5, sourceAddress: 4 });
    }
    expect(plain.story('203.0.113.9')).toMatchObject({
      kind: 'address',
      by: [
        { entity: 3, channel: 'connection' },
        { entity: 5, channel: 'sign-in' },
      ],
    });
    expect(plain.story('10.0.0.5')).toBeUndefined();
    expect(inside.story('10.0.0.5')).toMatchObject({ kind: 'address', count: 1 });
  });

  it('counts rolled-up rows for what they stand for', () => {
    const store = new IndicatorStore();
    store.observe({ ...dns('evil.example', START), count: 100_000 }, { ...NOBODY, device: 1 });
    expect(store.story('evil.example')).toMatchObject({ count: 100_000, channels: [{ count: 65_535 }] });
  });

  it('holds for any number of names', () => {
    const store = new IndicatorStore();
    for (let round = 0; round < 2; round++) {
      for (let name = 0; name < 3000; name++)
        store.observe(dns(`site${name}.example`, START + name * 1000), { ...NOBODY, device: name + round });
    }
    expect(store.size).toBe(3000);
    for (const name of [0, 63, 64, 65, 999, 2999]) {
      expect(store.story(`site${name}.example`)).toMatchObject({
        firstSeen: START + name * 1000,
        lastSeen: START + name * 1000,
        count: 2,
        prevalence: 2,
      });
    }
    expect(IndicatorStore.restore(store.snapshot()).story('site2999.example')).toEqual(store.story('site2999.example'));
  });

  it('survives a snapshot unchanged, now and later', () => {
    const observation = fc.record({
      host: fc.constantFrom('a.example', 'b.example', 'c.d.example', '203.0.113.9'),
      device: fc.integer({ min: -1, max: 60 }),
      minute: fc.nat(5000),
    });
    const observe = (store: IndicatorStore, rows: readonly { host: string; device: number; minute: number }[]): void => {
      for (const { host, device, minute } of rows) store.observe(dns(host, START + minute * 60_000), { ...NOBODY, device });
    };
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 120 }), fc.array(observation, { maxLength: 40 }), (past, future) => {
        const store = new IndicatorStore();
        observe(store, past);
        const restored = IndicatorStore.restore(store.snapshot());
        expect(restored.snapshot()).toEqual(store.snapshot());
        observe(store, future);
        observe(restored, future);
        expect(restored.snapshot()).toEqual(store.snapshot());
        expect(restored.story('a.example')).toEqual(store.story('a.example'));
      }),
    );
    expect(() => IndicatorStore.restore(new Uint8Array(64))).toThrow(/another version/);
  });
});

describe('the counter of entities', () => {
  it.each([0, 1, 4, 5, 16])('is exact for %i', (distinct) => {
    const counted = new EntityCounter();
    const slot = counted.create([]);
    for (let round = 0; round < 3; round++) for (let entity = 0; entity < distinct; entity++) counted.add(slot, entity * 31);
    expect(counted.estimate(slot)).toBe(distinct);
    expect(counted.isExact(slot)).toBe(true);
  });

  it('errs by no more than the published 13 % on average beyond', () => {
    let squared = 0;
    const runs = 60;
    for (let run = 0; run < runs; run++) {
      const counted = new EntityCounter();
      const slot = counted.create([]);
      for (let entity = 0; entity < 5000; entity++) counted.add(slot, run * 100_000 + entity);
      squared += (counted.estimate(slot) / 5000 - 1) ** 2;
    }
    const published = 1.04 / Math.sqrt(64);
    expect(Math.sqrt(squared / runs)).toBeLessThan(published * 1.35);
  });

  it('keeps slots apart', () => {
    const counted = new EntityCounter();
    const slots = [0, 1, 2].map(() => counted.create([]));
    for (let entity = 0; entity < 400; entity++) counted.add(slots[1] ?? 0, entity);
    expect(slots.map((slot) => counted.estimate(slot) > 0)).toEqual([false, true, false]);
  });
});

describe('the text of a look-up', () => {
  const OPTIONS = { internalNetworks: [], mailDomains: ['example.com'], aliases: [], criticalAssets: [], vips: ['ada@example.com'] };
  const estate = (): { entities: EntityRegistry; indicators: IndicatorStore } => {
    const entities = new EntityRegistry(OPTIONS);
    const indicators = new IndicatorStore();
    const activities = [
      act({
        domain: 'identity',
        actionClass: 'sign-in',
        outcome: 'success',
        time: START,
        actorType: 'user',
        actorGroups: ['Finance'],
        sourceIp: '203.0.113.9',
        actor: [
          { scheme: 'upn', value: 'ada@example.com' },
          { scheme: 'okta', value: '00u1' },
        ],
        device: [{ scheme: 'hostname', value: 'ws01' }],
      }),
      act({ ...dns('cdn.evil.example', START + 2 * DAY), sourceIp: '10.0.0.5', id: 'dns-1' }),
      act({ ...dns('www.evil.example', START + 3 * DAY), sourceIp: '10.0.0.6', id: 'dns-2' }),
    ];
    entities.learn(activities);
    for (const activity of activities) indicators.observe(activity, entities.resolve(activity));
    return { entities, indicators };
  };

  it('tells of a domain', () => {
    const { entities, indicators } = estate();
    expect(renderLifeStory('CDN.evil.example', entities, indicators)).toMatchInlineSnapshot(`
      "evil.example is an outside domain (asked for: cdn.evil.example).
      It was first seen on 2026-01-07 09:00:00 UTC (name look-up (DNS)) and last seen on 2026-01-08 09:00:00 UTC, 1 day later.
      2 accounts and devices had to do with it, in 2 events: 10.0.0.5, 10.0.0.6.

        Where               First seen (UTC)     Events
        ------------------  -------------------  ------
        name look-up (DNS)  2026-01-07 09:00:00  2
      "
    `);
  });

  it('tells of an address', () => {
    const { entities, indicators } = estate();
    expect(renderLifeStory('203.0.113.9', entities, indicators)).toMatchInlineSnapshot(`
      "203.0.113.9 is an outside address.
      It was seen once, on 2026-01-05 09:00:00 UTC (sign-in from it).
      1 account or device had to do with it, in 1 event: ada@example.com.

        Where            First seen (UTC)     Events
        ---------------  -------------------  ------
        sign-in from it  2026-01-05 09:00:00  1
      "
    `);
  });

  it('tells of a person', () => {
    const { entities, indicators } = estate();
    expect(renderLifeStory('ada@example.com', entities, indicators)).toMatchInlineSnapshot(`
      "ada@example.com is a user (user:ada@example.com): important person.
      It was seen once, on 2026-01-05 09:00:00 UTC.
      Groups and roles: Finance.
      When last seen: logged on from the device ws01.

        Known as         Kind  From (UTC)           To (UTC)
        ---------------  ----  -------------------  -------------------
        ada@example.com  upn   2026-01-05 09:00:00  2026-01-05 09:00:00
        00u1             okta  2026-01-05 09:00:00  2026-01-05 09:00:00
      "
    `);
  });

  it('says when there is nothing to tell', () => {
    const { entities, indicators } = estate();
    expect(renderLifeStory('nobody@example.org', entities, indicators)).toBe('Nothing in the data names "nobody@example.org".\n');
  });
});
