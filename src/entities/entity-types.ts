import type { Activity } from '../activity/activity.js';
import type { Identifier } from '../activity/identifier.js';
import type { EntityType } from '../documents/common.js';

/** What the operator says about the estate. Every list may be empty. */
export interface EntityOptions {
  /** CIDR blocks that are inside; empty means private, carrier-grade, unique-local and link-local ranges. */
  readonly internalNetworks: readonly string[];
  /** The organisation's mail domains. Those of accounts that act in its directories are learned in addition. */
  readonly mailDomains: readonly string[];
  /** Identifiers that name one thing, one list per thing. They override every guard. */
  readonly aliases: readonly (readonly Identifier[])[];
  /** Names (host, address, account, application) whose involvement raises priority. */
  readonly criticalAssets: readonly string[];
  /** Accounts of important persons. */
  readonly vips: readonly string[];
}

/** Entity numbers by the part they play in one activity; -1 means nobody. */
export interface Roles {
  /** User, service or app that acted. A machine account is not an account: it is `device`. */
  readonly account: number;
  /** Device acted from: named by the record, else the holder of the inside source address at that time. */
  readonly device: number;
  /** Application acted through. */
  readonly client: number;
  /** Account, app or device acted upon. */
  readonly target: number;
  /** Author of a message, by its header From. */
  readonly sender: number;
  /** Recipients of a message, in the record's order. */
  readonly recipients: readonly number[];
  /** Outside address acted from; an inside one is `device`. */
  readonly sourceAddress: number;
  /** What was contacted: the registrable domain, else the outside address, else the inside device. */
  readonly destination: number;
  /** Outside address contacted, also where `destination` is the domain. */
  readonly destinationAddress: number;
}

/** Two entities turned out to be one: `from` is henceforth `into`. */
export interface EntityMerge {
  readonly from: number;
  readonly into: number;
  /** Event time of the record that proved it, epoch milliseconds. */
  readonly time: number;
}

export interface Entity {
  /** Live number, after all merges. */
  readonly number: number;
  /** `type:canonical name`, e.g. `user:ada@example.com`, `device:10.1.2.3`. */
  readonly id: string;
  readonly name: string;
  readonly type: EntityType;
  /** Epoch milliseconds; 0 if only configuration names it. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Groups, roles and departments the records give, at most 32, in order of first sight. */
  readonly groups: readonly string[];
  readonly critical: boolean;
  readonly vip: boolean;
  /** A principal that many share and nobody is (`NT AUTHORITY\SYSTEM`, `anonymous`): never evidence that two things are one. */
  readonly shared: boolean;
}

/** A name of an entity and the interval of event time in which it was seen to hold. */
export interface Alias extends Identifier {
  readonly from: number;
  readonly to: number;
}

export interface Associate {
  readonly entity: number;
  /** Sentence fragment, e.g. `logged on to the device`. */
  readonly reason: string;
}

/**
 * Who is who. Numbers are dense, from 0; a number stays valid after a merge through `current`, and is given out again only if what it stood
 * for was forgotten.
 */
export interface EntityResolver {
  /**
   * Learns names, leases and logons. The batch is put in order of (time, source, id) first; how records are spread over
   * batches does not matter as long as batches come in order of time. Merges come in the order in which they happened.
   */
  learn(activities: readonly Activity[]): readonly EntityMerge[];
  /** Reads only. Returns a fresh object that the caller may keep. Names never learned give -1. */
  resolve(activity: Activity): Roles;
  current(entity: number): number;
  entity(entity: number): Entity;
  aliases(entity: number): readonly Alias[];
  /** One hop: device ⇄ account by logon, account ⇄ mailbox it opened, account ⇄ cloud role, guest ⇄ home account, valid at `time`. */
  associates(entity: number, time: number): readonly Associate[];
  /** Entities by name, mail, address, domain or id; exact matches alone if there are any, else by part of a name, at most 20. */
  find(text: string): readonly number[];
  isInternal(address: string): boolean;
  isOwnDomain(domain: string): boolean;
  /** How many numbers are or were given out, merged ones and forgotten ones included. */
  readonly size: number;
  snapshot(): Uint8Array;
}
