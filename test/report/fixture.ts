import type { AnomalyDocument } from '../../src/documents/anomaly.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import type { ReportInput } from '../../src/report/report-input.js';
import { action, anomaly, emptySummary, facet, incident, reference, time, type EntityReference } from './builders.js';

const entity = (type: EntityReference['type'], name: string, role: EntityReference['role']): EntityReference => ({
  id: `${type}:${name}`,
  name,
  type,
  role,
});

const lena = entity('user', 'lena.brandt@northwind.example', 'actor');
const lenaMailbox = entity('user', 'lena.brandt@northwind.example', 'recipient');
const supplier = entity('user', 'billing@northvvind-invoices.example', 'sender');
const lure = entity('domain', 'northvvind-invoices.example', 'source');
const strange = entity('address', '185.220.101.47', 'source');
const laptop = entity('device', 'ws-fin-0417', 'source');
const relay = entity('domain', 'cdn-telemetry-eu.example', 'destination');
const relayAddress = entity('address', '203.0.113.88', 'destination');
const fileServer = entity('device', 'fs-fin-02', 'target');
const serviceAccount = entity('service', 'svc-invoice-sync', 'target');
const rclone = entity('app', 'rclone/v1.66.0', 'client');
const site = entity('resource', 'https://northwind.example/sites/finance/Shared Documents/2026/Supplier contracts', 'object');
const bucket = entity('resource', 'arn:aws:s3:::northwind-finance-archive', 'object');
const accessKey = entity('resource', 'AKIAEXAMPLE7Q2ZLENA', 'object');

const officeHours = [
  0.001, 0, 0, 0, 0, 0.004, 0.02, 0.07, 0.11, 0.12, 0.11, 0.1, 0.06, 0.09, 0.1, 0.09, 0.07, 0.035, 0.012, 0.004, 0.002, 0.001, 0.001, 0,
];

const mailEvents = [
  reference('o365.mail', '<20260309161004.8A1F@northvvind-invoices.example>', '2026-03-09T16:10:04Z'),
  reference('o365.mail', 'c1b9d3e0-77aa-4c0e-9d0e-5b6f1f0a9e21', '2026-03-12T07:41:52Z'),
];
const signInEvents = [
  reference('azure.signin', '6f0e6b1c-0c1f-4e39-9a6e-1b6f0c9ad100', '2026-03-12T07:44:10Z'),
  reference('azure.signin', '0b4ac9d2-1f6b-45cf-8a39-4e9dd1b2aa07', '2026-03-12T07:46:31Z'),
];
const ruleEvents = [reference('o365.audit', '4d3c2b1a-9f8e-4d7c-b6a5-0123456789ab', '2026-03-12T07:58:20Z')];
const endpointEvents = [
  reference('endpoint.process', 'N9fJw0aXk2o+++++3Qe', '2026-03-12T08:03:02Z'),
  reference('endpoint.process', 'N9fJw0aXk2o+++++3Qf', '2026-03-12T08:03:40Z'),
];
const beaconEvents = Array.from({ length: 9 }, (_, index) =>
  reference(
    'zeek.conn',
    `CQ7v1x3b${String(index)}JmKd2sLp`,
    `2026-03-12T0${String(8 + Math.floor(index / 6))}:${String((index % 6) * 10 + 4).padStart(2, '0')}:11Z`,
  ),
);
const lateralEvents = [
  reference('zeek.smb', 'CyT5Pa4nRr0q1', '2026-03-12T10:11:08Z'),
  reference('windows.security', 'DC01:4624:8812043', '2026-03-12T10:11:09Z'),
];
const downloadEvents = Array.from({ length: 14 }, (_, index) =>
  reference(
    'o365.audit',
    `77f1b0aa-0000-4d1c-8c11-${String(index).padStart(12, '0')}`,
    `2026-03-12T14:${String(20 + index).padStart(2, '0')}:31Z`,
  ),
);
const keyEvents = [reference('aws.cloudtrail', 'e7f0c2f4-3a8a-4b0d-9f57-2d8c0f9b1c11', '2026-03-12T14:52:18Z')];
const bucketEvents = [
  reference('aws.cloudtrail', 'a0b1c2d3-e4f5-4a6b-8c7d-0e1f2a3b4c5d', '2026-03-12T15:03:44Z'),
  reference('aws.cloudtrail', 'b1c2d3e4-f5a6-4b7c-8d9e-1f2a3b4c5d6e', '2026-03-12T15:21:05Z'),
];
const uploadEvents = [reference('zeek.conn', 'CfB4s21z0XnPq8Wc9', '2026-03-12T15:24:40Z')];
const alertEvents = [reference('suricata.alert', '1189241720035512', '2026-03-12T08:14:11Z')];

