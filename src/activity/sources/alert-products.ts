import { textAt } from '../fields/coerce.js';
import { NO_OBJECT, asObject, lookup } from '../fields/lookup.js';
import type { SourceMapping } from '../source-mapping.js';
import { commonSecurityLogMapping } from './alert-common-security-log.js';
import { darktraceMappings } from './alert-darktrace.js';
import { defenderAlert } from './alert-defender.js';
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

/** Alerts of single products, in their own shape and, where there is one, in Elastic's. */
export const productAlertMappings: readonly SourceMapping[] = [
  guardDutyMapping,
  ...darktraceMappings,
  defenderAlert,
  abnormalThreat,
  modelEvasion,
  commonSecurityLogMapping,
];
