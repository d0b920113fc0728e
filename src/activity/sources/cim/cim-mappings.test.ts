import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../activity.js';
import type { Mapped } from '../../source-mapping.js';
import { CIM_MODELS, cimModelOf } from './cim-mappings.js';

const EVENT = {
  _time: '2026-03-02T08:00:00.250+00:00',
  sourcetype: 'acme:any',
  source: 's',
  host: 'h',
  raw: 'as it was written',
};
const TAGS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(CIM_MODELS.map(({ name, tags }) => [name, tags]));

function mapped(model: string, fields: Readonly<Record<string, unknown>>): Mapped {
  const found = CIM_MODELS.find(({ name }) => name === model);
  if (found === undefined) throw new RangeError(`there is no model ${model}`);
  return found.mapping.map({ ...EVENT, tag: TAGS[model], ...fields }, { name: '', dataset: '' });
}

function one(model: string, fields: Readonly<Record<string, unknown>>): Activity {
  const found = mapped(model, fields);
  if (found.kind !== 'activities' || found.activities[0] === undefined) throw new RangeError(JSON.stringify(found));
  return found.activities[0];
}

describe('a sign-in by the fields of Authentication', () => {
  const SIGN_IN = { action: 'success', app: 'vpn', user: 'ann@acme.example', src: '198.51.100.7', dest: 'gate1', signature: 'login' };

  it('says who came from where, by what and to what', () => {
    expect(one('Authentication', { ...SIGN_IN, user_agent: 'curl', authentication_method: 'MFA', session_id: '7' })).toMatchObject({
      ...{ source: 'cim.authentication', domain: 'identity', time: Date.UTC(2026, 2, 2, 8) + 250, action: 'login', actionClass: 'sign-in' },
      ...{ outcome: 'success', actor: [{ scheme: 'upn', value: 'ann@acme.example' }], actorType: 'user', sourceIp: '198.51.100.7' },
      ...{ service: 'vpn', resource: 'gate1', userAgent: 'curl', authentication: 'mfa', session: '7', reason: '' },
    });
  });

  it('takes nothing for something where the model fills in a word', () => {
    const bare = one('Authentication', { ...SIGN_IN, app: 'acme:any', src: 'unknown', dest: 'unknown', user_agent: 'unknown' });
    expect(bare).toMatchObject({ service: '', resource: '', sourceIp: '', sourceAddressRaw: '', device: [], userAgent: '' });
    expect(one('Authentication', { ...SIGN_IN, user: 'unknown' })).toMatchObject({ actor: [], actorName: '', sourceIp: '198.51.100.7' });
    expect(mapped('Authentication', { ...SIGN_IN, user: 'unknown', src: 'unknown' })).toMatchObject({ kind: 'skipped' });
  });

  it('leaves machines out that sign in, as the model does, but not those that fail to', () => {
    expect(mapped('Authentication', { ...SIGN_IN, user: 'PC7$' })).toMatchObject({ kind: 'skipped' });
    expect(one('Authentication', { ...SIGN_IN, user: 'PC7$', action: 'failure', reason: 'bad password' })).toMatchObject({
      outcome: 'failure',
      reason: 'bad password',
    });
  });

  it('takes who becomes somebody else for the one who acts', () => {
    expect(one('Authentication', { ...SIGN_IN, src_user: 'ACME\\bob', user: 'root' })).toMatchObject({
      actor: [{ scheme: 'sam', value: 'acme\\bob' }],
      target: [{ scheme: 'account-name', value: 'root' }],
    });
    expect(one('Authentication', { ...SIGN_IN, src_user: 'Ann@acme.example' })).toMatchObject({ target: [] });
  });

  it('knows an address from the name of a host', () => {
    expect(one('Authentication', { ...SIGN_IN, src: 'LAPTOP-7' })).toMatchObject({
      sourceIp: '',
      sourceAddressRaw: '',
      device: [{ scheme: 'hostname', value: 'laptop-7' }],
    });
    expect(one('Authentication', { ...SIGN_IN, src: 'LAPTOP-7', src_ip: '2001:DB8::1' })).toMatchObject({ sourceIp: '2001:db8::1' });
  });
});