const chain: readonly AnomalyDocument[] = [
  anomaly({
    id: 'a-mail',
    entity: lenaMailbox,
    entities: [supplier, lure],
    start: '2026-03-09T16:10:04Z',
    end: '2026-03-09T16:10:04Z',
    domains: ['email'],
    models: ['Look-alike sender with a rare link'],
    message:
      'A message from northvvind-invoices.example, a look-alike of northwind.example, carried a link nobody in the estate had been sent, and it was opened.',
    probability: 1 / 41_000,
    severity: 'high',
    events: mailEvents,
    technique: ['T1566.002', 'Spearphishing Link'],
    facets: [
      facet({
        name: 'look-alike',
        family: 'mail',
        label: 'likeness of the sender to a known name',
        value: 'northvvind-invoices.example ≈ northwind.example',
        typical: 'no look-alike',
        detail: 'two letters vv stand for w',
        probability: 1 / 9000,
        history: 2140,
      }),
      facet({
        name: 'link-domain',
        family: 'mail',
        label: 'domain linked to',
        value: 'northvvind-invoices.example',
        typical: 'sharepoint.com, docusign.net and 14 others',
        probability: 1 / 2100,
        history: 2140,
      }),
      facet({
        name: 'mail-authentication',
        family: 'mail',
        label: 'SPF, DKIM and DMARC results',
        value: 'SPF pass, DKIM none, DMARC none',
        typical: 'all pass',
        seen: 61,
        history: 2140,
        peers_sharing: 31,
        probability: 1 / 35,
      }),
    ],
  }),
  anomaly({
    id: 'a-signin',
    entity: lena,
    entities: [strange],
    start: '2026-03-12T07:44:10Z',
    end: '2026-03-12T07:46:31Z',
    domains: ['identity'],
    models: ['Token used from a new network', 'Impossible travel'],
    message: 'lena.brandt signed in with one factor from a network nobody in the estate had used, while active in Berlin.',
    probability: 1 / 310_000,
    severity: 'critical',
    events: signInEvents,
    technique: ['T1078.004', 'Cloud Accounts'],
    facets: [
      facet({
        name: 'origin-network',
        family: 'novelty',
        label: 'network acted from',
        value: 'AS60729 (185.220.101.0/24)',
        typical: 'AS3320 Berlin office, AS6805 mobile',
        probability: 1 / 4100,
        peers: 212,
      }),
      facet({
        name: 'hour-of-week',
        family: 'time',
        label: 'hour of the week',
        value: 'Thursday 07:00',
        typical: 'weekdays 07:00–18:00',
        histogram: officeHours,
        histogram_index: 7,
        seen: 74,
        peers_sharing: 34,
        probability: 0.21,
      }),
      facet({
        name: 'travel',
        family: 'travel',
        label: 'use from two places at once',
        value: 'Berlin and Kraków, 141 s apart',
        typical: 'one place at a time',
        detail: '530 km apart; at least 55 min by air',
        probability: 1 / 8800,
      }),
    ],
  }),
  anomaly({
    id: 'a-rule',
    entity: lena,
    entities: [strange],
    start: '2026-03-12T07:58:20Z',
    end: '2026-03-12T07:58:20Z',
    domains: ['saas'],
    models: ['Mailbox rule that hides mail'],
    message: 'A mailbox rule was made that moves mail with "invoice" or "payment" to RSS Feeds and marks it read.',
    probability: 1 / 52_000,
    severity: 'high',
    events: ruleEvents,
    technique: ['T1564.008', 'Email Hiding Rules'],
    facets: [
      facet({
        name: 'access-change',
        family: 'persistence',
        label: 'change of who may do what',
        value: 'New-InboxRule: MoveToFolder=RSS Feeds; MarkAsRead=True',
        typical: 'no rule in 11 days',
        peers_sharing: 1,
        probability: 1 / 7200,
      }),
    ],
  }),
  anomaly({
    id: 'a-script',
    entity: laptop,
    entities: [lena, relay],
    start: '2026-03-12T08:03:02Z',
    end: '2026-03-12T08:03:40Z',
    domains: ['endpoint'],
    models: ['Script from a downloaded archive'],
    message: 'wscript.exe started from a downloaded archive on ws-fin-0417 and made a scheduled task.',
    probability: 1 / 18_500,
    severity: 'high',
    events: endpointEvents,
    technique: ['T1059.007', 'JavaScript'],
    facets: [
      facet({
        name: 'transfer',
        family: 'exfiltration',
        label: 'kind of file moved',
        value: 'application/zip → .js',
        typical: 'office documents, PDF',
        probability: 1 / 3300,
      }),
    ],
  }),
  anomaly({
    id: 'x-suricata',
    entity: laptop,
    entities: [relayAddress],
    start: '2026-03-12T08:14:11Z',
    end: '2026-03-12T08:14:11Z',
    domains: ['alert'],
    models: ['ET MALWARE Observed Malicious SSL Cert'],
    message: 'Suricata: ET MALWARE Observed Malicious SSL Cert, a rule that fired on 2 devices in 14 days.',
    probability: 1 / 900,
    severity: 'medium',
    events: alertEvents,
    facets: [
      facet({
        name: 'alert-rarity',
        family: 'alert',
        label: 'how rarely this rule fires on this entity',
        value: '1 in 14 days',
        typical: 'never',
        probability: 1 / 900,
      }),
    ],
  }),
  anomaly({
    id: 'a-beacon',
    entity: laptop,
    entities: [relay, relayAddress],
    start: '2026-03-12T08:04:11Z',
    end: '2026-03-12T15:24:11Z',
    domains: ['network'],
    models: ['Periodic contact with a new destination'],
    message: 'ws-fin-0417 contacted cdn-telemetry-eu.example 44 times, every 10 minutes give or take 4 seconds.',
    probability: 1 / 260_000,
    severity: 'high',
    events: beaconEvents,
    eventCount: 44,
    technique: ['T1071.001', 'Web Protocols'],
    facets: [
      facet({
        name: 'beaconing',
        family: 'beaconing',
        label: 'regularity of contact with one destination',
        value: 'every 600 s ± 4 s, 44 times',
        typical: 'no regular contact with it',
        detail: 'interval 0.98, size 0.95, duration 0.91',
        probability: 1 / 26_000,
      }),
      facet({
        name: 'destination',
        family: 'destination',
        label: 'outside destination',
        value: 'cdn-telemetry-eu.example',
        typical: '212 known destinations',
        probability: 1 / 1200,
        estate_sharing: 1,
      }),
      facet({
        name: 'connection-volume',
        family: 'volume',
        label: 'number of connections',
        value: '312 connections',
        observed: 312,
        unit: 'connections',
        typical: '180–420 connections',
        typical_low: 180,
        typical_high: 420,
        seen: 200,
        probability: 0.4,
      }),
    ],
  }),
  anomaly({
    id: 'a-lateral',
    entity: laptop,
    entities: [fileServer, serviceAccount],
    start: '2026-03-12T10:11:08Z',
    end: '2026-03-12T10:11:09Z',
    domains: ['endpoint', 'network'],
    models: ['Change of account along a path of logons'],
    message: 'ws-fin-0417 logged on to fs-fin-02 as svc-invoice-sync, an account never used from a workstation.',
    probability: 1 / 74_000,
    severity: 'high',
    events: lateralEvents,
    technique: ['T1021.002', 'SMB/Windows Admin Shares'],
    facets: [
      facet({
        name: 'credential-switch',
        family: 'lateral',
        label: 'change of account along a path of logons',
        value: 'lena.brandt → svc-invoice-sync',
        typical: 'lena.brandt only',
        probability: 1 / 12_400,
      }),
    ],
  }),
  anomaly({
    id: 'a-download',
    entity: lena,
    entities: [strange, rclone, site],
    start: '2026-03-12T14:20:31Z',
    end: '2026-03-12T14:49:02Z',
    domains: ['saas'],
    models: ['Mass download from a new network'],
    message: 'lena.brandt downloaded 1,284 files (3.2 GB) from the finance site with rclone.',
    probability: 1 / 2_400_000,
    severity: 'critical',
    events: downloadEvents,
    eventCount: 1284,
    technique: ['T1530', 'Data from Cloud Storage'],
    facets: [
      facet({
        name: 'read-volume',
        family: 'exfiltration',
        label: 'amount read or downloaded',
        value: '3.2 GB',
        observed: 3_214_880_112,
        unit: 'bytes',
        typical: '10–40 MB',
        typical_low: 10_000_000,
        typical_high: 40_000_000,
        probability: 1 / 90_000,
        probability_own: 1 / 4100,
        probability_peers: 1 / 90_000,
        peers: 212,
      }),
      facet({
        name: 'client',
        family: 'novelty',
        label: 'program or device used',
        value: 'rclone/v1.66.0',
        typical: 'Edge 122, Outlook 16, OneDrive sync',
        probability: 1 / 5400,
        peers: 212,
      }),
      facet({
        name: 'distinct-resources',
        family: 'volume',
        label: 'number of different objects',
        value: '1,284 objects',
        observed: 1284,
        unit: 'objects',
        typical: '12–85 objects',
        typical_low: 12,
        typical_high: 85,
        peers: 212,
        probability: 1 / 3900,
      }),
      facet({
        name: 'hour-of-week',
        family: 'time',
        label: 'hour of the week',
        value: 'Thursday 14:00',
        typical: 'weekdays 07:00–18:00',
        histogram: officeHours,
        histogram_index: 14,
        seen: 81,
        peers_sharing: 36,
        probability: 0.34,
      }),
    ],
  }),
  anomaly({
    id: 'a-key',
    entity: serviceAccount,
    entities: [strange, accessKey],
    start: '2026-03-12T14:52:18Z',
    end: '2026-03-12T14:52:18Z',
    domains: ['cloud'],
    models: ['Access key created from a new network'],
    message: 'svc-invoice-sync created an access key for itself from 185.220.101.47.',
    probability: 1 / 130_000,
    severity: 'high',
    events: keyEvents,
    technique: ['T1098.001', 'Additional Cloud Credentials'],
    facets: [
      facet({
        name: 'access-change',
        family: 'persistence',
        label: 'change of who may do what',
        value: 'CreateAccessKey on itself',
        typical: 'key rotation by terraform, every 90 days',
        probability: 1 / 14_000,
        peers: 0,
        history: 0,
      }),
    ],
  }),
  anomaly({
    id: 'a-bucket',
    entity: serviceAccount,
    entities: [accessKey, bucket, strange],
    start: '2026-03-12T15:03:44Z',
    end: '2026-03-12T15:21:05Z',
    domains: ['cloud'],
    models: ['Bulk read of a bucket with a new key'],
    message: 'The new key read 4,410 objects of northwind-finance-archive.',
    probability: 1 / 88_000,
    severity: 'high',
    events: bucketEvents,
    eventCount: 4410,
    technique: ['T1530', 'Data from Cloud Storage'],
    facets: [
      facet({
        name: 'read-volume',
        family: 'exfiltration',
        label: 'amount read or downloaded',
        value: '11.8 GB',
        observed: 11_800_000_000,
        unit: 'bytes',
        typical: '180–260 MB a night',
        typical_low: 180_000_000,
        typical_high: 260_000_000,
        probability: 1 / 22_000,
        peers: 6,
      }),
    ],
  }),
  anomaly({
    id: 'a-upload',
    entity: laptop,
    entities: [relayAddress],
    start: '2026-03-12T15:24:40Z',
    end: '2026-03-12T15:52:10Z',
    domains: ['network'],
    models: ['Large upload to a new destination'],
    message: 'ws-fin-0417 sent 640 MB to 203.0.113.88 in one connection.',
    probability: 1 / 47_000,
    severity: 'high',
    events: uploadEvents,
    technique: ['T1041', 'Exfiltration Over C2 Channel'],
    facets: [
      facet({
        name: 'bytes-out',
        family: 'exfiltration',
        label: 'bytes sent outside',
        value: '640 MB',
        observed: 640_000_000,
        unit: 'bytes',
        typical: '2–18 MB',
        typical_low: 2_000_000,
        typical_high: 18_000_000,
        probability: 1 / 9800,
      }),
    ],
  }),
];

