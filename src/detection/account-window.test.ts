import { describe, expect, test } from 'vitest';
import { activityMaker, email, HOUR, MINUTE, MONDAY, names } from '../../test/pipeline/example-activity.js';
import type { Activity } from '../activity/activity.js';
import { findTravel, TRAVEL_CONCURRENT, TRAVEL_IMPOSSIBLE, TRAVEL_NONE } from './account-facets.js';
import { AccountWindow } from './account-window.js';
import { accountAmount, accountList } from './unit-layout.js';
import { valueText } from './value-text.js';

const activity = activityMaker();
const own = (domain: string): boolean => domain === 'example.com';

const windowOf = (...activities: readonly Activity[]): AccountWindow => {
  const window = new AccountWindow(0);
  activities.forEach((one, index) => {
    window.take(one, index, own, () => undefined);
  });
  return window;
};

const values = (window: AccountWindow, list: Parameters<typeof accountList>[0]): number => window.lists[accountList(list)]?.size ?? 0;
const amount = (window: AccountWindow, name: Parameters<typeof accountAmount>[0]): number => window.amounts[accountAmount(name)] ?? 0;

describe('an account in one hour', () => {
  test('volumes count what activities stand for; reads and deletions only where they succeeded', () => {
    const window = windowOf(
      activity({ count: 3, resource: 'a.txt', container: 'site' }),
      activity({ actionClass: 'api-query', records: 500, container: 'Case' }),
      activity({ actionClass: 'file-deleted', resource: 'b.txt', container: 'site' }),
      activity({ actionClass: 'file-deleted', outcome: 'failure', resource: 'c.txt', container: 'site' }),
    );
    expect(window.eventCount).toBe(6);
    expect(amount(window, 'activity-volume')).toBe(6);
    expect(amount(window, 'read-volume')).toBe(503);
    expect(amount(window, 'delete-volume')).toBe(1);
    expect(amount(window, 'failure-volume')).toBe(1);
    expect(amount(window, 'distinct-resources')).toBe(4);
    expect(window.facts.get('failed:file-deleted')).toBe(1);
  });

  test('a job deleted after an export is a fact, before it is none', () => {
    const [bulk, removal] = [activity({ actionClass: 'bulk-job' }), activity({ actionClass: 'job-deleted' })];
    expect(windowOf(bulk, removal).facts.has('delete-after-export')).toBe(true);
    expect(windowOf(removal, bulk).facts.has('delete-after-export')).toBe(false);
  });

  test('twenty calls in one minute are a burst, nineteen or twenty over two minutes are not', () => {
    const calls = (count: number, apart: number): readonly Activity[] =>
      Array.from({ length: count }, (_, index) => activity({ actionClass: 'api-describe', time: MONDAY + index * apart }));
    expect(windowOf(...calls(20, 1_000)).facts.get('api-burst')).toBe(1);
    expect(windowOf(...calls(19, 1_000)).facts.has('api-burst')).toBe(false);
    expect(windowOf(...calls(20, 6_000)).facts.has('api-burst')).toBe(false);
  });

  test('a way of proving who one is counts once a service signed in to, and once a source beside that', () => {
    const signIn = (service: string, authentication: string): Activity => activity({ actionClass: 'sign-in', service, authentication });
    const window = windowOf(
      signIn('AWS', 'federated'),
      signIn('AWS', 'federated'),
      signIn('AWS', 'password'),
      signIn('Okta', 'password'),
      activity({ actionClass: 'api-read', service: 'S3', authentication: 'key' }),
      activity({ actionClass: 'api-read', service: 'EC2', authentication: 'key' }),
      activity({ actionClass: 'api-read' }),
    );
    expect(values(window, 'authentication')).toBe(4);
  });

  test('tokens, keys and scripts are told apart from people', () => {
    const window = windowOf(
      activity({ authentication: 'refresh-token', userAgent: 'python-requests/2.32' }),
      activity({ actionClass: 'sign-in', authentication: 'password' }),
      activity({ actionClass: 'sign-in', authentication: 'mfa' }),
    );
    expect(window.facts.get('token-authentication')).toBe(1);
    expect(window.facts.get('machine-client')).toBe(1);
    expect(window.facts.get('single-factor')).toBe(1);
  });

  test('mail and shares count outside domains, never the own', () => {
    const window = windowOf(
      activity({
        actionClass: 'mail-sent',
        email: email({ recipients: ['a@partner.example', 'b@example.com', 'c@mail.partner.example'] }),
      }),
      activity({ actionClass: 'file-shared-external', targetName: 'x@other.example', target: names('mail:x@other.example') }),
      activity({ actionClass: 'file-shared-external' }),
    );
    expect(values(window, 'mail-recipient')).toBe(1);
    expect(amount(window, 'mail-volume')).toBe(3);
    expect(values(window, 'sharing')).toBe(2);
  });

  test('a failed change changed nothing', () => {
    const change = { kind: 'New-InboxRule', attributes: ['ForwardTo=x@other.example'] };
    expect(windowOf(activity({ actionClass: 'mailbox-rule', change })).changed).toEqual([0]);
    expect(windowOf(activity({ actionClass: 'mailbox-rule', change, outcome: 'failure' })).changed).toEqual([]);
  });
});

