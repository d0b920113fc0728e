import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RejectedRecord } from '../connectors/connector.js';
import { listInputs } from '../connectors/embedded/input-files.js';
import { readInputs } from '../connectors/embedded/read-inputs.js';
import type { Activity } from '../src/activity/activity.js';
import { defaultMappings } from '../src/activity/default-mappings.js';
import { createRegistry, RecordMapper } from '../src/activity/registry.js';
import { SourceTally, type CountsBySource } from '../src/activity/source-counts.js';
import type { RawRecord } from '../src/activity/source-mapping.js';
import { SEEDS } from './hostile/hostile-records.js';

const DATA = '../shared/data';
const registry = createRegistry(defaultMappings);

interface Outcome {
  readonly counts: CountsBySource;
  readonly activities: readonly Activity[];
  readonly rejected: readonly RejectedRecord[];
}

async function readPaths(...paths: readonly string[]): Promise<Outcome> {
  const { files } = await listInputs(paths.map((path) => `${DATA}/${path}`));
  const tally = new SourceTally();
  const activities: Activity[] = [];
  const rejected: RejectedRecord[] = [];
  for await (const batch of readInputs(files, registry)) {
    tally.add(batch.counts);
    activities.push(...batch.activities);
    rejected.push(...batch.rejected);
  }
  return { counts: tally.counts(), activities, rejected };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((left, right) => left + right, 0);
}

/** A table of what became of the records, for the eye of whoever works on a mapping. */
function table(counts: CountsBySource): string {
  const rows = Object.entries(counts).map(([source, { read, mapped, skipped, dead }]) => {
    const reasons = [...Object.entries(skipped), ...Object.entries(dead)].map(([reason, number]) => `${reason} ${number}`).join(', ');
    return `${(source || '(unclaimed)').padEnd(32)}${String(read).padStart(7)}${String(mapped).padStart(7)}  ${reasons}`;
  });
  return `${'source'.padEnd(32)}   read mapped  not mapped because\n${rows.join('\n')}\n`;
}

function mapOne(record: RawRecord, name = 'records.ndjson'): Activity | string {
  const mapped = new RecordMapper(registry, { name, dataset: '' }, undefined).map(record);
  return mapped.kind === 'activities' ? (mapped.activities[0] ?? 'none') : `${mapped.kind}: ${mapped.reason}`;
}

function describeData(folder: string, body: () => void): void {
  const present = existsSync(`${DATA}/${folder}`);
  describe.skipIf(!present)(present ? folder : `skipped: ${DATA}/${folder} not present`, body);
}

