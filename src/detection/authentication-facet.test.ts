import { expect, test } from 'vitest';
import { activityMaker, MONDAY } from '../../test/pipeline/example-activity.js';
import type { Activity } from '../activity/activity.js';
import { FULL } from '../baselines/value-store.js';
import { AccountWindow } from './account-window.js';
import { scoreWays } from './authentication-facet.js';
import { DetectorState } from './detector-state.js';
import { KIND_FACETS, RawScore } from './raw-score.js';
import { ACCOUNT } from './unit-layout.js';
import { lessonOf } from './window-lesson.js';

const WAY = KIND_FACETS[ACCOUNT]?.position.get('authentication') ?? -1;
const activity = activityMaker();
const NEWCOMER = 1_000;

const signIn = (authentication: string, service = 'Portal'): Activity => activity({ actionClass: 'sign-in', service, authentication });

const windowOf = (entity: number, one: Activity): AccountWindow => {
  const window = new AccountWindow(entity);
  window.take(
    one,
    0,
    () => false,
    () => undefined,
  );
  return window;
};

/** An estate in which each of `accounts` signed in `times` times by federation. */
const federated = (accounts: number, times: number): DetectorState => {
  const state = new DetectorState();
  for (let time = 0; time < times; time += 1) {
    for (let account = 0; account < accounts; account += 1) {
      const window = windowOf(account, signIn('federated'));
      const subject = state.pattern.subject(ACCOUNT, account, time);
      state.pattern.learn(lessonOf(window, subject, time, MONDAY, { kind: 0, index: -1, detail: '' }, state), FULL);
      state.ways.learn(window.ways);
    }
  }
  return state;
};

/** Nats of a newcomer's sign-in beyond what a new way costs anyway. */
const rarity = (state: DetectorState, one: Activity): number => {
  const raw = new RawScore(ACCOUNT);
  const subject = state.pattern.subject(ACCOUNT, NEWCOMER, 100);
  scoreWays(state.pattern, subject, windowOf(NEWCOMER, one), [one], state.ways, false, raw);
  return (raw.raw[WAY] ?? 0) - (raw.own[WAY] ?? 0);
};

test('a way nobody uses is as rare as the sign-ins there are many, however few the accounts', () => {
  expect(rarity(federated(4, 50), signIn('password'))).toBeCloseTo(Math.log(201 / 0.5), 9);
});

test('a way everybody uses there is hardly rare', () => {
  expect(rarity(federated(40, 5), signIn('federated'))).toBeLessThan(0.05);
});

test('where nobody ever signed in no way is rare', () => {
  expect(rarity(federated(40, 5), signIn('password', 'Elsewhere'))).toBeCloseTo(Math.LN2, 9);
});
