import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.js';
import { ACCOUNTS, HEC_TOKEN, type Splunkd } from '../support/splunkd/splunkd.js';
import { startStandIn } from './splunk-under-test.js';

interface Report {
  readonly findings: readonly { readonly check: string; readonly level: string; readonly message: string; readonly fix?: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'throughline-splunk-doctor-'));
const NOW = Math.floor(Date.now() / 1000) * 1000;
let splunkd: Splunkd;

/** What `throughline doctor` finds, as texts of one line each, and its exit code. */
async function examined(
  changes: object = {},
): Promise<{ readonly exitCode: number; readonly lines: readonly string[]; readonly said: string }> {
  const secret = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return `\${file:${join(folder, name)}}`;
  };
  const splunk = {
    url: splunkd.url,
    token: secret('token', ACCOUNTS.service.token),
    tls: { authorities: secret('ca.pem', splunkd.authority) },
    collector: { url: splunkd.collector.url, token: secret('hec', HEC_TOKEN) },
    groups: { network: { indexes: ['recent'] } },
    ...changes,
  };
  const config = join(folder, 'throughline.yaml');
  writeFileSync(config, JSON.stringify({ splunk }));
  const { exitCode, stdout, stderr } = await runCli(['doctor', '--config', config, '--json'], { now: () => Date.now() });
  const { findings } = stdout === '' ? { findings: [] } : (JSON.parse(stdout) as Report);
  const lines = findings.map(({ check, level, message, fix }) => `${level} ${check}: ${message}${fix === undefined ? '' : ` => ${fix}`}`);
  return { exitCode, lines, said: stderr };
}

