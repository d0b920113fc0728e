import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActivity } from '../activity/activity.js';
import type { Activity } from '../activity/activity.js';
import { email, names } from '../../test/pipeline/example-activity.js';
import { EntityRegistry } from './entity-registry.js';
import type { EntityOptions } from './entity-types.js';

const OPTIONS: EntityOptions = { internalNetworks: [], mailDomains: [], aliases: [], criticalAssets: [], vips: [] };
const START = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const registry = (options: Partial<EntityOptions> = {}): EntityRegistry => new EntityRegistry({ ...OPTIONS, ...options });

let counter = 0;
function act(fields: Partial<Activity> = {}): Activity {
  counter++;
  return createActivity({
    id: `event-${String(counter).padStart(6, '0')}`,
    source: 'test.audit',
    domain: 'saas',
    time: START + counter * 1000,
    action: 'Something',
    actionClass: 'other',
    outcome: 'success',
    actorType: 'user',
    ...fields,
  });
}

const accountOf = (entities: EntityRegistry, ...texts: string[]): number => entities.resolve(act({ actor: names(...texts) })).account;
const idOf = (entities: EntityRegistry, ...texts: string[]): string => entities.entity(accountOf(entities, ...texts)).id;

describe('names of one account', () => {
  it('are learned from one record and hold for every later one', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:ada@example.com', 'entra-object:11111111-0000-0000-0000-000000000001', 'sid:S-1-5-21-1-2-3-1001') }),
    ]);
    const account = accountOf(entities, 'upn:ada@example.com');
    expect(accountOf(entities, 'sid:S-1-5-21-1-2-3-1001')).toBe(account);
    expect(accountOf(entities, 'mail:ada@example.com')).toBe(account);
    expect(entities.entity(account)).toMatchObject({ id: 'user:ada@example.com', type: 'user' });
  });

  it('ignore case and claims', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:AdaL@Example.OnMicrosoft.com') }),
      act({ actor: names('upn:i:0#.f|membership|adal@example.onmicrosoft.com') }),
    ]);
    expect(entities.size).toBe(1);
    expect(idOf(entities, 'upn:ADAL@EXAMPLE.onmicrosoft.com')).toBe('user:adal@example.onmicrosoft.com');
  });

  it('merge entities that were apart, and say so', () => {
    const entities = registry();
    expect(entities.learn([act({ actor: names('okta:00u1') }), act({ actor: names('upn:ada@example.com') })])).toEqual([]);
    const okta = accountOf(entities, 'okta:00u1');
    const upn = accountOf(entities, 'upn:ada@example.com');
    const tie = act({ actor: names('okta:00u1', 'upn:ada@example.com') });
    expect(entities.learn([tie])).toEqual([{ from: okta, into: upn, time: tie.time }]);
    expect(entities.current(okta)).toBe(upn);
    expect(entities.entity(okta).id).toBe('user:ada@example.com');
    expect(accountOf(entities, 'okta:00u1')).toBe(upn);
  });

  it('carry the interval in which they were seen', () => {
    const entities = registry();
    const first = act({ actor: names('upn:ada@example.com') });
    const second = act({ actor: names('upn:ada@example.com', 'okta:00u1') });
    entities.learn([first, second]);
    expect(entities.aliases(accountOf(entities, 'okta:00u1'))).toEqual([
      { scheme: 'upn', value: 'ada@example.com', from: first.time, to: second.time },
      { scheme: 'okta', value: '00u1', from: second.time, to: second.time },
    ]);
  });

  it('join a sign-in name and a mail address that a directory id stands beside', () => {
    const entities = registry();
    entities.learn([act({ actor: names('upn:alovelace@example.com', 'mail:ada.lovelace@example.com', 'okta:00u1') })]);
    expect(accountOf(entities, 'mail:ada.lovelace@example.com')).toBe(accountOf(entities, 'upn:alovelace@example.com'));
  });

  it('join an alternate sign-in name with the same local part', () => {
    const entities = registry();
    entities.learn([act({ actor: names('upn:johns@m365x.onmicrosoft.com', 'upn:johns@contoso.onmicrosoft.com') })]);
    expect(accountOf(entities, 'upn:johns@contoso.onmicrosoft.com')).toBe(accountOf(entities, 'upn:johns@m365x.onmicrosoft.com'));
  });

  it('stay two when one record names two accounts of one organisation', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:ada@example.com', 'upn:charles@example.com', 'entra-object:11111111-0000-0000-0000-000000000001') }),
    ]);
    expect(accountOf(entities, 'upn:ada@example.com')).not.toBe(accountOf(entities, 'upn:charles@example.com'));
  });

  it('stay two when directory ids of one tenant differ, whatever else agrees', () => {
    const entities = registry();
    entities.learn([
      act({ organization: 't1', actor: names('upn:ada@example.com', 'entra-object:11111111-0000-0000-0000-000000000001') }),
      act({ organization: 't1', actor: names('upn:ada@other.example', 'entra-object:11111111-0000-0000-0000-000000000002') }),
      act({ organization: 't1', actor: names('upn:ada@example.com', 'upn:ada@other.example') }),
    ]);
    expect(accountOf(entities, 'upn:ada@example.com')).not.toBe(accountOf(entities, 'upn:ada@other.example'));
  });

  it('never join on a bare local part across domains', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:ada@example.com') }),
      act({ actor: names('upn:ada@partner.example') }),
      act({ actor: names('sam:corp\\ada') }),
    ]);
    expect(
      new Set([
        accountOf(entities, 'upn:ada@example.com'),
        accountOf(entities, 'upn:ada@partner.example'),
        accountOf(entities, 'sam:corp\\ada'),
      ]).size,
    ).toBe(3);
  });

  it('join Kerberos, SAM and UPN names of one realm', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('kerberos:pbeesly@dunder.example') }),
      act({ actor: names('sam:dunder\\pbeesly') }),
      act({ actor: names('upn:pbeesly@dunder.example') }),
    ]);
    expect(idOf(entities, 'sam:dunder\\pbeesly')).toBe('user:pbeesly@dunder.example');
    expect(accountOf(entities, 'kerberos:pbeesly@dunder.example')).toBe(accountOf(entities, 'sam:dunder\\pbeesly'));
    entities.learn([act({ actor: names('kerberos:pbeesly@dunder') })]);
    expect(accountOf(entities, 'kerberos:pbeesly@dunder')).toBe(accountOf(entities, 'sam:dunder\\pbeesly'));
  });

  it('follow a changed sign-in name once the old one has fallen silent', () => {
    const entities = registry();
    const object = 'entra-object:11111111-0000-0000-0000-000000000001';
    entities.learn([act({ actor: names('upn:ada.byron@example.com', object) })]);
    const renamed = (): Activity => act({ actor: names('upn:ada.lovelace@example.com', object) });
    expect(entities.learn([renamed(), renamed()])).toEqual([]);
    expect(entities.learn([renamed()])).toHaveLength(1);
    expect(accountOf(entities, 'upn:ada.byron@example.com')).toBe(accountOf(entities, 'upn:ada.lovelace@example.com'));
  });

  it('do not follow it while the old one is in use', () => {
    const entities = registry();
    const object = 'entra-object:11111111-0000-0000-0000-000000000001';
    for (let round = 0; round < 6; round++) {
      entities.learn([act({ actor: names('upn:ada@example.com', object) }), act({ actor: names('upn:charles@example.com', object) })]);
    }
    expect(accountOf(entities, 'upn:ada@example.com')).not.toBe(accountOf(entities, 'upn:charles@example.com'));
  });

  it('lose an id that stands beside more than eight of them', () => {
    const entities = registry();
    const constant = 'okta:unknown-user';
    for (let user = 0; user < 12; user++) entities.learn([act({ actor: names(`upn:user${user}@example.com`, constant) })]);
    expect(new Set(Array.from({ length: 12 }, (_, user) => accountOf(entities, `upn:user${user}@example.com`))).size).toBe(12);
    const shared = entities.entity(accountOf(entities, constant));
    expect(shared).toMatchObject({ shared: true });
    expect(shared.id).not.toContain('example.com');
  });

  it('take from configuration what the data does not say', () => {
    const entities = registry({ aliases: [names('upn:ada@example.com', 'account-name:alovelace', 'salesforce:005000000000001')] });
    entities.learn([act({ source: 'github.audit', actor: names('account-name:alovelace') })]);
    expect(idOf(entities, 'account-name:alovelace')).toBe('user:ada@example.com');
    expect(accountOf(entities, 'salesforce:005000000000001AAA')).toBe(accountOf(entities, 'upn:ada@example.com'));
  });

  it('mark important persons and critical assets', () => {
    const entities = registry({ vips: ['Ada@Example.com'], criticalAssets: ['dc01'] });
    entities.learn([act({ actor: names('upn:ada@example.com'), device: names('hostname:dc01') })]);
    const roles = entities.resolve(act({ actor: names('upn:ada@example.com'), device: names('hostname:dc01') }));
    expect(entities.entity(roles.account)).toMatchObject({ vip: true, critical: false });
    expect(entities.entity(roles.device)).toMatchObject({ vip: false, critical: true, type: 'device' });
  });
});