const links = [
  ['a-mail', 'a-signin', 6.1, lena.name],
  ['a-signin', 'a-rule', 8.4, strange.name],
  ['a-mail', 'a-script', 3.9, lena.name],
  ['a-script', 'a-beacon', 7.7, laptop.name],
  ['a-beacon', 'x-suricata', 5.2, relayAddress.name],
  ['a-beacon', 'a-lateral', 4.8, laptop.name],
  ['a-rule', 'a-download', 6.6, strange.name],
  ['a-lateral', 'a-key', 5.9, serviceAccount.name],
  ['a-download', 'a-key', 4.4, strange.name],
  ['a-key', 'a-bucket', 9.3, accessKey.name],
  ['a-beacon', 'a-upload', 6.9, relayAddress.name],
] as const;

export const crossDomain = incident({
  id: 'inc-7c1e09',
  title:
    'A stolen session of lena.brandt took 3.2 GB of supplier contracts, then a new key of svc-invoice-sync emptied the finance archive',
  score: 96.4,
  severity: 'critical',
  queue: 'critical',
  needsPerson: true,
  reason:
    'Six domains tell one story through lena.brandt, ws-fin-0417 and 185.220.101.47, it ends in exfiltration, and the new access key is still valid.',
  members: chain,
  stages: [
    ['initial-access', ['a-mail', 'a-signin']],
    ['execution', ['a-script']],
    ['persistence', ['a-key']],
    ['defense-evasion', ['a-rule']],
    ['lateral-movement', ['a-lateral']],
    ['collection', ['a-download', 'a-bucket']],
    ['command-and-control', ['a-beacon', 'x-suricata']],
    ['exfiltration', ['a-upload']],
  ],
  links: links.map(([from, to, weight, via]) => ({ from, to, weight, via: [via] })),
  scoreParts: [
    { name: 'combined evidence', value: 31.2 },
    { name: 'domains crossed', value: 6.9 },
    { name: 'stages in kill-chain order', value: 4.1 },
    { name: 'alert of another tool', value: 1.8 },
    { name: 'young baseline of svc-invoice-sync', value: -2.3 },
  ],
  actions: ['act-1', 'act-2', 'act-3'],
  summary: {
    observed: [
      {
        text: 'lena.brandt opened a link in a message from a look-alike of the company’s own domain.',
        time: mailEvents[1]?.time ?? null,
        events: mailEvents,
      },
      {
        text: 'Two minutes later her account was used from a network nobody here had ever used, while she worked in Berlin.',
        time: signInEvents[0]?.time ?? null,
        events: signInEvents,
      },
      {
        text: 'From there a mailbox rule began to hide invoices, her laptop began to call out every ten minutes, and 1,284 files were downloaded.',
        time: null,
        events: [...ruleEvents, ...beaconEvents, ...downloadEvents],
      },
      {
        text: 'A new access key of svc-invoice-sync then read 4,410 objects of the finance archive.',
        time: null,
        events: [...keyEvents, ...bucketEvents],
      },
    ],
    interpretation: [
      {
        text: 'Benign: a migration of the finance site with rclone, by a colleague who travels, would explain the download and the network.',
        time: null,
        events: downloadEvents.slice(0, 2),
      },
      {
        text: 'It would not explain the rule that hides invoices nor the change of account on the file server.',
        time: null,
        events: [...ruleEvents, ...lateralEvents],
      },
      {
        text: 'Malign: a stolen session after phishing, with theft of contracts and preparation of invoice fraud.',
        time: null,
        events: [...mailEvents, ...ruleEvents],
      },
    ],
    recommendation: [
      {
        text: 'Revoke the sessions of lena.brandt and disable AKIAEXAMPLE7Q2ZLENA now; both are still valid.',
        time: null,
        events: keyEvents,
      },
      { text: 'Isolate ws-fin-0417 and keep its memory.', time: null, events: endpointEvents },
      { text: 'Ask lena.brandt by telephone whether she opened the message of Monday, 16:10.', time: null, events: mailEvents.slice(0, 1) },
    ],
  },
  narrative: chain.map((member) => ({ text: member.message, time: member.event.start, events: member.throughline.events })),
});

