import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityDocument } from '../../src/documents/entity.js';
import type { HealthDocument } from '../../src/documents/health.js';
import type { AnomalyDocument } from '../../src/documents/anomaly.js';
import type { IncidentDocument } from '../../src/documents/incident.js';
import type { IndicatorDocument } from '../../src/documents/indicator.js';
import type { StepDocument } from '../../src/documents/step.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { replay } from '../../src/pipeline/replay.js';
import { replayOptions } from './replay-options.js';
import { smallEstate, writeLogs } from './small-estate.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-context-'));
const out = join(folder, 'out');
let summary: SummaryDocument;

const read = <T>(file: string): T[] =>
  readFileSync(join(out, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

beforeAll(async () => {
  writeLogs(smallEstate(), join(folder, 'logs'));
  summary = await replay(replayOptions({ inputs: [join(folder, 'logs')], out, retrospective: false }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('what surrounds the incidents', () => {
  it('profiles everybody whom an incident or anomaly concerns, with the greatest score of their incidents', () => {
    const entities = new Map(read<EntityDocument>('entities.ndjson').map((entity) => [entity.throughline.entity.id, entity]));
    const incidents = read<IncidentDocument>('incidents.ndjson');
    expect(incidents.length).toBeGreaterThan(0);
    for (const { throughline } of incidents) {
      for (const { id, type } of throughline.incident.entities) {
        if (!['user', 'service', 'app', 'device'].includes(type)) continue;
        const own = incidents.filter((other) => other.throughline.incident.entities.some((entity) => entity.id === id));
        expect(entities.get(id)?.throughline.profile.incident_ids, id).toEqual(own.map((other) => other.throughline.id));
        expect(entities.get(id)?.event.risk_score).toBe(Math.max(...own.map((other) => other.throughline.incident.score)));
      }
    }
    for (const { throughline } of read<AnomalyDocument>('anomalies.ndjson')) {
      expect(entities.get(throughline.entity.id)?.throughline.profile.surprisal).toBeGreaterThanOrEqual(throughline.anomaly.surprisal);
    }
  });

  it('tells the life of domains and addresses in mail and network, each once', () => {
    const indicators = read<IndicatorDocument>('indicators.ndjson').map(({ throughline }) => throughline);
    expect(new Set(indicators.map(({ id }) => id)).size).toBe(indicators.length);
    const both = indicators.filter(({ indicator }) => indicator.mail.events > 0 && indicator.network.events > 0);
    expect(both.length).toBeGreaterThan(0);
    for (const { indicator } of both) {
      expect(indicator.reach).toMatch(/^mail(,| and) network/);
      const contact = Math.min(
        ...[indicator.network.first, indicator.clicks.first].flatMap((first) => (first === null ? [] : [Date.parse(first)])),
      );
      const hours = (contact - Date.parse(indicator.mail.first ?? '')) / 3_600_000;
      expect(indicator.mail_to_network_hours).toBeCloseTo(hours, 2);
    }
  });

  it('accounts for every source, day and threshold of the summary', () => {
    const health = read<HealthDocument>('health.ndjson').map(({ throughline }) => throughline.health);
    const sources = health.flatMap(({ source }) => source ?? []);
    expect(sources.reduce((sum, { read: records }) => sum + records, 0)).toBe(summary.events_read);
    expect(health.flatMap(({ day }) => day?.events ?? []).reduce((sum, events) => sum + events, 0)).toBe(
      summary.days.reduce((sum, { events }) => sum + events, 0),
    );
    expect(health.filter(({ topic }) => topic === 'calibration')).toHaveLength(3 * Object.keys(summary.calibration).length);
    for (const { calibration } of health) {
      if (calibration === undefined) continue;
      expect(calibration.expected).toBeCloseTo(calibration.units * calibration.nominal, 3);
    }
  });

  it('tells every sentence, mark and entity of an incident as a line of its own that names the incident', () => {
    const steps = read<StepDocument>('steps.ndjson').map(({ throughline }) => throughline);
    for (const { throughline } of read<IncidentDocument>('incidents.ndjson')) {
      const own = steps.filter(({ incident }) => incident.id === throughline.id);
      const texts = (sort: string): string[] => own.filter(({ step }) => step.sort === sort).map(({ step }) => step.text);
      expect(texts('narrative')).toEqual(throughline.incident.narrative.map(({ text }) => text));
      expect(texts('observed')).toEqual(throughline.incident.summary.observed.map(({ text }) => text));
      expect(texts('entity')).toEqual(throughline.incident.entities.map(({ name }) => name));
      expect(own.filter(({ step }) => step.sort === 'mark')).toHaveLength(throughline.incident.timeline.length);
      expect(own.filter(({ step }) => step.sort === 'evidence')).toHaveLength(Math.min(100, throughline.events.length));
    }
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  });
});
