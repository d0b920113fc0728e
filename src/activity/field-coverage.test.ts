import { describe, expect, test } from 'vitest';
import { createActivity, type Activity } from './activity.js';
import { fieldGaps } from './field-coverage.js';

const signIn = (rest: Partial<Activity>): Activity =>
  createActivity({ id: 'a', source: 'okta.system', domain: 'identity', time: 0, action: 'sign-in', actionClass: 'sign-in', ...rest });
const told: Partial<Activity> = {
  actor: [{ scheme: 'upn', value: 'ana@example.com' }],
  sourceIp: '192.0.2.1',
  country: 'CH',
  userAgent: 'Mozilla/5.0',
  outcome: 'success',
};

describe('what records leave out', () => {
  test('nothing where all is told', () => {
    expect(fieldGaps([signIn(told)])).toEqual([]);
  });

  test('is counted among those that should tell it, with its fields and what it costs', () => {
    const gaps = fieldGaps([signIn(told), signIn({ ...told, sourceIp: '', country: '' }), signIn({ ...told, actor: [] })]);
    expect(gaps.map(({ what, asked, lacking, vital }) => [what, asked, lacking, vital])).toEqual([
      ['who acted', 3, 1, true],
      ['the address acted from', 3, 1, false],
    ]);
    expect(gaps[1]?.fields).toContain('source.ip');
    expect(gaps.every(({ cost }) => cost !== '')).toBe(true);
  });

  test('is asked of what it concerns only', () => {
    const alert = createActivity({ id: 'b', source: 'ecs.alert', domain: 'alert', time: 0, action: 'alert', actionClass: 'alert' });
    expect(fieldGaps([alert])).toEqual([]);
  });
});