describe('weak names', () => {
  it('tell products and organisations apart', () => {
    const entities = registry();
    entities.learn([
      act({ source: 'github.audit', actor: names('account-name:admin') }),
      act({ source: 'sap.audit', actor: names('account-name:admin') }),
    ]);
    expect(entities.find('admin').map((entity) => entities.entity(entity).id)).toEqual(['user:github/admin', 'user:sap/admin']);
  });

  it('never join two accounts', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:ada@example.com', 'account-name:shared') }),
      act({ actor: names('upn:charles@partner.example', 'account-name:shared') }),
    ]);
    expect(accountOf(entities, 'upn:ada@example.com')).not.toBe(accountOf(entities, 'upn:charles@partner.example'));
    expect(entities.entity(accountOf(entities, 'account-name:shared')).shared).toBe(true);
  });

  it('of an application do not hide a namesake', () => {
    const entities = registry();
    const [real, copy] = ['app:11111111-0000-0000-0000-000000000001', 'app:11111111-0000-0000-0000-000000000002'];
    entities.learn([
      act({ clientIds: names(real, 'app:Drift'), client: 'Drift' }),
      act({ clientIds: names(copy, 'app:Drift'), client: 'Drift' }),
    ]);
    const clients = [real, copy].map((id) => entities.resolve(act({ clientIds: names(id, 'app:Drift') })).client);
    expect(clients[0]).not.toBe(clients[1]);
    expect(entities.entity(clients[0] ?? -1)).toMatchObject({ id: real, name: 'Drift', type: 'app' });
  });
});