const backupAccount = entity('user', 'o.ferreira@northwind.example', 'actor');
const exportSite = entity('resource', 'Board papers', 'object');
const singleMembers = [
  anomaly({
    id: 'a-single',
    entity: backupAccount,
    entities: [exportSite],
    start: '2026-03-11T22:14:00Z',
    end: '2026-03-11T22:31:00Z',
    domains: ['saas'],
    models: ['Unusual volume at an unusual hour'],
    message: 'o.ferreira downloaded 212 files of Board papers at 22:14.',
    probability: 1 / 7200,
    severity: 'medium',
    technique: ['T1530', 'Data from Cloud Storage'],
    events: [
      reference('o365.audit', '1b1b1b1b-0000-4000-8000-000000000001', '2026-03-11T22:14:00Z'),
      reference('o365.audit', '1b1b1b1b-0000-4000-8000-000000000002', '2026-03-11T22:31:00Z'),
    ],
    facets: [
      facet({
        name: 'hour-of-week',
        family: 'time',
        label: 'hour of the week',
        value: 'Wednesday 22:00',
        typical: 'weekdays 07:00–18:00',
        histogram: officeHours,
        histogram_index: 22,
        seen: 1,
        probability: 1 / 620,
        peers_sharing: 4,
      }),
      facet({
        name: 'read-volume',
        family: 'exfiltration',
        label: 'amount read or downloaded',
        value: '212 files',
        observed: 212,
        unit: 'files',
        typical: '3–40 files',
        typical_low: 3,
        typical_high: 40,
        probability: 1 / 410,
      }),
    ],
  }),
];

