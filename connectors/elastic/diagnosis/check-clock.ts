import { indexNameOf } from '../../../src/documents/index-names.js';
import { SourceUnavailableError } from '../../../src/errors.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import { statusOf } from '../elastic-failure.js';
import type { ElasticGateway } from '../elastic-gateway.js';

const CHECK = 'clock';
/** Seconds that two well-kept clocks do not differ by, even with half a second of doubt and a slow network. */
const TOLERATED = 5;

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
    return { check: CHECK, level: 'note', message: 'The cluster does not tell its time, so clocks were not compared.' };
  const seconds = ((before + after) / 2 - (told + 500)) / 1000;
  const rounded = Math.round(seconds * 10) / 10;
  const data = { skew_seconds: rounded, round_trip_ms: after - before };
  const allowed = TOLERATED + (after - before) / 2000;
  if (Math.abs(seconds) <= allowed) {
    const apart = `${Math.abs(seconds).toFixed(1)} s apart, as far as can be told`;
    return { check: CHECK, level: 'ok', message: `The clocks of this host and of the cluster agree (${apart}).`, data };
  }
  const where = `The clock of this host is ${String(Math.abs(rounded))} s ${seconds > 0 ? 'ahead of' : 'behind'} the cluster's`;
  const fix = 'Let both keep their time by NTP (timedatectl, chrony).';
  const lag = gateway.settings.safetyLag / 1000;
  if (seconds > lag)
    return {
      check: CHECK,
      level: 'error',
      message: `${where}, more than safetyLagSeconds (${String(lag)}): records are missed.`,
      fix,
      data,
    };
  const cost = seconds > 0 ? 'less of safetyLagSeconds is left' : 'records are seen later';
  return {
    check: CHECK,
    level: 'warning',
    message: `${where}: ${cost}, and leases of workers on other hosts are judged wrongly.`,
    fix,
    data,
  };
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
