import { lookup } from '../fields/lookup.js';
import type { SourceMapping } from '../source-mapping.js';
import { severityOf } from './alert-severity.js';
import { alertMapping } from './alert-shape.js';

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

/** Model breaches, AI Analyst incidents and, skipped, the health of sensors. */
export const darktraceMappings: readonly SourceMapping[] = [darktraceModelBreach, darktraceIncident, darktraceStatus];
