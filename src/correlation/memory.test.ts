import { expect, test } from 'vitest';
import { entity, facet, observation } from '../../test/incidents/build-observation.js';
import { recognisedIn } from './memory.js';
import { recordObservation } from './observation.js';

const TOWARDS = { weight: 1, weak: false, opens: true, kind: 0, telling: [] };
const lair = entity('address:198.51.100.7', 'source', { commonness: 0.001 });
const office = entity('address:203.0.113.1', 'source', { commonness: 0.4 });

const recordAt = (hour: number, address: ReturnType<typeof entity>): ReturnType<typeof recordObservation> =>
  recordObservation(
    observation({
      hour,
      subject: entity('user:ada@example.com', 'actor'),
      others: [address],
      probability: 1e-4,
      facets: [facet('client', 1e-4, 'x')],
    }),
    TOWARDS,
  );

test('whoever is recognised by an address stays so there, and not elsewhere or before', () => {
  const [first, back, next, elsewhere] = [recordAt(9, lair), recordAt(300, lair), recordAt(301, lair), recordAt(302, office)];
  const ties = [
    { from: first.id, to: back.id, weight: 0.5, via: [lair.name], remembered: true },
    { from: back.id, to: next.id, weight: 0.9, via: ['ada'], remembered: false },
    { from: next.id, to: elsewhere.id, weight: 0.9, via: ['ada'], remembered: false },
  ];
  expect([...recognisedIn({ records: [first, back, next, elsewhere], ties })]).toEqual([back.id, next.id]);
});

test('nobody is recognised by an address who is tied to it at the time', () => {
  const [first, next] = [recordAt(9, lair), recordAt(10, lair)];
  expect(
    recognisedIn({ records: [first, next], ties: [{ from: first.id, to: next.id, weight: 0.9, via: [lair.name], remembered: false }] })
      .size,
  ).toBe(0);
});
