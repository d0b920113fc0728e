import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR } from './calendar.js';
import { LOG_FILES, type LogFile } from './log-files.js';
import { BROADBAND, BUSINESS_LINES, CLOUDS, HOSTING, MOBILE, TRAVEL_NETWORKS } from './networks.js';
import { RATES } from './rates.js';
import { SCENARIO_NAMES } from './scenarios/scenario-name.js';
import { simulateEstate, type Simulation } from './simulate-estate.js';
import type { SimulatedRecord, TruthRow } from './simulated-record.js';

const USERS = 40;
const DAYS = 21;

function key(record: { readonly eventId: string; readonly time: number }, file: LogFile): string {
  return `${file} ${record.eventId} ${record.time}`;
}

/** Paths of all values with their types; elements of a list share one path. */
function shapeOf(value: unknown, path: string, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const element of value) shapeOf(element, `${path}[]`, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) shapeOf(inner, `${path}.${name}`, into);
  } else {
    into.add(`${path}:${value === null ? 'null' : typeof value}`);
  }
}

function shapes({ file, line }: SimulatedRecord): Set<string> {
  const found = new Set<string>();
  const format = LOG_FILES[file];
  if (format.kind === 'ndjson') shapeOf(JSON.parse(line), file, found);
  else if (format.kind === 'zeek')
    line.split('\t').forEach((cell, index) => found.add(`${file} ${index} ${cell === '-' ? 'unset' : 'set'}`));
  else line.split('","').forEach((cell, index) => found.add(`${file} ${index} ${cell.replaceAll('"', '') === '' ? 'empty' : 'set'}`));
  return found;
}

/** Letters, digits and signs of an id, without their values. */
function idForm(id: string): string {
  return id.replace(/[0-9a-zA-Z]+/g, (run) => `${run.length}`);
}

