import { describe, expect, test } from 'vitest';
import { entity, observation } from '../../test/incidents/build-observation.js';
import { isTied, type Link } from './link.js';
import { type ObservationRecord, recordObservation } from './observation.js';

const record = (probability: number, kind: number, opens: boolean): ObservationRecord =>
  recordObservation(observation({ hour: 10, subject: entity('user:ada@acme.example', 'actor'), probability }), {
    weight: 1,
    weak: probability > 1e-3,
    opens,
    kind,
    telling: [],
  });

const strong = record(1e-4, 1, true);
const context = record(5e-3, 0, false);
const rareKind = record(5e-3, 6, true);

describe('a tie of a window', () => {
  const loose: Link = { weight: 0.3, via: ['ada@acme.example'], own: true };
  const close: Link = { weight: 0.6, via: ['ada@acme.example'], own: true };
  const shared: Link = { weight: 0.6, via: ['203.0.113.77'], own: false };

  test.each([
    ['strong', strong, loose, true],
    ['of so rare a kind that it opens an incident', rareKind, loose, true],
    ['context', context, loose, false],
    ['context, tied closely by the person alone', context, close, false],
    ['context, tied closely by an address', context, shared, true],
    ['of a rare kind, tied too loosely', rareKind, { ...loose, weight: 0.2 }, false],
  ] as const)('that is %s', (_, other, link, tied) => {
    expect(isTied(link, strong, other)).toBe(tied);
    expect(isTied(link, other, strong)).toBe(tied);
  });
});
