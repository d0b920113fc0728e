import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry, RecordMapper } from '../../src/activity/registry.js';
import type { RawRecord } from '../../src/activity/source-mapping.js';
import { ECS_EXAMPLES } from './ecs-examples.js';

const registry = createRegistry(defaultMappings);

function one(record: RawRecord): Activity {
  const mapped = new RecordMapper(registry, { name: 'records.ndjson', dataset: '' }, undefined).map(record);
  expect(mapped).toMatchObject({ kind: 'activities' });
  const first = mapped.kind === 'activities' ? mapped.activities[0] : undefined;
  if (first === undefined) throw new Error('the record gave no activity');
  return first;
}

/** The activity without the id, which is a hash of the record where the vendor gives none. */
function told(record: RawRecord): Omit<Activity, 'id'> {
  const { id, ...rest } = one(record);
  expect(id).not.toBe('');
  return rest;
}

/** Every scalar in an array of its own, as a search that asks for fields returns them. */
function inArrays(value: unknown): unknown {
  if (Array.isArray(value))
    return (value as readonly unknown[]).map((element) => (typeof element === 'object' ? inArrays(element) : element));
  if (typeof value !== 'object' || value === null) return [value];
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inArrays(inner)]));
}

/** Nested objects as dotted keys, as some shippers and all exports by field write them. */
function dotted(value: RawRecord, prefix = ''): RawRecord {
  const flat: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      Object.assign(flat, dotted(inner as RawRecord, `${prefix}${key}.`));
    else flat[prefix + key] = inner;
  }
  return flat;
}

const examples = Object.entries(ECS_EXAMPLES);

describe('stored forms of every data set', () => {
  it.each(examples)('%s says the same with every value in an array', (_name, record) => {
    expect(told(inArrays(record) as RawRecord)).toEqual(told(record));
  });

  it.each(examples)('%s says the same with dotted keys', (_name, record) => {
    expect(told(dotted(record))).toEqual(told(record));
  });

  it.each(examples)('%s happened at the event time, not when it was ingested, in any unit', (_name, record) => {
    const time = Date.UTC(2024, 4, 1, 10);
    for (const written of [time / 1000, time, `${String(time)}000000`, '2024-05-01T12:00:00.000000000+02:00']) {
      expect(one({ ...record, '@timestamp': written }).time).toBe(time);
    }
  });

  it.each(examples)('%s makes no actor of the tenant, the sensor or the place of a log', (_name, record) => {
    const { actor, device, target } = one(record);
    const named = [...actor, ...device, ...target].map((identifier) => identifier.value);
    for (const stranger of [
      'example.com',
      '11111111-2222-3333-4444-555555555555',
      '111122223333',
      'sensor-1',
      'known attacker',
      'ann',
      'lee, ann',
    ])
      expect(named.map((value) => value.toLowerCase())).not.toContain(stranger);
  });
});

