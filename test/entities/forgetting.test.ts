import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.js';
import { defaultConfiguration } from '../../src/config/configuration.js';
import { EntityRegistry } from '../../src/entities/entity-registry.js';
import { Engine } from '../../src/pipeline/engine.js';
import { activityMaker, email, HOUR, MONDAY, names } from '../pipeline/example-activity.js';

const FIRST_HOUR = MONDAY / HOUR;
const MOST = 40;
const make = activityMaker();

const contact = (time: number, destinationIp: string, more: Partial<Activity> = {}): Activity =>
  make({ domain: 'network', action: 'connection', actionClass: 'connection', time, sourceIp: '10.1.2.3', destinationIp, ...more });

const address = (number: number): string => `198.51.${String(100 + (number >> 8))}.${String(number & 255)}`;

/** Hours of two days each: everyday contacts, and addresses and correspondents that come once. */
const hourOf = (hour: number, seed: number): readonly Activity[] => {
  const time = (FIRST_HOUR + hour) * HOUR;
  return [
    contact(time, '203.0.113.9'),
    make({ time: time + 1_000, actor: names('upn:ada@acme.example'), sourceIp: address(1_000 + (seed % 5)) }),
    ...Array.from({ length: 3 }, (_, index) => contact(time + 2_000 + index, address((hour * 7 + index * 3 + seed) % 900))),
    make({
      time: time + 9_000,
      domain: 'email',
      actionClass: 'mail-received',
      email: email({ from: `news${String(hour)}@list${String((hour * seed) % 61)}.example`, recipients: ['ada@acme.example'] }),
    }),
  ];
};

describe('outside names that were not seen for longest', () => {
  const options = { internalNetworks: [], mailDomains: [], aliases: [], criticalAssets: [], vips: [] };

  it('are forgotten down to three quarters of the most, and are new when they come back', () => {
    const registry = new EntityRegistry(options);
    registry.learn(Array.from({ length: 60 }, (_, index) => contact(MONDAY + index * 1_000, address(index))));
    const gone = registry.forgetOutside(MOST, () => false);
    expect(gone.size).toBe(30);
    expect(registry.find(address(29))).toEqual([]);
    expect(registry.find(address(30))).toHaveLength(1);
    const size = registry.size;
    registry.learn([contact(MONDAY + HOUR, address(29))]);
    expect(registry.size).toBe(size);
    const [number = -1] = registry.find(address(29));
    expect(gone.has(number)).toBe(true);
    expect(registry.entity(number)).toMatchObject({ id: `address:${address(29)}`, firstSeen: MONDAY + HOUR });
  });

  it('are kept where more is known of them than that they were seen', () => {
    const registry = new EntityRegistry({ ...options, mailDomains: ['acme.example'] });
    registry.learn([
      contact(MONDAY, '10.1.2.9'),
      make({ time: MONDAY, actor: names('upn:ada@acme.example'), device: names('hostname:lt-1'), sourceIp: address(2_000) }),
      make({
        time: MONDAY,
        domain: 'email',
        actionClass: 'mail-received',
        email: email({ from: 'bob@list.example', recipients: ['ada@acme.example'] }),
      }),
    ]);
    const [subject = -1] = registry.find(address(2_000));
    registry.learn(Array.from({ length: 60 }, (_, index) => contact(MONDAY + HOUR + index, address(index))));
    const gone = registry.forgetOutside(MOST, (entity) => entity === subject);
    expect(gone.has(subject)).toBe(false);
    for (const name of ['ada@acme.example', 'lt-1', '10.1.2.9', '10.1.2.3', address(2_000)]) expect(registry.find(name)).toHaveLength(1);
    expect(registry.find('bob@list.example')).toEqual([]);
  });

  it('change nothing while they are few', () => {
    const registry = new EntityRegistry(options);
    registry.learn([contact(MONDAY, address(1))]);
    const before = registry.snapshot();
    expect(registry.forgetOutside(MOST, () => false).size).toBe(0);
    expect(registry.snapshot()).toEqual(before);
  });

  it('leave their life stories as the others', () => {
    const engine = Engine.create(defaultConfiguration(), MOST);
    for (let hour = 0; hour < 24 * 6; hour += 1) engine.step(FIRST_HOUR + hour, [...hourOf(hour, 1)], 'live');
    expect(engine.indicators.size).toBeLessThan(MOST * 4);
    expect(engine.indicators.story('203.0.113.9')).toMatchObject({ firstSeen: MONDAY, count: 24 * 6, prevalence: 1 });
    expect(engine.indicators.story(address(1))).toBeUndefined();
    expect(engine.registry.size).toBeLessThan(MOST * 6);
  });

  it('are the same whenever a run is stopped and goes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.integer({ min: 1, max: 95 }), { maxLength: 4 }), (seed, stops) => {
        const through = Engine.create(defaultConfiguration(), MOST);
        let stopped = Engine.create(defaultConfiguration(), MOST);
        for (let hour = 0; hour < 96; hour += 1) {
          if (stops.includes(hour)) stopped = Engine.restore(stopped.save(), defaultConfiguration(), MOST);
          const activities = hourOf(hour, seed);
          expect(stopped.step(FIRST_HOUR + hour, [...activities], 'live')).toEqual(
            through.step(FIRST_HOUR + hour, [...activities], 'live'),
          );
        }
        expect(stopped.save().equals(through.save())).toBe(true);
      }),
      { numRuns: 12 },
    );
  });
});
