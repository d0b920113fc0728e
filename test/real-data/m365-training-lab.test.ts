import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeSharedData, figure, namedIn, replayAll, SHARED_DATA, type Replayed } from './shared-data.js';

const ATTACKER = '175.45.176.99';
const VICTIM = 'adelev@m365x816222.onmicrosoft.com';

describeSharedData('m365-training-lab', () => {
  let replayed: Replayed;

  beforeAll(async () => {
    replayed = await replayAll([join(SHARED_DATA, 'm365-training-lab')], 'retrospective');
    const [first] = replayed.incidents;
    const { summary } = replayed;
    figure(
      `m365-training-lab, retrospective: ${summary.events_read} records, ${summary.units_scored} windows, ${summary.incidents} incidents, ${summary.incidents_needing_person} for a person`,
    );
    if (first !== undefined) {
      const { title, score, domains } = first.throughline.incident;
      figure(`  first: ${title} (score ${score.toFixed(0)}, ${domains.join(', ')})`);
    }
  });

  it('leads to exactly one incident that needs a person, and it ranks first', () => {
    expect(replayed.incidents[0]?.throughline.incident.needs_person).toBe(true);
    expect(replayed.summary.incidents_needing_person).toBe(1);
  });

  it('spans identity, SaaS and cloud, and holds the attacker’s address and the account', () => {
    const [first] = replayed.incidents;
    expect(first?.throughline.incident.domains).toEqual(expect.arrayContaining(['identity', 'saas', 'cloud']));
    const named = first === undefined ? new Set() : namedIn(first);
    expect(named).toContain(ATTACKER);
    expect(named).toContain(VICTIM);
  });

  it('does not draw another tenant into it', () => {
    for (const incident of replayed.incidents) {
      const named = [...namedIn(incident)];
      if (named.includes(VICTIM)) expect(named.filter((name) => name.includes('buildseccxpninja'))).toEqual([]);
    }
  });
});
