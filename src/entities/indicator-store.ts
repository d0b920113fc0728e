import type { Activity } from '../activity/activity.js';
import { StateError } from '../errors.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { Roles } from './entity-types.js';
import { forgetBefore } from './forget-oldest.js';
import { IndicatorColumns } from './indicator-columns.js';
import type { LifeStory } from './life-story.js';
import { isAddress } from './networks.js';
import { registrableDomain } from './registrable-domain.js';

/** Numbers of `CHANNELS`. */
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

/**
 * Life stories of outside domains (by registrable part) and addresses across mail, network and sign-ins, whether or not
 * anything ever alerted. About 130 bytes each beside the name, 64 more once a fifth entity takes part.
 */
export class IndicatorStore {
  readonly #tracksInside: boolean;
  readonly #columns = new IndicatorColumns();

  /** @param options.inside Follow inside addresses too. */
  constructor(options: { readonly inside?: boolean } = {}) {
    this.#tracksInside = options.inside ?? false;
  }

  /** How many domains and addresses are known. */
  get size(): number {
    return this.#columns.size;
  }

  /** Every domain and address that was ever seen, in order of first sight. */
  names(): IterableIterator<string> {
    return this.#columns.names();
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
    for (let index = 1; index < entities.length; index++) this.#columns.contact(indicator, entities[index] ?? -1, channel);
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
    return this.#columns.note(name, channel, activity.time, activity.count, who);
  }

  /** Life of a domain (any host name under it) or address; undefined if it was never seen. */
  story(name: string): LifeStory | undefined {
    const [key, indicator] = this.#find(name);
    return indicator < 0 ? undefined : this.#columns.story(key, indicator);
  }

  /** Days from first sight to `now` (epoch milliseconds), 0 if that lies ahead; -1 if never seen. */
  ageDays(name: string, now: number): number {
    const [, indicator] = this.#find(name);
    return indicator < 0 ? -1 : this.#columns.ageDays(indicator, now);
  }

  /** Distinct entities that had to do with it: exact up to 16, then within about 13 %; 0 if never seen. */
  prevalence(name: string): number {
    const [, indicator] = this.#find(name);
    return indicator < 0 ? 0 : this.#columns.prevalence(indicator);
  }

  #find(name: string): readonly [name: string, indicator: number] {
    const direct = this.#columns.find(name);
    if (direct >= 0) return [name, direct];
    const wanted = name.trim().toLowerCase();
    const key = registrableDomain(wanted) || wanted;
    return [key, this.#columns.find(key)];
  }

  /** Forgets domains and addresses that were not seen for longest, down to three quarters of `most` once there are more, and entities that are gone. */
  forget(most: number, gone: ReadonlySet<number>): void {
    const before = forgetBefore(this.#columns.lastSeconds(), most);
    if (before > 0) this.#columns.forgetBefore(before);
    if (gone.size > 0) this.#columns.forgetEntities(gone);
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writer.text(FORMAT);
    writer.number(this.#tracksInside ? 1 : 0);
    this.#columns.write(writer);
    return writer.finish();
  }

  /** @throws StateError if the bytes are damaged or of another version. */
  static restore(snapshot: Uint8Array): IndicatorStore {
    const reader = new ByteReader(snapshot);
    if (reader.text() !== FORMAT)
      throw new StateError('The indicator snapshot is of another version. Remove it to rebuild the state by replay.');
    const store = new IndicatorStore({ inside: reader.number() === 1 });
    store.#columns.read(reader);
    return store;
  }
}

const mailHost = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
