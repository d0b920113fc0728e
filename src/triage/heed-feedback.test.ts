import { describe, expect, it } from 'vitest';
import { salesloft } from '../../test/incidents/scenarios.js';
import type { FeedbackDocument, Verdict } from '../documents/feedback.js';
import type { IncidentDocument } from '../documents/incident.js';
import { createCorrelator } from '../pipeline/incident-desk.js';
import { heedVerdict, lastVerdicts } from './heed-feedback.js';

const incidentOf = (): IncidentDocument => {
  const correlator = createCorrelator({ tenant: 'acme', alertBudgetPerDay: 3 });
  correlator.step(salesloft());
  const [incident] = correlator.incidents();
  if (incident === undefined) throw new Error('the scenario makes an incident');
  return incident;
};
const incident = incidentOf();
const END = Date.parse(incident.event.end);
const HOUR = 3_600_000;

const say = (verdict: Verdict, at: number, until?: number): FeedbackDocument => ({
  '@timestamp': new Date(at).toISOString(),
  ecs: { version: '8.11.0' },
  message: 'ana: said',
  event: { kind: 'event', action: 'feedback' },
  throughline: {
    id: `f${String(at)}${verdict}`,
    kind: 'feedback',
    tenant: 'acme',
    feedback: {
      about: incident.throughline.id,
      about_kind: 'incident',
      verdict,
      until: until === undefined ? null : new Date(until).toISOString(),
      note: 'a note',
      by: 'ana',
    },
  },
});

describe('what a person says of an incident', () => {
  it('is shown; nobody is needed and nothing proposed where it is benign', () => {
    expect(incident.throughline.incident.needs_person).toBe(true);
    expect(incident.throughline.incident.actions.length).toBeGreaterThan(0);
    const { event, throughline } = heedVerdict(incident, say('benign', END + HOUR));
    expect(throughline.incident.verdict).toMatchObject({ verdict: 'benign', by: 'ana', note: 'a note', holds: true });
    expect(throughline.incident).toMatchObject({ needs_person: false, queue: 'informational', actions: [] });
    expect(throughline.incident.needs_person_reason).toMatch(/judged benign by ana on 2026-/);
    expect(event.kind).toBe('event');
    expect(throughline.incident.score).toBe(incident.throughline.incident.score);
  });

  it('no longer holds once there is later evidence', () => {
    const { throughline } = heedVerdict(incident, say('benign', END - HOUR));
    expect(throughline.incident).toMatchObject({ needs_person: true, verdict: { verdict: 'benign', holds: false } });
    expect(throughline.incident.needs_person_reason).toContain('before its last evidence');
  });

  it('is expected until a time, whenever it was said', () => {
    expect(heedVerdict(incident, say('expected', END - HOUR, END + HOUR)).throughline.incident.needs_person).toBe(false);
    expect(heedVerdict(incident, say('expected', END - 3 * HOUR, END - HOUR)).throughline.incident.needs_person).toBe(true);
  });

  it('leaves a malign one where it stands', () => {
    const { throughline } = heedVerdict(incident, say('malign', END + HOUR));
    const { queue, actions } = incident.throughline.incident;
    expect(throughline.incident).toMatchObject({ needs_person: true, queue, actions, verdict: { verdict: 'malign', holds: true } });
  });

  it('counts in its last word, in whatever order it is read, and once', () => {
    const said = [say('benign', END + HOUR), say('malign', END + 2 * HOUR)];
    for (const order of [said, [...said].reverse()]) {
      const last = lastVerdicts(order).get(incident.throughline.id);
      expect(last?.throughline.feedback.verdict).toBe('malign');
      const once = heedVerdict(incident, last);
      expect(heedVerdict(once, last)).toEqual(once);
    }
    expect(heedVerdict(incident, undefined)).toBe(incident);
  });
});