describe('principals that are nobody', () => {
  it.each([
    'sam:NT AUTHORITY\\SYSTEM',
    'account-name:root',
    'account-name:anonymous',
    'upn:SHAREPOINT\\system',
    'upn:app@sharepoint',
    'sid:S-1-5-18',
  ])('%s joins nothing', (text) => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:ada@example.com', text) }),
      act({ actor: names('upn:charles@example.com', text) }),
      act({ actor: names(text), sourceIp: '10.0.0.5' }),
    ]);
    expect(accountOf(entities, 'upn:ada@example.com')).not.toBe(accountOf(entities, 'upn:charles@example.com'));
    expect(entities.entity(accountOf(entities, text))).toMatchObject({ type: 'service', shared: true });
    expect(entities.associates(accountOf(entities, text), START)).toEqual([]);
  });

  it('a tenant is not an actor', () => {
    const entities = registry();
    entities.learn([act({ organization: 'contoso', actor: names('account-name:contoso') })]);
    expect(accountOf(entities, 'account-name:contoso')).toBe(-1);
  });

  it('a machine account is the device', () => {
    const entities = registry();
    const ticket = act({
      domain: 'identity',
      actionClass: 'kerberos-ticket',
      actor: names('kerberos:nashua$@dunder.example'),
      sourceIp: '10.0.1.6',
    });
    entities.learn([ticket]);
    const roles = entities.resolve(ticket);
    expect(roles.account).toBe(-1);
    expect(entities.entity(roles.device)).toMatchObject({ id: 'device:nashua', type: 'device' });
    expect(entities.resolve(act({ domain: 'network', sourceIp: '10.0.1.6' })).device).toBe(roles.device);
  });
});