export const singleLane = incident({
  id: 'inc-19ab',
  title: 'o.ferreira downloaded 212 board papers late at night',
  score: 41.2,
  severity: 'medium',
  queue: 'suspicious',
  needsPerson: true,
  reason: 'Second by score and within the budget of 5 a day; board papers are configured as critical.',
  members: singleMembers,
  stages: [['collection', ['a-single']]],
  scoreParts: [{ name: 'combined evidence', value: 8.9 }],
  summary: {
    observed: [
      {
        text: 'o.ferreira downloaded 212 files of Board papers between 22:14 and 22:31.',
        time: null,
        events: singleMembers[0]?.throughline.events ?? [],
      },
    ],
    interpretation: [
      {
        text: 'Benign: preparation of the board meeting of 12 March. Malign: taking papers along before leaving.',
        time: null,
        events: singleMembers[0]?.throughline.events ?? [],
      },
    ],
    recommendation: [{ text: 'Ask the owner of the site.', time: null, events: singleMembers[0]?.throughline.events ?? [] }],
  },
});

const scanner = entity('device', 'vuln-scan-01', 'source');
const waitingMembers = [
  anomaly({
    id: 'a-scan',
    entity: scanner,
    entities: [fileServer, entity('device', 'dc01', 'target')],
    start: '2026-03-05T02:00:00Z',
    end: '2026-03-05T02:40:00Z',
    domains: ['network'],
    models: ['Unnamed'],
    message: 'vuln-scan-01 tried 410 hosts, most without an answer.',
    probability: 1 / 2600,
    severity: 'low',
    events: [reference('zeek.conn', 'CscanAAAA1', '2026-03-05T02:00:00Z')],
  }),
];
export const waiting = incident({
  id: 'inc-22',
  title: 'vuln-scan-01 tried 410 inside hosts',
  score: 18,
  severity: 'low',
  queue: 'informational',
  needsPerson: false,
  reason: 'Below the budget; a scanner by its configured role.',
  members: waitingMembers,
  stages: [['discovery', ['a-scan']]],
  summary: { observed: [], interpretation: [], recommendation: [] },
});

