import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { textTable } from '../../scripts/evaluate/text-table.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { defaultConfiguration } from '../../src/config/configuration.js';
import type { Finding } from '../../src/detection/finding.js';
import { Engine } from '../../src/pipeline/engine.js';
import { inOrder } from '../../src/pipeline/event-order.js';
import { simulateEstate } from '../../src/simulation/simulate-estate.js';
import { describeSharedData, figure, SHARED_DATA } from './shared-data.js';

const HOUR = 3_600_000;
const FOLDER = join(SHARED_DATA, 'aws-detonations');
const ESTATE = { users: 100, days: 30, seed: 1234 } as const;
/** Where in the month the detonations begin: Wednesday of the last week, in working hours, so that no hour gives them away. */
const START = (23 * 24 + 10) * HOUR;
const ANOMALY = 1e-3;

/** What the technique comes down to, by file. Other events of the file only lead to it. */
const KEY_EVENTS: Readonly<Record<string, readonly string[]>> = {
  'credential-access.ec2-get-password-data': ['GetPasswordData'],
  'credential-access.ec2-steal-instance-credentials': ['SendCommand', 'DescribeInstances', 'GetCallerIdentity'],
  'credential-access.secretsmanager-batch-retrieve-secrets': ['BatchGetSecretValue'],
  'credential-access.secretsmanager-retrieve-secrets': ['GetSecretValue'],
  'credential-access.ssm-retrieve-securestring-parameters': ['GetParameters'],
  'defense-evasion.cloudtrail-delete': ['DeleteTrail'],
  'defense-evasion.cloudtrail-event-selectors': ['PutEventSelectors'],
  'defense-evasion.cloudtrail-stop': ['StopLogging'],
  'defense-evasion.dns-delete-logs': ['DeleteResolverQueryLogConfig'],
  'defense-evasion.organizations-leave': ['LeaveOrganization'],
  'defense-evasion.vpc-remove-flow-logs': ['DeleteFlowLogs'],
  'discovery.ec2-download-user-data': ['DescribeInstanceAttribute'],
  'execution.ec2-launch-unusual-instances': ['RunInstances'],
  'execution.ec2-user-data': ['ModifyInstanceAttribute'],
  'execution.ssm-send-command': ['SendCommand'],
  'execution.ssm-start-session': ['StartSession'],
  'exfiltration.ec2-security-group-open-port-22-ingress': ['AuthorizeSecurityGroupIngress'],
  'exfiltration.ec2-share-ami': ['ModifyImageAttribute'],
  'exfiltration.ec2-share-ebs-snapshot': ['ModifySnapshotAttribute'],
  'exfiltration.rds-share-snapshot': ['ModifyDBSnapshotAttribute'],
  'impact.bedrock-invoke-model': ['InvokeModel'],
  'initial-access.console-login-without-mfa': ['ConsoleLogin'],
  'lateral-movement.ec2-instance-connect': ['SendSSHPublicKey'],
  'lateral-movement.ec2-serial-console-send-ssh-public-key': ['SendSerialConsoleSSHPublicKey'],
  'persistence.iam-backdoor-role': ['UpdateAssumeRolePolicy'],
  'persistence.iam-backdoor-user': ['CreateAccessKey'],
  'persistence.iam-create-admin-user': ['AttachUserPolicy', 'CreateAccessKey', 'CreateUser'],
  'persistence.iam-create-backdoor-role': ['AttachRolePolicy', 'CreateRole'],
  'persistence.iam-create-user-login-profile': ['CreateLoginProfile'],
  'persistence.lambda-backdoor-function': ['AddPermission20150331v2'],
  'persistence.lambda-layer-extension': ['UpdateFunctionConfiguration20150331v2'],
  'persistence.lambda-overwrite-code': ['UpdateFunctionCode20150331v2'],
  'persistence.rolesanywhere-create-trust-anchor': ['CreateTrustAnchor', 'CreateProfile'],
  'persistence.sts-federation-token': ['GetFederationToken'],
  'privilege-escalation.iam-update-user-login-profile': ['UpdateLoginProfile'],
};

interface CloudTrailRecord extends Record<string, unknown> {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly userAgent: string;
}

interface Detonation {
  readonly technique: string;
  readonly keyIds: ReadonlySet<string>;
  readonly records: readonly CloudTrailRecord[];
}

interface Surroundings {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds of the first event. */
  readonly start: number;
}

const AGENT = 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64';

/** Removes what marks a record as made by the detonation tool, and puts it into the estate's account, region and time. */
function moved(record: CloudTrailRecord, shift: number, { account, region }: Surroundings): CloudTrailRecord {
  const userAgent = record.userAgent.startsWith('stratus') ? AGENT : record.userAgent;
  const eventTime = `${new Date(Date.parse(record.eventTime) + shift).toISOString().slice(0, 19)}Z`;
  const text = JSON.stringify({ ...record, userAgent, eventTime })
    .replaceAll(record.recipientAccountId, account)
    .replaceAll(record.awsRegion, region)
    .replaceAll(/stratus[-_ ]?red[-_ ]?team[-_]?/giu, '');
  return JSON.parse(text) as CloudTrailRecord;
}

