import { describe, expect, it } from 'vitest';
import { renderIncidentText } from '../../src/report/incident-text.js';
import { crossDomain, fullReport, waiting } from './fixture.js';
import { HOSTILE, poison } from './hostile.js';

describe('an incident in the terminal', () => {
  it.each([60, 80, 100, 120])('fits %d columns', (columns) => {
    const lines = renderIncidentText(crossDomain, fullReport(0).anomalies, columns).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('answers the questions in their order', () => {
    const text = renderIncidentText(crossDomain, fullReport(0).anomalies).replace(/\s+/g, ' ');
    const order = [
      'A stolen session',
      'Score 96',
      'Stages: Initial access > Execution',
      'What happened',
      'How it may be read',
      'What to do',
      'Why, in time order',
      '1 in 4,100 for this user, 1 in 90,000 for 212 like it',
      'Evidence',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
  });

  it('tells an incident of which no anomaly is at hand', () => {
    expect(renderIncidentText(waiting, [])).toContain('can wait');
  });

  it('sends no control character to the terminal', () => {
    for (const hostile of HOSTILE) {
      const input = poison(fullReport(0), (original) => `${hostile}${original}`);
      const text = renderIncidentText(input.incidents[0]!, input.anomalies);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
    }
  });
});
