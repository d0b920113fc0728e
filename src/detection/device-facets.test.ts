import { describe, expect, test } from 'vitest';
import { activityMaker } from '../../test/pipeline/example-activity.js';
import type { Activity } from '../activity/activity.js';
import { NameModel } from '../baselines/name-model.js';
import { PatternOfLife } from '../baselines/pattern-of-life.js';
import { scoreDevice } from './device-facets.js';
import { DeviceWindow } from './device-window.js';
import { KIND_FACETS, RawScore } from './raw-score.js';
import { DEVICE, UNIT_LAYOUT } from './unit-layout.js';

const activity = activityMaker();
const around = { outside: (address: string) => !address.startsWith('10.'), nameOf: () => '' };

const lookup = (query: string, exists = true): Activity =>
  activity({
    domain: 'network',
    source: 'zeek.dns',
    actionClass: 'dns-query',
    action: 'query',
    sourceIp: '10.0.0.5',
    dns: { query, rcode: exists ? 'NOERROR' : 'NXDOMAIN', type: 'A', answers: exists ? ['203.0.113.9'] : [] },
  });

/** Knows the letters of plain names. */
function plainNames(): NameModel {
  const names = new NameModel();
  for (let round = 0; round < 50; round += 1)
    for (const name of ['www', 'mail', 'static', 'images', 'login', 'updates', 'portal', 'example', 'partner']) names.learn(name);
  return names;
}

function judged(activities: readonly Activity[]): { readonly raw: RawScore; readonly at: (facet: string) => number } {
  const pattern = PatternOfLife.empty(UNIT_LAYOUT);
  for (let device = 0; device < 50; device += 1) pattern.subject(DEVICE, device, 0);
  const window = new DeviceWindow(0);
  activities.forEach((one, index) => {
    window.take(one, index, around);
  });
  window.finish();
  const raw = new RawScore(DEVICE);
  const own = (domain: string): boolean => domain === 'example.com';
  scoreDevice(pattern, pattern.subject(DEVICE, 0, 0), window, new Map(), plainNames(), own, activities, raw);
  return { raw, at: (facet) => KIND_FACETS[DEVICE]?.position.get(facet) ?? -1 };
}

const letters = (seed: number, length: number): string =>
  Array.from({ length }, (_, at) => 'qxzjvkwybg0123456789'[(seed * 7 + at * at * 3 + seed * at) % 20] ?? 'q').join('');

describe('names that a device asks for', () => {
  test('the more names and the denser, the more they carry; a name or two are already told', () => {
    const dense = Array.from({ length: 60 }, (_, index) => lookup(`${letters(index, 28)}${index}.tunnel.example.net`));
    const plain = [lookup('www.example.net'), lookup('mail.example.net'), lookup('static.example.org')];
    const [tunnel, ordinary] = [judged(dense), judged(plain)];
    const facet = tunnel.at('dns-tunnel');
    expect(ordinary.raw.raw[facet]).toBeGreaterThan(0);
    expect(tunnel.raw.raw[facet]).toBeGreaterThan((ordinary.raw.raw[facet] ?? 0) + 3);
    expect(tunnel.raw.basis[facet]).toMatchObject({ observed: 60, detail: '60 different names under example.net' });
  });

  test("names under the organisation's own domain carry nothing out", () => {
    const { raw, at } = judged(Array.from({ length: 60 }, (_, index) => lookup(`${letters(index, 30)}.example.com`)));
    expect(raw.raw[at('dns-tunnel')]).toBe(0);
  });

  test('names that do not exist outweigh odd ones that do, and both outweigh plain ones', () => {
    const missing = judged(Array.from({ length: 5 }, (_, index) => lookup(`${letters(index, 14)}.com`, false)));
    const odd = judged(Array.from({ length: 5 }, (_, index) => lookup(`www.${letters(index, 14)}.com`)));
    const plain = judged([lookup('www.partner.com')]);
    const facet = missing.at('generated-names');
    const [of, than, least] = [missing, odd, plain].map(({ raw }) => raw.raw[facet] ?? 0);
    expect(of).toBeGreaterThan((than ?? 0) + 3);
    expect(than).toBeGreaterThan(least ?? 0);
    expect(missing.raw.basis[facet]).toMatchObject({ observed: 5, detail: '5 names that look generated and do not exist' });
    expect(odd.raw.basis[facet]).toMatchObject({ observed: 0, detail: 'a name with unusual letters' });
  });
});
