import type { Diagnosis } from './connector.js';

const CHECK = 'clock';
/** Seconds that two well-kept clocks do not differ by, even with half a second of doubt and a slow network. */
const TOLERATED = 5;

/**
 * How far the clock of this host is from the platform's.
 *
 * @param times epoch milliseconds of both clocks at about the same moment, and how long asking took
 * @param platform its name, and how long until a search surely finds what was taken in, milliseconds
 */
export function clockDiagnosis(
  { here, there, roundTrip }: { readonly here: number; readonly there: number; readonly roundTrip: number },
  platform: { readonly there: string; readonly safetyLag: number },
): Diagnosis {
  const seconds = (here - there) / 1000;
  const rounded = Math.round(seconds * 10) / 10;
  const data = { skew_seconds: rounded, round_trip_ms: roundTrip };
  const allowed = TOLERATED + roundTrip / 2000;
  if (Math.abs(seconds) <= allowed) {
    const apart = `${Math.abs(seconds).toFixed(1)} s apart, as far as can be told`;
    return { check: CHECK, level: 'ok', message: `The clocks of this host and of ${platform.there} agree (${apart}).`, data };
  }
  const where = `The clock of this host is ${String(Math.abs(rounded))} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${platform.there}`;
  const fix = 'Let both keep their time by NTP (timedatectl, chrony).';
  const lag = platform.safetyLag / 1000;
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
