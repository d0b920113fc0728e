import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identifier } from '../identifier.js';
import { parseAddress } from './address.js';
import { asText, firstText, textAt, textsAt } from './coerce.js';
import { countryCode } from './country.js';
import { autonomousSystem, ecsOrigin, outcomeOf } from './ecs.js';
import { addIdentifier, domainUser, guid, hostName, mailAddress } from './identity.js';
import { listAt, lookup, lookupAll, nestedRecord, objectAt, ownValue } from './lookup.js';
import { recordHash } from './record-hash.js';

describe('lookup', () => {
  it.each([
    [{ a: { b: { c: 1 } } }],
    [{ 'a.b.c': 1 }],
    [{ 'a.b': { c: 1 } }],
    [{ a: { 'b.c': 1 } }],
    [{ a: [{ x: 0 }, { b: { c: 1 } }] }],
    [{ a: { b: null }, 'a.b.c': 1 }],
  ])('finds a.b.c in %j', (record) => {
    expect(lookup(record, 'a.b.c')).toBe(1);
  });

  it('collects every scalar of arrays on the way and at the end', () => {
    expect(lookupAll({ a: [{ b: 1 }, { b: [2, 3] }, null, 4], 'a.b': 5 }, 'a.b')).toEqual([1, 2, 3, 5]);
    expect(textsAt({ to: { address: ['x@y.z', 'x@y.z', '', 'a@b.c'] } }, 'to.address')).toEqual(['x@y.z', 'a@b.c']);
  });

  it('reads own properties only', () => {
    const record = JSON.parse('{"__proto__": {"polluted": 1}, "a": {"constructor": {"name": 1}}}') as Record<string, unknown>;
    expect(lookup(record, '__proto__.polluted')).toBeUndefined();
    expect(lookup(record, 'constructor')).toBeUndefined();
    expect(lookup(record, 'a.constructor.name')).toBeUndefined();
    expect(lookup(record, 'toString')).toBeUndefined();
    expect(ownValue(record, '__proto__')).toBeUndefined();
  });

  it('unfolds dotted keys and leaves the record alone', () => {
    const record = {
      'source.ip': '192.0.2.1',
      'source.geo.city_name': 'X',
      event: { kind: 'event' },
      'event.kind': 'alert',
      'a.__proto__.b': 1,
    };
    expect(nestedRecord(record)).toEqual({ source: { ip: '192.0.2.1', geo: { city_name: 'X' } }, event: { kind: 'event' } });
    const plain = { a: { b: 1 } };
    expect(nestedRecord(plain)).toBe(plain);
  });

  it('reads JSON kept as text', () => {
    expect(objectAt({ d: '{"user": {"id": "7"}}' }, 'd')).toEqual({ user: { id: '7' } });
    expect(listAt({ d: '[{"k": 1}]' }, 'd')).toEqual([{ k: 1 }]);
    expect(listAt({ d: { 0: 'a', 1: 'b' } }, 'd')).toEqual(['a', 'b']);
    expect(objectAt({ d: '{broken' }, 'd')).toEqual({});
  });

  it('takes the first spelling that says something', () => {
    expect(firstText({ Claims: '', Claims_d: ' x ' }, ['Claims', 'Claims_d'])).toBe('x');
  });

  it('cuts huge texts', () => {
    expect(asText('x'.repeat(100_000)).length).toBe(4096);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, path) => {
        textAt(value, path);
        textsAt(value, path);
        listAt(value, path);
        objectAt(value, path);
      }),
    );
  });
});

describe('parseAddress', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4', undefined],
    [' 1.2.3.4 ', '1.2.3.4', undefined],
    ['1.2.3.4:17362', '1.2.3.4', 17362],
    ['[2001:db8::1]:36185', '2001:db8::1', 36185],
    ['[2001:db8::1]', '2001:db8::1', undefined],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', undefined],
    ['::ffff:192.0.2.7', '192.0.2.7', undefined],
    ['fe80::1%eth0', 'fe80::1', undefined],
  ])('reads %s', (text, ip, port) => {
    expect(parseAddress(text)).toEqual({ ip, raw: '', port });
  });

  it.each(['211.9.016.253', '1.2.3.256', '127.0. 0.1.22', 'ec2.amazonaws.com', '1.2.3.4:5:6', '300.1.1.1:80'])(
    'keeps %s as raw text',
    (text) => {
      expect(parseAddress(text)).toEqual({ ip: '', raw: text, port: undefined });
    },
  );

  it.each(['', '-', null, {}, undefined])('sees no address in %s', (value) => {
    expect(parseAddress(value)).toEqual({ ip: '', raw: '', port: undefined });
  });
});