describe('tenants', () => {
  const tenant = '2ad3fc79-1859-42fa-9011-6f8df2251b22';

  it('join one local part under two domains of theirs', () => {
    const entities = registry();
    entities.learn([
      act({ organization: tenant, actionClass: 'mailbox-rule', actor: names('upn:AdeleV@contoso.OnMicrosoft.com') }),
      act({
        organization: tenant,
        actor: names('upn:adelev@m365x816222.onmicrosoft.com', 'entra-object:9b117c67-170e-4aed-9702-658b3fddc889'),
      }),
    ]);
    expect(accountOf(entities, 'upn:adelev@contoso.onmicrosoft.com')).not.toBe(
      accountOf(entities, 'upn:adelev@m365x816222.onmicrosoft.com'),
    );
    const merges = entities.learn([
      act({ organization: tenant, actionClass: 'mail-read', actor: names('upn:adelev@m365x816222.onmicrosoft.com') }),
    ]);
    expect(merges).toHaveLength(1);
    expect(idOf(entities, 'upn:adelev@contoso.onmicrosoft.com')).toBe('user:adelev@m365x816222.onmicrosoft.com');
    expect(accountOf(entities, 'upn:adelev@contoso.onmicrosoft.com')).toBe(accountOf(entities, 'upn:adelev@m365x816222.onmicrosoft.com'));
  });

  it('do not claim the domain of a guest', () => {
    const entities = registry();
    entities.learn([
      act({ organization: tenant, actionClass: 'mail-read', actor: names('upn:ada@example.com') }),
      act({ organization: tenant, actionClass: 'file-read', actor: names('upn:ada@partner.example') }),
    ]);
    expect(accountOf(entities, 'upn:ada@example.com')).not.toBe(accountOf(entities, 'upn:ada@partner.example'));
  });

  it('keep a guest apart from the home account, and tie the two', () => {
    const entities = registry();
    entities.learn([
      act({ actor: names('upn:bob@partner.example') }),
      act({
        actor: names(
          'upn:bob_partner.example#EXT#@contoso.onmicrosoft.com',
          'mail:bob@partner.example',
          'entra-object:11111111-0000-0000-0000-000000000001',
        ),
      }),
    ]);
    const guest = accountOf(entities, 'upn:bob_partner.example#ext#@contoso.onmicrosoft.com');
    const home = accountOf(entities, 'upn:bob@partner.example');
    expect(guest).not.toBe(home);
    expect(entities.associates(home, START + 100 * 24 * HOUR)).toEqual([{ entity: guest, reason: 'guest account of the person' }]);
    expect(entities.isOwnDomain('contoso.onmicrosoft.com')).toBe(false);
  });
});

