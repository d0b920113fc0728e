import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, LookAlikes, skeleton } from './look-alikes.js';

describe('editDistance', () => {
  test.each([
    ['kitten', 'sitting', 3],
    ['ca', 'ac', 1],
    ['microsoft', 'micorsoft', 1],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('%s → %s is %i', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
    expect(editDistance(b, a, 5)).toBe(distance);
  });

  test('stops counting above the limit', () => {
    expect(editDistance('aaaa', 'bbbb', 2)).toBe(3);
    expect(editDistance('a', 'abcdef', 2)).toBe(3);
  });

  test('is symmetric, zero only for equals, never more than the longer name', () => {
    const name = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const distance = editDistance(a, b, 10);
        expect(distance).toBe(editDistance(b, a, 10));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('skeleton', () => {
  test('names drawn alike have one skeleton', () => {
    expect(skeleton('rnicros0ft')).toBe(skeleton('microsoft'));
    expect(skeleton('раураl')).toBe(skeleton('paypal'));
    expect(skeleton('vvikipedia')).toBe(skeleton('wikipedia'));
    expect(skeleton('paypal')).not.toBe(skeleton('paypol'));
  });
});

describe('LookAlikes', () => {
  const label = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'l', '1'), minLength: 4, maxLength: 9 });

  test('finds the nearest of all known names, an own one first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(label, { maxLength: 8 }), fc.uniqueArray(label, { maxLength: 8 }), label, (own, others, name) => {
        const alike = new LookAlikes();
        for (const known of own) alike.addOwn(`${known}.example`);
        for (const known of others) alike.addOther(`${known}.test`);
        const distances = [...own.map((known) => [known, 'example']), ...others.map((known) => [known, 'test'])].flatMap(
          ([known = '', suffix]) => {
            const limit = known.length >= 8 ? 2 : 1;
            const distance = skeleton(known) === skeleton(name) ? 0 : editDistance(name, known, limit);
            return distance <= limit
              ? [{ domain: `${known}.${suffix}`, distance, sameName: known === name, own: suffix === 'example' }]
              : [];
          },
        );
        const [nearest] = distances.sort((a, b) => a.distance - b.distance);
        expect(alike.find(`${name}.other`)).toEqual(nearest);
      }),
    );
  });

  test('an answer is revised when a nearer name becomes known', () => {
    const alike = new LookAlikes();
    alike.addOther('paypol.example');
    expect(alike.find('paypa1.test')?.domain).toBeUndefined();
    alike.addOwn('paypal.example');
    expect(alike.find('paypa1.test')).toEqual({ domain: 'paypal.example', distance: 0, sameName: false, own: true });
  });

  test('tells the same name under another top-level domain from one that is drawn alike', () => {
    const alike = new LookAlikes();
    alike.addOther('cobaltworks.com');
    expect(alike.find('cobaltworks.io')).toEqual({ domain: 'cobaltworks.com', distance: 0, sameName: true, own: false });
    expect(alike.find('c0baltworks.com')).toEqual({ domain: 'cobaltworks.com', distance: 0, sameName: false, own: false });
  });

  test('recognises a long name with a word added, a short one only if it is the own', () => {
    const alike = new LookAlikes();
    alike.addOther('cobaltworks.com');
    alike.addOther('cobalt.com');
    alike.addOwn('amber.io');
    alike.addOwn('ambers.io');
    expect(alike.find('cobaltworks-portal.com')).toEqual({ domain: 'cobaltworks.com', distance: 1, sameName: false, own: false });
    expect(alike.find('cobalt-portal.com')).toBeUndefined();
    expect(alike.find('ambers-login.com')).toEqual({ domain: 'ambers.io', distance: 1, sameName: false, own: true });
    expect(alike.find('amber-login.com')).toBeUndefined();
  });

  test('a name that is no longer known is imitated by nobody', () => {
    const alike = new LookAlikes();
    alike.addOther('paypal.example');
    expect(alike.find('paypa1.test')?.domain).toBe('paypal.example');
    alike.deleteOther('paypal.example');
    expect(alike.find('paypa1.test')).toBeUndefined();
  });
});