describe('network, mail and alert records', () => {
  const zeek = {
    ts: 1772409600.5,
    uid: 'Cabc',
    proto: 'tcp',
    service: 'ssl',
    conn_state: 'SF',
    orig_bytes: 10,
    resp_bytes: 20,
    duration: 0.25,
  };
  const ends = { orig_h: '10.0.0.1', orig_p: 40_000, resp_h: '198.51.100.2', resp_p: 443 };
  const dotted = { 'id.orig_h': ends.orig_h, 'id.orig_p': ends.orig_p, 'id.resp_h': ends.resp_h, 'id.resp_p': ends.resp_p };
  const expected = {
    id: 'Cabc',
    source: 'zeek.conn',
    time: 1_772_409_600_500,
    outcome: 'success',
    sourceIp: '10.0.0.1',
    destinationIp: '198.51.100.2',
    destinationPort: 443,
    bytesOut: 10,
    bytesIn: 20,
    device: [{ scheme: 'ip', value: '10.0.0.1' }],
    network: { transport: 'tcp', protocol: 'ssl', durationMs: 250 },
  };

  it.each([
    ['dotted names', { ...zeek, ...dotted }],
    [
      'underscored names and @stream',
      { '@stream': 'conn', ...zeek, id_orig_h: ends.orig_h, id_orig_p: 40_000, id_resp_h: ends.resp_h, id_resp_p: 443 },
    ],
    ['nested names and _path', { _path: 'conn', ...zeek, id: ends }],
    ['a forwarder around it', { log_file: '/var/log/conn_20260302_00:00.log', message: JSON.stringify({ ...zeek, ...dotted }) }],
    ['an index hit around it', { _index: 'zeek', _id: 'x', _source: { _path: 'conn', ...zeek, ...dotted } }],
    [
      'a Splunk export around it',
      { preview: false, result: { sourcetype: 'bro:conn:json', _raw: JSON.stringify({ ...zeek, ...dotted }) } },
    ],
  ])('read a Zeek connection with %s', (_what, record) => {
    expect(mapOne(record)).toMatchObject(expected);
  });

  it('name the account and the device of a Kerberos ticket', () => {
    const record = {
      _path: 'kerberos',
      ts: 1772409600,
      uid: 'C',
      ...dotted,
      client: 'Ann/EXAMPLE.ORG',
      service: 'HTTP/Web1',
      request_type: 'TGS',
      success: true,
    };
    expect(mapOne(record)).toMatchObject({
      actor: [{ scheme: 'kerberos', value: 'ann@example.org' }],
      target: [{ scheme: 'hostname', value: 'web1' }],
      outcome: 'success',
    });
    expect(mapOne({ ...record, client: 'PC7$/EXAMPLE.ORG' })).toMatchObject({
      actor: [],
      device: [
        { scheme: 'ip', value: '10.0.0.1' },
        { scheme: 'hostname', value: 'pc7' },
      ],
    });
  });

  it('read a lease as names of one device', () => {
    const record = {
      _path: 'dhcp',
      ts: 1772409600,
      uids: ['C'],
      mac: '00:AA:00:00:00:01',
      assigned_addr: '10.0.0.7',
      host_name: 'PC7',
      lease_time: 3600,
    };
    expect(mapOne(record)).toMatchObject({
      actionClass: 'address-lease',
      sourceIp: '10.0.0.7',
      device: [
        { scheme: 'ip', value: '10.0.0.7' },
        { scheme: 'mac', value: '00:aa:00:00:00:01' },
        { scheme: 'hostname', value: 'pc7' },
      ],
      network: { durationMs: 3_600_000 },
    });
    expect(mapOne({ ...record, assigned_addr: undefined })).toBe('skipped: DHCP exchange without a lease');
  });

  it('tell the direction of a traced message by the organisation', () => {
    const record = {
      ...{ MessageTraceId: 't', Received: '2026-03-02T00:00:00Z', Organization: 'example.org', Status: 'Delivered', Size: 512 },
      ...{ SenderAddress: 'Eve@example.com', RecipientAddress: 'ann@example.org', Subject: 'hello', FromIP: '203.0.113.9' },
    };
    expect(mapOne(record)).toMatchObject({
      source: 'exchange.message-trace',
      actionClass: 'mail-received',
      actor: [{ scheme: 'mail', value: 'eve@example.com' }],
      target: [{ scheme: 'mail', value: 'ann@example.org' }],
      email: { direction: 'inbound', verdict: 'delivered', sizeBytes: 512 },
    });
    expect(mapOne({ ...record, SenderAddress: 'bob@example.org', RecipientAddress: 'x@example.com' })).toMatchObject({
      actionClass: 'mail-sent',
    });
  });

  it('take the client of a click from where Proofpoint keeps it in ECS', () => {
    const record = {
      '@timestamp': '2026-03-02T00:00:00Z',
      ...{ event: { kind: 'event', dataset: 'proofpoint_tap.clicks_permitted', type: ['allowed'] }, proofpoint_tap: { guid: 'g' } },
      ...{ email: { to: { address: 'ann@example.org' } }, url: { full: 'https://login.example.net:8443/x' } },
      ...{ destination: { ip: '192.0.2.7' }, source: { ip: '203.0.113.9' } },
    };
    expect(mapOne(record)).toMatchObject({ actionClass: 'mail-click', sourceIp: '192.0.2.7', destinationDomain: 'login.example.net' });
  });

  it('keep an alert of Elastic Security an alert, whatever data set it is about', () => {
    const record = {
      ...{
        'kibana.alert.rule.name': 'Rule',
        'kibana.alert.uuid': 'u1',
        'kibana.alert.risk_score': 73,
        '@timestamp': '2026-03-02T00:00:00Z',
      },
      ...{
        'event.dataset': 'zeek.connection',
        'kibana.alert.rule.threat.technique.id': ['T1071.001'],
        user: { name: 'ann' },
        host: { name: 'PC7' },
      },
    };
    expect(mapOne(record)).toMatchObject({
      source: 'elastic.alert',
      id: 'u1',
      alert: { rule: 'Rule', severity: 73, techniques: ['T1071.001'] },
    });
  });

  it('keep an address that is none as it was written', () => {
    const record = {
      DeviceEventClassID: '26',
      LogSeverity: '7',
      Activity: 'A/B',
      'StartTime [UTC]': '3/2/2026, 1:00:00.000 AM',
      DeviceAddress: '127.0. 0.1',
    };
    expect(mapOne(record)).toMatchObject({ sourceIp: '', sourceAddressRaw: '127.0. 0.1', alert: { severity: 70 } });
  });

  it.each(SEEDS.map((record, index) => [index, record] as const))('are claimed by one mapping at most (shape %i)', (_index, record) => {
    const claims = defaultMappings.filter((mapping) => mapping.detects(record, { name: '', dataset: '' })).map((mapping) => mapping.name);
    expect(claims.length).toBeLessThanOrEqual(1);
  });

  it('leave what nobody knows to the dead letters', () => {
    expect(mapOne({ a: 1 })).toBe('dead: no mapping claims this record');
    expect(mapOne({ '@stream': 'stats', ts: 1 })).toBe('skipped: Zeek stream that says nothing about behaviour');
    expect(mapOne({ _path: 'conn', uid: 'C', ts: 'XXXXXXXXXX.XXXXXX' })).toBe('dead: no readable time');
  });
});

