import type { Activity } from '../activity/activity.js';
import { hashPair, hashText } from '../baselines/hash.js';
import { registrableDomain } from '../entities/registrable-domain.js';
import { fileEnding } from './mailbox-window.js';
import { DEVICE, deviceAmount, deviceList } from './unit-layout.js';
import { UnitWindow } from './unit-window.js';
import { parseUserAgent } from './user-agent.js';

const DESTINATION = deviceList('destination');
const SERVICE_PORT = deviceList('service-port');
const INTERNAL_EDGE = deviceList('internal-edge');
const ACCOUNT_ON_DEVICE = deviceList('account-on-device');
const CLIENT_FINGERPRINT = deviceList('client-fingerprint');
const CERTIFICATE = deviceList('certificate');
const TRANSFER = deviceList('transfer');
const BYTES_OUT = deviceAmount('bytes-out');
const CONNECTION_VOLUME = deviceAmount('connection-volume');
const FAN_OUT = deviceAmount('fan-out');
const BYTES_IN = deviceAmount('bytes-in');
const LONGEST_CONNECTION = deviceAmount('longest-connection');

/** Ports by which hosts are administered or logged on to, and the protocol they stand for. */
const ADMINISTRATION: ReadonlyMap<number, string> = new Map([
  [22, 'ssh'],
  [23, 'telnet'],
  [135, 'rpc'],
  [139, 'smb'],
  [445, 'smb'],
  [3389, 'rdp'],
  [5900, 'vnc'],
  [5985, 'winrm'],
  [5986, 'winrm'],
]);
const PROGRAMS: ReadonlySet<string> = new Set(['exe', 'dll', 'ps1', 'bat', 'msi', 'scr', 'hta', 'vbs', 'sh', 'elf', 'jar', 'bin']);
const ARCHIVES: ReadonlySet<string> = new Set(['7z', 'zip', 'rar', 'gz', 'tgz', 'tar', 'cab', 'bz2']);
/** Connection states in which nobody answered or the answer was no (Zeek conn_state). */
const UNANSWERED: ReadonlySet<string> = new Set(['S0', 'REJ', 'RSTRH', 'RSTOS0', 'SH', 'SHR']);

/** What the window builder knows of the surroundings. */
export interface NetworkSurroundings {
  /** The address is outside the networks that the estate's own hosts act from. */
  outside(address: string): boolean;
  /** Registrable domain that the estate resolved to this address, or ''. */
  nameOf(address: string): string;
}

/** Contact times kept of one log. */
const MOST_TIMES = 4_096;

const NO_TIMES: readonly number[] = [];

/** What one log saw of the contacts with a destination. */
interface ContactLog {
  readonly source: string;
  readonly times: number[];
}

/** Contacts of a device with one outside destination in a window. */
export interface Contact {
  readonly key: number;
  readonly name: string;
  readonly first: number;
  /** Seconds since the epoch, of the log with most contacts; unsorted as met, hence in order of time. Empty until the window is finished. */
  times: readonly number[];
  /** Times by the log that saw them. */
  readonly logs: ContactLog[];
  count: number;
  bytesOut: number;
  bytesIn: number;
  longestMs: number;
  /** Positions of the activities that brought most bytes in and lasted longest, −1 if none. */
  heaviest: number;
  longest: number;
  heaviestBytes: number;
  byAddress: boolean;
}

/** Names asked for under one registrable domain. */
export interface Lookups {
  readonly domain: string;
  readonly first: number;
  readonly names: Set<string>;
  missing: number;
  asked: number;
}

/** What one device did on the network in a window. */
export class DeviceWindow extends UnitWindow {
  readonly contacts = new Map<number, Contact>();
  readonly lookups = new Map<string, Lookups>();
  /** Contacts behind the amounts of bytes in and of the longest connection. */
  heaviest: Contact | undefined;
  longest: Contact | undefined;
  readonly #insideHosts = new Set<string>();
  readonly #unanswered = new Set<string>();

  constructor(entity: number) {
    super(DEVICE, entity);
  }