describe('cloud principals', () => {
  it('a role session named after a person is the person, tied to the role', () => {
    const entities = registry();
    const call = act({
      domain: 'cloud',
      source: 'aws.cloudtrail',
      organization: '123456789012',
      actor: names('aws-arn:arn:aws:iam::123456789012:role/Admin', 'aws-principal:AROAEXAMPLE:ada@example.com'),
    });
    entities.learn([call]);
    const { account } = entities.resolve(call);
    expect(entities.entity(account).id).toBe('user:ada@example.com');
    const [tie] = entities.associates(account, call.time);
    expect(tie?.reason).toBe('acted through the role');
    expect(entities.entity(tie?.entity ?? -1)).toMatchObject({ id: 'service:arn:aws:iam::123456789012:role/Admin', type: 'service' });
  });

  it('a session is its issuer when it is named after nobody', () => {
    const entities = registry();
    entities.learn([
      act({ domain: 'cloud', actor: names('aws-arn:arn:aws:sts::123456789012:assumed-role/Deploy/i-0abc') }),
      act({ domain: 'cloud', actor: names('aws-arn:arn:aws:sts::123456789012:assumed-role/Deploy/i-0def') }),
    ]);
    expect(entities.size).toBe(1);
    expect(idOf(entities, 'aws-arn:arn:aws:iam::123456789012:role/Deploy')).toBe('service:arn:aws:iam::123456789012:role/Deploy');
  });

  it('an access key belongs to its user', () => {
    const entities = registry();
    entities.learn([
      act({
        domain: 'cloud',
        actor: names('aws-arn:arn:aws:iam::123456789012:user/build', 'aws-principal:AIDAEXAMPLE', 'aws-access-key:AKIAEXAMPLE'),
      }),
    ]);
    expect(idOf(entities, 'aws-access-key:AKIAEXAMPLE')).toBe('user:arn:aws:iam::123456789012:user/build');
  });
});