describeData('zeek-m57', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await readPaths('zeek-m57');
  });

  it('is read to the last row', () => {
    process.stdout.write(table(outcome.counts));
    const read = Object.fromEntries(Object.entries(outcome.counts).map(([source, { read }]) => [source, read]));
    expect(read).toEqual({ 'zeek.conn': 8462, 'zeek.dns': 5124, 'zeek.ftp': 2, 'zeek.http': 4896, 'zeek.smtp': 21, 'zeek.ssl': 113 });
    expect(outcome.rejected).toEqual([]);
  });

  it('counts the connections of each workstation', () => {
    const from = (address: string) =>
      outcome.activities.filter((activity) => activity.source === 'zeek.conn' && activity.sourceIp === address).length;
    expect([104, 105, 102, 103].map((last) => from(`192.168.1.${last}`))).toEqual([2755, 1854, 1658, 1617]);
  });
});

describeData('zeek-apt29', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await readPaths('zeek-apt29');
  });

  it('is read to the last record', () => {
    process.stdout.write(table(outcome.counts));
    expect(outcome.rejected).toEqual([]);
    expect(sumOf(Object.fromEntries(Object.entries(outcome.counts).map(([source, { read }]) => [source, read])))).toBe(2140 + 5664);
    expect(outcome.counts['zeek.conn']?.mapped).toBe(613 + 1172);
  });

  it('shows the two beacons and the long connection', () => {
    const connections = outcome.activities.filter((activity) => activity.source === 'zeek.conn');
    const between = (source: string, destination: string, port: number) =>
      connections.filter((one) => one.sourceIp === source && one.destinationIp === destination && one.destinationPort === port);
    expect(between('10.0.1.6', '192.168.0.4', 8443)).toHaveLength(376);
    expect(between('10.0.1.5', '192.168.0.4', 443)).toHaveLength(676);
    expect(between('10.0.1.4', '192.168.0.5', 1234).map(({ bytesOut, bytesIn }) => [bytesOut, bytesIn])).toEqual([[70_042, 910_700]]);
  });
});

describeData('zeek-ot', () => {
  it('ends with a reason for every row, since its times are masked', async () => {
    const outcome = await readPaths('zeek-ot');
    process.stdout.write(table(outcome.counts));
    const read = Object.values(outcome.counts).reduce((sum, source) => sum + source.read, 0);
    expect(read).toBe(26_492);
    expect(outcome.activities).toEqual([]);
    expect(outcome.rejected).toHaveLength(read);
    expect(outcome.counts['zeek.conn']?.dead).toEqual({ 'no readable time': 357 });
    expect(outcome.counts['']?.dead['Zeek row without a #fields line']).toBe(1825);
  });
});

for (const [folder, minimum] of [
  ['ecs-samples', 4500],
  ['vendor-samples', 900],
] as const) {
  describeData(folder, () => {
    it('makes no mapping fail and accounts for every record', async () => {
      const outcome = await readPaths(folder);
      process.stdout.write(table(outcome.counts));
      let read = 0;
      for (const counts of Object.values(outcome.counts)) {
        read += counts.read;
        expect(counts.read).toBe(counts.mapped + sumOf(counts.skipped) + sumOf(counts.dead));
        expect(Object.keys(counts.dead)).not.toContain('mapping failed on this record');
      }
      expect(read).toBeGreaterThanOrEqual(minimum);
      for (const activity of outcome.activities) expect(activity.id).not.toBe('');
    });
  });
}

describeData('ecs-samples', () => {
  it.each([
    ['zeek.connection', 'zeek.conn', 18],
    ['zeek.dns', 'zeek.dns', 8],
    ['zeek.http', 'zeek.http', 9],
    ['zeek.ssl', 'zeek.ssl', 11],
    ['suricata.eve', 'suricata.eve', 54],
    ['microsoft_exchange_online_message_trace.log', 'exchange.message-trace', 5],
    ['proofpoint_tap.message_delivered', 'mail.message', 9],
    ['proofpoint_tap.clicks_permitted', 'mail.click', 5],
    ['mimecast.ttp_url_logs', 'mail.click', 5],
    ['darktrace.ai_analyst_alert', 'darktrace.incident', 3],
    ['darktrace.model_breach_alert', 'darktrace.model-breach', 6],
    ['aws.guardduty', 'aws.guardduty', 5],
    ['m365_defender.incident', 'microsoft-defender.alert', 10],
  ])('%s is read by %s', async (dataset, source, mapped) => {
    const { counts } = await readPaths(`ecs-samples/${dataset}.ndjson`);
    expect(counts[source]?.mapped).toBe(mapped);
  });
});
