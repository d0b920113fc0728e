import type { Activity } from '../activity/activity.js';
import { StateError } from '../errors.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';
import { EntityCounter } from './entity-counter.js';
import type { Roles } from './entity-types.js';
import { isAddress } from './networks.js';
import { registrableDomain } from './registrable-domain.js';

/** Where a domain or address can turn up. The order is part of the snapshot's format: append, never reorder. */
export const CHANNELS = [
  'mail-sender',
  'mail-reply-to',
  'mail-recipient',
  'mail-link',
  'mail-click',
  'mail-relay',
  'dns',
  'http',
  'tls',
  'connection',
  'sign-in',
  'operation',
  'alert',
] as const;
export type Channel = (typeof CHANNELS)[number];
const WIDTH = CHANNELS.length;
const [
  MAIL_SENDER,
  MAIL_REPLY_TO,
  MAIL_RECIPIENT,
  MAIL_LINK,
  MAIL_CLICK,
  MAIL_RELAY,
  DNS,
  HTTP,
  TLS,
  CONNECTION,
  SIGN_IN,
  OPERATION,
  ALERT,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

const FORMAT = 'throughline indicators 1';
const DAY_SECONDS = 86_400;
const MAXIMUM_CHANNEL_COUNT = 0xffff;
const MAXIMUM_COUNT = 0xffffffff;
/** Entities remembered by name, in order of first contact. */
const FIRST_ENTITIES = 4;

export interface ChannelStory {
  readonly channel: Channel;
  readonly first: number;
  /** Events, at most 65,535: then it means "at least". */
  readonly count: number;
}

/** The life of a domain or address as the data tells it. Times are epoch milliseconds, true to the second. */
export interface LifeStory {
  readonly name: string;
  readonly kind: 'domain' | 'address';
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly count: number;
  /** Distinct devices or accounts that had to do with it; exact up to 16. */
  readonly prevalence: number;
  readonly exact: boolean;
  /** In order of first sight. */
  readonly channels: readonly ChannelStory[];
  /** The first to have to do with it, at most 4, in order of contact, with the entity number as of then. */
  readonly by: readonly { readonly entity: number; readonly channel: Channel }[];
}

/**
 * Life stories of outside domains (by registrable part) and addresses across mail, network and sign-ins, whether or not
 * anything ever alerted. About 130 bytes each beside the name, 64 more once a fifth entity takes part.
 */
export class IndicatorStore {
  readonly #index = new Map<string, number>();
  readonly #tracksInside: boolean;
  #firsts = new Uint32Array(0);
  #counts = new Uint16Array(0);
  #total = new Uint32Array(0);
  #last = new Uint32Array(0);
  #by = new Uint32Array(0);
  #byChannel = new Uint8Array(0);
  #slot = new Uint32Array(0);
  readonly #counter = new EntityCounter();

  /** @param options.inside Follow inside addresses too. */
  constructor(options: { readonly inside?: boolean } = {}) {
    this.#tracksInside = options.inside ?? false;
  }

  /** How many domains and addresses are known. */
  get size(): number {
    return this.#index.size;
  }

  observe(activity: Activity, roles: Roles): void {
    const who = roles.device >= 0 ? roles.device : roles.account;
    if (activity.email !== undefined) this.#observeMail(activity, roles);
    else if (activity.alert !== undefined) this.#observeEnds(activity, roles, ALERT, ALERT, who);
    else if (activity.domain === 'network') this.#observeNetwork(activity, roles, who);
    else {
      const from =
        activity.actionClass === 'sign-in' || activity.actionClass === 'token-issued' || activity.actionClass === 'mfa-challenge';
      const account = roles.account >= 0 ? roles.account : roles.device;
      this.#observeEnds(
        activity,
        roles,
        from ? SIGN_IN : OPERATION,
        activity.actionClass === 'mail-click' ? MAIL_CLICK : CONNECTION,
        account,
      );
    }
  }

  #observeNetwork(activity: Activity, roles: Roles, who: number): void {
    const { dns, http, tls } = activity;
    if (dns !== undefined) {
      this.#noteHost(dns.query === '' ? activity.destinationDomain : dns.query, DNS, activity, who);
      if (roles.destinationAddress >= 0 || this.#tracksInside) this.#noteAddress(activity.destinationIp, DNS, activity, who);
      return;
    }
    const channel = http !== undefined ? HTTP : tls !== undefined ? TLS : CONNECTION;
    const host = activity.destinationDomain !== '' ? activity.destinationDomain : (http?.host ?? tls?.serverName ?? '');
    if (host !== '') this.#noteHost(host, channel, activity, who);
    if (roles.destinationAddress >= 0 || this.#tracksInside) this.#noteAddress(activity.destinationIp, channel, activity, who);
    if (roles.sourceAddress >= 0 || this.#tracksInside) this.#noteAddress(activity.sourceIp, channel, activity, roles.destination);
  }

  #observeEnds(activity: Activity, roles: Roles, source: number, destination: number, who: number): void {
    if (roles.sourceAddress >= 0 || this.#tracksInside) this.#noteAddress(activity.sourceIp, source, activity, who);
    if (roles.destinationAddress >= 0 || this.#tracksInside) this.#noteAddress(activity.destinationIp, destination, activity, who);
    if (activity.destinationDomain !== '') this.#noteHost(activity.destinationDomain, destination, activity, who);
  }

  #observeMail(activity: Activity, roles: Roles): void {
    const { email } = activity;
    if (email === undefined) return;
    const sent = email.direction === 'outbound';
    if (sent) {
      for (const recipient of email.recipients) this.#noteHost(mailHost(recipient), MAIL_RECIPIENT, activity, roles.sender);
    } else {
      const sender = mailHost(email.from === '' ? email.envelopeFrom : email.from);
      this.#noteFor(roles.recipients, sender, MAIL_SENDER, activity);
      const reply = mailHost(email.replyTo);
      if (reply !== sender) this.#noteFor(roles.recipients, reply, MAIL_REPLY_TO, activity);
      if (roles.sourceAddress >= 0 || this.#tracksInside)
        this.#noteAddress(activity.sourceIp, MAIL_RELAY, activity, roles.recipients[0] ?? -1);
    }
    for (const host of email.linkDomains) this.#noteFor(sent ? [roles.sender] : roles.recipients, host, MAIL_LINK, activity);
    if (activity.actionClass === 'mail-click') this.#noteHost(activity.destinationDomain, MAIL_CLICK, activity, roles.account);
  }

  /** One event, and every recipient had to do with it. */
  #noteFor(entities: readonly number[], host: string, channel: number, activity: Activity): void {
    const indicator = this.#noteHost(host, channel, activity, entities[0] ?? -1);
    if (indicator < 0) return;
    for (let index = 1; index < entities.length; index++) this.#contact(indicator, entities[index] ?? -1, channel);
  }

  #noteHost(host: string, channel: number, activity: Activity, who: number): number {
    if (host === '') return -1;
    const domain = registrableDomain(host);
    if (domain !== '') return this.#note(domain, channel, activity, who);
    return isAddress(host) ? this.#note(host, channel, activity, who) : -1;
  }

  #noteAddress(address: string, channel: number, activity: Activity, who: number): void {
    if (address !== '') this.#note(address, channel, activity, who);
  }

  #note(name: string, channel: number, activity: Activity, who: number): number {
    const indicator = this.#index.get(name) ?? this.#create(name);
    const second = Math.min(MAXIMUM_COUNT, Math.max(1, Math.floor(activity.time / 1000)));
    const cell = indicator * WIDTH + channel;
    const first = this.#firsts[cell] ?? 0;
    if (first === 0 || second < first) this.#firsts[cell] = second;
    if (second > (this.#last[indicator] ?? 0)) this.#last[indicator] = second;
    this.#counts[cell] = Math.min(MAXIMUM_CHANNEL_COUNT, (this.#counts[cell] ?? 0) + activity.count);
    this.#total[indicator] = Math.min(MAXIMUM_COUNT, (this.#total[indicator] ?? 0) + activity.count);
    this.#contact(indicator, who, channel);
    return indicator;
  }

  #create(name: string): number {
    const indicator = this.#index.size;
    this.#index.set(name, indicator);
    if (indicator < this.#last.length) return indicator;
    this.#last = grown(this.#last, indicator + 1);
    const room = this.#last.length;
    this.#firsts = grown(this.#firsts, room * WIDTH);
    this.#counts = grown(this.#counts, room * WIDTH);
    this.#total = grown(this.#total, room);
    this.#by = grown(this.#by, room * FIRST_ENTITIES);
    this.#byChannel = grown(this.#byChannel, room * FIRST_ENTITIES);
    this.#slot = grown(this.#slot, room);
    return indicator;
  }

  #contact(indicator: number, entity: number, channel: number): void {
    if (entity < 0) return;
    const slot = this.#slot[indicator] ?? 0;
    const start = indicator * FIRST_ENTITIES;
    for (let cell = start; cell < start + FIRST_ENTITIES; cell++) {
      const known = this.#by[cell] ?? 0;
      if (known === entity + 1) return;
      if (known === 0) {
        this.#by[cell] = entity + 1;
        this.#byChannel[cell] = channel;
        return;
      }
    }
    if (slot > 0) {
      this.#counter.add(slot - 1, entity);
    } else {
      const first = [...this.#by.subarray(start, start + FIRST_ENTITIES)].map((known) => known - 1);
      this.#slot[indicator] = this.#counter.create([...first, entity]) + 1;
    }
  }

  /** Life of a domain (any host name under it) or address; undefined if it was never seen. */
  story(name: string): LifeStory | undefined {
    const [key, indicator] = this.#find(name);
    if (indicator < 0) return undefined;
    const channels = CHANNELS.map((channel, index) => ({
      channel,
      first: (this.#firsts[indicator * WIDTH + index] ?? 0) * 1000,
      count: this.#counts[indicator * WIDTH + index] ?? 0,
    }))
      .filter(({ first }) => first > 0)
      .sort((a, b) => a.first - b.first);
    const slot = this.#slot[indicator] ?? 0;
    const start = indicator * FIRST_ENTITIES;
    const by = [...this.#by.subarray(start, start + FIRST_ENTITIES)]
      .map((known, index) => ({ entity: known - 1, channel: CHANNELS[this.#byChannel[start + index] ?? 0] ?? 'connection' }))
      .filter(({ entity }) => entity >= 0);
    return {
      name: key,
      kind: isAddress(key) ? 'address' : 'domain',
      firstSeen: this.#firstSecond(indicator) * 1000,
      lastSeen: (this.#last[indicator] ?? 0) * 1000,
      count: this.#total[indicator] ?? 0,
      prevalence: slot > 0 ? this.#counter.estimate(slot - 1) : by.length,
      exact: slot === 0 || this.#counter.isExact(slot - 1),
      channels,
      by,
    };
  }

  /** Days from first sight to `now` (epoch milliseconds), 0 if that lies ahead; -1 if never seen. */
  ageDays(name: string, now: number): number {
    const [, indicator] = this.#find(name);
    return indicator < 0 ? -1 : Math.max(0, now / 1000 - this.#firstSecond(indicator)) / DAY_SECONDS;
  }

  /** Distinct entities that had to do with it: exact up to 16, then within about 13 %; 0 if never seen. */
  prevalence(name: string): number {
    const [, indicator] = this.#find(name);
    if (indicator < 0) return 0;
    const slot = this.#slot[indicator] ?? 0;
    if (slot > 0) return this.#counter.estimate(slot - 1);
    let entities = 0;
    for (let cell = indicator * FIRST_ENTITIES; cell < (indicator + 1) * FIRST_ENTITIES; cell++) if (this.#by[cell] !== 0) entities++;
    return entities;
  }

  #firstSecond(indicator: number): number {
    let earliest = Infinity;
    for (let cell = indicator * WIDTH; cell < (indicator + 1) * WIDTH; cell++) {
      const second = this.#firsts[cell] ?? 0;
      if (second > 0 && second < earliest) earliest = second;
    }
    return earliest;
  }

  #find(name: string): readonly [name: string, indicator: number] {
    const direct = this.#index.get(name);
    if (direct !== undefined) return [name, direct];
    const wanted = name.trim().toLowerCase();
    const key = registrableDomain(wanted) || wanted;
    return [key, this.#index.get(key) ?? -1];
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    const size = this.#index.size;
    writer.text(FORMAT);
    writer.number(this.#tracksInside ? 1 : 0);
    writer.texts([...this.#index.keys()]);
    writer.column(this.#firsts, size * WIDTH);
    writer.column(this.#counts, size * WIDTH);
    writer.column(this.#total, size);
    writer.column(this.#last, size);
    writer.column(this.#by, size * FIRST_ENTITIES);
    writer.column(this.#byChannel, size * FIRST_ENTITIES);
    writer.column(this.#slot, size);
    this.#counter.write(writer);
    return writer.finish();
  }

  /** @throws StateError if the bytes are damaged or of another version. */
  static restore(snapshot: Uint8Array): IndicatorStore {
    const reader = new ByteReader(snapshot);
    if (reader.text() !== FORMAT)
      throw new StateError('The indicator snapshot is of another version. Remove it to rebuild the state by replay.');
    const store = new IndicatorStore({ inside: reader.number() === 1 });
    for (const name of reader.texts()) store.#index.set(name, store.#index.size);
    store.#firsts = reader.column(Uint32Array);
    store.#counts = reader.column(Uint16Array);
    store.#total = reader.column(Uint32Array);
    store.#last = reader.column(Uint32Array);
    store.#by = reader.column(Uint32Array);
    store.#byChannel = reader.column(Uint8Array);
    store.#slot = reader.column(Uint32Array);
    store.#counter.read(reader);
    return store;
  }
}

const mailHost = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