const days = Array.from({ length: 14 }, (_, index) => ({
  day: time(`2026-02-27T00:00:00Z`).slice(0, 8) + String(27 + index).padStart(2, '0'),
  events:
    [184_200, 61_000, 58_400, 201_000, 209_400, 198_800, 214_100, 190_200, 63_500, 59_900, 205_000, 211_300, 199_700, 142_080][index] ?? 0,
  units: 4100,
  anomalies: [9, 3, 2, 7, 8, 6, 11, 5, 2, 1, 7, 6, 9, 19][index] ?? 0,
  incidents: [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 2, 3][index] ?? 0,
  needing_person: index === 13 || index === 12 ? 1 : 0,
})).map((day, index) => ({ ...day, day: new Date(Date.UTC(2026, 1, 27 + index)).toISOString().slice(0, 10) }));

const account = (
  read: number,
  last: string,
  domains: SummaryDocument['sources'][string]['domains'],
  dead: Readonly<Record<string, number>> = {},
  skipped: Readonly<Record<string, number>> = {},
): SummaryDocument['sources'][string] => {
  const lost = [...Object.values(dead), ...Object.values(skipped)].reduce((sum, count) => sum + count, 0);
  return {
    read,
    mapped: read - lost,
    activities: read - lost,
    duplicates: Math.round(read / 900),
    skipped,
    dead,
    first: '2026-02-27T00:00:03.000Z',
    last: time(last),
    domains,
  };
};