  override clear(): void {
    super.clear();
    for (const known of [this.contacts, this.lookups, this.#insideHosts, this.#unanswered]) if (known.size > 0) known.clear();
    this.heaviest = undefined;
    this.longest = undefined;
  }

  take(activity: Activity, index: number, surroundings: NetworkSurroundings): void {
    this.events.push(index);
    this.eventCount += activity.count;
    this.happened(activity.actionClass, activity.action, activity.outcome === 'failure', activity.count);
    if (activity.dns !== undefined) this.#dns(activity, index);
    const outside = activity.destinationIp === '' ? activity.destinationDomain !== '' : surroundings.outside(activity.destinationIp);
    if (activity.actionClass === 'connection') this.#connection(activity, index, outside);
    if (outside && activity.dns === undefined) this.#contact(activity, index, surroundings);
    else if (!outside) this.#inside(activity, index);
    const account = activity.actor[0];
    if (account !== undefined && account.scheme !== 'ip' && account.scheme !== 'hostname')
      this.see(ACCOUNT_ON_DEVICE, hashText(account.value, 18), index);
    this.#content(activity, index, outside);
  }

  /** Closes the window: picks, per destination, the log that saw most contacts as its times. */
  finish(): void {
    for (const contact of this.contacts.values()) {
      this.#mostOf(contact);
      if (contact.logs.length > 1) contact.logs.sort((a, b) => (a.source < b.source ? -1 : 1));
      for (const { times } of contact.logs) if (times.length > contact.times.length) contact.times = times;
      contact.count = contact.times.length;
      if (contact.bytesOut >= 1_000_000 && contact.bytesOut > contact.bytesIn) this.fact('large-upload');
      if (contact.longestMs >= 3_600_000) this.fact('long-connection');
      if (contact.byAddress) this.fact('address-without-name');
    }
    if (this.#unanswered.size >= 15) this.fact('internal-scan', this.#unanswered.size);
  }

  /** The destination with most bytes in, and that of the longest connection, count. */
  #mostOf(contact: Contact): void {
    if (contact.bytesIn > (this.amounts[BYTES_IN] ?? 0)) {
      this.amounts[BYTES_IN] = contact.bytesIn;
      this.heaviest = contact;
    }
    if (contact.longestMs / 1000 > (this.amounts[LONGEST_CONNECTION] ?? 0)) {
      this.amounts[LONGEST_CONNECTION] = contact.longestMs / 1000;
      this.longest = contact;
    }
  }

  #connection(activity: Activity, index: number, outside: boolean): void {
    this.add(CONNECTION_VOLUME, activity.count);
    const port = activity.destinationPort ?? 0;
    const protocol = activity.network?.protocol ?? '';
    if (port > 0) this.see(SERVICE_PORT, hashPair(hashText(protocol, 19), port < 49152 ? port : 49152), index);
    if (outside) this.add(BYTES_OUT, activity.bytesOut ?? 0);
    if (!outside && UNANSWERED.has(activity.network?.state ?? '') && this.#unanswered.size < 10_000) {
      this.#unanswered.add(`${activity.destinationIp}:${port}`);
    }
  }

  #contact(activity: Activity, index: number, surroundings: NetworkSurroundings): void {
    const named = registrableDomain(activity.destinationDomain);
    const resolved = named !== '' ? named : activity.destinationIp === '' ? '' : surroundings.nameOf(activity.destinationIp);
    const name = resolved !== '' ? resolved : activity.destinationIp !== '' ? activity.destinationIp : activity.destinationDomain;
    if (name === '') return;
    const key = hashText(name, 15);
    let contact = this.contacts.get(key);
    if (contact === undefined) {
      this.see(DESTINATION, key, index);
      contact = {
        key,
        name,
        first: index,
        times: NO_TIMES,
        logs: [{ source: activity.source, times: [activity.time / 1000] }],
        count: 0,
        bytesOut: 0,
        bytesIn: 0,
        longestMs: 0,
        heaviest: -1,
        longest: -1,
        heaviestBytes: 0,
        byAddress: name === activity.destinationIp,
      };
      this.contacts.set(key, contact);
    } else noteTime(contact.logs, activity.source, activity.time / 1000);
    if (activity.actionClass === 'connection') {
      contact.bytesOut += activity.bytesOut ?? 0;
      const bytes = activity.bytesIn ?? 0;
      const duration = activity.network?.durationMs ?? 0;
      contact.bytesIn += bytes;
      if (bytes > contact.heaviestBytes) {
        contact.heaviest = index;
        contact.heaviestBytes = bytes;
      }
      if (duration > contact.longestMs) {
        contact.longest = index;
        contact.longestMs = duration;
      }
    }
  }

