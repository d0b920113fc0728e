import type { Activity } from './activity.js';
import type { Domain } from './domains.js';

/** Something that the engine asks of an activity. */
interface Need {
  /** In words. */
  readonly what: string;
  /** ECS fields that usually carry it. */
  readonly fields: readonly string[];
  /** What is not seen without it. */
  readonly cost: string;
  /** Without it the activity says next to nothing. */
  readonly vital: boolean;
  /** Activities of which it is asked. */
  readonly asked: (activity: Activity) => boolean;
  readonly told: (activity: Activity) => boolean;
}

const of =
  (...domains: readonly Domain[]) =>
  (activity: Activity): boolean =>
    domains.includes(activity.domain);
const BY_ACCOUNTS = of('identity', 'saas', 'cloud');
const MAIL = (activity: Activity): boolean => activity.email !== undefined;
const CONNECTION = (activity: Activity): boolean => activity.network !== undefined && activity.dns === undefined;

const NEEDS: readonly Need[] = [
  {
    what: 'who acted',
    fields: ['user.name', 'user.email', 'user.id'],
    cost: 'the record counts for no account, so nothing an account does with it is judged',
    vital: true,
    asked: BY_ACCOUNTS,
    told: ({ actor }) => actor.length > 0,
  },
  {
    what: 'the address acted from',
    fields: ['source.ip', 'client.ip'],
    cost: 'new networks and impossible travel go unseen, and incidents are not linked by address',
    vital: false,
    asked: BY_ACCOUNTS,
    told: ({ sourceIp }) => sourceIp !== '',
  },
  {
    what: 'the country acted from',
    fields: ['source.geo.country_iso_code', 'client.geo.country_iso_code'],
    cost: 'network prefixes stand in for places; the key mmdb of the configuration looks them up',
    vital: false,
    asked: (activity) => BY_ACCOUNTS(activity) && activity.sourceIp !== '',
    told: ({ country }) => country !== '',
  },
  {
    what: 'the program used',
    fields: ['user_agent.original'],
    cost: 'a client never used before goes unseen',
    vital: false,
    asked: BY_ACCOUNTS,
    told: ({ userAgent, client }) => userAgent !== '' || client !== '',
  },
  {
    what: 'whether it succeeded',
    fields: ['event.outcome'],
    cost: 'failed attempts are not told from successful ones',
    vital: false,
    asked: BY_ACCOUNTS,
    told: ({ outcome }) => outcome !== 'unknown',
  },
  {
    what: 'the sender of mail',
    fields: ['email.from.address'],
    cost: 'new and look-alike senders go unseen',
    vital: true,
    asked: MAIL,
    told: ({ email }) => email !== undefined && (email.from !== '' || email.envelopeFrom !== ''),
  },
  {
    what: 'the recipients of mail',
    fields: ['email.to.address'],
    cost: 'the mail counts for no mailbox',
    vital: true,
    asked: MAIL,
    told: ({ email }) => (email?.recipients.length ?? 0) > 0,
  },
  {
    what: 'the id of the message',
    fields: ['email.message_id'],
    cost: 'clicks and verdicts are not joined with the message',
    vital: false,
    asked: MAIL,
    told: ({ email }) => email?.messageId !== '',
  },
  {
    what: 'how the sender was authenticated (SPF, DKIM, DMARC)',
    fields: ['email.*'],
    cost: 'forged senders are not told from true ones',
    vital: false,
    asked: (activity) => MAIL(activity) && activity.email?.direction === 'inbound',
    told: ({ email }) => [email?.spf, email?.dkim, email?.dmarc].some((result) => result !== undefined && result !== 'unknown'),
  },
  {
    what: 'the address that began the connection',
    fields: ['source.ip'],
    cost: 'the record counts for no device',
    vital: true,
    asked: of('network'),
    told: ({ sourceIp, device }) => sourceIp !== '' || device.length > 0,
  },
  {
    what: 'the other end of the connection',
    fields: ['destination.ip', 'destination.domain'],
    cost: 'rare destinations, beacons and steps from device to device go unseen',
    vital: true,
    asked: CONNECTION,
    told: ({ destinationIp, destinationDomain }) => destinationIp !== '' || destinationDomain !== '',
  },
  {
    what: 'the bytes sent',
    fields: ['source.bytes'],
    cost: 'data carried out by volume goes unseen',
    vital: false,
    asked: (activity) => activity.network !== undefined && activity.actionClass === 'connection',
    told: ({ bytesOut }) => bytesOut !== undefined,
  },
  {
    what: 'the name that was looked up',
    fields: ['dns.question.name'],
    cost: 'tunnels, generated names and new domains go unseen',
    vital: true,
    asked: ({ dns }) => dns !== undefined,
    told: ({ dns }) => dns?.query !== '',
  },
  {
    what: 'the server name of encrypted connections',
    fields: ['tls.client.server_name'],
    cost: 'destinations are known by address only',
    vital: false,
    asked: ({ tls }) => tls !== undefined,
    told: ({ tls }) => tls?.serverName !== '',
  },
];

/** Something that activities of a source lack. */
export interface FieldGap {
  readonly what: string;
  readonly fields: readonly string[];
  readonly cost: string;
  readonly vital: boolean;
  /** Activities that should tell it, and how many of them do not. */
  readonly asked: number;
  readonly lacking: number;
}

/** What activities leave out of that which the engine works on. */
export function fieldGaps(activities: readonly Activity[]): readonly FieldGap[] {
  return NEEDS.flatMap(({ what, fields, cost, vital, asked, told }) => {
    const concerned = activities.filter(asked);
    const lacking = concerned.filter((activity) => !told(activity)).length;
    return lacking === 0 ? [] : [{ what, fields, cost, vital, asked: concerned.length, lacking }];
  });
}
