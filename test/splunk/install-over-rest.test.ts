import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installPieces, type PieceOutcome } from '../../connectors/splunk/install-pieces.js';
import { SPLUNK_DEFAULTS } from '../../connectors/splunk/splunk-settings.js';
import { readAppFolder, splunkAppFolder } from '../../src/cli/splunk-app-folder.js';
import { splunkPieces } from '../../src/cli/splunk-pieces.js';
import { runCli, type CliResult } from '../cli/run-cli.js';
import { ACCOUNTS, Splunkd } from '../support/splunkd/splunkd.js';

const APP = 'throughline';
const ALERT = 'Throughline - Incident that needs a person';
const pieces = splunkPieces(readAppFolder(splunkAppFolder()));

let splunkd: Splunkd;

beforeEach(async () => {
  splunkd = await Splunkd.start();
});
afterEach(() => splunkd.close());

/** Writes a secret beside the stand-in's certificates and gives the path. */
function secretFile(text: string): string {
  const path = join(dirname(splunkd.certificates.authority), 'secret');
  writeFileSync(path, `${text}\n`);
  return path;
}

const install = (...more: readonly string[]): Promise<CliResult> =>
  runCli([
    ...['install', 'splunk', '--url', splunkd.url, '--ca', splunkd.certificates.authority],
    ...(more.length > 0 ? more : ['--token-file', secretFile(ACCOUNTS.admin.token)]),
  ]);

async function installed(some = pieces): Promise<readonly PieceOutcome[]> {
  const outcomes: PieceOutcome[] = [];
  const tls = { authorities: splunkd.authority, clientCertificate: undefined, clientKey: undefined, clientKeyPassphrase: undefined };
  const authentication = { kind: 'token', token: ACCOUNTS.admin.token } as const;
  const settings = { url: splunkd.url, authentication, tls, ...SPLUNK_DEFAULTS };
  for await (const outcome of installPieces(some, APP, settings)) outcomes.push(outcome);
  return outcomes;
}

