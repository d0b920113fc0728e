import type { CallOptions, Diagnosis } from '../../connector.js';
import type { ElasticGateway } from '../elastic-gateway.js';
import { attempt } from './attempt.js';

const ENOUGH = 'Throughline needs nothing beyond the free one.';

/** Which licence the cluster has, and whether it holds. */
export async function checkLicence(gateway: ElasticGateway, options: CallOptions): Promise<Diagnosis> {
  const common = { check: 'licence' } as const;
  if (gateway.settings.product === 'opensearch') return { ...common, level: 'ok', message: 'OpenSearch needs no licence.' };
  const asked = await attempt(gateway, 'ask for the licence', (client, transport) => client.license.get({}, transport), options);
  if (asked.kind === 'forbidden') return { ...common, level: 'ok', message: `The licence cannot be seen with these privileges. ${ENOUGH}` };
  if (asked.kind === 'lacking') return { ...common, level: 'ok', message: `The cluster does not tell its licence. ${ENOUGH}` };
  const { type, status } = asked.answer.license;
  const data = { type, status };
  if (status === 'active') return { ...common, level: 'ok', message: `The licence is ${type}. ${ENOUGH}`, data };
  const fix = 'Renew it, or go back to the free one (POST /_license/start_basic).';
  return { ...common, level: 'warning', message: `The licence, ${type}, is ${status}: some calls of the cluster may fail.`, fix, data };
}
