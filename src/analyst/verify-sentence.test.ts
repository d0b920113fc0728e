import { describe, expect, it } from 'vitest';
import { recordObservation } from '../correlation/observation.js';
import { SIX_MODELS, salesloft } from '../../test/incidents/scenarios.js';
import { tellRecord } from './tell-record.js';
import { unprovenPart, vocabularyOf } from './verify-sentence.js';

const models = new Map(SIX_MODELS.map((one) => [one.name, one]));
const [login, , bulk] = salesloft().map((one) => recordObservation(one, { weight: 1, weak: false, opens: true, kind: 0, telling: [] }));
if (login === undefined || bulk === undefined) throw new Error('the scenario has six observations');
const names = ['drift@acme.example', '203.0.113.77', 'ops-admin@acme.example', 'Payroll'];
const fault = (text: string): string => unprovenPart(text, vocabularyOf([login], models), names);

describe('unprovenPart', () => {
  it('accepts what is told of the record', () => {
    for (const sentence of tellRecord(login, models)) expect(fault(sentence.text)).toBe('');
  });

  it.each([
    ['another address', 'drift@acme.example signed in to Salesforce from 203.0.113.78.', '203.0.113.78'],
    ['another person', 'ops-admin@acme.example signed in to Salesforce.', 'ops-admin@acme.example'],
    ['an entity of the story that has no part in it', 'drift@acme.example opened Payroll.', 'Payroll'],
    ['another count', 'drift@acme.example signed in 7 times.', '7'],
    ['odds that are not those of the window', 'Only 1 in 200,000 windows is as unusual.', '200,000'],
    ['a number of another record', 'drift@acme.example read 120,000 records.', '120,000'],
  ])('rejects %s', (_, text, part) => {
    expect(fault(text)).toBe(part);
  });

  it('does not take a name for part of a longer one', () => {
    expect(unprovenPart('ben.smith came.', vocabularyOf([login], models), ['ben'])).toBe('ben.smith');
    expect(unprovenPart('The benefit is plain.', vocabularyOf([login], models), ['ben'])).toBe('');
  });
});
