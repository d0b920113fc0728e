import { firstText, numberAt, textsAt } from '../../src/activity/fields/coerce.js';
import type { WriteDocument } from '../connector.js';
import type { CollectorEvent } from './event-collector.js';

/** Sourcetype of risk events; automatic extraction finds their fields. */
export const RISK_SOURCETYPE = 'throughline:risk';

const OBJECT_TYPES: Readonly<Record<string, string>> = { user: 'user', service: 'user', device: 'system', address: 'system' };

/**
 * An anomaly as a risk event of Splunk's risk-based alerting, with the fields that the data model Risk reads. Undefined for a document that is
 * no anomaly, or of nobody.
 *
 * @param time epoch milliseconds
 */
export function riskEvent({ id, kind, body }: WriteDocument, time: number, index: string): CollectorEvent | undefined {
  if (kind !== 'anomaly') return undefined;
  const object = firstText(body, ['throughline.entity.name', 'throughline.entity.id']);
  if (object === '') return undefined;
  const score = Math.max(1, Math.round(numberAt(body, 'event.risk_score') ?? 0));
  const techniques = textsAt(body, 'threat.technique.id');
  return {
    time,
    index,
    sourcetype: RISK_SOURCETYPE,
    event: {
      id,
      search_name: `Throughline - ${firstText(body, ['event.action']) || 'Unnamed'}`,
      source: 'throughline',
      risk_object: object,
      risk_object_type: OBJECT_TYPES[firstText(body, ['throughline.entity.type'])] ?? 'other',
      risk_score: score,
      risk_message: firstText(body, ['message']),
      ...(techniques.length === 0 ? {} : { annotations: { mitre_attack: techniques } }),
    },
  };
}
