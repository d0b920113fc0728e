import { textAt } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import type { RawRecord, SourceMapping } from '../source-mapping.js';
import { severityOf } from './alert-severity.js';
import { alertMapping } from './alert-shape.js';

const ECS_PLACES = {
  source: ['source.ip', 'client.ip', 'host.ip'],
  destination: ['destination.ip', 'server.ip'],
  destinationPort: ['destination.port'],
  destinationDomain: ['destination.domain', 'dns.question.name', 'url.domain', 'url.full'],
  hosts: ['host.hostname', 'host.name'],
  macs: ['host.mac'],
  sha256: ['file.hash.sha256', 'process.hash.sha256'],
  fileName: ['file.name', 'process.name'],
} as const;

/** `user.name` with `user.domain`: an address under a DNS name, else `DOMAIN\\name`; '' if the record names no domain. */
function ecsAccount(record: RawRecord): string {
  const name = textAt(record, 'user.name');
  const domain = textAt(record, 'user.domain');
  if (name === '' || domain === '' || name.includes('@') || name.includes('\\')) return '';
  if (BUILT_IN.has(domain.toLowerCase())) return '';
  return domain.includes('.') ? `${name}@${domain}` : `${domain}\\${name}`;
}

/** Domains under which Windows keeps accounts that exist on every machine. */
const BUILT_IN: ReadonlySet<string> = new Set(['nt authority', 'nt service', 'window manager', 'font driver host', 'builtin', 'workgroup']);

const elasticAlert = alertMapping({
  ...ECS_PLACES,
  name: 'elastic.alert',
  title: 'Elastic Security alerts',
  vendor: 'Elastic Security',
  datasets: [],
  detects: (record) => lookup(record, 'kibana.alert.rule.name') !== undefined,
  skips: (record) => (textAt(record, 'kibana.alert.building_block_type') === '' ? '' : 'building block of an alert'),
  time: ['kibana.alert.original_time', '@timestamp', 'kibana.alert.start'],
  id: ['kibana.alert.uuid', '_id', 'event.id'],
  rule: ['kibana.alert.rule.name'],
  ruleId: ['kibana.alert.rule.rule_id', 'kibana.alert.rule.uuid'],
  message: ['kibana.alert.reason', 'message'],
  severity: (record) => severityOf(lookup(record, 'kibana.alert.risk_score') ?? lookup(record, 'kibana.alert.severity'), 100),
  techniques: ['kibana.alert.rule.threat.technique.id', 'kibana.alert.rule.threat.technique.subtechnique.id', 'threat.technique.id'],
  tactics: ['kibana.alert.rule.threat.tactic.name', 'threat.tactic.name'],
  account: ecsAccount,
  users: ['user.email', 'user.name', 'user.id'],
  deviceIds: ['host.id'],
});

const splunkNotable = alertMapping({
  name: 'splunk.notable',
  title: 'Splunk Enterprise Security notable events',
  vendor: 'Splunk Enterprise Security',
  datasets: ['stash', 'notable', 'stash_common_detection_model'],
  detects: (record) =>
    (record.search_name !== undefined && (record.urgency !== undefined || record.rule_title !== undefined)) ||
    (record.rule_name !== undefined && record.security_domain !== undefined),
  time: ['_time', 'orig_time', 'time', 'info_max_time'],
  id: ['event_id', 'notable_id', 'rule_id', '_cd'],
  rule: ['rule_title', 'rule_name', 'search_name', 'source'],
  ruleId: ['search_name', 'source', 'rule_id'],
  message: ['rule_description', 'description', 'risk_message', 'savedsearch_description'],
  severity: (record) => severityOf(record.risk_score ?? record.urgency ?? record.severity, 100),
  techniques: ['annotations.mitre_attack', 'annotations.mitre_attack.mitre_technique_id', 'mitre_technique_id', 'annotations'],
  tactics: ['annotations.mitre_attack.mitre_tactic', 'mitre_tactic'],
  users: ['user', 'src_user', 'risk_object'],
  hosts: ['src_host', 'src_nt_host', 'host_name', 'dvc_host'],
  source: ['src_ip', 'src', 'dvc_ip'],
  destination: ['dest_ip', 'dest'],
  destinationPort: ['dest_port'],
  destinationDomain: ['dest_host', 'dest_nt_host', 'url'],
  macs: ['src_mac'],
  sha256: ['file_hash'],
  fileName: ['file_name', 'process_name'],
});

const wazuhAlert = alertMapping({
  name: 'wazuh.alert',
  title: 'Wazuh alerts',
  vendor: 'Wazuh',
  datasets: ['wazuh.alerts', 'wazuh', 'wazuh-alerts'],
  detects: (record) =>
    lookup(record, 'rule.level') !== undefined && lookup(record, 'rule.groups') !== undefined && record.agent !== undefined,
  time: ['timestamp', '@timestamp'],
  id: ['id', '_id'],
  rule: ['rule.description'],
  ruleId: ['rule.id'],
  message: ['full_log', 'rule.description'],
  severity: (record) => severityOf(lookup(record, 'rule.level'), 15),
  techniques: ['rule.mitre.id'],
  tactics: ['rule.mitre.tactic'],
  users: ['data.dstuser', 'data.srcuser', 'data.win.eventdata.targetUserName', 'data.win.eventdata.user'],
  hosts: ['agent.name', 'predecoder.hostname'],
  source: ['data.srcip', 'data.win.eventdata.ipAddress', 'agent.ip'],
  destination: ['data.dstip'],
  destinationPort: ['data.dstport'],
  sha256: ['syscheck.sha256_after'],
  fileName: ['syscheck.path'],
});