  #inside(activity: Activity, index: number): void {
    const host = activity.destinationIp !== '' ? activity.destinationIp : (activity.target[0]?.value ?? '');
    if (host === '') return;
    if (this.#insideHosts.size < 100_000) {
      const before = this.#insideHosts.size;
      this.#insideHosts.add(host);
      if (this.#insideHosts.size > before) this.add(FAN_OUT, 1);
    }
    const protocol = administrationOf(activity);
    if (protocol === '' || UNANSWERED.has(activity.network?.state ?? '')) return;
    this.fact('remote-administration', activity.count);
    this.see(INTERNAL_EDGE, hashPair(hashText(host, 20), hashText(protocol, 21)), index);
  }

  #content(activity: Activity, index: number, outside: boolean): void {
    const { http, tls, file } = activity;
    const agent = parseUserAgent(activity.userAgent);
    if (agent.family !== '') this.see(CLIENT_FINGERPRINT, hashText(agent.family, 22), index);
    if (tls !== undefined) {
      if (tls.ja3 !== '') this.see(CLIENT_FINGERPRINT, hashText(tls.ja3, 22), index);
      if (tls.issuer !== '') this.see(CERTIFICATE, hashText(tls.issuer, 23), index);
      if (tls.validation === 'self-signed') this.fact('self-signed-certificate', activity.count);
    }
    if (http !== undefined && outside) {
      const ending = fileEnding(http.path.split('?')[0] ?? '');
      const upload = http.method === 'PUT' || http.method === 'POST';
      if (!upload && PROGRAMS.has(ending)) this.fact('executable-download');
      if (http.method === 'PUT' && ARCHIVES.has(ending)) this.fact('archive-upload');
      if (http.method === 'PUT' || PROGRAMS.has(ending) || ARCHIVES.has(ending))
        this.see(TRANSFER, hashText(`${http.method} ${ending}`, 24), index);
    }
    if (file !== undefined && file.mimeType !== '') {
      this.see(TRANSFER, hashText(file.mimeType, 24), index);
      if (file.mimeType.includes('dosexec') || file.mimeType.includes('x-executable')) this.fact('executable-download');
    }
  }

  #dns(activity: Activity, index: number): void {
    const query = activity.dns?.query ?? '';
    const domain = registrableDomain(query);
    if (domain === '' || query.endsWith('.arpa')) return;
    let lookups = this.lookups.get(domain);
    if (lookups === undefined) {
      if (this.lookups.size >= 20_000) return;
      lookups = { domain, first: index, names: new Set(), missing: 0, asked: 0 };
      this.lookups.set(domain, lookups);
    }
    lookups.asked += activity.count;
    if (activity.dns?.rcode === 'NXDOMAIN') lookups.missing += activity.count;
    else if (activity.dns !== undefined && activity.dns.answers.length > 0) this.see(DESTINATION, hashText(domain, 15), index);
    if (lookups.names.size < 4096 && query.length > domain.length) lookups.names.add(query.slice(0, query.length - domain.length - 1));
  }
}

function noteTime(logs: ContactLog[], source: string, time: number): void {
  for (const log of logs) {
    if (log.source !== source) continue;
    if (log.times.length < MOST_TIMES) log.times.push(time);
    return;
  }
  logs.push({ source, times: [time] });
}

/** Protocol by which an inside host is administered or logged on to, or ''. */
export function administrationOf(activity: Activity): string {
  switch (activity.actionClass) {
    case 'remote-admin':
      return 'rpc';
    case 'smb-access':
      return 'smb';
    case 'rdp-session':
      return 'rdp';
    case 'ssh-session':
      return 'ssh';
    case 'kerberos-ticket':
      return activity.target.length > 0 ? 'kerberos' : '';
    default:
      return activity.destinationPort === undefined ? '' : (ADMINISTRATION.get(activity.destinationPort) ?? '');
  }
}