beforeAll(async () => {
  ({ splunkd } = await startStandIn());
  splunkd.index(
    ...Array.from({ length: 150 }, (_value, row) => {
      const time = (NOW - 3_600_000) / 1000 + row;
      const raw = JSON.stringify({ ts: time, uid: `C${String(row)}`, 'id.orig_h': '10.0.0.1', 'id.resp_h': '192.0.2.1', proto: 'tcp' });
      return { index: 'recent', sourcetype: 'bro:conn:json', time, indextime: Math.floor(time) + 40, raw };
    }),
    { index: 'recent', sourcetype: 'acme:other', raw: '{}' },
  );
});
afterEach(() => {
  splunkd.faults.splice(0);
  splunkd.collector.health = 17;
  splunkd.collector.setToken({ disabled: false });
});
afterAll(async () => {
  await splunkd.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('throughline doctor on Splunk', () => {
  it('finds that everything is as it should be, and what is read', async () => {
    const { exitCode, lines } = await examined();
    expect(lines.filter((line) => /^(error|warning)/.test(line))).toEqual([]);
    expect(exitCode).toBe(0);
    const text = lines.join('\n');
    expect(text).toMatch(/ok connection: https:\/\/127\.0\.0\.1:\d+ is Splunk 9\.4\.1/);
    expect(text).toContain('ok licence: The licence holds.');
    expect(text).toMatch(/ok clock: The clocks of this host and of the search head agree/);
    expect(text).toMatch(/ok privileges: The user service, of the roles throughline, has the capabilities/);
    expect(text).toContain('ok searches: The role may run 4 searches at once; 2 are used.');
    expect(text).toMatch(/ok installation: The collections of the app throughline are there/);
    expect(text).toContain('ok installation: The output index throughline is there.');
    expect(text).toMatch(/ok collector: .*HEC is healthy/);
    expect(text).toContain('ok data-sets: Group network: bro:conn:json is read as zeek.conn: 150 events in the last 24 hours, 150 in all.');
    expect(text).toMatch(/note data-sets: Group network: acme:other is read by no mapping/);
    expect(text).toMatch(/ok lag: bro:conn:json comes in 40 s/);
    expect(text).toMatch(/fields: bro:conn:json: /);
    expect(text).toMatch(
      /note rollups: Group network: events of zeek\.conn would be grouped by stats over the index, since .* not accelerated\./,
    );
  });

  it('tells what events leave out, and by which data model those of an unknown sourcetype can be read', async () => {
    const objects = [
      ['conf-props', 'acme:vpn', { 'EVAL-user': 'spath(_raw, "who")', 'EVAL-action': '"success"' }],
      ['conf-eventtypes', 'acme_vpn', { search: 'sourcetype="acme:vpn"' }],
      ['conf-tags', 'eventtype=acme_vpn', { authentication: 'enabled' }],
    ] as const;
    for (const [conf, name, settings] of objects) splunkd.objects.add('acme', `configs/${conf}`, name, { ...settings }, 'global');
    splunkd.index(
      ...Array.from({ length: 30 }, (_value, row) => ({
        ...{ index: 'vpn', sourcetype: 'acme:vpn', time: (NOW - 7_200_000) / 1000 + row * 120 },
        raw: JSON.stringify({ who: row % 3 === 0 ? 'unknown' : `user${String(row)}` }),
      })),
    );
    const text = (await examined({ groups: { vpn: { indexes: ['vpn'] } } })).lines.join('\n');
    expect(text).toMatch(/note data-sets: .* acme:vpn is read by no mapping .* of the data model Authentication \(30 of 30 looked at\)/);
    expect(text).toContain('Set splunk.groups.vpn.models to [Authentication]');
    const read = (await examined({ groups: { vpn: { indexes: ['vpn'], models: ['Authentication'] } } })).lines.join('\n');
    expect(read).toContain('ok data-sets: Group vpn: acme:vpn is read by the fields of the data model Authentication (30 of 30 looked at)');
    expect(read).toMatch(/note fields: acme:vpn: 100 % of a sample of 20 do not tell the address acted from; .*source\.ip or client\.ip/);
  });

  it('tells that rollups come from an accelerated data model, once it tells what the events tell', async () => {
    const fields = { src_ip: `'id.orig_h'`, dest_ip: `'id.resp_h'`, dest_port: `if(isnull('id.resp_p'), "unknown", 'id.resp_p')` };
    const sums = { bytes_in: 'resp_bytes', bytes_out: 'orig_bytes' };
    const dataSet = { constraint: 'index=recent sourcetype=bro:conn:json', fields: { ...fields, ...sums }, accelerated: true };
    splunkd.search.dataSets.set('Network_Traffic.All_Traffic', dataSet);
    const { lines } = await examined();
    splunkd.search.dataSets.clear();
    expect(lines).toContain(
      'ok rollups: Group network: events of zeek.conn would be grouped by tstats over the data model Network_Traffic.',
    );
  });

  it('says what to put right, and nothing that is secret', async () => {
    splunkd.collector.setToken({ disabled: true });
    const { exitCode, lines } = await examined({
      searchQuota: 9,
      outputIndex: 'elsewhere',
      groups: { none: { indexes: ['missing'] }, macros: { macros: ['throughline_input_saas'] } },
    });
    const text = lines.join('\n');
    expect(exitCode).not.toBe(0);
    expect(text).toMatch(/warning searches: .* => Set splunk\.searchQuota to 4/);
    expect(text).toMatch(/warning installation: The search head knows no index elsewhere/);
    expect(text).toMatch(/error collector: .*=> Put it right: the token is disabled/);
    expect(text).toMatch(/warning data-sets: Group none: nothing is found in missing.*splunk\.groups\.none\.indexes/);
    expect(text).toMatch(/warning data-sets: Group macros: nothing is found in throughline_input_saas.*Search macros/);
    for (const secret of [HEC_TOKEN, ACCOUNTS.service.token]) expect(text).not.toContain(secret);
  });

  it('looks at nothing else where the credentials are refused, the authority is unknown, or nobody answers', async () => {
    writeFileSync(join(folder, 'bad'), 'not-a-token-anybody-knows');
    const refused = await examined({ token: `\${file:${join(folder, 'bad')}}` });
    expect(refused.lines).toEqual([expect.stringMatching(/^error connection: .*does not accept the credentials.*=> Make a new token/)]);
    expect(refused.lines.join('')).not.toContain('not-a-token-anybody-knows');
    const unknown = await examined({ tls: {} });
    expect(unknown.lines).toEqual([expect.stringMatching(/certificate was not accepted/)]);
    const nobody = await examined({ url: 'https://127.0.0.1:1' });
    expect(nobody.lines).toEqual([expect.stringMatching(/was not reached .*=> Check splunk\.url/)]);
  }, 60_000);

  it('goes on where a part does not answer', async () => {
    splunkd.collector.health = 18;
    splunkd.faults.push({ kind: 'search-fatal', after: 0 });
    const { lines } = await examined();
    const text = lines.join('\n');
    expect(text).toMatch(/warning collector: .*code 18/);
    expect(text).toMatch(/error data-sets: .*Splunk says of the search: FATAL/);
  });
});
