import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

const DAY = 86_400_000;
/** Evidence of who holds an address wears off a day after it was last seen. */
export const LEASE_GRACE = DAY;
const MAXIMUM_INTERVALS = 64;
/** More hosts than this behind one address within a day, without a lease server saying so, make it a gateway. */
const MAXIMUM_HOSTS_A_DAY = 3;

interface Lease {
  hosts: number[];
  from: number[];
  last: number[];
  /** A gateway or proxy: its address names no device. */
  gateway: boolean;
}

export type LeaseChange = 'first' | 'extended' | 'moved' | 'gateway';

/** Which device held an inside address when, from leases and logons. Devices are entity numbers as of when they were noted. */
export class LeaseBook {
  readonly #leases: Lease[] = [];

  create(): number {
    return this.#leases.push({ hosts: [], from: [], last: [], gateway: false }) - 1;
  }

  /**
   * Notes that `host` held the address at `time`; late evidence finds its place.
   * @param certain A lease server said so, which may move an address between many hosts a day.
   */
  note(lease: number, host: number, time: number, certain: boolean, current: (entity: number) => number): LeaseChange {
    const book = this.#leases[lease];
    if (book === undefined) return 'extended';
    if (book.gateway) return 'gateway';
    const { hosts, from, last } = book;
    const position = positionAt(from, time);
    const same = (index: number): boolean => current(hosts[index] ?? -1) === host;
    if (position >= 0 && same(position)) {
      if (time <= (last[position] ?? 0)) return 'extended';
      if (position === hosts.length - 1 || time <= (from[position + 1] ?? 0)) {
        last[position] = time;
        return 'extended';
      }
    }
    if (position + 1 < hosts.length && same(position + 1)) {
      from[position + 1] = time;
      return 'extended';
    }
    hosts.splice(position + 1, 0, host);
    from.splice(position + 1, 0, time);
    last.splice(position + 1, 0, time);
    if (hosts.length > MAXIMUM_INTERVALS) for (const column of [hosts, from, last]) column.shift();
    if (hosts.length === 1) return 'first';
    if (!certain && this.#hostsWithinDay(book, time, current) > MAXIMUM_HOSTS_A_DAY) {
      book.gateway = true;
      return 'gateway';
    }
    return 'moved';
  }

  #hostsWithinDay(book: Lease, time: number, current: (entity: number) => number): number {
    return new Set(book.hosts.filter((_, index) => Math.abs(time - (book.last[index] ?? 0)) <= DAY).map((host) => current(host))).size;
  }

  /** Holder at `time`, -1 if nobody is known to be. */
  holder(lease: number, time: number): number {
    const book = this.#leases[lease];
    if (book === undefined || book.gateway) return -1;
    const position = positionAt(book.from, time);
    return position >= 0 && time <= (book.last[position] ?? 0) + LEASE_GRACE ? (book.hosts[position] ?? -1) : -1;
  }

  write(writer: ByteWriter): void {
    writer.number(this.#leases.length);
    for (const lease of this.#leases) {
      writer.number(lease.gateway ? 1 : 0);
      writer.numbers(lease.hosts);
      writer.numbers(lease.from);
      writer.numbers(lease.last);
    }
  }

  read(reader: ByteReader): void {
    const count = reader.number();
    for (let index = 0; index < count; index++) {
      const gateway = reader.number() === 1;
      this.#leases.push({ gateway, hosts: reader.numbers(), from: reader.numbers(), last: reader.numbers() });
    }
  }
}

/** Index of the last interval that began at or before `time`, -1 if none. Recent ones are the common case. */
function positionAt(from: readonly number[], time: number): number {
  let index = from.length - 1;
  while (index >= 0 && (from[index] ?? 0) > time) index--;
  return index;
}
