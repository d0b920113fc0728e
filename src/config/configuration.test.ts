import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors.js';
import { defaultConfiguration, parseConfiguration, parseIdentifier } from './configuration.js';

function complaint(text: string, environment: Readonly<Record<string, string>> = {}): string {
  try {
    parseConfiguration(text, 'throughline.yaml', (name) => environment[name]);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'no complaint';
}

describe('parseConfiguration', () => {
  it('gives the documented defaults for an empty file', () => {
    const expected = {
      tenant: 'default',
      timezone: 'UTC',
      mode: 'prequential',
      alertBudget: 5,
      warmupMilliseconds: 0,
      latenessMilliseconds: 3_600_000,
    };
    expect(defaultConfiguration()).toMatchObject(expected);
    expect(parseConfiguration('# nothing yet\n\n', 'throughline.yaml')).toEqual(defaultConfiguration());
    expect(defaultConfiguration().internalNetworks).toContain('10.0.0.0/8');
  });

  it('reads the documented example', () => {
    const text = readFileSync(new URL('../../docs/examples/throughline.yaml', import.meta.url), 'utf8');
    const configuration = parseConfiguration(text, 'throughline.yaml', () => undefined);
    expect(configuration).toMatchObject({ tenant: 'example', timezone: 'Europe/Berlin', alertBudget: 5 });
    expect(configuration.aliases[0]).toContainEqual({ scheme: 'sam', value: 'example\\alopez' });
    expect(configuration.peerGroups.map((group) => group.name)).toEqual(['sales', 'machines']);
    expect(configuration.suppress[1]?.until).toBe(Date.UTC(2027, 3, 1));
  });

  it('takes values from the environment, and numbers only where they stand unquoted', () => {
    const environment = { BUDGET: '12', NAME: 'north', ASN: '/data/asn.mmdb' };
    const text = "alertBudget: ${BUDGET}\ntenant: '${NAME}'\nmmdb: { asn: '${ASN}', city: '${CITY:-/data/city.mmdb}' }\n";
    expect(parseConfiguration(text, 'throughline.yaml', (name) => environment[name as keyof typeof environment])).toMatchObject({
      alertBudget: 12,
      tenant: 'north',
      mmdb: { asn: '/data/asn.mmdb', city: '/data/city.mmdb' },
    });
    expect(complaint("alertBudget: '${BUDGET}'\n", environment)).toContain('alertBudget');
  });

  it('does not look again at what was substituted, and lets a dollar stand', () => {
    const environment: Readonly<Record<string, string>> = { A: '${B}', B: 'secret' };
    const { mmdb } = parseConfiguration("mmdb: { city: '${A}', asn: 'a$$b' }\n", 'throughline.yaml', (name) => environment[name]);
    expect(mmdb).toEqual({ city: '${B}', asn: 'a$b' });
  });

  it('names file, line, column and fix of what is wrong', () => {
    expect(complaint('tenant: main\nalertBudget: ${MISSING}\n')).toMatchInlineSnapshot(
      `"throughline.yaml:2:14: \${MISSING} has no value: the environment variable MISSING is not set; set it or give a default as \${MISSING:-value}"`,
    );
    expect(complaint("mmdb: { city: '${file:/run/secrets/x}' }\n")).toContain('the file /run/secrets/x cannot be read');
    expect(complaint('alertbudget: 3\nwarmup: soon\n')).toMatchInlineSnapshot(`
      "throughline.yaml:1:1: unknown key 'alertbudget'; did you mean 'alertBudget'? Allowed: tenant, timezone, mode, alertBudget, warmup, latenessMinutes, internalNetworks, mailDomains, aliases, criticalAssets, vips, peerGroups, mmdb, elastic, splunk, service, suppress
      throughline.yaml:2:9: 'warmup' "soon" is not of the form expected here (How long to learn before anything is written); for example: 7d"
    `);
    expect(
      complaint(
        'timezone: Mars/Olympus\ninternalNetworks: [10.0.0.1]\nvips: [bob]\nsuppress:\n  - reason: nobody knows\npeerGroups: { sales: {} }\n',
      ),
    ).toMatchInlineSnapshot(`
      "throughline.yaml:1:11: 'Mars/Olympus' is not an IANA time zone; write for example Europe/Berlin
      throughline.yaml:5:5: the exception would hide everything; add one of models, entities, networks, sources, operations
      throughline.yaml:6:15: the peer group 'sales' has no members; add accounts or groups
      throughline.yaml:2:20: '10.0.0.1' is not a network in CIDR notation; write 10.0.0.1/32
      throughline.yaml:3:8: 'bob' does not say what kind of name it is; write scheme:value; schemes: upn, mail, sid, sam, entra-object, okta, salesforce, google, aws-principal, aws-arn, aws-access-key, kerberos, app, hostname, mac, device, ip, domain, account-name"
    `);
  });
});

describe('the service in the configuration', () => {
  it('has defaults for everything and can be told otherwise', () => {
    expect(defaultConfiguration().service).toEqual({
      schedule: '* * * * *',
      schedules: { profiles: '10 * * * *', housekeeping: '40 3 * * *' },
      leaseMilliseconds: 60_000,
      stretchRecords: 50_000,
      listen: undefined,
    });
    const text =
      "service: { schedule: '*/5 * * * *', schedules: { housekeeping: '0 4 * * *' }, leaseSeconds: 30, stretchRecords: 2000, listen: '[::1]:9464' }";
    expect(parseConfiguration(text, 'throughline.yaml').service).toEqual({
      schedule: '*/5 * * * *',
      schedules: { profiles: '10 * * * *', housekeeping: '0 4 * * *' },
      leaseMilliseconds: 30_000,
      stretchRecords: 2000,
      listen: { host: '::1', port: 9464 },
    });
  });

  it('names a schedule that is none', () => {
    expect(complaint("service:\n  schedule: 'every minute'\n")).toBe(
      "throughline.yaml:2:13: 'every minute' is not a cron expression; write for example '* * * * *' for every minute",
    );
    expect(complaint('service:\n  schedules:\n    housekeeping: nightly\n')).toBe(
      "throughline.yaml:3:19: 'nightly' is not a cron expression; write for example '40 3 * * *' for every night",
    );
  });
});

describe('the cluster in the configuration', () => {
  it('takes secrets from the environment and files', () => {
    const text = "elastic:\n  nodes: ['https://es.example.com:9200']\n  apiKey: ${KEY}\n  tls: { authorities: '${file:ca.pem}' }\n";
    const environment: Readonly<Record<string, string>> = { KEY: 'c2VjcmV0', 'file:ca.pem': 'PEM' };
    expect(parseConfiguration(text, 'throughline.yaml', (name) => environment[name]).elastic).toEqual({
      nodes: ['https://es.example.com:9200'],
      apiKey: 'c2VjcmV0',
      tls: { authorities: 'PEM' },
    });
  });

  it.each([
    ['nodes: [es.example.com]', 'URL of a node'],
    ["nodes: ['https://a']\n  username: elastic", 'give either apiKey, or username and password'],
    ["nodes: ['https://a']\n  apiKey: ${KEY}\n  username: b\n  password: ${KEY}", 'give either apiKey, or username and password'],
    ["nodes: ['https://a']\n  apiKey: abc", 'elastic.apiKey is a secret'],
    ["nodes: ['http://es.example.com']\n  apiKey: ${KEY}", 'write https'],
    ["nodes: ['https://a:b@es.example.com']", 'must not hold credentials'],
    ["nodes: ['https://a']\n  tls: { clientCertificate: '${KEY}' }", 'needs its key'],
  ])('refuses %j', (lines, message) => {
    expect(complaint(`elastic:\n  ${lines}\n`, { KEY: 'abc' })).toContain(message);
  });
});

describe('the Splunk in the configuration', () => {
  const text = (lines: string): string => `splunk:\n  url: 'https://s:8089'\n  ${lines.replaceAll('\n', '\n  ')}\n`;
  const collector = "collector: { url: 'https://s:8088', token: '${KEY}' }";

  it('takes secrets from the environment and files', () => {
    const lookup = (name: string): string | undefined => ({ KEY: 'c2VjcmV0', 'file:ca.pem': 'PEM' })[name];
    const read = text(`token: \${KEY}\ntls: { authorities: '\${file:ca.pem}' }\n${collector}\ngroups: { saas: { indexes: [o365] } }`);
    expect(parseConfiguration(read, 'throughline.yaml', lookup).splunk).toEqual({
      url: 'https://s:8089',
      token: 'c2VjcmV0',
      tls: { authorities: 'PEM' },
      collector: { url: 'https://s:8088', token: 'c2VjcmV0' },
      groups: { saas: { indexes: ['o365'] } },
    });
  });

  it.each([
    [`token: \${KEY}`, 'collector'],
    [collector, 'give either token, or username and password'],
    [`token: \${KEY}\nusername: a\npassword: \${KEY}\n${collector}`, 'give either token, or username and password'],
    [`username: a\n${collector}`, 'give either token, or username and password'],
    [`token: abc\n${collector}`, 'splunk.token is a secret'],
    ["token: ${KEY}\ncollector: { url: 'https://s:8088', token: abc }", 'splunk.collector.token is a secret'],
    ["token: ${KEY}\ncollector: { url: 'http://s:8088', token: '${KEY}' }", 'write https'],
    [`token: \${KEY}\n${collector}\ngroups: { all: { indexes: ['*'] } }`, 'all indexes at once are not read'],
    [`token: \${KEY}\n${collector}\ngroups: { a: { sourcetypes: all } }`, 'give either indexes or macros'],
    [`token: \${KEY}\n${collector}\ngroups: { a: { macros: ['x\`y'] } }`, 'Macro of the app'],
    [`token: \${KEY}\n${collector}\ntls: { clientCertificate: '\${KEY}' }`, 'needs its key'],
  ])('refuses %j', (lines, message) => {
    expect(complaint(text(lines), { KEY: 'abc' })).toContain(message);
  });

  it('does not stand beside a cluster', () => {
    const both = `${text(`token: \${KEY}\n${collector}`)}elastic:\n  nodes: ['https://a']\n`;
    expect(complaint(both, { KEY: 'abc' })).toContain('keep one of the two keys');
  });
});

describe('parseIdentifier', () => {
  it.each([
    ['upn:Ana@Example.com', { scheme: 'upn', value: 'ana@example.com' }],
    ['Ana@Example.com', { scheme: 'upn', value: 'ana@example.com' }],
    ['10.0.0.1', { scheme: 'ip', value: '10.0.0.1' }],
    ['2001:DB8::1', { scheme: 'ip', value: '2001:db8::1' }],
    ['EXAMPLE\\Ana', { scheme: 'sam', value: 'example\\ana' }],
    ['app:Payroll', { scheme: 'app', value: 'Payroll' }],
  ])('reads %s', (text, identifier) => {
    expect(parseIdentifier(text)).toEqual(identifier);
  });

  it.each(['bob', 'upm:ana@example.com', 'upn:ana', 'sid:12'])('explains what is wrong with %s', (text) => {
    expect(parseIdentifier(text)).toMatch(/^'/);
  });
});
