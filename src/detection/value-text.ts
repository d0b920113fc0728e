import type { Activity } from '../activity/activity.js';
import { administrationOf } from './device-window.js';
import { fileEnding, mailDomain } from './mailbox-window.js';
import { senderOf } from './mailbox-facets.js';
import { addressPrefix, type SystemOf } from './origin.js';
import { parseUserAgent } from './user-agent.js';

/** Lists whose values are few over the whole estate, so that their words are kept to tell what is usual. */
export const WORDED_LISTS: ReadonlySet<string> = new Set([
  'origin-network',
  'origin-country',
  'client',
  'application',
  'action',
  'service-port',
  'client-fingerprint',
  'attachment',
  'transfer',
  'changes',
  'rules',
  'authentication',
]);

/** What is known of addresses from other records. */
interface AddressNames {
  nameOf(address: string): string;
  systemOf: SystemOf;
}

const network = (activity: Activity, systemOf: SystemOf): string => {
  const system = activity.asn === '' ? systemOf(activity.sourceIp) : activity;
  return system === undefined ? addressPrefix(activity.sourceIp) : `${system.asn} ${system.asOrganization}`.trim();
};

/** A list's value in words, read from an activity that showed it. */
export function valueText(list: string, activity: Activity, names: AddressNames): string {
  switch (list) {
    case 'origin-network':
      return network(activity, (address) => names.systemOf(address));
    case 'origin-prefix':
      return addressPrefix(activity.sourceIp);
    case 'origin-country':
      return activity.country;
    case 'client':
      return parseUserAgent(activity.userAgent).family;
    case 'application':
      return activity.client === '' || activity.client === activity.service
        ? activity.service
        : `${activity.service} through ${activity.client}`.trim();
    case 'action':
    case 'changes':
      return activity.change !== undefined && list === 'changes' ? activity.change.kind : activity.action;
    case 'resource':
      return activity.container !== '' ? activity.container : activity.resourceType !== '' ? activity.resourceType : activity.resource;
    case 'target':
      return activity.targetName !== '' ? activity.targetName : (activity.target[0]?.value ?? '');
    case 'sharing':
      return activity.targetName !== '' ? activity.targetName : (activity.target[0]?.value ?? 'anyone with the link');
    case 'mail-recipient':
      return activity.email?.recipients.map(mailDomain).find((domain) => domain !== '') ?? '';
    case 'sender':
      return activity.email === undefined ? '' : senderOf(activity.email);
    case 'sender-domain':
      return activity.email === undefined ? '' : mailDomain(senderOf(activity.email));
    case 'link-domain':
      return activity.destinationDomain !== '' ? activity.destinationDomain : (activity.email?.linkDomains.join(', ') ?? '');
    case 'attachment':
      return activity.email?.attachmentNames.map(fileEnding).join(', ') ?? '';
    case 'destination':
      return destinationText(activity, names);
    case 'service-port':
      return `${protocolText(activity)} ${activity.destinationPort ?? ''}`.trim();
    case 'internal-edge':
      return `${activity.destinationIp || (activity.target[0]?.value ?? '')} by ${administrationOf(activity)}`;
    case 'account-on-device':
      return activity.actorName !== '' ? activity.actorName : (activity.actor[0]?.value ?? '');
    case 'client-fingerprint':
      return activity.userAgent !== '' ? parseUserAgent(activity.userAgent).family : (activity.tls?.ja3 ?? '');
    case 'certificate':
      return activity.tls?.issuer ?? '';
    case 'transfer':
      return activity.file !== undefined
        ? activity.file.mimeType
        : `${activity.http?.method ?? ''} ${fileEnding(activity.http?.path ?? '')}`;
    case 'authentication':
      return activity.actionClass === 'sign-in'
        ? `${activity.authentication} at sign-in to ${activity.service}`
        : `${activity.authentication} in ${activity.source}`;
    case 'rules':
      return activity.alert?.rule ?? activity.action;
    default:
      return '';
  }
}

function protocolText({ network }: Activity): string {
  if (network === undefined) return 'port';
  if (network.protocol !== '') return network.protocol;
  return network.transport !== '' ? network.transport : 'port';
}

function destinationText(activity: Activity, names: AddressNames): string {
  if (activity.destinationDomain !== '') return activity.destinationDomain;
  if (activity.dns !== undefined) return activity.dns.query;
  const name = names.nameOf(activity.destinationIp);
  return name === '' ? activity.destinationIp : `${name} (${activity.destinationIp})`;
}