describe('addresses', () => {
  const flow = (sourceIp: string, time: number, destinationIp = ''): Activity =>
    act({ domain: 'network', actionClass: 'connection', actorType: 'unknown', sourceIp, destinationIp, time });
  const lease = (sourceIp: string, host: string, time: number): Activity =>
    act({
      domain: 'network',
      actionClass: 'address-lease',
      actorType: 'unknown',
      device: names(`hostname:${host}`, `mac:02:00:00:00:00:${host.slice(-2)}`),
      sourceIp,
      time,
    });
  const deviceId = (entities: EntityRegistry, ip: string, time: number): string => {
    const { device } = entities.resolve(flow(ip, time));
    return device < 0 ? '' : entities.entity(device).id;
  };

  it('inside without a lease are devices, outside are addresses', () => {
    const entities = registry();
    const connection = flow('10.1.2.3', START, '203.0.113.9');
    entities.learn([connection]);
    const roles = entities.resolve(connection);
    expect(entities.entity(roles.device).id).toBe('device:10.1.2.3');
    expect(entities.entity(roles.destination).id).toBe('address:203.0.113.9');
    expect(roles.destinationAddress).toBe(roles.destination);
    expect(roles.sourceAddress).toBe(-1);
    expect(entities.isInternal('10.1.2.3')).toBe(true);
    expect(entities.isInternal('203.0.113.9')).toBe(false);
    expect(entities.isInternal('fd00::1')).toBe(true);
    expect(entities.isInternal('010.0.0.1')).toBe(false);
  });

  it('belong to the holder of the lease until the next lease', () => {
    const entities = registry();
    entities.learn([lease('10.0.0.5', 'ws01', START), lease('10.0.0.5', 'ws02', START + 2 * HOUR)]);
    expect(deviceId(entities, '10.0.0.5', START + HOUR)).toBe('device:ws01');
    expect(deviceId(entities, '10.0.0.5', START + 3 * HOUR)).toBe('device:ws02');
  });

  it('fall back to the address a day after a lease that moved', () => {
    const entities = registry();
    entities.learn([lease('10.0.0.5', 'ws01', START), lease('10.0.0.5', 'ws02', START + 2 * HOUR)]);
    const late = flow('10.0.0.5', START + 40 * HOUR);
    entities.learn([late]);
    expect(entities.entity(entities.resolve(late).device).id).toBe('device:10.0.0.5');
  });

  it('give the first holder what the bare address did before', () => {
    const entities = registry();
    entities.learn([flow('10.0.0.5', START)]);
    const bare = entities.resolve(flow('10.0.0.5', START)).device;
    const merges = entities.learn([lease('10.0.0.5', 'ws01', START + HOUR)]);
    expect(merges.map(({ from }) => from)).toEqual([bare]);
    expect(entities.entity(bare).id).toBe('device:ws01');
  });

  it('accept leases that come late', () => {
    const inOrder = registry();
    const late = registry();
    const leases = [
      lease('10.0.0.5', 'ws01', START),
      lease('10.0.0.5', 'ws02', START + 2 * HOUR),
      lease('10.0.0.5', 'ws01', START + 4 * HOUR),
    ];
    for (const entry of leases) inOrder.learn([entry]);
    for (const entry of [...leases].reverse()) late.learn([entry]);
    for (const hours of [1, 3, 5])
      expect(deviceId(late, '10.0.0.5', START + hours * HOUR)).toBe(deviceId(inOrder, '10.0.0.5', START + hours * HOUR));
  });

  it('name no device where many hosts hide behind them', () => {
    const entities = registry();
    for (let host = 10; host < 16; host++) {
      entities.learn([
        act({
          domain: 'identity',
          actionClass: 'ntlm-authentication',
          device: names(`hostname:pc${host}`),
          sourceIp: '10.0.0.1',
          time: START + host * MINUTE,
        }),
      ]);
    }
    const behind = flow('10.0.0.1', START + HOUR);
    entities.learn([behind]);
    expect(entities.entity(entities.resolve(behind).device).id).toBe('device:10.0.0.1');
  });

  it('tie an account to the device they are leased to', () => {
    const entities = registry();
    const ticket = act({
      domain: 'identity',
      actionClass: 'kerberos-ticket',
      actor: names('kerberos:pbeesly@dunder.example'),
      sourceIp: '10.0.0.5',
      time: START + HOUR,
    });
    entities.learn([lease('10.0.0.5', 'ws01', START), ticket]);
    const { account, device } = entities.resolve(ticket);
    expect(entities.entity(device).id).toBe('device:ws01');
    expect(entities.associates(account, START + 2 * HOUR)).toEqual([{ entity: device, reason: 'logged on from the device' }]);
    expect(entities.associates(device, START + 2 * HOUR)).toEqual([{ entity: account, reason: 'was used on the device' }]);
    expect(entities.associates(device, START)).toEqual([]);
    expect(entities.associates(device, START + 26 * HOUR)).toEqual([]);
  });

  it('tie the person as known after the record, where the record itself shows two accounts to be one', () => {
    const fields = { organization: 'tenant', actionClass: 'mail-read' } as const;
    const first = act({ ...fields, actor: names('upn:ada@example.com') });
    const second = act({ ...fields, actor: names('mail:ada@partner.example'), sourceIp: '10.0.0.1' });
    const [once, twice] = [registry(), registry()];
    expect(once.learn([first, second])).toHaveLength(1);
    twice.learn([first, first, second, second]);
    const { account, device } = once.resolve(second);
    expect(once.associates(account, second.time)).toEqual([{ entity: device, reason: 'logged on from the device' }]);
    expect(twice.snapshot()).toEqual(once.snapshot());
  });

  it('tie nobody when more than three accounts act from them', () => {
    const entities = registry();
    const signIns = [1, 2, 3, 4].map((user) =>
      act({
        domain: 'identity',
        actionClass: 'sign-in',
        actor: names(`upn:user${user}@example.com`),
        sourceIp: '10.9.9.9',
        time: START + user * MINUTE,
      }),
    );
    entities.learn(signIns.slice(0, 3));
    const { device } = entities.resolve(flow('10.9.9.9', START + HOUR));
    expect(entities.associates(device, START + HOUR)).toHaveLength(3);
    entities.learn(signIns.slice(3));
    expect(entities.associates(device, START + HOUR)).toEqual([]);
    expect(entities.associates(accountOf(entities, 'upn:user1@example.com'), START + HOUR)).toEqual([]);
  });

  it('make no relay an actor: mail has no device', () => {
    const entities = registry();
    const message = act({
      domain: 'email',
      actionClass: 'mail-received',
      actorType: 'unknown',
      sourceIp: '10.0.0.25',
      email: email({ from: 'bob@partner.example', recipients: ['ada@example.com'] }),
    });
    entities.learn([message]);
    const roles = entities.resolve(message);
    expect(roles.device).toBe(-1);
    expect(roles.account).toBe(-1);
    expect(entities.entity(roles.sender)).toMatchObject({ id: 'address:bob@partner.example' });
    expect(roles.recipients.map((recipient) => entities.entity(recipient).id)).toEqual(['user:ada@example.com']);
    expect(entities.isOwnDomain('example.com')).toBe(true);
    expect(entities.isOwnDomain('partner.example')).toBe(false);
  });

  it('short and full host names are one host, unless two hosts share the short one', () => {
    const entities = registry();
    entities.learn([act({ device: names('hostname:ws01.corp.example') }), act({ device: names('hostname:ws01') })]);
    const deviceOf = (host: string): number => entities.resolve(act({ device: names(`hostname:${host}`) })).device;
    expect(deviceOf('ws01')).toBe(deviceOf('ws01.corp.example'));
    entities.learn([act({ device: names('hostname:ws01.branch.example') })]);
    expect(deviceOf('ws01.branch.example')).not.toBe(deviceOf('ws01.corp.example'));
  });
});