const sentinelAlert = alertMapping({
  name: 'sentinel.security-alert',
  title: 'Microsoft Sentinel SecurityAlert rows',
  vendor: (record) => textAt(record, 'ProductName') || textAt(record, 'ProviderName') || 'Microsoft Sentinel',
  datasets: ['securityalert'],
  detects: (record) => record.SystemAlertId !== undefined && record.AlertName !== undefined,
  time: ['StartTime', 'StartTime [UTC]', 'TimeGenerated', 'TimeGenerated [UTC]'],
  id: ['SystemAlertId'],
  rule: ['AlertName', 'DisplayName'],
  ruleId: ['AlertType'],
  message: ['Description'],
  severity: (record) => severityOf(record.AlertSeverity, 100),
  techniques: ['Techniques', 'SubTechniques'],
  tactics: ['Tactics'],
  users: ['CompromisedEntity'],
  source: [],
  organization: ['TenantId'],
});

const genericAlert = alertMapping({
  ...ECS_PLACES,
  name: 'ecs.alert',
  title: 'Alerts of other products as ECS documents',
  vendor: (record) =>
    textAt(record, 'observer.vendor') || textAt(record, 'event.module') || textAt(record, 'event.provider') || 'other product',
  datasets: [
    ...[
      'netskope.alerts',
      'vectra_detect.log',
      'crowdstrike.falcon',
      'sentinel_one.alert',
      'sentinel_one.threat',
      'aws.securityhub_findings',
    ],
    ...['google_scc.finding', 'carbon_black_cloud.alert', 'trend_micro_vision_one.alert', 'cybereason.malop_process'],
  ],
  detects: isEcsAlert,
  skips: (record) => (isKind(record, 'alert') || hasFinding(record) ? '' : 'no alert'),
  time: ['event.start', '@timestamp', 'event.created', 'event.ingested'],
  id: ['event.id', 'aws.securityhub_findings.id'],
  rule: [
    ...[
      'rule.name',
      'crowdstrike.event.DetectName',
      'netskope.alerts.alert.name',
      'sentinel_one.alert.rule.name',
      'vectra_detect.log.d_type_vname',
    ],
    ...[
      'sentinel_one.threat.classification',
      'aws.securityhub_findings.title',
      'threat.technique.name',
      'rule.description',
      'event.action',
      'message',
    ],
  ],
  ruleId: ['rule.id', 'rule.uuid', 'event.code'],
  message: ['message', 'rule.description', 'event.reason', 'aws.securityhub_findings.description'],
  severity: (record) =>
    severityOf(lookup(record, 'event.risk_score'), 100) ??
    severityOf(lookup(record, 'vectra_detect.log.score') ?? lookup(record, 'event.severity_name') ?? lookup(record, 'log.level'), 100) ??
    severityOf(lookup(record, 'crowdstrike.event.SeverityName') ?? lookup(record, 'netskope.alerts.severity.level'), 100),
  techniques: ['threat.technique.id', 'threat.technique.subtechnique.id', 'threat.technique.reference'],
  tactics: ['threat.tactic.name'],
  account: ecsAccount,
  users: ['user.email', 'user.name', 'source.user.name'],
  deviceIds: ['host.id'],
});

/** Products whose documents are told apart elsewhere, and firewalls, which mark ordinary blocked traffic as alerts. */
const OTHERS = ['panw', 'fortinet', 'cisco', 'checkpoint', 'sophos', 'suricata', 'zeek', 'o365'] as const;

function isEcsAlert(record: RawRecord): boolean {
  if (!isKind(record, 'alert') || OTHERS.some((name) => record[name] !== undefined)) return false;
  const category = lookup(record, 'event.category');
  const categories = Array.isArray(category) ? (category as readonly unknown[]) : [category];
  return categories.some((word) => word === 'threat' || word === 'intrusion_detection' || word === 'malware') || hasFinding(record);
}

function isKind(record: RawRecord, kind: string): boolean {
  const value = lookup(record, 'event.kind');
  return value === kind || (Array.isArray(value) && value.includes(kind));
}

function hasFinding(record: RawRecord): boolean {
  return lookup(record, 'threat.technique') !== undefined || lookup(record, 'rule.name') !== undefined;
}

/** Alerts of SIEM platforms and of products that speak ECS. */
export const platformAlertMappings: readonly SourceMapping[] = [elasticAlert, splunkNotable, wazuhAlert, sentinelAlert, genericAlert];
