import { isIP } from 'node:net';
import { skipped } from '../../fields/mapped.js';
import type { Mapped, RawRecord } from '../../source-mapping.js';
import { severityOf } from '../alert-severity.js';
import { alertMapping } from '../alert-shape.js';
import { cimApp, cimId, cimText } from './cim-event.js';

const OWN = 'throughline';

const alerts = alertMapping({
  name: 'cim.alerts',
  title: 'Alerts, by the CIM data model',
  vendor: ({ vendor }) => (typeof vendor === 'string' ? vendor : 'another tool'),
  datasets: [],
  detects: () => false,
  time: ['time'],
  id: ['id', 'hash'],
  rule: ['signature', 'description'],
  ruleId: ['signature_id', 'signature'],
  message: ['description', 'body', 'signature'],
  severity: ({ severity }) => severityOf(severity, 100),
  techniques: ['mitre_technique_id'],
  users: ['user'],
  hosts: ['host_name'],
  source: ['src_ip'],
  destination: ['dest_ip'],
  organization: ['vendor_account'],
});

const FIELDS = [
  'id',
  'signature',
  'signature_id',
  'description',
  'body',
  'severity',
  'mitre_technique_id',
  'user',
  'vendor_account',
] as const;

/** Alerts of other tools by the fields of the data model Alerts; what Throughline itself wrote is none of another tool. */
export function mapAlerts(record: RawRecord): Mapped {
  const app = cimApp(record) || cimText(record, 'vendor_product');
  if (app.toLowerCase() === OWN) return skipped('an incident of Throughline');
  const [src, dest] = [cimText(record, 'src_ip', 'src'), cimText(record, 'dest_ip', 'dest')];
  const name = [src, dest].find((text) => text !== '' && isIP(text) === 0) ?? '';
  const told = FIELDS.map((field) => [field, cimText(record, field)] as const).filter(([, value]) => value !== '');
  return alerts.map(
    {
      ...Object.fromEntries(told),
      time: record._time,
      hash: cimId(record),
      ...(app === '' ? {} : { vendor: app }),
      ...(name === '' ? {} : { host_name: name }),
      ...(isIP(src) === 0 ? {} : { src_ip: src }),
      ...(isIP(dest) === 0 ? {} : { dest_ip: dest }),
    },
    { name: '', dataset: '' },
  );
}
