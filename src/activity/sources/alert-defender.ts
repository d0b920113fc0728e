import { firstText } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import { severityOf } from './alert-severity.js';
import { alertMapping } from './alert-shape.js';

const DEFENDER_EVIDENCE = [
  'evidence',
  'm365_defender.incident.alert.evidence',
  'm365_defender.alert.evidence',
  'alerts.entities',
  'entities',
];

function inEvidence(...fields: readonly string[]): readonly string[] {
  return fields.flatMap((field) => DEFENDER_EVIDENCE.map((evidence) => `${evidence}.${field}`));
}

/** Alerts of Microsoft Defender, as its interfaces and as Elastic integrations give them. */
export const defenderAlert = alertMapping({
  name: 'microsoft-defender.alert',
  title: 'Microsoft Defender alerts',
  vendor: (record) => firstText(record, ['productName', 'serviceSource', 'event.provider', 'detectionSource']) || 'Microsoft Defender',
  datasets: [
    'm365_defender.alert',
    'm365_defender.incident',
    'm365_defender.log',
    'microsoft_defender_endpoint.log',
    'ms365:defender:incident:alerts',
  ],
  detects: (record) =>
    (record.serviceSource !== undefined && record.title !== undefined && record.createdDateTime !== undefined) ||
    (record.machineId !== undefined && record.alertCreationTime !== undefined),
  skips: (record) => (lookup(record, 'event.kind') === 'event' ? 'no alert' : ''),
  time: [
    ...[
      'firstActivityDateTime',
      'firstEventTime',
      'event.start',
      'm365_defender.incident.alert.first_activity_datetime',
      'createdDateTime',
    ],
    ...['alertCreationTime', 'm365_defender.incident.created_datetime', 'event.created', '@timestamp'],
  ],
  id: ['id', 'm365_defender.incident.alert.id', 'event.id', 'm365_defender.alert.id'],
  rule: [
    ...[
      'title',
      'm365_defender.incident.alert.title',
      'm365_defender.alert.title',
      'rule.description',
      'message',
      'm365_defender.alerts.title',
    ],
    ...['threat.technique.name', 'm365_defender.incident.display_name', 'event.action'],
  ],
  ruleId: ['detectorId', 'm365_defender.incident.alert.detector_id', 'm365_defender.alert.detector_id'],
  message: ['description', 'm365_defender.incident.alert.description', 'rule.description', 'message'],
  severity: (record) =>
    severityOf(
      lookup(record, 'severity') ??
        lookup(record, 'm365_defender.incident.alert.severity') ??
        lookup(record, 'm365_defender.alerts.severity') ??
        lookup(record, 'microsoft.defender_endpoint.severity'),
      100,
    ) ?? severityOf(lookup(record, 'event.severity'), 4),
  techniques: [
    'mitreTechniques',
    'm365_defender.incident.alert.mitre_techniques',
    'threat.technique.id',
    'threat.technique.subtechnique.id',
  ],
  tactics: ['threat.tactic.name', 'category', 'm365_defender.incident.alert.category'],
  users: [
    ...inEvidence(
      'userAccount.userPrincipalName',
      'user_account.user_principal_name',
      'userAccount.azureAdUserId',
      'userAccount.accountName',
    ),
    ...['relatedUser.userName', 'user.name', 'user.email'],
  ],
  hosts: [...inEvidence('deviceDnsName', 'device_dns_name', 'hostName'), 'computerDnsName', 'host.hostname', 'host.name'],
  deviceIds: [...inEvidence('mdeDeviceId', 'mde_device_id'), 'machineId'],
  source: [...inEvidence('ipAddress', 'ip_address', 'lastIpAddress'), 'source.ip'],
  sha256: [...inEvidence('fileDetails.sha256', 'imageFile.sha256'), 'file.hash.sha256'],
  fileName: [...inEvidence('fileDetails.fileName', 'imageFile.fileName'), 'file.name'],
  organization: ['tenantId', 'cloud.account.id'],
});
