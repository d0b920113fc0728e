import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Activity, createActivity } from '../activity/activity.js';
import { ActivityDecoder, ActivityEncoder } from './activity-codec.js';

const text = fc.oneof(fc.constant(''), fc.constant('198.51.100.7'), fc.string({ unit: 'binary', maxLength: 300 }));
const texts = fc.array(text, { maxLength: 3 });
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constant(2 ** 40), fc.constant(-0));
const optional = fc.option(number, { nil: undefined });
const identifiers = fc.array(fc.record({ scheme: fc.constantFrom('mail' as const, 'ip' as const), value: text }), { maxLength: 3 });
const network = fc.record({
  transport: text,
  protocol: text,
  state: text,
  durationMs: number,
  internal: fc.option(fc.boolean(), { nil: undefined }),
});
const email = fc.record({
  messageId: text,
  direction: fc.constant('inbound' as const),
  envelopeFrom: text,
  from: text,
  fromDisplayName: text,
  replyTo: text,
  recipients: texts,
  subject: text,
  spf: fc.constant('pass' as const),
  dkim: fc.constant('fail' as const),
  dmarc: fc.constant('none' as const),
  linkDomains: texts,
  attachmentNames: texts,
  attachmentHashes: texts,
  sizeBytes: optional,
  verdict: text,
});
const alert = fc.record({
  vendor: text,
  rule: text,
  ruleId: text,
  severity: number,
  techniques: texts,
  tactics: texts,
  message: text,
});
const file = fc.record({ name: text, mimeType: text, sha256: text, size: optional });
const http = fc.record({ method: text, host: text, path: text, status: optional, mimeType: text });
const detail = {
  network: fc.option(network, { nil: undefined }),
  dns: fc.option(fc.record({ query: text, type: text, rcode: text, answers: texts }), { nil: undefined }),
  http: fc.option(http, { nil: undefined }),
  tls: fc.option(fc.record({ serverName: text, ja3: text, ja3s: text, issuer: text, subject: text, validation: text }), {
    nil: undefined,
  }),
  file: fc.option(file, { nil: undefined }),
  email: fc.option(email, { nil: undefined }),
  change: fc.option(fc.record({ kind: text, attributes: texts }), { nil: undefined }),
  alert: fc.option(alert, { nil: undefined }),
};
const activity: fc.Arbitrary<Activity> = fc
  .record({
    id: text,
    source: text,
    time: number,
    action: text,
    organization: text,
    userAgent: text,
    actor: identifiers,
    actorGroups: texts,
    target: identifiers,
    sourcePort: optional,
    latitude: optional,
    count: number,
    bytesOut: optional,
    records: optional,
    ...detail,
  })
  .map((fields) => createActivity({ ...fields, domain: 'saas', actionClass: 'file-read' }));

test('every activity comes back as it was, across blocks, in any order', () => {
  const encoder = new ActivityEncoder();
  const decoder = new ActivityDecoder();
  fc.assert(
    fc.property(fc.array(activity, { maxLength: 20 }), (activities) => {
      for (const one of activities) encoder.add(one);
      const block = decoder.open(encoder.finish());
      const places = [block.start];
      const decoded = activities.map((_, at) => {
        const one = block.read(places[at] ?? -1);
        places.push(block.position);
        return one;
      });
      expect(decoded).toEqual(activities);
      expect(
        places
          .slice(0, -1)
          .reverse()
          .map((place) => block.read(place)),
      ).toEqual([...activities].reverse());
      expect(decoded.map((one) => Object.keys(one))).toStrictEqual(activities.map((one) => Object.keys(one)));
    }),
    { seed: 7, numRuns: 200 },
  );
});

test('each field comes back alone', () => {
  const bare = { id: '1', source: 'zeek.conn', domain: 'network', time: 5, action: 'connection', actionClass: 'connection' } as const;
  const [first, second] = [
    [{ scheme: 'mail', value: 'ada@example.com' }],
    [
      { scheme: 'ip', value: '198.51.100.7' },
      { scheme: 'hostname', value: 'h' },
    ],
  ] as const;
  const filled: Partial<Activity> = {
    outcome: 'failure',
    reason: 'a',
    organization: 'b',
    actorType: 'app',
    actor: first,
    actorName: 'c',
    actorGroups: ['d', 'e'],
    client: 'f',
    clientIds: second,
    device: first,
    userAgent: 'g',
    session: 'h',
    authentication: 'i',
    sourceIp: 'j',
    sourceAddressRaw: 'k',
    sourcePort: 0,
    country: 'l',
    city: 'm',
    latitude: -1.5,
    longitude: 2,
    asn: 'n',
    asOrganization: 'o',
    service: 'p',
    resource: 'q',
    resourceType: 'r',
    container: 's',
    target: second,
    targetType: 'user',
    targetName: 't',
    destinationIp: 'u',
    destinationPort: 3,
    destinationDomain: 'v',
    count: 4,
    bytesOut: 5,
    bytesIn: 6,
    records: 7,
  };
  const alone = Object.entries(filled).map(([field, value]) => createActivity({ ...bare, [field]: value }));
  const encoder = new ActivityEncoder();
  for (const one of alone) encoder.add(one);
  const reader = new ActivityDecoder().open(encoder.finish());
  const read = alone.map((_one, at) => reader.read(at === 0 ? reader.start : reader.position));
  expect(read).toEqual(alone);
  expect(alone).toHaveLength(Object.keys(createActivity(bare)).length - Object.keys(bare).length - 8);
});
