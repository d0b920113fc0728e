import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { systemPacing } from '../../connectors/pacing.js';
import { EventCollector } from '../../connectors/splunk/event-collector.js';
import { fewRows } from '../../connectors/splunk/export-search.js';
import { installPieces } from '../../connectors/splunk/install-pieces.js';
import { SplunkGateway } from '../../connectors/splunk/splunk-gateway.js';
import { SplunkPlatform } from '../../connectors/splunk/splunk-platform.js';
import { SPLUNK_DEFAULTS, type SplunkAuthentication } from '../../connectors/splunk/splunk-settings.js';
import { readAppFolder, splunkAppFolder } from '../../src/cli/splunk-app-folder.js';
import { splunkPieces } from '../../src/cli/splunk-pieces.js';
import { EVENTS } from './splunk-records.js';
import { NO_CLIENT, type SplunkUnderTest } from './splunk-under-test.js';
import { platformSettings } from './splunk-world.js';

const VARIABLE = 'THROUGHLINE_TEST_SPLUNK';

/** How long a Splunk of one machine takes at most until a search finds what its collector took in, milliseconds. */
const SETTLING = 6000;
const LONGEST = 300_000;

/**
 * The Splunk that `THROUGHLINE_TEST_SPLUNK_URL` names, with `…_TOKEN`, or `…_USERNAME` and `…_PASSWORD`, of an administrator, `…_HEC_URL`,
 * `…_HEC_TOKEN` (any index, no acknowledgement) and `…_CA_FILE`. It gets the app and three indexes of its own; use one that may be thrown away.
 */
export function splunkOfEnvironment(environment: Readonly<Record<string, string | undefined>>): SplunkUnderTest | undefined {
  const told = (name: string) => environment[`${VARIABLE}_${name}`];
  const [url, hecUrl, hecToken, file] = [told('URL'), told('HEC_URL'), told('HEC_TOKEN'), told('CA_FILE')];
  if (url === undefined || url === '') return undefined;
  if (hecUrl === undefined || hecToken === undefined) throw new Error(`${VARIABLE}_HEC_URL and ${VARIABLE}_HEC_TOKEN are missing`);
  const tls = { authorities: file === undefined ? undefined : readFileSync(file, 'utf8'), ...NO_CLIENT };
  const prefix = `throughline_test_${String(Date.now())}_`;
  return {
    url,
    authentication: authenticationOf(told('TOKEN'), told('USERNAME'), told('PASSWORD')),
    tls,
    collector: { url: hecUrl, token: hecToken, tls, acknowledge: false },
    outputIndex: `${prefix}output`,
    prefix,
    timesOfIndexing: false,
    settle: () => wait(SETTLING),
    faults: [],
    writeFaults: [],
    forgetFaults: () => undefined,
  };
}

function authenticationOf(token: string | undefined, username = '', password = ''): SplunkAuthentication {
  return token === undefined ? { kind: 'password', username, password } : { kind: 'token', token };
}

/** Installs the app, makes the indexes, and sends the suite's events through the collector; waits until all of them are found. */
export async function prepareSplunk(splunk: SplunkUnderTest): Promise<void> {
  const { url, authentication, tls, prefix } = splunk;
  const management = { url, authentication, tls, ...SPLUNK_DEFAULTS };
  const gateway = new SplunkGateway(management);
  for (const name of ['network', 'sensor', 'output'])
    await gateway.post('make an index', '/services/data/indexes', { name: `${prefix}${name}` });
  await gateway.close();
  const pieces = splunkPieces(readAppFolder(splunkAppFolder()));
  for await (const { piece, outcome } of installPieces(pieces, 'throughline', management)) {
    if (outcome !== 'unchanged') process.stderr.write(`${outcome} ${piece.title} ${piece.name}\n`);
  }
  const collector = new EventCollector(splunk.collector, SPLUNK_DEFAULTS, systemPacing);
  const sent = EVENTS.map(({ index, sourcetype, time, raw }) => ({
    time: time * 1000,
    index: `${prefix}${index}`,
    sourcetype,
    event: JSON.parse(raw) as Readonly<Record<string, unknown>>,
  }));
  const refused = (await collector.send(sent, {})).filter((reason) => reason !== undefined);
  await collector.close();
  if (refused.length > 0) throw new Error(`the collector refused ${String(refused.length)} events: ${refused[0] ?? ''}`);
  const platform = new SplunkPlatform(platformSettings(splunk));
  const text = `| tstats count where index="${prefix}network" OR index="${prefix}sensor"`;
  const end = Date.now() + LONGEST;
  for (let found = 0; found < EVENTS.length;) {
    if (Date.now() > end) throw new Error(`a search finds ${String(found)} of ${String(EVENTS.length)} events after five minutes`);
    await wait(2000);
    const [row] = await fewRows(platform, { what: 'count the events', text, time: { from: 0, to: Infinity } }, {});
    found = Number(row?.count ?? 0);
  }
  await platform.close();
}

/** Takes the indexes away again; the app stays. */
export async function clearSplunk({ url, authentication, tls, prefix }: SplunkUnderTest): Promise<void> {
  const gateway = new SplunkGateway({ url, authentication, tls, ...SPLUNK_DEFAULTS });
  for (const name of ['network', 'sensor', 'output'])
    await gateway.request('take away an index', 'DELETE', `/services/data/indexes/${prefix}${name}`, { absent: [404] });
  await gateway.close();
}
