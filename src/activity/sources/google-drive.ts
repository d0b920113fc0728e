import type { ActivityFields } from '../activity.js';
import type { ActionClass } from '../domains.js';
import { attribute, attributes } from '../fields/mapped.js';
import { accountTarget, parameterText, parameterTexts, reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';

const CLASSES: ReadonlyMap<string, ActionClass> = new Map<string, ActionClass>([
  ...['view', 'preview', 'print', 'sheets_import_range', 'access_item_content', 'prefetch_item_content', 'access_url'].map(
    (name): [string, ActionClass] => [name, 'file-read'],
  ),
  ...['download', 'sync_item_content', 'email_as_attachment', 'source_copy'].map((name): [string, ActionClass] => [
    name,
    'file-downloaded',
  ]),
  ...[
    'create',
    'upload',
    'edit',
    'rename',
    'move',
    'copy',
    'add_to_folder',
    'remove_from_folder',
    'untrash',
    'add_lock',
    'remove_lock',
    'label_added',
    'label_removed',
    'label_field_changed',
    'connected_sheets_query',
  ].map((name): [string, ActionClass] => [name, 'file-written']),
  ...['trash', 'delete'].map((name): [string, ActionClass] => [name, 'file-deleted']),
  ['change_owner', 'sharing-changed'],
  ['shared_drive_settings_change', 'sharing-changed'],
  ['team_drive_settings_change', 'sharing-changed'],
  ['sheets_import_range_access_change', 'sharing-changed'],
  ['publish_change', 'sharing-changed'],
]);

/** Visibilities that reach beyond the organisation. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'people_with_link',
  'public_on_the_web',
  'public_in_the_domain_and_external',
  'shared_externally',
  'anyone_with_link',
  'public',
]);

const SHARING = [
  'change_user_access',
  'change_acl_editors',
  'change_document_visibility',
  'change_document_access_scope',
  'shared_drive_membership_change',
  'team_drive_membership_change',
];

function domainPart(mail: string): string {
  return mail.slice(mail.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether an access change opened a document, to whom, or closed it. */
function sharingClass(event: ReportEvent): ActionClass {
  const changed = parameterText(event, 'visibility_change');
  if (changed === 'internal') return 'sharing-changed';
  if (changed === 'external') return 'file-shared-external';
  const values = parameterTexts(event, 'new_value');
  const withdrawn =
    values.length > 0 &&
    values.every((value) => value === 'none' || value === 'private' || value === 'people_within_domain_with_link_removed');
  if (withdrawn) return 'sharing-changed';
  const target = parameterText(event, 'target_user') || parameterText(event, 'target_domain');
  if (target !== '' && target !== 'all') {
    const home = domainPart(parameterText(event, 'owner') || event.actorMail);
    if (target.includes('@') && home !== '' && domainPart(target) !== home) return 'file-shared-external';
    return 'file-shared-internal';
  }
  if (event.name.includes('visibility') || event.name.includes('scope')) {
    if (OUTSIDE.has(parameterText(event, 'visibility')) || values.some((value) => OUTSIDE.has(value)) || target === 'all')
      return 'file-shared-external';
    return 'file-shared-internal';
  }
  return values.length > 0 ? 'file-shared-internal' : 'sharing-changed';
}

function isSharing(name: string): boolean {
  for (const prefix of SHARING) if (name.startsWith(prefix)) return true;
  return false;
}

function describe(event: ReportEvent): Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields> {
  const sharing = isSharing(event.name);
  const actionClass = sharing ? sharingClass(event) : (CLASSES.get(event.name) ?? 'other');
  const title = parameterText(event, 'doc_title');
  const document = parameterText(event, 'doc_id');
  const type = parameterText(event, 'doc_type');
  const visibility = parameterText(event, 'visibility');
  const target = parameterText(event, 'target_user') || parameterText(event, 'new_owner');
  return {
    domain: 'saas',
    actionClass,
    service: 'Google Drive',
    resource: title === '' || document === '' ? title || document : `${title} (${document})`,
    resourceType: type,
    container: parameterText(event, 'owner').toLowerCase() || parameterText(event, 'team_drive_id'),
    client: parameterText(event, 'originating_app_id'),
    ...accountTarget(target),
    change:
      sharing || actionClass === 'sharing-changed'
        ? {
            kind: event.name,
            attributes: attributes([
              attribute('visibility', visibility),
              attribute('visibilityChange', parameterText(event, 'visibility_change')),
              attribute('target', target.toLowerCase()),
              ...parameterTexts(event, 'new_value').map((value) => attribute('access', value)),
            ]),
          }
        : undefined,
  };
}

/** Google Drive audit. There are no byte counts: volume is the number of distinct documents, so the resource names the document's id. */
export const googleDrive = reportMapping({
  name: 'google.drive',
  title: 'Google Drive activity',
  applications: ['drive'],
  datasets: ['google_workspace.drive', 'gws:reports:drive', 'gws_drive'],
  stored: {
    doc_title: ['/file.name', 'file.name'],
    doc_id: ['file.id'],
    doc_type: ['file.type'],
    owner: ['file.owner.email'],
    visibility: ['visibility'],
    visibility_change: ['visibility_change'],
    target_user: ['target', 'target_user'],
    target_domain: ['target_domain'],
    new_value: ['new_value'],
    new_owner: ['new_owner'],
    originating_app_id: ['originating_app_id'],
    primary_event: ['primary_event'],
    team_drive_id: ['shared_drive_id', 'team_drive_id'],
  },
  describe,
});
