import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors.js';
import { compileUserMapping, runMappingTests } from './user-mapping-file.js';

const MINIMAL = `name: acme.door
title: Doors
domain: identity
when:
  - field: reader
time:
  field: at
fields:
  actionClass: { constant: sign-in }
actor:
  - { scheme: upn, field: person }
tests:
  - name: opens
    record: { reader: a, at: 2026-03-14T08:12:44Z, person: Ana@Example.com }
    expect: { actor: 'upn:ana@example.com' }
`;

function problemsOf(text: string): string {
  try {
    compileUserMapping(text, 'door.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('mapping files', () => {
  it('map records by their field table', () => {
    const mapping = compileUserMapping(MINIMAL, 'door.yaml');
    const record = { reader: 'a', at: '2026-03-14T08:12:44Z', person: 'Ana@Example.com' };
    expect(mapping.detects(record, { name: '', dataset: '' })).toBe(true);
    expect(mapping.map(record, { name: '', dataset: '' })).toMatchObject({
      kind: 'activities',
      activities: [{ source: 'acme.door', actionClass: 'sign-in', time: Date.UTC(2026, 2, 14, 8, 12, 44), actorType: 'user' }],
    });
  });

  it('carry their own tests', () => {
    expect(runMappingTests(MINIMAL, 'door.yaml')).toEqual([]);
    const wrong = runMappingTests(MINIMAL.replace("'upn:ana@example.com'", "'upn:bob@example.com'"), 'door.yaml');
    expect(wrong).toEqual([{ test: 'opens', message: 'actor: expected upn:bob@example.com, got upn:ana@example.com' }]);
  });

  it('ship with an example that passes its tests', () => {
    const text = readFileSync('docs/examples/door-badges.mapping.yaml', 'utf8');
    expect(runMappingTests(text, 'door-badges.mapping.yaml')).toEqual([]);
  });

  it.each([
    ['an unknown action class', MINIMAL.replace('constant: sign-in', 'constant: signing-in'), /door\.yaml:9:\d+: "signing-in" is none of/],
    [
      'a value that comes from nowhere',
      MINIMAL.replace('scheme: upn, field: person', 'scheme: upn'),
      /door\.yaml:11:\d+: give either constant or field/,
    ],
    ['an unknown field', MINIMAL.replace('fields:\n', 'fields:\n  colour: { constant: red }\n'), /door\.yaml:9:\d+: /],
    ['no tests', MINIMAL.replace(/tests:[\s\S]*$/, 'tests: []\n'), /door\.yaml:\d+:\d+: a mapping needs at least one test/],
    ['an unknown scheme', MINIMAL.replace('scheme: upn', 'scheme: phone'), /door\.yaml:11:\d+: /],
  ])('name file and line of %s', (_what, text, message) => {
    expect(problemsOf(text)).toMatch(message);
  });
});
