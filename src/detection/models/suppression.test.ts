import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../config/configuration.js';
import type { EvidenceEvent, Finding } from '../finding.js';
import type { Model } from '../model.js';
import { findingOf } from './run-model-tests.js';
import { compileSuppressions } from './suppression.js';

function event(sourceIp: string): EvidenceEvent {
  const text = { action: '', actionClass: '', outcome: '', actor: '', target: '', service: '', resource: '', container: '', client: '' };
  return {
    ...text,
    id: sourceIp,
    source: 'zeek.conn',
    time: 0,
    domain: 'network',
    sourceIp,
    country: '',
    destination: '',
    userAgent: '',
    count: 1,
    bytesOut: 0,
    records: 0,
  };
}

const model = (name: string): Model => ({
  name,
  description: '',
  unit: ['account'],
  when: { combined: 1 },
  attack: { tactic: 'exfiltration', techniques: [] },
  severity: 'low',
  sentence: '',
  actions: [],
  false_positives: [],
});

function finding(addresses: readonly string[], operations: Readonly<Record<string, number>> = {}): Finding {
  const plain = findingOf({ unit: 'account', sources: ['zeek.conn'], operations });
  return { ...plain, entity: { ...plain.entity, id: 'device:backup01', name: 'backup01' }, events: addresses.map(event) };
}

const testOf = (entry: string) =>
  compileSuppressions(parseConfiguration(`suppress: [{ reason: expected, ${entry} }]\n`, 'throughline.yaml').suppress);
const covered = (entry: string, window: Finding, ...names: string[]): boolean => testOf(entry)(window, names.map(model)) !== undefined;

describe('compileSuppressions', () => {
  it('covers by name or id of the subject', () => {
    expect(covered("entities: ['backup*']", finding([]))).toBe(true);
    expect(covered("entities: ['device:backup01']", finding([]))).toBe(true);
    expect(covered("entities: ['web*']", finding([]))).toBe(false);
  });

  it('covers by network only if every address lies inside', () => {
    const entry = "networks: ['192.0.2.0/24', '2001:db8::/32']";
    expect(covered(entry, finding(['192.0.2.7', '2001:db8::1']))).toBe(true);
    expect(covered(entry, finding(['192.0.2.7', '198.51.100.1']))).toBe(false);
    expect(covered(entry, finding([]))).toBe(false);
  });

  it('covers by model only if every model that says what happened is named', () => {
    const entry = "models: ['Device / Exfiltration / *']";
    expect(covered(entry, finding([]), 'Device / Exfiltration / Archive Sent Out', 'Response / Device / Isolation')).toBe(true);
    expect(covered(entry, finding([]), 'Device / Exfiltration / Archive Sent Out', 'Device / Discovery / Scan')).toBe(false);
    expect(covered(entry, finding([]))).toBe(false);
  });

  it('asks for all of its keys', () => {
    const entry = "entities: [backup01], sources: ['zeek.*'], operations: [PUT]";
    expect(covered(entry, finding([], { PUT: 3 }))).toBe(true);
    expect(covered(entry, finding([], { PUT: 3, DELETE: 1 }))).toBe(false);
  });

  it('lapses by the time of the events', () => {
    expect(covered("entities: [backup01], until: '1970-01-01T01:00:00Z'", finding([]))).toBe(true);
    expect(covered("entities: [backup01], until: '1970-01-01T00:59:59Z'", finding([]))).toBe(false);
  });

  it('covers nothing without exceptions', () => {
    expect(compileSuppressions([])(finding([]), [])).toBeUndefined();
  });
});