describe('a change by the fields of Change', () => {
  const CHANGE = {
    action: 'created',
    object: 'eve',
    object_category: 'user',
    src_user: 'ann',
    user: 'eve',
    status: 'success',
    command: 'useradd',
  };

  it('takes src_user for who did it where an account was changed, and user for the account', () => {
    expect(one('Change', { ...CHANGE, tag: ['change', 'account'] })).toMatchObject({
      ...{ source: 'cim.change', domain: 'identity', actionClass: 'account-created', outcome: 'success', action: 'useradd' },
      ...{ actor: [{ scheme: 'account-name', value: 'ann' }], target: [{ scheme: 'account-name', value: 'eve' }] },
      change: { kind: 'useradd', attributes: ['object=eve'] },
    });
    expect(one('Change', { ...CHANGE, src_user: 'unknown' })).toMatchObject({ actor: [], target: [{ value: 'eve' }] });
  });

  it('takes user for who did it where something else was changed', () => {
    const changed = { ...CHANGE, object_category: 'policy', object: 'mfa', action: 'modified', tag: ['change', 'cloud'] };
    expect(one('Change', changed)).toMatchObject({ actor: [{ value: 'eve' }], target: [], actionClass: 'policy-changed', domain: 'cloud' });
  });

  it.each([
    [{ object_attrs: ['password', 'x'] }, 'password-changed'],
    [{ object_category: 'group', action: 'modified' }, 'group-changed'],
    [{ tag: ['change', 'audit'], action: 'cleared' }, 'logging-changed'],
    [{ action: 'lockout' }, 'account-disabled'],
    [{ action: 'updated' }, 'account-changed'],
    [{ object_category: 'instance', action: 'created' }, 'admin-change'],
  ])('%j is %s', (fields, actionClass) => {
    expect(one('Change', { ...CHANGE, ...fields }).actionClass).toBe(actionClass);
  });

  it.each(['file', 'directory', 'registry'])('leaves changes of a %s to other models', (object_category) => {
    expect(mapped('Change', { ...CHANGE, object_category })).toMatchObject({ kind: 'skipped' });
  });
});

describe('a message by the fields of Email', () => {
  const MAIL = {
    src_user: 'eve@evil.example',
    recipient: ['ann@acme.example', 'bob@acme.example'],
    subject: 'hello',
    message_id: '<m1@evil>',
  };

  it('says from whom to whom, and what became of it', () => {
    const mail = one('Email', {
      ...MAIL,
      return_addr: 'bounce@evil.example',
      action: 'delivered',
      size: '900',
      src: '203.0.113.9',
      file_name: 'a.zip',
    });
    expect(mail).toMatchObject({
      source: 'cim.email',
      id: '<m1@evil>',
      sourceIp: '203.0.113.9',
      bytesOut: 900,
      actionClass: 'mail-received',
    });
    expect(mail.email).toMatchObject({
      ...{ messageId: 'm1@evil', from: 'eve@evil.example', envelopeFrom: 'bounce@evil.example', verdict: 'delivered', subject: 'hello' },
      ...{ recipients: ['ann@acme.example', 'bob@acme.example'], attachmentNames: ['a.zip'] },
    });
  });

  it('knows an action that says nothing, and a message without parties', () => {
    expect(one('Email', { ...MAIL, action: 'unknown', size: 'unknown' })).toMatchObject({ email: { verdict: '' }, bytesOut: undefined });
    expect(mapped('Email', { subject: 'hello', src_user: 'unknown', recipient: 'unknown' })).toMatchObject({ kind: 'dead' });
  });
});

