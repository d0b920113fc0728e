import { describe, expect, test } from 'vitest';
import { activityMaker, email, MONDAY, names } from '../../test/pipeline/example-activity.js';
import type { Activity } from '../activity/activity.js';
import { DeviceWindow, type NetworkSurroundings } from './device-window.js';
import { fileEnding, mailDomain, MailboxWindow } from './mailbox-window.js';
import { deviceAmount, deviceList, mailboxList } from './unit-layout.js';
import { Surroundings } from './surroundings.js';

const activity = activityMaker();
const around: NetworkSurroundings = {
  outside: (address) => !address.startsWith('10.'),
  nameOf: (address) => (address === '203.0.113.9' ? 'known.example' : ''),
};

const flow = (fields: Partial<Activity>): Activity =>
  activity({
    domain: 'network',
    source: 'zeek.conn',
    actionClass: 'connection',
    action: 'connection',
    actorType: 'device',
    sourceIp: '10.0.0.5',
    network: { transport: 'tcp', protocol: 'ssl', state: 'SF', durationMs: 100, internal: undefined },
    destinationPort: 443,
    ...fields,
  });

const windowOf = (...activities: readonly Activity[]): DeviceWindow => {
  const window = new DeviceWindow(0);
  activities.forEach((one, index) => {
    window.take(one, index, around);
  });
  window.finish();
  return window;
};

describe('a device in one hour', () => {
  test('bytes count to the outside only, hosts on the inside only', () => {
    const window = windowOf(
      flow({ destinationIp: '203.0.113.9', bytesOut: 2_000_000, bytesIn: 10 }),
      flow({ destinationIp: '10.0.0.7', bytesOut: 500, destinationPort: 445 }),
      flow({ destinationIp: '10.0.0.7', bytesOut: 500 }),
      flow({ destinationIp: '10.0.0.8', bytesOut: 500 }),
    );
    expect(window.amounts[deviceAmount('bytes-out')]).toBe(2_000_000);
    expect(window.amounts[deviceAmount('fan-out')]).toBe(2);
    expect(window.amounts[deviceAmount('connection-volume')]).toBe(4);
    expect(window.facts.get('remote-administration')).toBe(1);
    expect(window.facts.has('large-upload')).toBe(true);
    expect(window.lists[deviceList('internal-edge')]?.size).toBe(1);
  });

  test('the outside destination that sent most bytes back, and the longest connection, each count with the record that tells them', () => {
    const lasting = (durationMs: number): Partial<Activity> => ({
      network: { transport: 'tcp', protocol: 'ssl', state: 'SF', durationMs, internal: undefined },
    });
    const window = windowOf(
      flow({ destinationIp: '198.51.100.1', bytesIn: 600, ...lasting(7_200_000) }),
      flow({ destinationIp: '203.0.113.9', bytesIn: 400 }),
      flow({ destinationIp: '203.0.113.9', bytesIn: 500 }),
      flow({ destinationIp: '10.0.0.7', bytesIn: 9_000, ...lasting(9_000_000) }),
    );
    expect(window.amounts[deviceAmount('bytes-in')]).toBe(900);
    expect(window.heaviest?.heaviest).toBe(2);
    expect(window.amounts[deviceAmount('longest-connection')]).toBe(7_200);
    expect(window.longest?.longest).toBe(0);
    window.clear();
    expect([window.heaviest, window.longest]).toEqual([undefined, undefined]);
  });

  test('a destination is its registrable domain, else the name it was looked up by, else its address', () => {
    const window = windowOf(
      flow({ destinationIp: '198.51.100.1', destinationDomain: 'a.b.example.co.uk' }),
      flow({ destinationIp: '203.0.113.9' }),
      flow({ destinationIp: '198.51.100.99' }),
    );
    expect([...window.contacts.values()].map(({ name }) => name)).toEqual(['example.co.uk', 'known.example', '198.51.100.99']);
    expect(window.facts.get('address-without-name')).toBe(1);
  });

  test('one contact seen by several logs is counted in the log that saw most', () => {
    const contacts = [0, 60, 120].map((second) => flow({ destinationIp: '203.0.113.9', time: MONDAY + second * 1_000 }));
    const seenTwice = flow({ destinationIp: '203.0.113.9', source: 'zeek.ssl', actionClass: 'tls-handshake', time: MONDAY });
    const [contact] = windowOf(...contacts, seenTwice).contacts.values();
    expect(contact?.count).toBe(3);
    expect(contact?.times).toEqual([0, 60, 120].map((second) => MONDAY / 1_000 + second));
  });

  test('fifteen inside ports that nobody answers on are a scan', () => {
    const refused = { transport: 'tcp', protocol: '', state: 'REJ', durationMs: 0, internal: true };
    const tries = (count: number): readonly Activity[] =>
      Array.from({ length: count }, (_, index) => flow({ destinationIp: '10.0.0.9', destinationPort: 1_000 + index, network: refused }));
    expect(windowOf(...tries(15)).facts.get('internal-scan')).toBe(15);
    expect(windowOf(...tries(14)).facts.has('internal-scan')).toBe(false);
  });

  test('names asked for are gathered under their registrable domain', () => {
    const ask = (query: string, rcode: string, answers: readonly string[] = []): Activity =>
      flow({ actionClass: 'dns-query', source: 'zeek.dns', dns: { query, type: 'A', rcode, answers } });
    const window = windowOf(
      ask('a.tunnel.example', 'NOERROR', ['192.0.2.1']),
      ask('b.tunnel.example', 'NXDOMAIN'),
      ask('tunnel.example', 'NOERROR', ['192.0.2.1']),
      ask('7.0.0.10.in-addr.arpa', 'NOERROR', ['host']),
    );
    expect([...window.lookups.values()]).toMatchObject([{ domain: 'tunnel.example', asked: 3, missing: 1 }]);
    expect([...(window.lookups.get('tunnel.example')?.names ?? [])]).toEqual(['a', 'b']);
    expect(window.lists[deviceList('destination')]?.size).toBe(1);
  });
});

