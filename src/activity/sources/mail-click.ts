import { createActivity } from '../activity.js';
import { parseAddress } from '../fields/address.js';
import { firstText } from '../fields/coerce.js';
import { mailAddress, oneIdentifier } from '../fields/identity.js';
import { recordHash } from '../fields/record-hash.js';
import { dead, NO_TIME } from '../fields/mapped.js';
import { ecsDataset } from '../fields/ecs.js';
import { lookup } from '../fields/lookup.js';
import { parseTime } from '../fields/time.js';
import type { SourceMapping } from '../source-mapping.js';
import { emailDetail, urlHost } from './mail-fields.js';
import { mailTime } from './mail-message.js';
import { mailView } from './mail-paths.js';

const CLICKERS = [
  ...['user.email', 'email.to.address', 'recipient', 'recipient_s', 'userEmailAddress', 'AccountUpn', 'user', 'clicker', 'toUserAddress'],
];
const URLS = ['url.full', 'url.original', 'url', 'url_s', 'Url', 'UrlChain'];
const IDS = ['event.id', 'id', 'GUID', 'GUID_s', 'ReportId', 'proofpoint_tap.guid'];

export const mailClick: SourceMapping = {
  name: 'mail.click',
  title: 'Links in mail that a recipient opened, as link protection tells of them',
  datasets: ['proofpoint_tap.clicks_permitted', 'proofpoint_tap.clicks_blocked', 'mimecast.ttp_url_logs', 'urlclickevents'],
  detects: (record) =>
    (record.clickTime !== undefined && record.clickIP !== undefined) ||
    (record.clickTime_t !== undefined && record.clickIP_s !== undefined) ||
    (record.UrlChain !== undefined && record.AccountUpn !== undefined && record.ActionType !== undefined),
  map: (record) => {
    const of = mailView(record);
    const time = parseTime(record.clickTime ?? record.clickTime_t) ?? mailTime(of);
    if (time === undefined) return dead(NO_TIME);
    const clicker = mailAddress(firstText(record, CLICKERS));
    const url = firstText(record, URLS);
    if (clicker === '' || url === '') return dead('click without a person or a link');
    // Proofpoint's documents keep the clicking client in destination.ip and the sender of the mail in source.ip.
    const proofpoint = lookup(record, 'proofpoint_tap') !== undefined || ecsDataset(record).startsWith('proofpoint_tap.');
    const address = parseAddress(
      firstText(
        record,
        proofpoint ? ['destination.ip', 'clickIP'] : ['clickIP', 'clickIP_s', 'IPAddress', 'userIp', 'source.ip', 'sourceIp'],
      ),
    );
    const words = firstText(record, ['event.type', 'ActionType', 'mimecast.action', 'action', 'event.action', 'Type']).toLowerCase();
    const blocked = /block|denied|deny/.test(words);
    const host = urlHost(url);
    const email = emailDetail(record, of);
    return {
      kind: 'activities',
      activities: [
        createActivity({
          id: firstText(record, IDS) === '' ? recordHash(record) : `${firstText(record, IDS)}:${String(time)}`,
          source: 'mail.click',
          domain: 'email',
          time,
          action: blocked ? 'click blocked' : 'click permitted',
          actionClass: 'mail-click',
          outcome: blocked ? 'failure' : 'success',
          reason: firstText(record, [
            'classification',
            'classification_s',
            'mimecast.category',
            'ThreatTypes',
            'proofpoint_tap.clicks_permitted.classification',
          ]),
          actorType: 'user',
          actor: oneIdentifier('mail', clicker),
          actorName: clicker,
          userAgent: firstText(record, ['user_agent.original', 'userAgent', 'userAgent_s']),
          sourceIp: address.ip,
          sourceAddressRaw: address.raw,
          service: 'mail',
          resource: url.length > 1024 ? url.slice(0, 1024) : url,
          resourceType: 'link',
          destinationDomain: host,
          email: { ...email, recipients: [clicker], linkDomains: host === '' ? email.linkDomains : [host] },
        }),
      ],
    };
  },
};
