import { expect, test } from 'vitest';
import { entity, facet, observation } from '../../test/incidents/build-observation.js';
import { recordObservation } from './observation.js';
import { decayTime } from './tactics.js';

const DAY = 86_400_000;

const mailTo = (person: string, hour: number, facts: readonly string[]): ReturnType<typeof recordObservation> =>
  recordObservation(
    observation({
      hour,
      unit: 'mailbox',
      domain: 'email',
      subject: entity(`user:${person}@example.com`, 'target'),
      probability: 1e-3,
      facets: [facet('sender-domain', 1e-3, 'x')],
      facts,
    }),
    { weight: 1, weak: true, opens: false, kind: 0, telling: [] },
  );

test.each([
  ['ada', ['look-alike-domain'], ['display-name-impersonation'], 7],
  ['bea', ['look-alike-domain'], ['look-alike-domain'], 1],
  ['ada', ['look-alike-domain'], ['rare-link'], 1],
])('after mail to ada, %s gets some: %j, then %j, together for %d days', (person, earlier, later, days) => {
  expect(decayTime(mailTo('ada', 9, earlier), mailTo(person, 30, later))).toBe(days * DAY);
});
