import { asNumber, asText, firstText, textAt } from '../fields/coerce.js';
import { NO_OBJECT, asObject, lookup } from '../fields/lookup.js';
import { parseTime } from '../fields/time.js';
import type { RawRecord, SourceMapping } from '../source-mapping.js';
import { severityOf } from './alert-severity.js';
import { alertMapping } from './alert-shape.js';
import { emailDetail } from './mail-fields.js';

const GUARDDUTY_ACTIONS = [
  'awsApiCallAction',
  'networkConnectionAction',
  'portProbeAction.portProbeDetails',
  'kubernetesApiCallAction',
  'rdsLoginAttemptAction',
];
const GUARDDUTY_ACTIONS_ECS = [
  'aws_api_call_action',
  'network_connection_action',
  'port_probe_action.port_probe_details',
  'kubernetes_api_call_action',
];

const guardDuty = alertMapping({
  name: 'aws.guardduty',
  title: 'Amazon GuardDuty findings',
  vendor: 'Amazon GuardDuty',
  datasets: ['aws.guardduty', 'aws:cloudwatch:guardduty', 'aws:guardduty'],
  detects: (record) => textAt(record, 'service.serviceName') === 'guardduty' || lookup(record, 'aws.guardduty.arn') !== undefined,
  time: [
    'service.eventFirstSeen',
    'aws.guardduty.service.event.first_seen',
    'createdAt',
    'aws.guardduty.created_at',
    '@timestamp',
    'event.start',
  ],
  id: ['id', 'aws.guardduty.id', 'event.id'],
  rule: ['type', 'aws.guardduty.type', 'rule.name', 'title'],
  ruleId: ['type', 'aws.guardduty.type'],
  message: ['title', 'aws.guardduty.title', 'description', 'aws.guardduty.description'],
  severity: (record) =>
    severityOf(lookup(record, 'severity') ?? lookup(record, 'aws.guardduty.severity.code') ?? lookup(record, 'event.severity'), 10),
  users: [...['resource.accessKeyDetails.userName', 'aws.guardduty.resource.access_key_details.user.name', 'user.name']],
  accessKeys: ['resource.accessKeyDetails.accessKeyId', 'aws.guardduty.resource.access_key_details.accesskey_id'],
  deviceIds: ['resource.instanceDetails.instanceId', 'aws.guardduty.resource.instance_details.instance.id'],
  source: [
    ...GUARDDUTY_ACTIONS.map((action) => `service.action.${action}.remoteIpDetails.ipAddressV4`),
    ...GUARDDUTY_ACTIONS_ECS.map((action) => `aws.guardduty.service.action.${action}.remote_ip_details.ip_address.v4`),
    ...['source.ip', 'resource.instanceDetails.networkInterfaces.privateIpAddress'],
  ],
  destinationDomain: ['service.action.dnsRequestAction.domain', 'aws.guardduty.service.action.dns_request_action.domain'],
  organization: ['accountId', 'aws.guardduty.account_id', 'cloud.account.id'],
});

/** A finding as an event bus delivers it stands in `detail`. */
const guardDutyMapping: SourceMapping = {
  ...guardDuty,
  detects: (record, hint) => guardDuty.detects(record, hint) || textAt(record, 'detail.service.serviceName') === 'guardduty',
  map: (record, hint) => {
    const detail = record.service === undefined ? asObject(record.detail) : NO_OBJECT;
    return guardDuty.map(detail === NO_OBJECT ? record : detail, hint);
  },
};

const darktraceDevice = {
  hosts: [
    'device.hostname',
    'breachDevices.hostname',
    'darktrace.model_breach_alert.device.hostname',
    'darktrace.ai_analyst_alert.breach_devices.hostname',
  ],
  macs: [
    'device.macaddress',
    'breachDevices.mac',
    'darktrace.model_breach_alert.device.mac_address',
    'darktrace.ai_analyst_alert.breach_devices.mac_address',
  ],
  source: [
    'device.ip',
    'breachDevices.ip',
    'darktrace.model_breach_alert.device.ip',
    'darktrace.ai_analyst_alert.breach_devices.ip',
    'host.ip',
  ],
} as const;

const darktraceModelBreach = alertMapping({
  ...darktraceDevice,
  name: 'darktrace.model-breach',
  title: 'Darktrace model breaches',
  vendor: 'Darktrace',
  datasets: ['darktrace.model_breach_alert', 'darktrace:model_breach', 'darktrace'],
  detects: (record) => record.pbid !== undefined && record.model !== undefined && record.triggeredComponents !== undefined,
  time: ['time', 'darktrace.model_breach_alert.time', 'creationTime', '@timestamp'],
  id: ['pbid', 'darktrace.model_breach_alert.pbid'],
  rule: ['model.name', 'darktrace.model_breach_alert.model.name', 'model.then.name'],
  ruleId: ['model.uuid', 'darktrace.model_breach_alert.model.uuid', 'model.then.uuid'],
  message: ['model.description', 'darktrace.model_breach_alert.model.description'],
  severity: (record) => severityOf(lookup(record, 'score') ?? lookup(record, 'darktrace.model_breach_alert.score'), 1),
  techniques: ['mitreTechniques.techniqueID', 'mitreTechniques.id', 'darktrace.model_breach_alert.mitre_techniques.id'],
  users: ['device.credentials', 'darktrace.model_breach_alert.device.credentials'],
});