describe('domains', () => {
  it('are known by their registrable part; names that do not exist make none', () => {
    const entities = registry();
    const dns = (query: string, rcode: string): Activity =>
      act({
        domain: 'network',
        actionClass: 'dns-query',
        actorType: 'unknown',
        sourceIp: '10.0.0.5',
        destinationIp: '10.0.0.2',
        dns: { query, type: 'A', rcode, answers: [] },
      });
    const hit = dns('a.b.evil.example', 'NOERROR');
    const miss = dns('qwxkz.example', 'NXDOMAIN');
    entities.learn([hit, miss]);
    expect(entities.entity(entities.resolve(hit).destination)).toMatchObject({ id: 'domain:evil.example', type: 'domain' });
    expect(entities.entity(entities.resolve(miss).destination).id).toBe('device:10.0.0.2');
    expect(entities.find('www.evil.example').map((entity) => entities.entity(entity).id)).toEqual(['domain:evil.example']);
  });

  it('of the organisation are learned from accounts that act, not from a few guests', () => {
    const entities = registry();
    for (let user = 0; user < 40; user++) entities.learn([act({ actor: names(`upn:user${user}@example.com`) })]);
    entities.learn([act({ actor: names('upn:bob@partner.example') }), act({ actor: names('upn:eve@gmail.com') })]);
    expect(['example.com', 'host.example.com', 'partner.example', 'gmail.com'].map((domain) => entities.isOwnDomain(domain))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

const arbitraryActivities = (): fc.Arbitrary<Activity[]> => {
  const people = ['ada', 'bob', 'cyd', 'dan'];
  const person = fc.constantFrom(...people);
  const identifier = fc.oneof(
    person.map((name) => `upn:${name}@example.com`),
    person.map((name) => `mail:${name}@partner.example`),
    person.map((name) => `okta:id-${name}`),
    person.map((name) => `sam:corp\\${name}`),
    person.map((name) => `kerberos:${name}@corp.example`),
    fc.constantFrom('account-name:shared', 'sid:S-1-5-18', 'aws-access-key:AKIA1', 'aws-arn:arn:aws:iam::1:role/Admin'),
  );
  const host = fc.constantFrom('ws01', 'ws02', 'ws01.corp.example', 'srv');
  return fc
    .array(
      fc.record({
        actor: fc.array(identifier, { maxLength: 3 }).map((texts) => names(...texts)),
        device: fc
          .array(
            host.map((name) => `hostname:${name}`),
            { maxLength: 1 },
          )
          .map((texts) => names(...texts)),
        sourceIp: fc.constantFrom('', '10.0.0.1', '10.0.0.2', '203.0.113.7'),
        minute: fc.integer({ min: 0, max: 4000 }),
        actionClass: fc.constantFrom('sign-in', 'address-lease', 'mail-read', 'kerberos-ticket', 'other'),
        organization: fc.constantFrom('', 't1'),
      }),
      { maxLength: 40 },
    )
    .map((records) =>
      records.map(({ minute, ...fields }, index) =>
        createActivity({
          id: `e${index}`,
          source: 'test.audit',
          domain: 'identity',
          action: 'x',
          actorType: 'user',
          time: START + minute * MINUTE,
          ...fields,
        }),
      ),
    );
};

describe('properties', () => {
  it('the order of records inside a window does not matter', () => {
    fc.assert(
      fc.property(arbitraryActivities(), fc.infiniteStream(fc.nat()), (activities, order) => {
        const shuffled = activities.map((activity) => ({ activity, key: order.next().value as number })).sort((a, b) => a.key - b.key);
        const [a, b] = [registry(), registry()];
        expect(b.learn(shuffled.map(({ activity }) => activity))).toEqual(a.learn(activities));
        expect(b.snapshot()).toEqual(a.snapshot());
      }),
    );
  });

  it('batches do not matter when they come in order of time', () => {
    fc.assert(
      fc.property(arbitraryActivities(), (activities) => {
        const [a, b] = [registry(), registry()];
        const sorted = [...activities].sort((x, y) => x.time - y.time || (x.id < y.id ? -1 : 1));
        const merges = sorted.flatMap((activity) => b.learn([activity]));
        expect(merges).toEqual(a.learn(activities));
        expect(b.snapshot()).toEqual(a.snapshot());
      }),
    );
  });

  it('the same activity twice changes nothing', () => {
    fc.assert(
      fc.property(arbitraryActivities(), (activities) => {
        const [a, b] = [registry(), registry()];
        a.learn(activities);
        b.learn(activities.flatMap((activity) => [activity, activity]));
        expect(b.snapshot()).toEqual(a.snapshot());
      }),
    );
  });

  it('a restored snapshot is the same registry, now and later', () => {
    fc.assert(
      fc.property(arbitraryActivities(), arbitraryActivities(), (past, future) => {
        const original = registry();
        original.learn(past);
        const restored = EntityRegistry.restore(original.snapshot(), OPTIONS);
        expect(restored.snapshot()).toEqual(original.snapshot());
        expect(restored.learn(future)).toEqual(original.learn(future));
        expect(restored.snapshot()).toEqual(original.snapshot());
        for (const activity of [...past, ...future]) expect(restored.resolve(activity)).toEqual(original.resolve(activity));
      }),
    );
  });

  it('one weak name never joins two accounts', () => {
    const strong = fc
      .tuple(fc.constantFrom('upn', 'okta', 'sid', 'sam'), fc.nat(50))
      .map(([scheme, n]) =>
        scheme === 'upn'
          ? `upn:u${n}@example.com`
          : scheme === 'okta'
            ? `okta:id-${n}`
            : scheme === 'sid'
              ? `sid:S-1-5-21-1-2-3-${n + 1000}`
              : `sam:corp\\u${n}`,
      );
    const weak = fc.constantFrom(
      'account-name:x',
      'aws-access-key:AKIA1',
      'aws-arn:arn:aws:iam::1:role/R',
      'aws-principal:AROA1',
      'account-name:root',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(strong, weak), { minLength: 1, maxLength: 30 }), (records) => {
        const entities = registry();
        entities.learn(records.map(([a, b]) => act({ actor: names(a, b) })));
        const distinct = new Set(records.map(([a]) => a));
        expect(new Set([...distinct].map((text) => accountOf(entities, text))).size).toBe(distinct.size);
      }),
    );
  });

  it('names are resolved to live entities', () => {
    fc.assert(
      fc.property(arbitraryActivities(), (activities) => {
        const entities = registry();
        entities.learn(activities);
        for (const activity of activities) {
          const { account, device, sourceAddress } = entities.resolve(activity);
          for (const entity of [account, device, sourceAddress]) if (entity >= 0) expect(entities.current(entity)).toBe(entity);
        }
      }),
    );
  });
});

it('a damaged or foreign snapshot is refused', () => {
  const entities = registry();
  entities.learn([act({ actor: names('upn:ada@example.com') })]);
  expect(() => EntityRegistry.restore(entities.snapshot().slice(0, 90), OPTIONS)).toThrow(/Remove it to rebuild/);
  expect(() => EntityRegistry.restore(new Uint8Array(200), OPTIONS)).toThrow(/another version/);
});
