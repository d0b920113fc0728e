import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appArchive } from '../../src/panels/splunk/app-archive.js';
import { runCli } from './run-cli.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const ARCHIVE = `throughline-${version}.tgz`;

describe('throughline install splunk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-splunk-'));
  const archive = join(folder, 'one', ARCHIVE);

  beforeAll(async () => {
    const { exitCode, stdout } = await runCli(['install', 'splunk', '--out', join(folder, 'one')]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/: \d+ files\n$/);
    expect(stdout.startsWith(`${archive}: `)).toBe(true);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('builds an archive with one folder at its top, nothing executable, nothing of anybody', () => {
    const listing = execFileSync('tar', ['--numeric-owner', '-tvzf', archive], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })
      .trimEnd()
      .split('\n');
    for (const line of listing) expect(line).toMatch(/^(-rw-r--r--|drwxr-xr-x) 0\/0 +\d+ 2020-01-01 \d\d:\d\d throughline\//);
    for (const file of ['app.manifest', 'README.md', 'LICENSE', 'default/app.conf', 'metadata/default.meta', 'static/appIcon.png'])
      expect(
        listing.some((line) => line.endsWith(` throughline/${file}`)),
        file,
      ).toBe(true);
    expect(listing.filter((line) => line.includes('/views/') && line.endsWith('.xml'))).toHaveLength(10);
    expect(listing.join('\n')).not.toMatch(/\/local\/|\/bin\/|\/\.|__MACOSX/);
  });

  it('unpacks to the files that the repository holds', () => {
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
    const source = 'dashboards/splunk/throughline';
    const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).sort();
    expect(readdirSync(join(folder, 'throughline'), { recursive: true, encoding: 'utf8' }).sort()).toEqual(names);
    for (const name of names.filter((each) => /\.[a-z]+$/.test(each)))
      expect(readFileSync(join(folder, 'throughline', name)).equals(readFileSync(join(source, name))), name).toBe(true);
  });

  it('gives the same bytes every time', async () => {
    await runCli(['install', 'splunk', '--out', join(folder, 'two')]);
    const sums = ['one', 'two'].map((name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name, ARCHIVE)))
        .digest('hex'),
    );
    expect(sums[0]).toBe(sums[1]);
  });

  it('asks where, if told neither a folder nor an address', async () => {
    expect(await runCli(['install', 'splunk'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--out DIR') as string });
  });
});

describe('throughline check splunk', () => {
  it('finds nothing wrong with the app that comes with Throughline', async () => {
    expect(await runCli(['check', 'splunk'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+ files, 0 problems\n$/) as string,
    });
  });

  it('names file and mistake, and ends with 1', async () => {
    const { exitCode, stdout } = await runCli(['check', 'splunk', 'dashboards/splunk/throughline/default']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('app.manifest: the file is missing');
  });
});

describe('an archive', () => {
  it('is the same whatever the order of its files, and names nobody', () => {
    const files = [
      { path: 'b/two.conf', bytes: Buffer.from('two') },
      { path: 'a.txt', bytes: Buffer.from('one') },
    ];
    const archive = appArchive('app', files);
    expect(Buffer.from(archive).equals(Buffer.from(appArchive('app', [...files].reverse())))).toBe(true);
    expect([...archive.subarray(4, 10)]).toEqual([0, 0, 0, 0, 2, 255]);
    expect(gunzipSync(archive).length % 512).toBe(0);
  });

  it('refuses a path that does not fit, rather than cutting it', () => {
    expect(() => appArchive('app', [{ path: 'x'.repeat(97), bytes: Buffer.from('') }])).toThrow(/too long/);
  });
});