const darktraceIncident = alertMapping({
  ...darktraceDevice,
  name: 'darktrace.incident',
  title: 'Darktrace AI Analyst incident events',
  vendor: 'Darktrace',
  datasets: ['darktrace.ai_analyst_alert', 'darktrace:ai_analyst'],
  detects: (record) => record.aiaScore !== undefined && record.breachDevices !== undefined,
  time: ['periods.start', 'darktrace.ai_analyst_alert.periods.start', 'createdAt', 'darktrace.ai_analyst_alert.created_at', '@timestamp'],
  id: ['id', 'darktrace.ai_analyst_alert.id'],
  rule: ['title', 'darktrace.ai_analyst_alert.title'],
  ruleId: ['summariser', 'darktrace.ai_analyst_alert.summariser'],
  message: ['summary', 'darktrace.ai_analyst_alert.summary'],
  severity: (record) => severityOf(lookup(record, 'aiaScore') ?? lookup(record, 'darktrace.ai_analyst_alert.aia_score'), 100),
  users: ['breachDevices.identifier'],
});

const darktraceStatus: SourceMapping = {
  name: 'darktrace.system-status',
  title: 'Darktrace system status',
  datasets: ['darktrace.system_status_alert'],
  detects: () => false,
  map: () => ({ kind: 'skipped', reason: 'health of a sensor' }),
};

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

const defenderAlert = alertMapping({
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

const abnormalThreat = alertMapping({
  name: 'abnormal.threat',
  title: 'Abnormal Security threats',
  vendor: 'Abnormal Security',
  datasets: ['abnormal_security.threat', 'abnormal_threat_messages_cl'],
  detects: (record) => record.threatId !== undefined && record.abxMessageId !== undefined,
  time: ['receivedTime', 'sentTime', '@timestamp'],
  id: ['abxMessageId', 'threatId', 'event.id'],
  rule: ['attackType', 'abnormal_security.threat.attack.type'],
  ruleId: ['attackType', 'abnormal_security.threat.attack.type'],
  message: ['subject', 'email.subject'],
  severity: () => undefined,
  users: ['recipientAddress', 'email.to.address'],
  source: [],
  email: emailDetail,
});

const modelEvasion = alertMapping({
  name: 'sentinel.model-evasion',
  title: 'Model evasion detections kept in a Log Analytics table',
  vendor: 'Model evasion detection',
  datasets: ['model_evasion_detection_cl'],
  detects: (record) =>
    record.Type === 'model_evasion_detection_CL' || (record.model_evasioncore !== undefined && record.client_ip !== undefined),
  time: ['timestamp', 'logging_time', 'TimeGenerated [UTC]'],
  id: [],
  rule: ['attack_name', 'Type'],
  ruleId: ['attack_id', 'model_id'],
  message: ['model_id', 'label'],
  severity: (record) => severityOf(record.model_evasioncore, 1),
  users: ['account', 'AccountCustomEntity'],
  source: ['client_ip', 'IPCustomEntity'],
  destinationDomain: ['host'],
});

/** A `key=value` of the extension that the other columns of a CommonSecurityLog row did not take up. */
function extension(record: RawRecord, key: string): string {
  for (const part of asText(record.AdditionalExtensions).split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === key) return part.slice(equals + 1).trim();
  }
  return '';
}

const commonSecurityLog = alertMapping({
  name: 'sentinel.common-security-log',
  title: 'CommonSecurityLog rows (CEF) that are alerts',
  vendor: (record) =>
    firstText(record, ['DeviceVendor', 'DeviceProduct']) || (extension(record, 'darktraceUrl') === '' ? 'CEF source' : 'Darktrace'),
  datasets: ['commonsecuritylog'],
  detects: (record) => record.DeviceEventClassID !== undefined && record.LogSeverity !== undefined && record.Activity !== undefined,
  time: ['StartTime [UTC]', 'StartTime', 'ReceiptTime', 'TimeGenerated [UTC]', 'TimeGenerated', 'extension.start', 'EndTime [UTC]'],
  id: [],
  rule: ['Activity'],
  ruleId: ['DeviceEventClassID'],
  message: ['Message', 'extension.message', 'Activity'],
  severity: (record) => severityOf(asNumber(record.LogSeverity) ?? record.LogSeverity, 10),
  tactics: ['extension.cat'],
  users: ['SourceUserName', 'DestinationUserName'],
  hosts: ['SourceHostName'],
  macs: ['SourceMACAddress'],
  source: ['SourceIP', 'DeviceAddress'],
  destination: ['DestinationIP', 'RemoteIP'],
  destinationPort: ['DestinationPort', 'RemotePort'],
  destinationDomain: ['DestinationHostName', 'DestinationDnsDomain', 'RequestURL'],
  sha256: ['FileHash'],
  fileName: ['FileName'],
});

/** CommonSecurityLog with what it hides in `AdditionalExtensions` made readable by path. */
const commonSecurityLogMapping: SourceMapping = {
  ...commonSecurityLog,
  map: (record, hint) => {
    const start = parseTime(extension(record, 'start'));
    return commonSecurityLog.map(
      { ...record, extension: { start, message: extension(record, 'message'), cat: extension(record, 'cat') } },
      hint,
    );
  },
};

/** Alerts of single products, in their own shape and, where there is one, in Elastic's. */
export const productAlertMappings: readonly SourceMapping[] = [
  ...[
    guardDutyMapping,
    darktraceModelBreach,
    darktraceIncident,
    darktraceStatus,
    defenderAlert,
    abnormalThreat,
    modelEvasion,
    commonSecurityLogMapping,
  ],
];
