import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject } from '../fields/lookup.js';
import type { RawRecord } from '../source-mapping.js';
import { zeekMappings } from './zeek-mappings.js';

/** As a server leaves out of a document what is not wanted: of an object everything below a wanted name stays. */
function only(document: RawRecord, wanted: readonly string[], path = ''): RawRecord {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(document)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (wanted.some((name) => at === name || at.startsWith(`${name}.`))) kept[key] = value;
    else if (isObject(value) && wanted.some((name) => name.startsWith(`${at}.`))) kept[key] = only(value, wanted, at);
  }
  return kept;
}

const COMMON = ['@timestamp', 'event.dataset', 'event.kind'];
const lean = zeekMappings.flatMap(({ reads, ...mapping }) => (reads === undefined ? [] : [{ ...mapping, reads }]));
const value = fc.oneof(
  fc.ipV4(),
  fc.constantFrom('host.example', 'tcp', 'SF', 'true', '443', 'GET', '/index.html', 'CN=example', 'ssl', 'success'),
  fc.integer({ min: 0, max: 70_000 }),
  fc.boolean(),
  fc.array(fc.constantFrom('a.example', '192.0.2.1', '7'), { maxLength: 3 }),
);
/** Names that Zeek gives to fields of its logs; each stream looks for some of them. */
const names = ['query', 'qtype_name', 'answers', 'rcode_name', 'host', 'uri', 'method', 'server_name', 'user', 'command', 'path', 'action'];
const unread = ['related.ip', 'tags', 'observer.name', 'agent.id', 'source.geo.country_iso_code', 'network.community_id', 'event.original'];

function place(document: Record<string, unknown>, path: string, content: unknown): void {
  const parts = path.split('.');
  let holder = document;
  for (const part of parts.slice(0, -1)) {
    const child = holder[part];
    const next: Record<string, unknown> = isObject(child) ? { ...child } : {};
    holder[part] = next;
    holder = next;
  }
  holder[parts.at(-1) ?? ''] = content;
}

describe('what Zeek mappings look at', () => {
  test('is said of most streams', () => {
    expect(lean.length).toBeGreaterThan(12);
  });

  test.each(lean.map((mapping) => [mapping.name, mapping] as const))('is all that %s needs for the same activity', (_name, mapping) => {
    const { reads, datasets } = mapping;
    const last = datasets.at(-1) ?? '';
    const stream = last.startsWith('zeek.') ? last : mapping.name;
    const paths = [...reads.fields.filter((field) => field !== stream), ...names.map((field) => `${stream}.${field}`), ...unread];
    const hint = { name: 'logs-zeek', dataset: '' };
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...paths), value), (content) => {
        const document: Record<string, unknown> = {};
        for (const [path, told] of Object.entries(content)) place(document, path, told);
        place(document, '@timestamp', '2026-03-02T10:00:00.000Z');
        place(document, 'event.kind', 'event');
        place(document, 'event.dataset', stream);
        for (const field of reads.given) place(document, field, 'C1');
        expect(mapping.map(only(document, [...COMMON, ...reads.fields]), hint)).toEqual(mapping.map(document, hint));
      }),
      { numRuns: 200 },
    );
  });
});