describe('the network by the fields of Network_Traffic and Network_Resolution', () => {
  const FLOW = {
    src_ip: '10.0.0.1',
    dest_ip: '192.0.2.1',
    dest_port: '443',
    transport: 'TCP',
    app: 'ssl',
    bytes_in: '5',
    bytes_out: '7',
    duration: '1.5',
  };

  it('says who connected to whom, with what and how much', () => {
    expect(one('Network_Traffic', { ...FLOW, action: 'allowed' })).toMatchObject({
      ...{ source: 'cim.network-traffic', domain: 'network', actionClass: 'connection', outcome: 'success', actorType: 'device' },
      ...{ sourceIp: '10.0.0.1', destinationIp: '192.0.2.1', destinationPort: 443, bytesIn: 5, bytesOut: 7 },
      network: { transport: 'tcp', protocol: 'ssl', state: 'allowed', durationMs: 1500 },
    });
  });

  it('takes no port, count or address from a word, and no app from the sourcetype', () => {
    const bare = one('Network_Traffic', {
      ...FLOW,
      dest_port: '0',
      bytes_in: 'unknown',
      app: 'acme:any',
      dest_ip: 'unknown',
      action: 'blocked',
    });
    expect(bare).toMatchObject({
      destinationPort: undefined,
      bytesIn: undefined,
      destinationIp: '',
      outcome: 'failure',
      network: { protocol: '' },
    });
    expect(mapped('Network_Traffic', { ...FLOW, src_ip: 'unknown' })).toMatchObject({ kind: 'skipped' });
  });

  it('says who asked for which name', () => {
    const query = {
      src: '10.0.0.1',
      dest: '10.0.0.53',
      query: 'WWW.Example.',
      record_type: 'a',
      reply_code: 'NoError',
      answer: ['192.0.2.1'],
    };
    expect(one('Network_Resolution', query)).toMatchObject({
      ...{ source: 'cim.network-resolution', actionClass: 'dns-query', outcome: 'success', destinationIp: '10.0.0.53' },
      dns: { query: 'www.example', type: 'A', rcode: 'NOERROR', answers: ['192.0.2.1'] },
    });
    expect(one('Network_Resolution', { ...query, reply_code: 'NXDomain' }).outcome).toBe('failure');
    expect(mapped('Network_Resolution', { ...query, query: 'unknown' })).toMatchObject({ kind: 'skipped' });
  });
});

describe("another tool's alert by the fields of Alerts", () => {
  const ALERT = {
    app: 'EDR',
    signature: 'Mimikatz',
    severity: 'high',
    user: 'ann',
    dest: 'pc7',
    src: '10.0.0.7',
    mitre_technique_id: ['T1003'],
  };

  it('says what it is about and how grave it is', () => {
    expect(one('Alerts', ALERT)).toMatchObject({
      ...{ source: 'cim.alerts', domain: 'alert', actionClass: 'alert', action: 'Mimikatz', sourceIp: '10.0.0.7', service: 'EDR' },
      actor: [{ scheme: 'account-name', value: 'ann' }],
      alert: { vendor: 'EDR', rule: 'Mimikatz', severity: 75, techniques: ['T1003'] },
    });
  });

  it('is not one of our own', () => {
    expect(mapped('Alerts', { ...ALERT, app: 'throughline' })).toMatchObject({ kind: 'skipped' });
  });
});

describe('every mapping by a data model', () => {
  it('takes an event for one of the first model whose tags it has, of those that are looked at', () => {
    expect(cimModelOf({ tag: ['network', 'communicate', 'Authentication'] }, Object.keys(TAGS))?.name).toBe('Authentication');
    expect(cimModelOf({ tag: ['network', 'communicate', 'authentication'] }, ['Network_Traffic'])?.name).toBe('Network_Traffic');
    expect(cimModelOf({ tag: ['network', 'resolution', 'dns'] }, Object.keys(TAGS))?.name).toBe('Network_Resolution');
    expect(cimModelOf({ tag: 'network' }, Object.keys(TAGS))).toBeUndefined();
  });

  it('tells events apart by what they say alone, and gives the same id every time', () => {
    const flow = { src_ip: '10.0.0.1', dest_ip: '192.0.2.1' };
    const { id } = one('Network_Traffic', flow);
    expect(one('Network_Traffic', { ...flow, _cd: '9:9', _indextime: '7', app: 'learned later' }).id).toBe(id);
    expect(one('Network_Traffic', { ...flow, raw: 'another' }).id).not.toBe(id);
  });

  it('throws at nothing', () => {
    const fields = [
      '_time',
      'user',
      'src',
      'dest',
      'action',
      'tag',
      'query',
      'src_user',
      'recipient',
      'signature',
      'object',
      'severity',
      'raw',
    ];
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('2026-03-02T08:00:00Z', 'unknown', '10.0.0.1', 'a@b', 'x$'));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), value), (record) => {
        for (const { mapping } of CIM_MODELS) mapping.map(record, { name: '', dataset: '' });
      }),
    );
  });
});
