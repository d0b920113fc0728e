import type { Endpoint, Place } from './networks.js';

/** A machine of the organisation that is not somebody's laptop. */
export interface Server {
  readonly hostname: string;
  readonly address: string;
  readonly role:
    'domain-controller' | 'file-server' | 'application' | 'database' | 'backup' | 'monitoring' | 'scanner' | 'printer' | 'jump-host';
}

/** An office. The network sensor stands in the first one. */
export interface Site {
  readonly name: string;
  readonly place: Place;
  /** Part of the staff. */
  readonly share: number;
  /** First two octets of the office network. */
  readonly network: string;
  /** Address by which the office and its VPN users appear on the Internet. */
  readonly egress: Endpoint;
  /** The same after the change of provider. */
  readonly laterEgress: Endpoint;
}