describe('a mailbox in one hour', () => {
  test('senders, their domains, links and kinds of attachment', () => {
    const window = new MailboxWindow(0);
    const message = email({
      from: 'ceo@mail.partner.example',
      linkDomains: ['login.evil.example', 'cdn.evil.example'],
      attachmentNames: ['invoice.PDF', 'run.js', 'readme'],
    });
    window.take(activity({ actionClass: 'mail-received', email: message }), 0);
    window.take(activity({ actionClass: 'mail-click', destinationDomain: 'login.evil.example' }), 1);
    expect(window.messages).toEqual([0]);
    expect(window.lists[mailboxList('link-domain')]?.size).toBe(1);
    expect(window.lists[mailboxList('link-domain')]?.first(0)).toBe(0);
    expect(window.lists[mailboxList('attachment')]?.size).toBe(3);
    expect([...window.facts.toMap().keys()]).toEqual(expect.arrayContaining(['risky-attachment', 'link-clicked', 'mail-received']));
  });

  test.each([
    ['a@b.example.co.uk', 'example.co.uk'],
    ['"odd@name"@Partner.Example', 'partner.example'],
    ['nobody', ''],
  ])('the domain of %s is %s', (address, domain) => {
    expect(mailDomain(address)).toBe(domain);
  });

  test.each([
    ['invoice.PDF', 'pdf'],
    ['archive.tar.gz', 'gz'],
    ['.profile', 'none'],
    ['readme', 'none'],
    ['a.verylongending', 'none'],
  ])('the ending of %s is %s', (name, ending) => {
    expect(fileEnding(name)).toBe(ending);
  });
});

describe('Surroundings', () => {
  const inside = { isInternal: (address: string): boolean => address.startsWith('10.') || address.startsWith('192.168.') };

  test('private addresses are inside once a host of that range has acted, at once where the operator named the networks', () => {
    const learned = new Surroundings(inside, false);
    expect(learned.outside('10.0.0.7')).toBe(true);
    learned.learn(flow({ sourceIp: '10.0.0.5' }));
    expect(learned.outside('10.0.0.7')).toBe(false);
    expect(learned.outside('192.168.1.1')).toBe(true);
    expect(learned.outside('203.0.113.9')).toBe(true);
    expect(new Surroundings(inside, true).outside('192.168.1.1')).toBe(false);
  });

  test.each(['224.0.0.251', '255.255.255.255', '10.0.0.255', 'ff02::fb', '0.0.0.0'])('%s is no outside host', (address) => {
    expect(new Surroundings(inside, false).outside(address)).toBe(false);
  });

  test('remembers which name an address was looked up by, also after a round trip', () => {
    const learned = new Surroundings(inside, false);
    learned.learn(
      flow({
        actionClass: 'dns-query',
        dns: { query: 'www.known.example', type: 'A', rcode: 'NOERROR', answers: ['alias.example', '203.0.113.9'] },
      }),
    );
    learned.learn(flow({ destinationDomain: 'api.other.example', destinationIp: '2001:db8::1' }));
    const restored = new Surroundings(inside, false);
    restored.restore(JSON.parse(JSON.stringify(learned)));
    for (const one of [learned, restored]) {
      expect(one.nameOf('203.0.113.9')).toBe('known.example');
      expect(one.nameOf('2001:db8::1')).toBe('other.example');
      expect(one.nameOf('alias.example')).toBe('');
    }
  });

  test('remembers which autonomous system a range was last told to belong to, also after a round trip', () => {
    const learned = new Surroundings(inside, false);
    for (const asn of ['AS64500', 'AS64501']) learned.learn(activity({ sourceIp: '198.51.100.7', asn, asOrganization: 'Example' }));
    learned.learn(activity({ sourceIp: '198.51.100.9' }));
    const restored = new Surroundings(inside, false);
    restored.restore(JSON.parse(JSON.stringify(learned)));
    for (const one of [learned, restored]) {
      expect(one.systemOf('198.51.100.200')).toEqual({ asn: 'AS64501', asOrganization: 'Example' });
      expect(one.systemOf('198.51.101.7')).toBeUndefined();
      expect(one.systemOf('')).toBeUndefined();
    }
  });

  test('what people do in the cloud says nothing of the network', () => {
    const learned = new Surroundings(inside, false);
    learned.learn(activity({ sourceIp: '10.0.0.5', actor: names('upn:a@example.com') }));
    expect(learned.outside('10.0.0.7')).toBe(true);
  });
});