describe('oddities of single data sets', () => {
  const activity = (name: string) => one(ECS_EXAMPLES[name] ?? {});

  it('Entra: the place of the address, not that of the provider; the account from the properties', () => {
    expect(activity('azure.signinlogs')).toMatchObject({
      country: 'DE',
      action: 'Sign-in activity',
      actor: [{ scheme: 'upn', value: 'ann@example.com' }],
    });
  });

  it('Entra audit: the operation of the log, not the action of the event; targets keyed 0, 1, 2', () => {
    expect(activity('azure.auditlogs')).toMatchObject({
      action: 'Add member to role',
      actionClass: 'role-granted',
      sourceIp: '192.0.2.1',
      target: [{ scheme: 'upn', value: 'bob@example.com' }],
    });
  });

  it('Okta: the login name, not the shown name; the place of the client', () => {
    expect(activity('okta.system')).toMatchObject({
      actor: [
        { scheme: 'upn', value: 'ann@example.com' },
        { scheme: 'okta', value: '00u1' },
      ],
      country: 'DE',
      city: 'Berlin',
    });
  });

  it('Workspace: the outcome from the name where there is none; the address from name and domain', () => {
    expect(activity('google_workspace.login')).toMatchObject({ outcome: 'failure', actorName: 'ann@example.com' });
  });

  it('Drive: two documents of one title are two objects', () => {
    const first = ECS_EXAMPLES['google_workspace.drive'] ?? {};
    const second = { ...first, google_workspace: { drive: { file: { id: 'F2', owner: { email: 'bob@example.com' } } } } };
    expect(one(first).resource).not.toBe(one(second).resource);
    expect(one(first)).toMatchObject({ bytesIn: undefined, bytesOut: undefined });
  });

  it('Gmail: envelope and header sender apart', () => {
    expect(activity('google_workspace.gmail').email).toMatchObject({ envelopeFrom: 'bounce@mail.example', from: 'ceo@example.com' });
  });

  it('Salesforce: rows stand in for volume', () => {
    expect(activity('salesforce.apex')).toMatchObject({ records: 55, actionClass: 'api-query' });
  });

  it('CloudTrail: the role that issued the session acts; a service as caller has no address', () => {
    expect(activity('aws.cloudtrail').actor[0]).toEqual({ scheme: 'aws-arn', value: 'arn:aws:iam::111122223333:role/ci/Deploy' });
    const called = { ...ECS_EXAMPLES['aws.cloudtrail'], source: { address: 'athena.amazonaws.com' } };
    expect(one(called)).toMatchObject({ sourceIp: '', sourceAddressRaw: 'athena.amazonaws.com' });
  });

  it('CloudTrail: a console sign-in tells of its second factor in a typed copy', () => {
    const aws = {
      cloudtrail: {
        user_identity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' },
        console_login: { additional_eventdata: { mfa_used: true } },
      },
    };
    const event = {
      kind: 'event',
      dataset: 'aws.cloudtrail',
      action: 'ConsoleLogin',
      provider: 'signin.amazonaws.com',
      outcome: 'success',
    };
    expect(one({ '@timestamp': '2024-05-01T10:00:00Z', event, aws }).authentication).toBe('mfa');
  });

  it('message trace: the vendor word in the outcome; the size of the message is no attachment', () => {
    expect(activity('microsoft_exchange_online_message_trace.log')).toMatchObject({
      outcome: 'success',
      actionClass: 'mail-received',
      email: { sizeBytes: 1234, attachmentNames: [], direction: 'inbound' },
    });
  });

  it('clicks: the address that clicked stands in the destination', () => {
    expect(activity('proofpoint_tap.clicks_permitted')).toMatchObject({
      sourceIp: '192.0.2.1',
      actor: [{ scheme: 'mail', value: 'ann@example.com' }],
    });
  });

  it('connections: one id for all logs of a connection, duration from nanoseconds', () => {
    expect(activity('zeek.connection')).toMatchObject({ id: 'C1', network: { durationMs: 2500 }, bytesOut: 100, bytesIn: 50 });
  });

  it('multicast names: the query where there is no question', () => {
    expect(activity('zeek.dns').dns?.query).toBe('_ipp._tcp.local');
  });

  it('TLS: the server name of older and newer forms', () => {
    const newer = { ...ECS_EXAMPLES['zeek.ssl'], zeek: { ssl: {} }, tls: { client: { server_name: 'www.example.net' } } };
    expect([activity('zeek.ssl').tls?.serverName, one(newer).tls?.serverName]).toEqual(['www.example.net', 'www.example.net']);
  });

  it('Elastic alerts: the account with its domain, never the bare name', () => {
    const alert = {
      '@timestamp': '2024-05-01T10:00:00Z',
      kibana: { alert: { uuid: 'u', rule: { name: 'R' } } },
      user: { name: 'ann', domain: 'EXAMPLE' },
    };
    expect(one(alert).actor).toEqual([{ scheme: 'sam', value: 'example\\ann' }]);
    expect(one({ ...alert, user: { name: 'ann', domain: 'example.com' } }).actor).toEqual([{ scheme: 'upn', value: 'ann@example.com' }]);
  });
});