describe('identity', () => {
  it.each([
    ['AdeleV@Example.OnMicrosoft.com', 'adelev@example.onmicrosoft.com'],
    ['Adele <a@b.example>', 'a@b.example'],
    ['SMTP:a@b.example', 'a@b.example'],
    ['sip:a@b.example', 'a@b.example'],
    ['jane_doe_partner.example#EXT#@tenant.onmicrosoft.com', 'jane_doe@partner.example'],
    ['jane', ''],
    ['@b', ''],
    ['a@', ''],
    ['a b@c', ''],
  ])('reads mail address %s', (text, expected) => {
    expect(mailAddress(text)).toBe(expected);
  });

  it('reads host, domain user and guid', () => {
    expect(hostName('DC01.Example.COM.')).toBe('dc01.example.com');
    expect(hostName('a b')).toBe('');
    expect(domainUser('EXAMPLE\\Jane')).toBe('example\\jane');
    expect(domainUser('Jane', 'EXAMPLE')).toBe('example\\jane');
    expect(domainUser('Jane')).toBe('');
    expect(guid('{2AD3FC79-1859-42FA-9011-6F8DF2251B22}')).toBe('2ad3fc79-1859-42fa-9011-6f8df2251b22');
    expect(guid('00000000-0000-0000-0000-000000000000')).toBe('');
  });

  it('adds each name once and never an unfit one', () => {
    const list: Identifier[] = [];
    addIdentifier(list, 'upn', 'A@b.example');
    addIdentifier(list, 'upn', 'a@B.example');
    addIdentifier(list, 'upn', 'a');
    addIdentifier(list, 'salesforce', '0055e000003abcDAAQ');
    addIdentifier(list, 'salesforce', '0055e000003abcD');
    expect(list).toEqual([
      { scheme: 'upn', value: 'a@b.example' },
      { scheme: 'salesforce', value: '0055e000003abcD' },
    ]);
  });
});

describe('recordHash', () => {
  it('does not depend on key order and depends on every value', () => {
    expect(recordHash({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(recordHash({ b: { d: 'x', c: [1, 2] }, a: 1 }));
    expect(recordHash({ a: [1, 2] })).not.toBe(recordHash({ a: [2, 1] }));
    expect(recordHash({ a: 1 })).not.toBe(recordHash({ a: '1' }));
    expect(recordHash({ a: 1 })).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('ECS', () => {
  it('takes the address from source and the place from client', () => {
    const origin = ecsOrigin({
      source: { ip: '192.0.2.1', as: { number: 64500, organization: { name: 'Example' } } },
      client: { ip: '192.0.2.9', geo: { country_name: 'United States', city_name: 'Boston', location: { lat: 42.3, lon: -71 } } },
    });
    expect(origin).toMatchObject({ sourceIp: '192.0.2.1', country: 'US', city: 'Boston', latitude: 42.3, asn: 'AS64500' });
    expect(ecsOrigin({ 'source.ip': '192.0.2.1', 'source.geo.country_iso_code': 'DE' }).sourceIp).toBe('192.0.2.1');
  });

  it('reads outcomes, systems and countries in the words of products', () => {
    expect(outcomeOf('Delivered')).toBe('success');
    expect(outcomeOf(['FAILURE'])).toBe('failure');
    expect(outcomeOf('CHALLENGE')).toBe('unknown');
    expect(autonomousSystem('AS64500 Example')).toBe('AS64500');
    expect(countryCode('Germany')).toBe('DE');
    expect(countryCode('Russian Federation')).toBe('RU');
    expect(countryCode('us')).toBe('US');
  });
});