test('a window used again is as new', () => {
  const change = { kind: 'New-InboxRule', attributes: ['ForwardTo=x@other.example'] };
  const before = [
    ...Array.from({ length: 20 }, () => activity({ actionClass: 'api-query', asn: 'AS7', sourceIp: '203.0.113.9', userAgent: 'curl/8' })),
    ...Array.from({ length: 20 }, (_, index) => activity({ actionClass: 'bulk-job', container: 'Case', resource: String(index) })),
    activity({ actionClass: 'mailbox-rule', change, country: 'DE' }),
    activity({ actionClass: 'sign-in', service: 'Portal', authentication: 'password' }),
  ];
  const after = [activity({ actionClass: 'job-deleted', resource: '3', container: 'Case' }), activity({ actionClass: 'api-query' })];
  const used = windowOf(...before);
  used.clear();
  after.forEach((one, index) => {
    used.take(one, index, own, () => undefined);
  });
  const fresh = windowOf(...after);
  const sights = (window: AccountWindow): unknown =>
    window.lists.map((list) => Array.from({ length: list?.size ?? 0 }, (_, place) => [list?.hash(place), list?.first(place)]));
  const shown = (window: AccountWindow): unknown => ({
    sights: sights(window),
    amounts: window.amounts,
    events: window.events,
    count: window.eventCount,
    facts: window.facts.toMap(),
    operations: window.operations.toMap(),
    stretches: window.stretches,
    transitions: window.transitions,
    changed: window.changed,
    changes: window.changes,
    ways: window.ways,
    visits: window.visits,
  });
  expect(shown(used)).toEqual(shown(fresh));
});

const place = (asn: string, minute: number, latitude?: number, longitude?: number): Activity =>
  activity({ asn, sourceIp: '198.51.100.7', time: MONDAY + minute * MINUTE, latitude, longitude });

describe('a network that one log tells and another does not', () => {
  const system = { asn: 'AS64500', asOrganization: 'Example' };
  const systemOf = (address: string): typeof system | undefined => (address.startsWith('198.51.100.') ? system : undefined);
  const told = activity({ sourceIp: '198.51.100.7', asn: 'AS64500', asOrganization: 'Example', time: MONDAY });
  const untold = (minute: number, sourceIp = '198.51.100.9'): Activity => activity({ sourceIp, time: MONDAY + minute * MINUTE });

  test('is one network and no movement', () => {
    const window = new AccountWindow(0);
    [told, untold(1), { ...told, time: MONDAY + 2 * MINUTE }, untold(3)].forEach((one, index) => {
      window.take(one, index, own, systemOf);
    });
    expect(values(window, 'origin-network')).toBe(1);
    expect(values(window, 'origin-prefix')).toBe(1);
    expect(window.stretches).toHaveLength(1);
    expect(findTravel(window, undefined).kind).toBe(TRAVEL_NONE);
  });

  test('is the address range where nobody tells it', () => {
    const window = windowOf(told, untold(1), untold(2, '203.0.113.5'));
    expect(values(window, 'origin-network')).toBe(3);
    expect(values(window, 'origin-prefix')).toBe(1);
  });

  test('has a name in words', () => {
    const addressNames = { nameOf: (): string => '', systemOf };
    expect(valueText('origin-network', untold(1), addressNames)).toBe('AS64500 Example');
    expect(valueText('origin-network', untold(1, '203.0.113.5'), addressNames)).toBe('203.0.113.0/24');
    expect(valueText('origin-network', activity({ asn: 'AS64501', sourceIp: '198.51.100.7' }), addressNames)).toBe('AS64501');
  });
});

describe('movement between networks', () => {
  test('one network is no movement, several are, in turn they are in use at once', () => {
    expect(findTravel(windowOf(place('AS1', 0), place('AS1', 5)), undefined).kind).toBe(TRAVEL_NONE);
    const several = findTravel(windowOf(place('AS1', 0), place('AS2', 5)), undefined);
    expect(several.kind).toBeGreaterThan(TRAVEL_NONE);
    expect(several.kind).toBeLessThan(TRAVEL_CONCURRENT);
    expect(findTravel(windowOf(place('AS1', 0), place('AS2', 5), place('AS1', 9)), undefined)).toMatchObject({
      kind: TRAVEL_CONCURRENT,
      index: 2,
    });
  });

  test('Frankfurt to New York in half an hour is impossible, in nine hours it is a flight', () => {
    const last = { network: 1, time: MONDAY, latitude: 50.03, longitude: 8.57 };
    const soon = findTravel(windowOf(place('AS2', 30, 40.64, -73.78)), last);
    expect(soon).toMatchObject({ kind: TRAVEL_IMPOSSIBLE, index: 0 });
    expect(soon.detail).toMatch(/^\d{4} km in 30 minutes$/);
    const flown = activity({ asn: 'AS2', sourceIp: '198.51.100.7', time: MONDAY + 9 * HOUR, latitude: 40.64, longitude: -73.78 });
    expect(findTravel(windowOf(flown), last).kind).toBe(TRAVEL_NONE);
  });

  test('errors of geolocation are not travel: 450 km at once, or no place known', () => {
    const last = { network: 1, time: MONDAY, latitude: 50.03, longitude: 8.57 };
    expect(findTravel(windowOf(place('AS2', 1, 48.14, 11.58)), last).kind).toBe(TRAVEL_NONE);
    expect(findTravel(windowOf(place('AS2', 1)), last).kind).toBe(TRAVEL_NONE);
  });
});