describe('simulateEstate', { timeout: 240_000 }, () => {
  let attacked: Simulation;
  let truth: Map<string, TruthRow>;
  const benign = new Map<string, Set<string>>();
  const hostile = new Map<string, Set<string>>();
  const benignForms = new Set<string>();
  const hostileForms = new Set<string>();
  const found = new Set<string>();
  const counts = new Map<LogFile, number>();
  const perDay: number[] = [];
  const perHour: number[] = [];
  const addresses = new Set<string>();
  let total = 0;
  let repeated = 0;
  let disordered = 0;
  let farBehind = 0;

  beforeAll(() => {
    attacked = simulateEstate({ users: USERS, days: DAYS, seed: 42, scenarios: SCENARIO_NAMES });
    truth = new Map(attacked.truth.map((row) => [key(row, row.source), row]));
    const seen = new Set<string>();
    const newest = new Map<LogFile, number>();
    for (const record of attacked) {
      const { file, time } = record;
      const id = key(record, file);
      const isTruth = truth.has(id);
      if (isTruth) found.add(id);
      if (isTruth && file === 'entra-signin.ndjson')
        addresses.add((JSON.parse(record.line) as { callerIpAddress: string }).callerIpAddress);
      const target = (isTruth ? hostile : benign).get(file) ?? new Set<string>();
      for (const shape of shapes(record)) target.add(shape);
      (isTruth ? hostile : benign).set(file, target);
      (isTruth ? hostileForms : benignForms).add(`${file} ${idForm(record.eventId)}`);
      const identity = `${id} ${record.line}`;
      if (seen.has(identity)) repeated += 1;
      else seen.add(identity);
      const latest = newest.get(file) ?? 0;
      if (time < latest) disordered += 1;
      if (time < latest - HOUR) farBehind += 1;
      newest.set(file, Math.max(latest, time));
      total += 1;
      if (isTruth) continue;
      counts.set(file, (counts.get(file) ?? 0) + 1);
      const day = Math.floor((time - attacked.estate.calendar.start) / DAY);
      perDay[day] = (perDay[day] ?? 0) + 1;
      const hour = new Date(time).getUTCHours();
      if (file === 'entra-signin.ndjson') perHour[hour] = (perHour[hour] ?? 0) + 1;
    }
  }, 240_000);

  it('writes every log', () => {
    expect([...counts.keys()].sort()).toEqual(Object.keys(LOG_FILES).sort());
  });

  it('holds every event of the truth', () => {
    expect(attacked.truth.length).toBeGreaterThan(1000);
    expect(truth.size).toBe(new Set(attacked.truth.map((row) => key(row, row.source))).size);
    expect([...truth.keys()].filter((id) => !found.has(id))).toEqual([]);
    expect(new Set(attacked.truth.map((row) => row.scenario))).toEqual(new Set(SCENARIO_NAMES));
  });

  it('writes hostile records in no other form than benign ones', () => {
    // Some administration is too rare for forty people: a larger estate shows its forms.
    const none = { signIns: 0, fileEvents: 0, mailSent: 0, mailReceived: 0, connections: 0, salesforceActions: 0, cloudActions: 0 };
    for (const record of simulateEstate({ users: 150, days: 30, seed: 43, rates: none })) {
      if (record.file !== 'aws-cloudtrail.ndjson' && record.file !== 'entra-audit.ndjson') continue;
      for (const shape of shapes(record)) benign.get(record.file)?.add(shape);
    }
    const onlyHostile: string[] = [];
    for (const [file, forms] of hostile) for (const form of forms) if (benign.get(file)?.has(form) !== true) onlyHostile.push(form);
    expect(onlyHostile).toEqual([]);
    expect([...hostileForms].filter((form) => !benignForms.has(form))).toEqual([]);
  });

  it('keeps the published rates', () => {
    const users = attacked.estate.people.length;
    const signIns = (counts.get('entra-signin.ndjson') ?? 0) / users / DAYS;
    const expected = RATES.signIns.value * RATES.signIns.sampling;
    expect(signIns / expected).toBeGreaterThan(0.6);
    expect(signIns / expected).toBeLessThan(1.7);
    const audits = (counts.get('entra-audit.ndjson') ?? 0) / users / DAYS;
    expect(audits / (RATES.directoryAudits.value * RATES.directoryAudits.sampling)).toBeGreaterThan(0.7);
    expect(audits / (RATES.directoryAudits.value * RATES.directoryAudits.sampling)).toBeLessThan(1.5);
  });

  it('doubles, delays and disorders some records', () => {
    expect(repeated / total / RATES.duplicateRecords.value).toBeGreaterThan(0.6);
    expect(repeated / total / RATES.duplicateRecords.value).toBeLessThan(1.6);
    expect(disordered / total).toBeGreaterThan(0.01);
    expect(disordered / total).toBeLessThan(0.06);
    expect(farBehind).toBeGreaterThan(10);
  });

  it('rests at night, on weekends and on the holiday', () => {
    const { calendar } = attacked.estate;
    const workdays = perDay.slice(0, DAYS).filter((_, day) => day % 7 < 5 && day !== calendar.holiday);
    const weekend = perDay.slice(0, DAYS).filter((_, day) => day % 7 > 4);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(weekend)).toBeLessThan(0.5 * mean(workdays));
    expect(perDay[calendar.holiday] ?? 0).toBeLessThan(0.7 * mean(workdays));
    expect(perHour[9] ?? 0).toBeGreaterThan(5 * (perHour[2] ?? 0));
  });

  it('gives the intruders addresses from ranges that others use too', () => {
    const known = new Set([BROADBAND, TRAVEL_NETWORKS, MOBILE, HOSTING, CLOUDS, BUSINESS_LINES].flat().map((range) => range.prefix));
    expect(addresses.size).toBeGreaterThan(1);
    for (const address of addresses) expect(known.has(address.split('.').slice(0, 2).join('.'))).toBe(true);
  });
});

describe('seeds', { timeout: 120_000 }, () => {
  const options = { users: 15, days: 8, seed: 7 } as const;
  const text = (simulation: Simulation) => [...simulation].map(({ file, line }) => `${file} ${line}`);

  it('give the same bytes again, and others for another seed', () => {
    const first = text(simulateEstate({ ...options, scenarios: ['salesloft'] }));
    expect(text(simulateEstate({ ...options, scenarios: ['salesloft'] }))).toEqual(first);
    expect(text(simulateEstate({ ...options, seed: 8, scenarios: ['salesloft'] }))).not.toEqual(first);
  });

  it('give the same benign records with and without an attack', () => {
    const quiet = text(simulateEstate(options));
    const attacked = new Set(text(simulateEstate({ ...options, scenarios: ['bec', 'phish-to-cloud'] })));
    expect(quiet.filter((line) => !attacked.has(line))).toEqual([]);
  });

  it('refuse an estate that is too small', () => {
    expect(() => simulateEstate({ users: 3, days: 5, seed: 1 })).toThrow(RangeError);
    expect(() => simulateEstate({ users: 30, days: 0, seed: 1 })).toThrow(RangeError);
  });
});
