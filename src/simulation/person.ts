import type { AddressRange, Endpoint, Place } from './networks.js';
import type { Role } from './roles.js';

export type OperatingSystem = 'windows' | 'mac' | 'linux' | 'ios' | 'android';
export type Browser = 'edge' | 'chrome' | 'firefox' | 'safari';

/** A laptop or telephone. */
export interface Device {
  readonly hostname: string;
  readonly mac: string;
  readonly os: OperatingSystem;
  readonly browser: Browser;
  /** Directory object id of the registered device (UUID). */
  readonly directoryId: string;
  /** Address in the office network, leased by DHCP. */
  readonly officeAddress: string;
  /** Days by which this device lags behind the release of a browser version. */
  readonly updateLag: number;
}

export interface Journey {
  readonly fromDay: number;
  readonly toDay: number;
  readonly network: AddressRange;
}

/** Somebody who works in the estate. */
export interface Person {
  readonly index: number;
  readonly role: Role;
  readonly department: string;
  readonly title: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  /** Sign-in and mail name, lower case. */
  readonly mail: string;
  readonly sam: string;
  readonly directoryId: string;
  readonly mailboxPuid: string;
  readonly oktaId: string;
  /** 15-character id; '' for those without a Salesforce licence. */
  readonly salesforceId: string;
  /** Name of a long-lived AWS IAM user with an access key, or ''. */
  readonly iamUser: string;
  readonly accessKeyId: string;
  readonly accountType: 'member' | 'administrator';
  readonly site: number;
  readonly place: Place;
  readonly home: AddressRange;
  /** Host part of the home line. */
  readonly homeHost: string;
  readonly mobile: AddressRange;
  readonly laptop: Device;
  /** Replaces the laptop from `newLaptopDay` on. */
  readonly newLaptop: Device | undefined;
  readonly newLaptopDay: number;
  readonly phone: Device;
  /** Local time of a usual start, hours. */
  readonly startHour: number;
  readonly worksEvenings: boolean;
  /** Own activity relative to the role, mean 1. */
  readonly activity: number;
  /** A commercial VPN used on some days at home. */
  readonly privateVpn: Endpoint | undefined;
  readonly journey: Journey | undefined;
  /** First and last day in the company, in days of the estate; -1 and a large number for everybody else. */
  readonly joinDay: number;
  readonly leaveDay: number;
  /** Colleagues by closeness: same team first. */
  readonly colleagues: readonly number[];
  /** Indices of external correspondents by closeness. */
  readonly correspondents: readonly number[];
  /** Names of the applications in use, by popularity. */
  readonly applications: readonly string[];
  /** Has the new application of the roll-out. */
  readonly adoptsRollout: boolean;
}
