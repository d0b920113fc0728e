import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-cli-'));
const demo = join(folder, 'demo');
const log = join(folder, 'file.log');
writeFileSync(log, '{}\n');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('help and mistakes', () => {
  test('help lists every command and examples, on stdout', async () => {
    const { exitCode, stdout, stderr } = await runCli(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of ['replay', 'run', 'backfill', 'demo', 'simulate', 'lookup', 'check', 'explain', 'incidents']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
    expect(stdout).toContain('Examples:');
  });

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect((await runCli(['--version'])).stdout).toBe(`${version}\n`);
  });

  test.each([
    [['replai'], "unknown command 'replai' · (Did you mean replay?)"],
    [['replay', '--out', folder], "required option '--input <paths...>' not specified"],
    [['replay', '--input', 'x', '--out', folder, '--alert-budget', 'lots'], 'for example 3/day'],
    [['replay', '--input', 'x', '--out', folder, '--warmup', '1y'], 'for example 12h or 7d'],
    [['replay', '--input', 'x', '--out', folder, '--source', 'zeek.con'], 'Did you mean zeek.conn?'],
    [['simulate', '--out', folder, '--users', '3'], 'from 10 to 100000'],
    [['simulate', '--out', folder, '--scenario', 'heist'], 'salesloft'],
    [['simulate', '--out', folder, '--start', '2026-03-01T08:00'], 'midnight UTC'],
    [['run', '--once'], '--input'],
    [['backfill', '--input', 'x', '--out', folder, '--from', '2026-02-01', '--to', '2026-01-01'], 'earlier'],
    [['--log-level', 'loud', 'incidents'], 'debug'],
    [['check', 'models', folder], 'No model files'],
  ])('%j is refused in one line with what to do, exit code 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  test.each([
    [['replay', '--input', join(folder, 'absent'), '--out', join(folder, 'out')]],
    [['incidents', '--out', join(folder, 'absent')]],
    [['lookup', 'ada', '--out', join(folder, 'absent')]],
    [['replay', '--input', folder, '--out', join(folder, 'out'), '--config', join(folder, 'absent.yaml')]],
  ])('%j names what cannot be read, exit code 3, without a stack', async (args) => {
    const { exitCode, stderr } = await runCli(args);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(folder);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test.each([
    [['replay', '--input', log, '--out', '/proc/throughline/out'], 'The folder /proc/throughline/out cannot be made'],
    [['replay', '--input', log, '--out', log], 'is not a folder; name another folder with --out'],
    [['simulate', '--out', '/proc/throughline'], 'The folder /proc/throughline cannot be made'],
  ])('%j says that nothing can be written there, exit code 3', async (args, message) => {
    const { exitCode, stderr } = await runCli(args);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(message);
  });

  test('without a command it tells how it is used and asks for one', async () => {
    const { exitCode, stderr } = await runCli([]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Examples:');
    expect(stderr.trimEnd().endsWith('throughline: Name a command.')).toBe(true);
  });

  test('every command shows examples in its help', async () => {
    for (const command of [
      ['replay'],
      ['run'],
      ['backfill'],
      ['demo'],
      ['simulate'],
      ['lookup'],
      ['explain'],
      ['incidents'],
      ['check'],
      ['check', 'models'],
    ]) {
      expect((await runCli([...command, '--help'])).stdout, command.join(' ')).toContain('Examples:');
    }
  });

  test('an installation can be looked at before it is made: every call, and the key of a worker', async () => {
    const config = join(folder, 'cluster.yaml');
    writeFileSync(config, "elastic: { nodes: ['http://127.0.0.1:1'], groups: { saas: { indices: ['logs-okta.system-*'] } } }\n");
    const { exitCode, stdout } = await runCli([
      'install',
      'elastic',
      '--config',
      config,
      '--space',
      'soc',
      '--retention',
      '90d',
      '--dry-run',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('PUT /_index_template/throughline-incident\n');
    expect(stdout).toContain('"data_retention": "90d"');
    expect(stdout).toContain('PUT /_security/role/throughline_worker\n');
    expect(stdout).toContain('POST kibana:/s/soc/api/saved_objects/_import?overwrite=true\n');
    expect(stdout).toContain('POST kibana:/s/soc/api/detection_engine/rules/_import?overwrite=true\n');
    const key = JSON.parse(stdout.slice(stdout.indexOf('{', stdout.indexOf('POST /_security/api_key')))) as {
      role_descriptors: { worker: { indices: { names: string[]; privileges: string[] }[] } };
    };
    expect(key.role_descriptors.worker.indices[0]).toEqual({
      names: ['logs-okta.system-*'],
      privileges: ['read', 'view_index_metadata'],
      allow_restricted_indices: false,
    });
    const away = ['--kibana', 'http://kibana.example.com'];
    writeFileSync(
      config,
      "elastic: { nodes: ['http://127.0.0.1:1'], apiKey: '${BUDGET}', retention: 30d, kibana: { url: 'https://a.example', space: it } }\n",
    );
    const told = await runCli(['install', 'elastic', '--config', config, '--dry-run']);
    expect(told.stdout).toContain('"data_retention": "30d"');
    expect(told.stdout).toContain('POST kibana:/s/it/api/saved_objects/_import?overwrite=true\n');
    expect(await runCli(['install', 'elastic', '--config', config, ...away])).toMatchObject({ exitCode: 2 });
    const failed = await runCli(['install', 'elastic', '--config', config]);
    expect(failed.exitCode).toBe(3);
  });

  test('a file in the place of the output folder is no defect', async () => {
    const input = join(folder, 'one.ndjson');
    writeFileSync(input, '{"a":1}\n');
    const { exitCode, stderr } = await runCli(['replay', '--input', input, '--out', input]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('name another folder with --out');
  });

  test('records of which none could be used are said to be so, with the reason', async () => {
    const input = join(folder, 'noise.json.gz');
    writeFileSync(input, Buffer.from([1, 2, 3, 10, 4, 5, 6, 10]));
    const { exitCode, stdout } = await runCli(['replay', '--input', input, '--out', join(folder, 'noise')]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/None of the records could be judged, most often because of .+--mapping/);
  });

  test('a wrong configuration is told with file, line and fix; --debug adds where it arose', async () => {
    const config = join(folder, 'wrong.yaml');
    writeFileSync(config, 'alertBudgett: 3\ntimezone: Mars/Base\n');
    const args = ['replay', '--input', folder, '--out', join(folder, 'out'), '--config', config];
    const { exitCode, stderr } = await runCli(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/wrong\.yaml:1.*alertBudget/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect((await runCli([...args, '--debug'])).stderr).toMatch(/^ +at /m);
  });
});

describe('checks', () => {
  test('the packaged models pass their own tests', async () => {
    const { exitCode, stdout } = await runCli(['check', 'models']);
    expect(stdout).toMatch(/^\d+ models, \d+ tests, 0 failed\n$/);
    expect(exitCode).toBe(0);
  });

  test('the example mapping passes, and one whose test is wrong fails with exit code 1', async () => {
    const example = 'docs/examples/door-badges.mapping.yaml';
    expect((await runCli(['check', 'mappings', example])).exitCode).toBe(0);
    expect(JSON.parse((await runCli(['check', 'mappings', example, '--json'])).stdout)).toEqual({ mappings: 1, failures: [] });
    const wrong = join(folder, 'wrong.mapping.yaml');
    writeFileSync(
      wrong,
      `name: acme.door
title: Doors
domain: identity
when:
  - field: reader
time:
  field: at
fields:
  actionClass: { constant: sign-in }
actor:
  - { scheme: upn, field: person }
tests:
  - name: opens
    record: { reader: a, at: 2026-03-14T08:12:44Z, person: ana@example.com }
    expect: { actor: 'upn:bo@example.com' }
`,
    );
    const { exitCode, stdout } = await runCli(['check', 'mappings', wrong]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAILED');
    expect(stdout).toContain('opens');
  });
});

describe('the main job', () => {
  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await runCli(['demo', '--quick', '--seed', '1', '--out', demo, '--log-level', 'info']);
    expect(stderr).toContain('"message":"replay ended"');
    expect(stdout).toContain('First things first:');
    expect(stdout).toContain(`Report: ${join(demo, 'report.html')}`);
    expect(exitCode).toBe(0);
  }, 240_000);

  test('leaves every document and a summary that accounts for every record', () => {
    const summary = JSON.parse(readFileSync(join(demo, 'summary.json'), 'utf8')) as Record<string, number> & {
      sources: Record<string, { read: number }>;
    };
    expect(Object.values(summary.sources).reduce((sum, { read }) => sum + read, 0)).toBe(summary.events_read);
    for (const name of ['incidents', 'anomalies', 'actions', 'dead-letter']) {
      expect(() => readFileSync(join(demo, `${name}.ndjson`))).not.toThrow();
    }
    expect(readFileSync(join(demo, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('incidents are listed in order of rank and can be explained by rank, id and beginning of the id', async () => {
    const listed = await runCli(['incidents', '--all', '--json', '--out', demo]);
    const documents = listed.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { throughline: { id: string; incident: { title: string; anomalies: string[] } } });
    const [first] = documents;
    if (first === undefined) throw new Error('the attacks in the demo gave no incident');
    const { id, incident } = first.throughline;
    const byRank = await runCli(['explain', '1', '--out', demo]);
    expect(byRank.exitCode).toBe(0);
    expect(byRank.stdout.replace(/\s+/g, ' ')).toContain(incident.title);
    expect((await runCli(['explain', id, '--out', demo])).stdout).toBe(byRank.stdout);
    expect((await runCli(['explain', id.slice(0, 8), '--out', demo])).stdout).toBe(byRank.stdout);
    const anomaly = await runCli(['explain', incident.anomalies[0] ?? '', '--out', demo]);
    expect(anomaly.stdout).toContain('\nWhy\n');
    expect(anomaly.stdout).toContain('\nEvidence\n');
    const text = await runCli(['incidents', '--all', '--out', demo]);
    expect(text.stdout).toContain(id);
    expect(text.stderr).toContain(`${String(documents.length)} of ${String(documents.length)} incidents`);
  });

  test('an id that does not exist is a mistake of use', async () => {
    const { exitCode, stderr } = await runCli(['explain', 'zzzz', '--out', demo]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('incidents --all');
  });

  test('lookup tells of an entity that never alerted', async () => {
    const description = JSON.parse(readFileSync(join(demo, 'estate.json'), 'utf8')) as { organization: { mailDomain: string } };
    const { exitCode, stdout } = await runCli(['lookup', `@${description.organization.mailDomain}`, '--out', demo]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('first seen on');
    expect((await runCli(['lookup', 'nobody.anywhere.invalid', '--out', demo])).stdout).toContain('Nothing in the data');
  });

  test('the same logs simulated and replayed by themselves give the same bytes', async () => {
    const again = join(folder, 'again');
    const attacks = ['--scenario', 'salesloft', 'phish-to-cloud'];
    expect((await runCli(['simulate', '--users', '40', '--days', '14', '--seed', '1', ...attacks, '--out', again])).exitCode).toBe(0);
    expect(readFileSync(join(again, 'truth.ndjson'), 'utf8')).toBe(readFileSync(join(demo, 'truth.ndjson'), 'utf8'));
    expect((await runCli(['replay', '--input', join(again, 'logs'), '--out', again, '--alert-budget', '5/day'])).exitCode).toBe(0);
    for (const name of ['incidents', 'anomalies', 'actions', 'dead-letter']) {
      expect(readFileSync(join(again, `${name}.ndjson`)).equals(readFileSync(join(demo, `${name}.ndjson`))), name).toBe(true);
    }
  }, 240_000);

  test('a run over the same logs gives the same incidents, anomalies and actions; after a backfill only what came later is told', async () => {
    const byId = (out: string, name: string): readonly string[] =>
      readFileSync(join(out, `${name}.ndjson`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .sort();
    const ran = join(folder, 'ran');
    const logs = ['--input', join(demo, 'logs'), '--out'];
    const first = await runCli(['run', '--once', ...logs, ran]);
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain(`: ${String(byId(demo, 'incidents').length)} incidents, `);
    for (const name of ['incidents', 'anomalies', 'actions']) expect(byId(ran, name), name).toEqual(byId(demo, name));
    expect((await runCli(['run', '--once', ...logs, ran])).exitCode).toBe(0);
    for (const name of ['incidents', 'anomalies', 'actions']) expect(byId(ran, name), name).toEqual(byId(demo, name));
    expect((await runCli(['backfill', '--to', '2026-01-01', ...logs, ran])).stderr).toContain('before the first run');
    const learned = join(folder, 'learned');
    const times = byId(demo, 'anomalies')
      .map((line) => (JSON.parse(line) as { '@timestamp': string })['@timestamp'])
      .sort();
    const middle = times[Math.floor(times.length / 2)] ?? '';
    expect((await runCli(['backfill', '--to', middle, ...logs, learned])).exitCode).toBe(0);
    const told = byId(learned, 'anomalies').map((line) => (JSON.parse(line) as { '@timestamp': string })['@timestamp']);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(times.length);
    expect(told.every((time) => time >= middle)).toBe(true);
  }, 240_000);

  test('an interrupt ends a replay with exit code 130', async () => {
    const { exitCode, stderr } = await runCli(['replay', '--input', join(demo, 'logs'), '--out', join(folder, 'stopped')], {
      signal: AbortSignal.abort(),
    });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Run the same command again');
  });
});
