import { parseAddress } from '../../fields/address.js';
import { asText, asTexts } from '../../fields/coerce.js';
import { hostName } from '../../fields/identity.js';
import { recordHash } from '../../fields/record-hash.js';
import { parseTime } from '../../fields/time.js';
import type { Identifier } from '../../identifier.js';
import type { RawRecord } from '../../source-mapping.js';
import { addAccount } from '../alert-shape.js';

/** What add-ons and the models of the CIM write where an event says nothing. */
const NOTHING: ReadonlySet<string> = new Set(['', '-', 'unknown', 'null', 'n/a', 'none', 'undefined']);

/** Text of a CIM field, or ''. Of several values the first that says something. */
export function cimText(record: RawRecord, ...fields: readonly string[]): string {
  for (const field of fields) {
    const text = cimTexts(record, field)[0];
    if (text !== undefined) return text;
  }
  return '';
}

/** All values of a CIM field that say something. */
export const cimTexts = (record: RawRecord, field: string): readonly string[] =>
  asTexts(record[field]).filter((text) => !NOTHING.has(text.toLowerCase()));

/** Tags of an event in lower case. */
export const cimTags = (record: RawRecord): readonly string[] => asTexts(record.tag).map((tag) => tag.toLowerCase());

/** The application; where an add-on names none, the models put the sourcetype in its place, which is none. */
export function cimApp(record: RawRecord): string {
  const app = cimText(record, 'app');
  return app.toLowerCase() === asText(record.sourcetype).toLowerCase() ? '' : app;
}

/** When it happened, as Splunk keeps it. */
export const cimTime = (record: RawRecord): number | undefined => parseTime(record._time);

/** What an event is told from others by: what it says, not where it lies. */
export const cimId = ({ sourcetype, source, host, _time, raw }: RawRecord): string => recordHash([sourcetype, source, host, _time, raw]);

/** One end of what happened: an address, a host, or both. */
export interface CimEnd {
  readonly ip: string;
  readonly raw: string;
  readonly host: string;
  readonly device: readonly Identifier[];
}

/** The end that fields name: `src` may be an address or a name, the others say which they are. */
export function cimEnd(record: RawRecord, end: 'src' | 'dest'): CimEnd {
  const own = parseAddress(cimText(record, `${end}_ip`));
  const either = cimText(record, end);
  const address = own.ip === '' ? parseAddress(either) : own;
  const host = hostName(cimText(record, `${end}_host`, `${end}_nt_host`, `${end}_dns`) || (parseAddress(either).ip === '' ? either : ''));
  const device: Identifier[] = host === '' ? [] : [{ scheme: 'hostname', value: host }];
  if (address.ip !== '') device.push({ scheme: 'ip', value: address.ip });
  return { ip: address.ip, raw: address.ip === '' && host === '' ? either : '', host, device };
}

/** An account by the look of its name; machine accounts, services of the system and nobody are none. */
export function cimAccount(name: string): readonly Identifier[] {
  const list: Identifier[] = [];
  addAccount(list, name);
  return list;
}
