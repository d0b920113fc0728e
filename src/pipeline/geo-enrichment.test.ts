import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActivity, type Activity } from '../activity/activity.js';
import { ConfigError } from '../errors.js';
import { geoEnrichment } from './geo-enrichment.js';

type Value = string | number | { readonly [key: string]: Value } | readonly string[];

/** One value in the MMDB data format 2.0 (types: utf8 2, double 3, uint32 6, map 7, array 11). */
function encoded(value: Value): Buffer {
  if (typeof value === 'string') {
    const size = value.length < 29 ? [(2 << 5) | value.length] : [(2 << 5) | 29, value.length - 29];
    return Buffer.concat([Buffer.from(size), Buffer.from(value)]);
  }
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const bytes = Buffer.alloc(9);
    bytes[0] = (3 << 5) | 8;
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(5);
    bytes[0] = (6 << 5) | 4;
    bytes.writeUInt32BE(value, 1);
    return bytes;
  }
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([value.length, 11 - 7]), ...value.map((item: string) => encoded(item))]);
  const entries = Object.entries(value);
  return Buffer.concat([Buffer.from([(7 << 5) | entries.length]), ...entries.flatMap(([key, item]) => [encoded(key), encoded(item)])]);
}

/** An IPv4 database that answers `value` for one address and nothing for all others (MaxMind DB file format 2.0, 24-bit records). */
function database(address: string, value: Value): Buffer {
  const bits = address.split('.').flatMap((part) => Array.from({ length: 8 }, (_, bit) => (Number(part) >> (7 - bit)) & 1));
  const nodes = bits.length;
  const tree = Buffer.alloc(nodes * 6);
  bits.forEach((bit, node) => {
    const next = node === nodes - 1 ? nodes + 16 : node + 1;
    tree.writeUIntBE(bit === 0 ? next : nodes, node * 6, 3);
    tree.writeUIntBE(bit === 1 ? next : nodes, node * 6 + 3, 3);
  });
  const metadata = encoded({
    node_count: nodes,
    record_size: 24,
    ip_version: 4,
    database_type: 'Test',
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    description: { en: 'test' },
  });
  return Buffer.concat([tree, Buffer.alloc(16), encoded(value), Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com'), metadata]);
}

const activity = (fields: Partial<Activity>): Activity =>
  createActivity({ id: '1', source: 'm365.audit', domain: 'saas', time: 0, action: 'FileAccessed', actionClass: 'file-read', ...fields });

describe('geo databases that the configuration names', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-geo-'));
    const place = { country: { iso_code: 'IS' }, city: { names: { en: 'Akureyri' } }, location: { latitude: 65.68, longitude: -18.09 } };
    writeFileSync(join(folder, 'city.mmdb'), database('203.0.113.7', place));
    writeFileSync(
      join(folder, 'asn.mmdb'),
      database('203.0.113.7', { autonomous_system_number: 64500, autonomous_system_organization: 'Example Net' }),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('fill in place and network of an address they know', () => {
    const enrich = geoEnrichment({ city: join(folder, 'city.mmdb'), asn: join(folder, 'asn.mmdb') });
    expect(enrich?.(activity({ sourceIp: '203.0.113.7' }))).toMatchObject({
      country: 'IS',
      city: 'Akureyri',
      latitude: 65.68,
      longitude: -18.09,
      asn: 'AS64500',
      asOrganization: 'Example Net',
    });
  });

  test('leave alone what the record tells itself, and addresses they do not know', () => {
    const enrich = geoEnrichment({ city: join(folder, 'city.mmdb'), asn: undefined });
    expect(enrich?.(activity({ sourceIp: '203.0.113.7', country: 'NO', city: 'Oslo', latitude: 59.9, longitude: 10.7 }))).toMatchObject({
      country: 'NO',
      city: 'Oslo',
      latitude: 59.9,
    });
    expect(enrich?.(activity({ sourceIp: '198.51.100.1' }))).toMatchObject({ country: '', asn: '' });
  });

  test('are not asked for where none is configured', () => {
    expect(geoEnrichment({ city: undefined, asn: undefined })).toBeUndefined();
  });

  test('name key and file when they cannot be read', () => {
    expect(() => geoEnrichment({ city: join(folder, 'missing.mmdb'), asn: undefined })).toThrow(ConfigError);
    writeFileSync(join(folder, 'broken.mmdb'), 'not a database');
    expect(() => geoEnrichment({ city: undefined, asn: join(folder, 'broken.mmdb') })).toThrow(/mmdb\.asn: .*broken\.mmdb/);
  });
});