export const summary: SummaryDocument = {
  events_read: 2_198_580,
  events_scored: 2_171_022,
  duplicates: 2442,
  dead_letters: 1212,
  skipped: 23_904,
  anomalies: 95,
  incidents: 3,
  incidents_needing_person: 2,
  actions: 3,
  first_event: '2026-02-27T00:00:03.000Z',
  last_event: '2026-03-12T16:02:41.000Z',
  seconds: 61.4,
  events_per_second: 35_807,
  peak_rss_bytes: 812_000_000,
  units_scored: 57_400,
  mode: 'prequential',
  alert_budget_per_day: 5,
  entities: { user: 412, device: 530, service: 38, app: 61, address: 2210, domain: 9120 },
  sources: {
    'zeek.conn': account(1_402_000, '2026-03-12T16:02:41Z', ['network'], {}, { 'header-row': 410 }),
    'o365.audit': account(412_300, '2026-03-12T15:58:11Z', ['saas', 'email'], { 'time-missing': 12 }, { heartbeat: 19_800 }),
    'azure.signin': account(96_200, '2026-03-12T15:59:40Z', ['identity']),
    'endpoint.process': account(201_000, '2026-03-12T16:01:02Z', ['endpoint']),
    'aws.cloudtrail': account(81_400, '2026-03-12T15:21:05Z', ['cloud'], {}, { 'digest-record': 3694 }),
    'okta.system': account(4480, '2026-03-09T06:11:00Z', ['identity']),
    '': account(1200, '2026-03-12T12:00:00Z', [], { 'no-source-claims-it': 1180, 'not-json': 20 }),
  },
  inputs: [
    { path: 'export/zeek/2026-03-12/conn.log.gz', bytes: 48_211_004, records: 104_200, sources: ['zeek.conn'] },
    { path: 'export/o365/audit-2026-03.ndjson', bytes: 612_000_000, records: 412_300, sources: ['o365.audit'] },
    { path: 'export/misc/printer.csv', bytes: 88_000, records: 1200, sources: [] },
  ],
  calibration: {
    combined: { units: 57_400, at_1e2: 611, at_1e3: 71, at_1e4: 9 },
    novelty: { units: 57_400, at_1e2: 540, at_1e3: 49, at_1e4: 7 },
    volume: { units: 57_400, at_1e2: 702, at_1e3: 66, at_1e4: 4 },
    time: { units: 41_000, at_1e2: 390, at_1e3: 36, at_1e4: 3 },
    beaconing: { units: 9100, at_1e2: 60, at_1e3: 21, at_1e4: 2 },
    travel: { units: 12_000, at_1e2: 109, at_1e3: 14, at_1e4: 1 },
    mail: { units: 18_100, at_1e2: 205, at_1e3: 22, at_1e4: 2 },
    exfiltration: { units: 22_000, at_1e2: 190, at_1e3: 24, at_1e4: 5 },
  },
  days,
  warnings: ['No directory export was given, so peer groups rest on behaviour alone.'],
};

const nominal = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001, 0.00001];
const curve = (family: string, units: number, factors: readonly number[]) => ({
  family,
  units,
  nominal,
  realised: nominal.map((value, index) => Math.round(value * units * (factors[index % factors.length] ?? 1)) / units),
});

const background = (count: number): AnomalyDocument[] =>
  Array.from({ length: count }, (_, index) => {
    const kinds = ['identity', 'saas', 'network', 'endpoint', 'cloud', 'email'] as const;
    const domain = kinds[index % kinds.length] ?? 'identity';
    const start = Date.UTC(2026, 1, 27) + ((index * 7_919_113) % 1_180_000) * 1000;
    return anomaly({
      id: `bg-${String(index).padStart(5, '0')}`,
      entity: entity('user', `user${String((index * 37) % 412)}@northwind.example`, 'actor'),
      start: new Date(start).toISOString(),
      end: new Date(start + 900_000).toISOString(),
      domains: [domain],
      models: [index % 3 === 0 ? 'New network' : index % 3 === 1 ? 'Unusual volume' : 'Unnamed'],
      message: index % 3 === 0 ? 'Acted from a network it had never used.' : 'Did more than it usually does in an hour.',
      probability: 1 / (1000 + ((index * 613) % 9000)),
      severity: index % 7 === 0 ? 'medium' : 'low',
      facets: [
        facet({
          name: 'activity-volume',
          family: 'volume',
          label: 'number of operations',
          value: `${String(40 + index)} operations`,
          observed: 40 + index,
          unit: 'operations',
          typical: '2–30',
          typical_low: 2,
          typical_high: 30,
        }),
      ],
    });
  });

