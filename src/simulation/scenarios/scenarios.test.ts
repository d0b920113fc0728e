import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../calendar.js';
import { simulateEstate } from '../simulate-estate.js';
import type { TruthRow } from '../simulated-record.js';
import { SCENARIO_NAMES, type ScenarioName } from './scenario-name.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

function truthOf(scenario: ScenarioName, seed: number, users = 200, days = 30): readonly TruthRow[] {
  return simulateEstate({ users, days, seed, scenarios: [scenario] }).truth;
}

const stagesOf = (rows: readonly TruthRow[]) => new Set(rows.map((row) => row.stage));
const filesOf = (rows: readonly TruthRow[]) => new Set(rows.map((row) => row.source));

describe.each(SEEDS)('seed %i', (seed) => {
  it('puts every attack late into the estate, in order of time, under one incident', () => {
    for (const scenario of SCENARIO_NAMES) {
      const rows = truthOf(scenario, seed);
      const first = rows[0];
      expect(rows.length, scenario).toBeGreaterThan(30);
      expect(new Set(rows.map((row) => row.incident)).size, scenario).toBe(1);
      expect([...rows].sort((a, b) => a.time - b.time)).toEqual(rows);
      expect((first?.time ?? 0) - Date.UTC(2025, 7, 4), scenario).toBeGreaterThan(11 * DAY);
      expect((rows.at(-1)?.time ?? 0) - Date.UTC(2025, 7, 4), scenario).toBeLessThan(30 * DAY);
      expect(rows.some((row) => row.key)).toBe(true);
    }
  });

  it('plays the stolen token as reported: everything within minutes, the cloud key ten to twenty days later', () => {
    const rows = truthOf('salesloft', seed);
    const sales = rows.filter((row) => row.source.startsWith('salesforce'));
    const cloud = rows.filter((row) => row.source.startsWith('aws'));
    const burst = (sales.at(-1)?.time ?? 0) - (sales[0]?.time ?? 0);
    expect(burst).toBeLessThan(5 * MINUTE);
    const pause = (cloud[0]?.time ?? 0) - (sales.at(-1)?.time ?? 0);
    expect(pause).toBeGreaterThan(9 * DAY);
    expect(pause).toBeLessThan(20 * DAY);
    expect(new Set(rows.map((row) => row.actor)).size).toBe(1);
    expect(stagesOf(rows)).toEqual(
      new Set(['initial-access', 'discovery', 'collection', 'exfiltration', 'defense-evasion', 'persistence']),
    );
  });

  it('crosses mail, network, identity, SaaS and cloud in one day after a phishing mail', () => {
    const rows = truthOf('phish-to-cloud', seed);
    const files = [...filesOf(rows)];
    for (const file of [
      'mail-gateway.ndjson',
      'mail-clicks.ndjson',
      'zeek/conn.log',
      'zeek/smb_mapping.log',
      'm365-audit.ndjson',
      'aws-cloudtrail.ndjson',
    ]) {
      expect(files).toContain(file);
    }
    expect((rows.at(-1)?.time ?? 0) - (rows[0]?.time ?? 0)).toBeLessThan(16 * HOUR);
    const beacons = rows.filter((row) => row.source === 'zeek/ssl.log' && row.stage === 'command-and-control').map((row) => row.time);
    expect(beacons.length).toBeGreaterThan(120);
    const gaps = beacons.slice(1).map((time, index) => time - (beacons[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(80_000);
    expect(Math.min(...gaps)).toBeGreaterThan(40_000);
  });

  it('lets the other attacks reach their goal', () => {
    expect(stagesOf(truthOf('insider-exfil', seed))).toContain('exfiltration');
    expect(filesOf(truthOf('insider-exfil', seed))).toContain('zeek/conn.log');
    expect(filesOf(truthOf('bec', seed))).toContain('mail-gateway.ndjson');
    expect(stagesOf(truthOf('bec', seed))).toContain('impact');
    const ransomware = truthOf('ransomware-saas', seed);
    expect(stagesOf(ransomware)).toContain('privilege-escalation');
    expect(ransomware.filter((row) => row.stage === 'impact').length).toBeGreaterThan(500);
  });
});

describe('short and small estates', () => {
  it('still play every attack', () => {
    for (const scenario of SCENARIO_NAMES) expect(truthOf(scenario, 3, 20, 7).length, scenario).toBeGreaterThan(30);
  });
});
