import { indexNameOf } from '../../../src/documents/index-names.js';
import { SourceUnavailableError } from '../../../src/errors.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import { clockDiagnosis } from '../../clock-diagnosis.js';
import { statusOf } from '../elastic-failure.js';
import type { ElasticGateway } from '../elastic-gateway.js';

/**
 * How far the clock of this host is from the cluster's. The cluster tells its time, to the second, by working out the name of an index that
 * does not exist; that takes no privilege beyond reading the index of states.
 */
export async function checkClock(gateway: ElasticGateway, now: () => number, options: CallOptions): Promise<Diagnosis> {
  const stem = indexNameOf('state', 'clock')?.name ?? '';
  const before = now();
  const told = await timeOfCluster(gateway, stem, options);
  const after = now();
  if (told === undefined)
    return { check: 'clock', level: 'note', message: 'The cluster does not tell its time, so clocks were not compared.' };
  return clockDiagnosis(
    { here: (before + after) / 2, there: told + 500, roundTrip: after - before },
    { there: 'the cluster', safetyLag: gateway.settings.safetyLag },
  );
}

const TIME = /(\d{4})\.(\d\d)\.(\d\d)\.(\d\d)\.(\d\d)\.(\d\d)/;

async function timeOfCluster(gateway: ElasticGateway, stem: string, options: CallOptions): Promise<number | undefined> {
  const name = `<${stem}-{now{yyyy.MM.dd.HH.mm.ss|UTC}}>`;
  const path = `/${encodeURIComponent(name)}/_search`;
  try {
    await gateway.call('ask for the time', (client, transport) => client.transport.request({ method: 'GET', path }, transport), options);
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceUnavailableError) || statusOf(error.cause) !== 404) return undefined;
    const [, year, month, day, hour, minute, second] = (TIME.exec(error.message) ?? []).map(Number);
    return year === undefined ? undefined : Date.UTC(year, (month ?? 1) - 1, day, hour, minute, second);
  }
}