/** A run of fourteen days over six domains with three incidents; `extra` anomalies besides those of the incidents. */
export const fullReport = (extra = 80): ReportInput => ({
  summary: { ...summary, anomalies: chain.length + 2 + extra },
  incidents: [crossDomain, singleLane, waiting],
  anomalies: [...chain, ...singleMembers, ...waitingMembers, ...background(extra)],
  actions: [
    action(
      'act-1',
      'inc-7c1e09',
      'revoke-sessions',
      lena,
      'Ends every session and refresh token of the account.',
      'Nothing to undo: she signs in again.',
      0,
      1,
    ),
    action('act-2', 'inc-7c1e09', 'disable-access-key', accessKey, 'Sets the key inactive.', 'Set the key active again in IAM.', 24, 2),
    action(
      'act-3',
      'inc-7c1e09',
      'isolate-device',
      laptop,
      'Cuts the laptop off from all but the EDR console.',
      'Release the host in the EDR console.',
      8,
      2,
    ),
  ],
  calibrationCurve: [
    curve('combined', 57_400, [1, 1.02, 1.05, 1.08, 1.1, 1.06, 1.1, 1.2, 1.24, 1.3, 1.4, 1.6, 3.5]),
    curve('novelty', 57_400, [1, 0.98, 0.95, 0.94, 0.9, 0.88]),
    curve('volume', 57_400, [1, 1.1, 1.2, 1.2]),
    curve('time', 41_000, [0.95]),
    curve('beaconing', 9100, [1, 0.9, 0.7, 0.66, 1.2, 2.3]),
    curve('travel', 12_000, [0.9, 1.1]),
    curve('mail', 18_100, [1.13]),
    curve('exfiltration', 22_000, [0.86, 1.1]),
  ],
  deadLetters: [
    {
      '@timestamp': null,
      message: 'The line is not JSON: it ends in the middle of a string.',
      throughline: {
        id: 'dl-1',
        kind: 'dead-letter',
        tenant: 'northwind',
        dead_letter: {
          reason: 'not-json',
          input: 'export/misc/printer.csv',
          position: 41,
          source: '',
          record: '"12.03.2026";"<b>Toner</b> low";"printer-3',
          record_bytes: 41,
        },
      },
    },
  ],
  sourceDatasets: {
    'o365.audit': ['o365.audit', 'o365:management:activity'],
    'azure.signin': ['azure.signinlogs', 'azure:monitor:aad'],
    'aws.cloudtrail': ['aws.cloudtrail', 'aws:cloudtrail'],
    'zeek.conn': ['zeek.connection', 'bro:conn:json', 'zeek:conn:json'],
  },
  generatedFor: { tenant: 'northwind', version: '0.1.0' },
});

/** Nothing was read. */
export const emptyReport: ReportInput = {
  summary: emptySummary,
  incidents: [],
  anomalies: [],
  actions: [],
  calibrationCurve: [],
  generatedFor: { tenant: 'northwind', version: '0.1.0' },
};

/** Mail only, two days, nothing found, a third of the records unusable. */
export const partialReport: ReportInput = {
  ...emptyReport,
  summary: {
    ...emptySummary,
    events_read: 1200,
    events_scored: 800,
    dead_letters: 400,
    units_scored: 240,
    first_event: '2026-03-11T08:00:00.000Z',
    last_event: '2026-03-12T16:00:00.000Z',
    sources: {
      'google.gmail': {
        read: 1200,
        mapped: 800,
        activities: 800,
        duplicates: 0,
        skipped: {},
        dead: { 'time-missing': 400 },
        first: '2026-03-11T08:00:00.000Z',
        last: '2026-03-12T16:00:00.000Z',
        domains: ['email'],
      },
    },
    calibration: { combined: { units: 240, at_1e2: 3, at_1e3: 0, at_1e4: 0 } },
    days: [
      { day: '2026-03-11', events: 700, units: 140, anomalies: 0, incidents: 0, needing_person: 0 },
      { day: '2026-03-12', events: 500, units: 100, anomalies: 0, incidents: 0, needing_person: 0 },
    ],
  },
};
