import { laptopEndpoint, workMoment } from '../day-plan.js';
import { exchangeCommand, sharePointAdministration } from '../records/unified-audit.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import type { PersonHour } from './stream.js';

const OUTLOOK_WEB = '00000002-0000-0ff1-ce00-000000000000';
const EXCHANGE_ADMIN = 'fb78d390-0c51-40cd-8e17-fdbfab77341b';

/** Rules and mailbox settings: everybody now and then, administrators more often. */
export function mailboxSettings(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (!plan.working || hour.share === 0) return;
  const time = workMoment(plan, random, hour.from, hour.to);
  const endpoint = laptopEndpoint(estate, person, plan, time);
  if (random.chance(0.008 * hour.share)) {
    const company = random.pick(estate.partners.newsletters);
    const folder = random.pick(['Newsletters', 'Projects', 'Customers', 'Archive', 'Team']);
    emit(
      exchangeCommand(estate, random, {
        time,
        person,
        endpoint,
        operation: random.chance(0.8) ? 'New-InboxRule' : 'Set-InboxRule',
        object: `${person.mail}\\${folder}`,
        applicationId: OUTLOOK_WEB,
        parameters: [
          ['AlwaysDeleteOutlookRulesBlob', 'False'],
          ['Force', 'False'],
          ['MoveToFolder', folder],
          ['Name', folder],
          random.chance(0.5)
            ? ['From', `newsletter@${company.domain}`]
            : ['SubjectContainsWords', random.pick(['newsletter', 'weekly', 'ticket', 'build', 'invoice'])],
          ['MarkAsRead', random.chance(0.2) ? 'True' : 'False'],
          ['StopProcessingRules', 'True'],
        ],
      }),
    );
  }
  if (person.accountType !== 'administrator') return;
  const other = random.pick(estate.people);
  if (random.chance(0.12 * hour.share)) {
    emit(
      exchangeCommand(estate, random, {
        time,
        person,
        endpoint,
        operation: 'Add-MailboxPermission',
        object: other.mail,
        applicationId: EXCHANGE_ADMIN,
        parameters: [
          ['Identity', other.mail],
          ['User', random.pick(estate.people).mail],
          ['AccessRights', 'FullAccess'],
        ],
      }),
    );
  }
  if (random.chance(0.15 * hour.share)) {
    emit(
      exchangeCommand(estate, random, {
        time,
        person,
        endpoint,
        operation: 'Set-Mailbox',
        object: other.mail,
        applicationId: EXCHANGE_ADMIN,
        parameters: [['Identity', other.mail], random.chance(0.9) ? ['IssueWarningQuota', '98GB'] : ['LitigationHoldEnabled', 'True']],
      }),
    );
  }
  if (random.chance(0.05 * hour.share)) {
    const device = currentLaptop(person, estate.calendar, time);
    emit(
      sharePointAdministration(estate, random, {
        time,
        person,
        endpoint,
        operation: random.pick(['SiteCollectionCreated', 'SharingPolicyChanged', 'SiteCollectionQuotaModified', 'SiteColumnUpdated']),
        object: `https://${estate.name}.sharepoint.com/sites/${random.pick(['Projects', 'Launch', 'Partners', 'Archive'])}${random.integer(40)}`,
        properties: [['StorageQuota', '25600', '51200']],
        userAgent: browserIdentity(device, time).userAgent,
      }),
    );
  }
}