describe('throughline install splunk --url', () => {
  it('makes exactly the calls that --dry-run prints, and the second time none', async () => {
    const dry = await runCli(['install', 'splunk', '--dry-run']);
    expect(splunkd.calls).toEqual([]);
    const printed = dry.stdout
      .trimEnd()
      .split('\n\n')
      .map((block) => {
        const [line = '', ...rest] = block.split('\n');
        return { path: line.replace(/^POST /, ''), body: JSON.parse(rest.join('\n')) as unknown };
      });
    const first = await install();
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain(`\n${pieces.length - 1} created, 1 updated, 0 as they should be\n`);
    expect(splunkd.writes.map(({ path, form, json }) => ({ path, body: json === '' ? form : (JSON.parse(json) as unknown) }))).toEqual(
      printed,
    );
    const before = splunkd.writes.length;
    expect((await install()).stdout).toBe(`0 created, 0 updated, ${pieces.length} as they should be\n`);
    expect(splunkd.writes).toHaveLength(before);
  });

  it('makes every collection, macro, search and view of the archive, and shares what other apps may use', async () => {
    await install('--username', 'admin', '--password-file', secretFile(ACCOUNTS.admin.password));
    expect(splunkd.objects.size).toBe(pieces.length);
    expect(splunkd.objects.settings(APP, 'storage/collections/config', 'throughline_state')).toMatchObject({ replicate: 'false' });
    expect(splunkd.objects.settings(APP, 'configs/conf-tags', 'eventtype=throughline_incident')).toEqual({ alert: 'enabled' });
    expect(splunkd.objects.settings(APP, 'saved/searches', ALERT)).toMatchObject({
      disabled: '1',
      is_scheduled: '1',
      alert_threshold: '0',
    });
    expect(splunkd.objects.settings(APP, 'data/ui/nav', 'default')?.['eai:data']).toContain('view name="overview"');
    expect(splunkd.objects.sharing(APP, 'configs/conf-macros', 'throughline_index')).toBe('global');
    expect(splunkd.objects.sharing(APP, 'data/ui/views', 'overview')).toBe('app');
  });

  it('leaves alone what the site has set, and puts right what belongs to the app', async () => {
    await installed();
    const macro = splunkd.objects.settings(APP, 'configs/conf-macros', 'throughline_index');
    const input = splunkd.objects.settings(APP, 'configs/conf-macros', 'throughline_input_saas');
    const alert = splunkd.objects.settings(APP, 'saved/searches', ALERT);
    const view = splunkd.objects.settings(APP, 'data/ui/views', 'overview');
    if (macro === undefined || input === undefined || alert === undefined || view === undefined) throw new Error('not installed');
    macro.definition = 'index=soc_throughline';
    input.definition = 'index=o365';
    Object.assign(alert, { disabled: '0', cron_schedule: '2-57/5 * * * *', actions: 'email', search: 'search nothing' });
    view['eai:data'] = '<dashboard></dashboard>';
    const changed = (await installed()).filter(({ outcome }) => outcome !== 'unchanged');
    expect(changed.map(({ piece, outcome, changed: keys }) => [piece.name, outcome, keys])).toEqual([
      [ALERT, 'updated', ['search']],
      ['overview', 'updated', ['eai:data']],
    ]);
    expect(macro.definition).toBe('index=soc_throughline');
    expect(input.definition).toBe('index=o365');
    expect(alert).toMatchObject({ disabled: '0', cron_schedule: '2-57/5 * * * *', actions: 'email' });
    expect(alert.search).toContain('throughline_incident_revisions');
  });

  it.each([1, 2, 3, 4, 20, 60, 118])('goes on where it was broken off, at call %i that writes', async (count) => {
    const faulty = splunkd.calls.push.bind(splunkd.calls);
    splunkd.calls.push = (...calls) => {
      const length = faulty(...calls);
      if (splunkd.writes.length === count && calls[0]?.method === 'POST') splunkd.faults.push({ kind: 'status', status: 500 });
      return length;
    };
    const broken = await install();
    expect(broken.exitCode).toBe(3);
    expect(broken.stderr).toContain('Splunk answered 500');
    splunkd.calls.push = faulty;
    const rest = await installed();
    expect(rest).toHaveLength(pieces.length);
    expect((await installed()).filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
    expect(splunkd.objects.size).toBe(pieces.length);
    for (const piece of pieces.filter(({ global }) => global)) {
      const endpoint = piece.collection.replace(`/servicesNS/nobody/${APP}/`, '');
      expect(splunkd.objects.sharing(APP, endpoint, piece.name), piece.name).toBe('global');
    }
  });

  it('does not take for its own what another app shares under the same name', async () => {
    splunkd.objects.add('other', 'data/ui/views', 'overview', { 'eai:data': '<view></view>' }, 'global');
    await installed();
    expect(splunkd.objects.settings('other', 'data/ui/views', 'overview')).toEqual({ 'eai:data': '<view></view>' });
    expect(splunkd.objects.settings(APP, 'data/ui/views', 'overview')?.['eai:data']).toContain('<dashboard');
  });

  it('removes what an earlier version made and this one has no more, once, and nothing that is of the site', async () => {
    const macros = `/servicesNS/nobody/${APP}/configs/conf-macros`;
    const [macro] = pieces.filter(({ collection }) => collection === macros);
    const [collection] = pieces.filter(({ title }) => title === 'collection');
    if (macro === undefined || collection === undefined) throw new Error('the app has macros and collections');
    const earlier = [
      ...pieces,
      { ...macro, name: 'throughline_former', ofSite: [], settings: { definition: 'index=former' } },
      { ...macro, name: 'throughline_shipped', ofSite: [], settings: { definition: 'index=shipped' } },
      { ...collection, name: 'throughline_former' },
    ];
    await installed(earlier);
    splunkd.objects.add(APP, 'configs/conf-macros', 'throughline_shipped', { definition: 'index=shipped' }, 'global', true);
    splunkd.objects.add(APP, 'configs/conf-macros', 'throughline_of_the_site', { definition: 'index=site' });
    const dry = await install('--dry-run', '--token-file', secretFile(ACCOUNTS.admin.token));
    expect(dry.stdout.split('\n').filter((line) => line.startsWith('DELETE'))).toEqual([
      `DELETE ${macros}/throughline_former`,
      `DELETE ${macros}/throughline_shipped`,
    ]);
    const second = await install();
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(second.stdout.trimEnd().split('\n')).toEqual([
      'macro throughline_former: removed',
      'macro throughline_shipped: left, though this version has it no more',
      'collection throughline_former: left, though this version has it no more',
      `0 created, 0 updated, 1 removed, ${pieces.length} as they should be`,
    ]);
    expect(splunkd.objects.settings(APP, 'configs/conf-macros', 'throughline_former')).toBeUndefined();
    expect(splunkd.objects.settings(APP, 'configs/conf-macros', 'throughline_of_the_site')).toEqual({ definition: 'index=site' });
    const before = splunkd.writes.length;
    expect((await install()).stdout).toBe(`0 created, 0 updated, ${pieces.length} as they should be\n`);
    expect(splunkd.writes).toHaveLength(before);
  });

  it('forgets nothing that it made before it was broken off', async () => {
    const [view] = pieces.filter(({ title }) => title === 'dashboard');
    if (view === undefined) throw new Error('the app has dashboards');
    splunkd.faults.push({ kind: 'status', status: 500, on: /nav\/default$/ });
    await expect(installed([...pieces.slice(0, -1), { ...view, name: 'former' }, ...pieces.slice(-1)])).rejects.toThrow('500');
    expect((await installed()).filter(({ outcome }) => outcome === 'removed').map(({ piece }) => piece.name)).toEqual(['former']);
  });

  it('says who may not write, and that it is told nothing about itself', async () => {
    const refused = await install('--token-file', secretFile(ACCOUNTS.analyst.token));
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toContain('could not create app throughline');
    expect(await install('--username', 'admin')).toMatchObject({ exitCode: 2 });
  });

  it.each(['http://splunk.example.com:8089', 'https://u:p@splunk.example.com', 'https://splunk.example.com:8089/en-US', 'splunk'])(
    'refuses %s as an address',
    async (url) => {
      expect(await runCli(['install', 'splunk', '--url', url])).toMatchObject({ exitCode: 2 });
    },
  );
});