function readDetonations(surroundings: Surroundings): readonly Detonation[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const technique = file.slice('aws.'.length, -'.json'.length);
    const records = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as readonly CloudTrailRecord[];
    const shift = surroundings.start - Math.min(...records.map((record) => Date.parse(record.eventTime)));
    const keys = KEY_EVENTS[technique] ?? [];
    return {
      technique,
      keyIds: new Set(records.filter((record) => keys.includes(record.eventName)).map((record) => record.eventID)),
      records: records.map((record) => moved(record, shift, surroundings)),
    };
  });
}

type Hours = Map<number, Activity[]>;

/** Adds records to the hours they belong to, one activity an id, in the order in which the engine takes them. */
function addRecords(hours: Hours, records: Iterable<Record<string, unknown>>): Hours {
  const mapper = createRegistry(defaultMappings).mapperFor({ name: 'aws-cloudtrail.ndjson', dataset: '' });
  const touched = new Set<number>();
  for (const record of records) {
    const mapped = mapper.map(record);
    if (mapped.kind !== 'activities') throw new Error(`a CloudTrail record was not mapped: ${mapped.reason}`);
    for (const activity of mapped.activities) {
      const hour = Math.floor(activity.time / HOUR);
      touched.add(hour);
      hours.set(hour, [...(hours.get(hour) ?? []).filter(({ id }) => id !== activity.id), activity]);
    }
  }
  for (const hour of touched) hours.get(hour)?.sort(inOrder);
  return hours;
}

/** The findings that cite one of the events, the least probable first. */
function holding(findings: readonly Finding[], ids: ReadonlySet<string>): readonly Finding[] {
  return findings.filter((finding) => finding.events.some((event) => ids.has(event.id))).sort((a, b) => a.probability - b.probability);
}

const foundOf = (probabilities: ReadonlyMap<string, number>): number =>
  [...probabilities.values()].filter((probability) => probability <= ANOMALY).length;

describeSharedData('aws-detonations', () => {
  const probabilities = new Map<string, number>();
  const facts = new Map<string, Finding['facts']>();
  let detonations: readonly Detonation[] = [];

  beforeAll(() => {
    const rates = { connections: 0, fileEvents: 0, mailSent: 0, mailReceived: 0, signIns: 0 };
    const simulation = simulateEstate({ ...ESTATE, rates });
    const { cloud, calendar } = simulation.estate;
    const start = calendar.start + START;
    detonations = readDetonations({ account: cloud.accountId, region: cloud.region, start: start + 5 * 60_000 });
    const lines: Record<string, unknown>[] = [];
    for (const { file, line } of simulation) if (file === 'aws-cloudtrail.ndjson') lines.push(JSON.parse(line) as Record<string, unknown>);
    const benign = addRecords(new Map(), lines);
    const engine = Engine.create(defaultConfiguration());
    const before = [...benign.keys()].filter((hour) => hour < start / HOUR).sort((a, b) => a - b);
    for (const hour of before) engine.step(hour, benign.get(hour) ?? [], 'live');
    const state = engine.save();
    const rows = detonations.map(({ technique, keyIds, records }) => {
      const month = addRecords(new Map(), records);
      const alone = Engine.restore(state, defaultConfiguration());
      const findings = [...month.keys()]
        .sort((a, b) => a - b)
        .flatMap((hour) => alone.step(hour, [...(benign.get(hour) ?? []), ...(month.get(hour) ?? [])].sort(inOrder), 'live').findings);
      const [best] = holding(findings, keyIds);
      const found = best !== undefined && best.probability <= ANOMALY;
      if (best !== undefined) {
        probabilities.set(technique, best.probability);
        facts.set(technique, best.facts);
      }
      const told = best === undefined ? '> 0.01' : best.probability.toExponential(1);
      return [technique, String(keyIds.size), told, found ? 'yes' : 'no', best?.facets[0]?.name ?? ''];
    });
    figure(
      `aws-detonations, each alone in the last week of a month of ${lines.length} CloudTrail records: ` +
        `${foundOf(probabilities)} of ${detonations.length} techniques raise an anomaly at p ≤ 1e-3`,
    );
    figure(textTable(['technique', 'key events', 'p', 'anomaly', 'first facet'], rows));
  }, 120_000);

  it('finds a key event in every detonation, and no mark of the tool', () => {
    expect(detonations.filter(({ keyIds }) => keyIds.size === 0)).toEqual([]);
    expect(JSON.stringify(detonations.flatMap(({ records }) => records)).toLowerCase()).not.toContain('stratus');
  });

  it('states that a sign-in to the console used one factor only', () => {
    expect(facts.get('initial-access.console-login-without-mfa')?.has('console-single-factor')).toBe(true);
  });

  it('raises an anomaly for a key event of every technique', () => {
    const missed = [...probabilities].filter(([, probability]) => probability > ANOMALY);
    expect(missed).toEqual([]);
    expect(probabilities.size).toBe(detonations.length);
  });
});
