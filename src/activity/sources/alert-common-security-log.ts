import { asNumber, asText, firstText } from '../fields/coerce.js';
import { parseTime } from '../fields/time.js';
import type { RawRecord, SourceMapping } from '../source-mapping.js';
import { severityOf } from './alert-severity.js';
import { alertMapping } from './alert-shape.js';

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
export const commonSecurityLogMapping: SourceMapping = {
  ...commonSecurityLog,
  map: (record, hint) => {
    const start = parseTime(extension(record, 'start'));
    return commonSecurityLog.map(
      { ...record, extension: { start, message: extension(record, 'message'), cat: extension(record, 'cat') } },
      hint,
    );
  },
};
