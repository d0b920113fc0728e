import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SplunkGateway } from '../../connectors/splunk/splunk-gateway.js';
import type { SplunkAuthentication, SplunkSettings } from '../../connectors/splunk/splunk-settings.js';
import { AccessDeniedError, SourceUnavailableError } from '../../src/errors.js';
import { ACCOUNTS, Splunkd, type SplunkdOptions } from '../support/splunkd/splunkd.js';

const TOKEN: SplunkAuthentication = { kind: 'token', token: ACCOUNTS.admin.token };
const PASSWORD: SplunkAuthentication = { kind: 'password', username: 'admin', password: ACCOUNTS.admin.password };
const NO_CLIENT = { clientCertificate: undefined, clientKey: undefined, clientKeyPassphrase: undefined };
const APP = '/services/apps/local/throughline';
const LOCAL = '/services/apps/local';

let splunkd: Splunkd;
let gateway: SplunkGateway;
let waits: number[];

async function start(options: SplunkdOptions = {}, changes: (splunkd: Splunkd) => Partial<SplunkSettings> = () => ({})): Promise<void> {
  splunkd = await Splunkd.start(options);
  waits = [];
  const settings: SplunkSettings = {
    url: splunkd.url,
    authentication: TOKEN,
    tls: { authorities: splunkd.authority, ...NO_CLIENT },
    connectTimeout: 2000,
    requestTimeout: 2000,
    ...changes(splunkd),
  };
  gateway = new SplunkGateway(settings, {
    now: () => 0,
    random: () => 0.5,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const find = (): Promise<unknown> => gateway.find('look at the app', APP);
const create = (): Promise<void> => gateway.post('make the app', LOCAL, { name: 'throughline' });

afterEach(async () => {
  await gateway.close();
  await splunkd.close();
});

describe('a connection to Splunk', () => {
  it('refuses a server whose authority it does not know, and tells it nothing', async () => {
    await start({}, () => ({ authentication: PASSWORD, tls: { authorities: undefined, ...NO_CLIENT } }));
    const error = await failureOf(find());
    expect(error).toBeInstanceOf(SourceUnavailableError);
    expect(error).toMatchObject({ passing: false, message: expect.stringContaining('certificate was not accepted') as string });
    expect(splunkd.calls).toEqual([]);
    expect(waits).toEqual([]);
  });

  it('refuses a certificate for another host', async () => {
    await start({ hosts: 'DNS:elsewhere.example' });
    expect(await failureOf(find())).toMatchObject({ message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') as string });
    expect(splunkd.calls).toEqual([]);
  });

  it('shows its own certificate where one is asked for', async () => {
    await start({ clientCertificate: true }, ({ authority, certificates }) => ({
      tls: {
        authorities: authority,
        clientCertificate: readFileSync(certificates.clientCertificate, 'utf8'),
        clientKey: readFileSync(certificates.clientKey, 'utf8'),
        clientKeyPassphrase: undefined,
      },
    }));
    expect(await find()).toBeUndefined();
  });

  it('is not made without a certificate where one is asked for', async () => {
    await start({ clientCertificate: true });
    const error = await failureOf(find());
    expect(error).toBeInstanceOf(SourceUnavailableError);
    expect((error as Error).message).not.toContain("the server's certificate was not accepted");
    expect(splunkd.calls).toEqual([]);
  });

  it('sends a token as bearer, and learns the version before anything else', async () => {
    await start();
    await find();
    expect(splunkd.calls.map(({ path }) => path)).toEqual(['/services/server/info', APP]);
    for (const { authorization } of splunkd.calls) expect(authorization).toBe(`Bearer ${ACCOUNTS.admin.token}`);
  });

  it('signs in once with user and password, and again when the session has ended', async () => {
    await start({}, () => ({ authentication: PASSWORD }));
    await find();
    await find();
    const logins = (): number => splunkd.calls.filter(({ path }) => path === '/services/auth/login').length;
    expect(logins()).toBe(1);
    splunkd.forgetSessions();
    await create();
    expect(logins()).toBe(2);
    expect(splunkd.objects.settings('', 'apps', 'throughline')).toEqual({});
  });

  it('says that credentials are not accepted, without telling them', async () => {
    await start({}, () => ({ authentication: { kind: 'token', token: 'wrong-but-secret' } }));
    const error = await failureOf(find());
    expect(error).toBeInstanceOf(AccessDeniedError);
    expect((error as Error).message).toContain('call not properly authenticated');
    expect(JSON.stringify([error, (error as Error).cause, (error as Error).stack])).not.toContain('wrong-but-secret');
  });

  it('takes its secret out of what a server repeats', async () => {
    await start({}, () => ({ authentication: PASSWORD }));
    const body = JSON.stringify({ messages: [{ type: 'ERROR', text: `no: ${ACCOUNTS.admin.password}` }] });
    splunkd.faults.push({ kind: 'status', status: 400, body });
    expect(await failureOf(find())).toMatchObject({ message: 'could not look at the app: Splunk answered 400 (no: [redacted])' });
  });

  it('says that a right is missing', async () => {
    await start({}, () => ({ authentication: { kind: 'token', token: ACCOUNTS.analyst.token } }));
    expect(await failureOf(create())).toBeInstanceOf(AccessDeniedError);
  });
});

describe('a request', () => {
  it.each([429, 502, 503, 504])('is sent again after %i, later each time', async (status) => {
    await start();
    splunkd.faults.push({ kind: 'status', status }, { kind: 'status', status });
    expect(await find()).toBeUndefined();
    expect(waits).toEqual([125, 250]);
  });

  it('waits as long as the server asks, and a little longer', async () => {
    await start();
    splunkd.faults.push({ kind: 'status', status: 503, headers: { 'retry-after': '7' } });
    await find();
    expect(waits).toEqual([7125]);
  });

  it.each(['reset', 'cut'] as const)('that only reads is sent again when the connection breaks (%s)', async (kind) => {
    await start();
    splunkd.faults.push({ kind });
    expect(await find()).toBeUndefined();
    expect(waits).toHaveLength(1);
  });

  it('that creates is sent once, since nobody knows what came of it', async () => {
    await start();
    await find();
    splunkd.faults.push({ kind: 'reset' });
    expect(await failureOf(create())).toMatchObject({ code: 'source-unavailable', passing: true });
    expect(splunkd.writes).toHaveLength(1);
  });

  it('is given up after six times', async () => {
    await start();
    splunkd.faults.push(...Array.from({ length: 6 }, () => ({ kind: 'status', status: 503 }) as const));
    expect(await failureOf(find())).toMatchObject({ code: 'source-unavailable', passing: true });
    expect(splunkd.calls).toHaveLength(6);
  });

  it.each(['silent', 'stalled'] as const)('does not wait for ever for an answer (%s)', async (kind) => {
    await start({}, () => ({ requestTimeout: 100 }));
    await find();
    splunkd.faults.push({ kind });
    expect(await failureOf(create())).toMatchObject({ message: expect.stringMatching(/UND_ERR_(HEADERS|BODY)_TIMEOUT/) as string });
  });

  it('ends when it is called off', async () => {
    await start();
    await find();
    splunkd.faults.push({ kind: 'silent' });
    const controller = new AbortController();
    const asked = failureOf(gateway.find('look at the app', APP, { signal: controller.signal }));
    await vi.waitFor(() => {
      expect(splunkd.calls).toHaveLength(3);
    });
    controller.abort();
    expect(await asked).toMatchObject({ name: 'AbortError' });
    expect(waits).toEqual([]);
  });

  it('ends when its time is over', async () => {
    await start();
    await find();
    splunkd.faults.push({ kind: 'silent' });
    const signal = AbortSignal.timeout(50);
    expect(await failureOf(gateway.find('look at the app', APP, { signal }))).toMatchObject({ name: 'TimeoutError' });
  });

  it('follows nobody elsewhere', async () => {
    await start();
    splunkd.faults.push({ kind: 'status', status: 307, headers: { location: 'https://elsewhere.example/' } });
    expect(await failureOf(find())).toMatchObject({ message: expect.stringContaining('answered 307') as string });
  });

  it.each(['<html></html>', '{}', '{"generator":{}}'])('says that %s is no answer of splunkd', async (body) => {
    await start();
    splunkd.faults.push({ kind: 'status', status: 200, body });
    const error = await failureOf(find());
    expect(error).toBeInstanceOf(SourceUnavailableError);
    expect((error as Error).message).toContain('what answered is no splunkd');
  });

  it('keeps no cookies and prints nothing of what the server says', async () => {
    await start();
    const printed = (['log', 'error', 'warn', 'info'] as const).map((name) => vi.spyOn(console, name).mockReturnValue(undefined));
    const body = JSON.stringify({ messages: [{ type: 'FATAL', text: 'loud' }] });
    splunkd.faults.push({ kind: 'status', status: 400, headers: { 'content-type': 'application/json', 'set-cookie': 'a=b' }, body });
    await failureOf(find());
    await find();
    for (const each of printed) expect(each).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

describe('loading the SDK', () => {
  it('leaves the environment as it was, with a .env in the working directory', async () => {
    await start();
    const folder = mkdtempSync(join(tmpdir(), 'throughline-sdk-'));
    writeFileSync(join(folder, '.env'), 'SPLUNK_TOKEN=planted\n');
    const module = pathToFileURL(join(process.cwd(), 'connectors/splunk/splunk-sdk.ts')).href;
    const script = `const before = JSON.stringify(process.env);
      const { loadSplunkSdk } = await import(${JSON.stringify(module)});
      loadSplunkSdk();
      console.log(JSON.stringify([before === JSON.stringify(process.env), process.env.SPLUNK_TOKEN ?? null, process.env.LOG_LEVEL ?? null]));`;
    const loader = pathToFileURL(join(process.cwd(), 'node_modules/tsx/dist/loader.mjs')).href;
    const env = { ...process.env, LOG_LEVEL: undefined, SPLUNK_TOKEN: undefined };
    const told = execFileSync(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(JSON.parse(told)).toEqual([true, null, null]);
  });
});
