import type { RawRecord, SourceMapping } from '../../source-mapping.js';
import { mapAlerts } from './cim-alerts.js';
import { mapAuthentication } from './cim-authentication.js';
import { mapChange } from './cim-change.js';
import { mapEmail } from './cim-email.js';
import { cimTags } from './cim-event.js';
import { mapResolution, mapTraffic } from './cim-network.js';

/** A data model of Splunk's Common Information Model by whose fields events are read that no mapping knows. */
export interface CimModel {
  /** As the CIM add-on names it. */
  readonly name: string;
  /** All of these mark an event of it. */
  readonly tags: readonly string[];
  readonly mapping: SourceMapping;
}

const model = (name: string, tags: readonly string[], source: string, title: string, map: SourceMapping['map']): CimModel => ({
  name,
  tags,
  // Nothing but the tags of an event says that it is one.
  mapping: { name: source, title, datasets: [], detects: () => false, map },
});

/** In the order in which an event of several is taken for one. */
export const CIM_MODELS: readonly CimModel[] = [
  model('Authentication', ['authentication'], 'cim.authentication', 'Sign-ins, by the CIM data model', mapAuthentication),
  model('Change', ['change'], 'cim.change', 'Changes, by the CIM data model', mapChange),
  model('Email', ['email'], 'cim.email', 'Messages, by the CIM data model', mapEmail),
  model('Network_Resolution', ['network', 'resolution', 'dns'], 'cim.network-resolution', 'Queries, by the CIM data model', mapResolution),
  model('Network_Traffic', ['network', 'communicate'], 'cim.network-traffic', 'Connections, by the CIM data model', mapTraffic),
  model('Alerts', ['alert'], 'cim.alerts', 'Alerts, by the CIM data model', mapAlerts),
];

/** The model that an event belongs to, of those that are looked at. */
export function cimModelOf(record: RawRecord, models: readonly string[]): CimModel | undefined {
  const tags = cimTags(record);
  return CIM_MODELS.find((each) => models.includes(each.name) && each.tags.every((tag) => tags.includes(tag)));
}

/** Every field that a mapping by CIM looks at, beside those that every event has. */
export const CIM_FIELDS: readonly string[] = [
  ...['tag', 'action', 'answer', 'app', 'authentication_method', 'body', 'bytes_in', 'bytes_out', 'change_type', 'command', 'description'],
  ...['dest', 'dest_dns', 'dest_host', 'dest_ip', 'dest_nt_host', 'dest_port', 'direction', 'duration', 'file_name', 'filter_action'],
  ...['http_user_agent', 'id', 'internal_message_id', 'message_id', 'mitre_technique_id', 'object', 'object_attrs', 'object_category'],
  ...[
    'object_path',
    'query',
    'query_type',
    'reason',
    'recipient',
    'record_type',
    'reply_code',
    'result',
    'result_id',
    'return_addr',
    'rule',
  ],
  ...['session_id', 'severity', 'signature', 'signature_id', 'size', 'src', 'src_dns', 'src_host', 'src_ip', 'src_nt_host', 'src_port'],
  ...['src_user', 'status', 'subject', 'transport', 'url', 'user', 'user_agent', 'vendor_account', 'vendor_product'],
];
