import { AccessDeniedError, SourceUnavailableError } from '../../../src/errors.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import { clockDiagnosis } from '../../clock-diagnosis.js';
import type { SplunkRow } from '../export-line.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { entryContent } from './entry-content.js';

const OLDEST_RELEASE = 9;

/** Whether a search head is reached and knows us, which release and licence it has, and whether its clock agrees with ours. */
export async function checkServer(platform: SplunkPlatform, now: () => number, options: CallOptions): Promise<readonly Diagnosis[]> {
  const { url } = platform.settings.management;
  const before = now();
  try {
    const version = await platform.gateway.version(options);
    const found = await entryContent(platform, 'ask the server about itself', '/services/server/info', options);
    const about = found.kind === 'content' ? found.content : {};
    return [connection(url, version), ...licence(about), ...clock(platform, found, before, now())];
  } catch (error) {
    if (!(error instanceof AccessDeniedError || error instanceof SourceUnavailableError)) throw error;
    const fix =
      error instanceof AccessDeniedError
        ? 'Make a new token for the user under Settings > Tokens, or correct user and password; look whether token authentication is on.'
        : 'Check splunk.url (the management port, by default 8089), splunk.tls.authorities and the network between.';
    return [{ check: 'connection', level: 'error', message: `${url}: ${error.message}.`, fix, data: { code: error.code } }];
  }
}

function connection(url: string, version: string): Diagnosis {
  const message = `${url} is Splunk ${version}.`;
  const data = { url, version };
  if (Number(version.split('.')[0]) >= OLDEST_RELEASE) return { check: 'connection', level: 'ok', message, data };
  const fix = 'Upgrade to 9 or later; what older releases do was never looked at.';
  return { check: 'connection', level: 'warning', message: `${message} It is older than any that Throughline was made for.`, fix, data };
}

function licence(about: SplunkRow): readonly Diagnosis[] {
  const state = typeof about.licenseState === 'string' ? about.licenseState : undefined;
  const common = { check: 'licence', data: { state: state ?? null, free: about.isFree ?? null } };
  if (about.isFree === true || about.isFree === '1') {
    const fix = 'Use a licence with users and alerts; Splunk Free has neither, so anybody who reaches the port may do everything.';
    return [{ ...common, level: 'warning', message: 'The licence is Splunk Free.', fix }];
  }
  if (state === undefined) return [{ ...common, level: 'note', message: 'The server does not tell the state of its licence.' }];
  if (state === 'OK') return [{ ...common, level: 'ok', message: 'The licence holds.' }];
  return [
    { ...common, level: 'warning', message: `The licence is ${state}: searches may be refused.`, fix: 'Renew it, or index less a day.' },
  ];
}

function clock(
  { settings }: SplunkPlatform,
  found: Awaited<ReturnType<typeof entryContent>>,
  before: number,
  after: number,
): readonly Diagnosis[] {
  const told = found.kind === 'content' ? Date.parse(found.updated ?? '') : Number.NaN;
  if (!Number.isFinite(told))
    return [{ check: 'clock', level: 'note', message: 'The server does not tell its time, so clocks were not compared.' }];
  // Told to the second, it is half a second behind on average.
  const there = told % 1000 === 0 ? told + 500 : told;
  const times = { here: (before + after) / 2, there, roundTrip: after - before };
  return [clockDiagnosis(times, { there: 'the search head', safetyLag: settings.safetyLag })];
}

/** Whether what was found allows to look further. */
export const isReached = (found: readonly Diagnosis[]): boolean =>
  !found.some(({ check, level }) => check === 'connection' && level === 'error');
