import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { NameModel } from '../../src/baselines/name-model.js';
import { registrableDomain } from '../../src/entities/registrable-domain.js';
import { describeSharedData, figure, SHARED_DATA } from './shared-data.js';

interface LabelledName {
  readonly tunnel: boolean;
  /** Registrable domain, only to group by. */
  readonly domain: string;
  /** What stands before the registrable domain: all that is scored. */
  readonly prefix: string;
}

const FALSE_RATE = 1e-3;

/** A tunnel's poll (`r51646.tunnel`) carries no data and looks like any name; only many of them under one domain tell. */
const POLL_LENGTH = 16;

function readNames(file: string): readonly LabelledName[] {
  const names: LabelledName[] = [];
  for (const line of readFileSync(join(SHARED_DATA, 'dns-tunnel', file), 'utf8').split(/\r?\n/u)) {
    const comma = line.indexOf(',');
    if (comma < 0) continue;
    const whole = line.slice(comma + 1);
    const name = whole.endsWith('.') ? whole.slice(0, -1) : whole;
    const known = registrableDomain(name);
    const domain = known !== '' ? known : name.split('.').slice(-2).join('.');
    const prefix = name.length > domain.length ? name.slice(0, name.length - domain.length - 1) : '';
    names.push({ tunnel: line.startsWith('1'), domain: domain.toLowerCase(), prefix });
  }
  return names;
}

/** Least score that at most `FALSE_RATE` of the plain ones exceed. */
function thresholdOf(plain: readonly number[]): number {
  const sorted = [...plain].sort((a, b) => b - a);
  return sorted[Math.floor(sorted.length * FALSE_RATE)] ?? Infinity;
}

const shareAbove = (scores: readonly number[], threshold: number): number =>
  scores.filter((score) => score > threshold).length / Math.max(1, scores.length);

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

describeSharedData('dns-tunnel', () => {
  const model = new NameModel();
  let train: readonly LabelledName[] = [];
  let test: readonly LabelledName[] = [];

  beforeAll(() => {
    train = readNames('train.csv');
    test = readNames('test.csv');
    for (const { tunnel, domain, prefix } of train) {
      if (tunnel) continue;
      model.learn(domain.split('.')[0] ?? '');
      if (prefix !== '') model.learn(prefix);
    }
  });

  it('tells tunnelled names from plain ones at a false rate of 1 in 1,000, name by name', () => {
    const scoresOf = (names: readonly LabelledName[]): readonly number[] => names.map((name) => model.surprisal(name.prefix));
    const plain = scoresOf(test.filter((name) => !name.tunnel));
    const tunnelled = test.filter((name) => name.tunnel);
    const carrying = tunnelled.filter((name) => name.prefix.length > POLL_LENGTH);
    const threshold = thresholdOf(plain);
    const recall = shareAbove(scoresOf(tunnelled), threshold);
    const recallOfData = shareAbove(scoresOf(carrying), threshold);
    figure(
      `dns-tunnel by name: recall ${percent(recall)} of ${tunnelled.length} at 1e-3 of ${plain.length} plain names; ` +
        `${percent(recallOfData)} of the ${carrying.length} that carry more than ${POLL_LENGTH} characters, the others being polls`,
    );
    expect(recallOfData).toBeGreaterThan(0.99);
    expect(recall).toBeGreaterThan(0.49);
  });

  it('tells tunnels from plain domains, domain by domain', () => {
    const domains = new Map<string, { readonly tunnel: boolean; readonly prefixes: Set<string> }>();
    for (const { domain, prefix, tunnel } of test) {
      const key = `${tunnel ? 'tunnel' : 'plain'} ${domain}`;
      const known = domains.get(key);
      if (known === undefined) domains.set(key, { tunnel, prefixes: new Set([prefix]) });
      else known.prefixes.add(prefix);
    }
    const information = (prefixes: ReadonlySet<string>): number => [...prefixes].reduce((sum, prefix) => sum + model.surprisal(prefix), 0);
    const judged = [...domains.values()].map(({ tunnel, prefixes }) => ({ tunnel, names: prefixes.size, score: information(prefixes) }));
    const plain = judged.filter((domain) => !domain.tunnel).map((domain) => domain.score);
    const tunnels = judged.filter((domain) => domain.tunnel);
    const threshold = thresholdOf(plain);
    const found = tunnels.filter((domain) => domain.score > threshold);
    const names = (list: typeof tunnels): number => list.reduce((sum, domain) => sum + domain.names, 0);
    figure(
      `dns-tunnel by domain: ${found.length} of ${tunnels.length} tunnel domains, which carry ${percent(names(found) / names(tunnels))} of the tunnelled names, ` +
        `at 1e-3 of ${plain.length} plain domains`,
    );
    expect(names(found) / names(tunnels)).toBeGreaterThan(0.99);
  });
});
