import type { ActionClass } from '../domains.js';
import { directoryClass } from './entra-operations.js';

/** Operations of the unified audit log by class, lower case, separated by blanks. Directory operations are in entra-operations. */
const OPERATIONS: Readonly<Partial<Record<ActionClass, string>>> = {
  'sign-in': 'userloggedin userloginfailed mailboxlogin teamssessionstarted signinevent',
  'sign-out': 'userloggedout signout userloggedoff',
  'mail-read': 'mailitemsaccessed messagebind folderbind attachmentaccess',
  'mail-sent': 'send sendas sendonbehalf',
  'mail-deleted': 'movetodeleteditems softdelete harddelete',
  'mailbox-rule': `
    new-inboxrule set-inboxrule enable-inboxrule disable-inboxrule remove-inboxrule updateinboxrules set-sweeprule
    new-sweeprule`,
  'transport-rule': `
    new-transportrule set-transportrule enable-transportrule disable-transportrule remove-transportrule new-journalrule
    set-journalrule new-inboundconnector set-inboundconnector new-outboundconnector set-outboundconnector new-remotedomain
    set-remotedomain import-transportrulecollection`,
  'mailbox-permission': `
    add-mailboxpermission remove-mailboxpermission add-recipientpermission remove-recipientpermission
    add-mailboxfolderpermission set-mailboxfolderpermission remove-mailboxfolderpermission addfolderpermissions
    modifyfolderpermissions removefolderpermissions updatecalendardelegation updatefolderpermissions set-mailboxpermission`,
  'role-granted': `
    new-managementroleassignment add-rolegroupmember set-rolegroup new-rolegroup sitecollectionadminadded
    siteadminchangerequest update-rolegroupmember`,
  'role-revoked': 'remove-managementroleassignment remove-rolegroupmember sitecollectionadminremoved remove-rolegroup',
  'account-created': 'new-mailbox new-mailuser new-syncmailuser enable-mailbox new-user',
  'account-deleted': 'remove-mailbox remove-mailuser disable-mailbox',
  'account-changed': 'set-user set-mailuser set-casmailbox set-recipient set-syncmailuser',
  'group-changed': `
    addedtogroup removedfromgroup groupadded groupremoved groupupdated groupcreation memberadded memberremoved
    memberrolechanged teamcreated teamdeleted add-distributiongroupmember new-distributiongroup set-distributiongroup
    new-unifiedgroup set-unifiedgroup add-unifiedgrouplinks added-users-to-group added-group-account-to`,
  'policy-changed': `
    set-antiphishpolicy new-antiphishpolicy remove-antiphishpolicy disable-antiphishrule remove-antiphishrule
    set-antiphishrule set-malwarefilterpolicy remove-malwarefilterpolicy disable-malwarefilterrule set-safelinkspolicy
    disable-safelinksrule remove-safelinkspolicy set-safeattachmentpolicy disable-safeattachmentrule
    remove-safeattachmentpolicy set-atppolicyforo365 set-hostedcontentfilterpolicy set-hostedconnectionfilterpolicy
    set-hostedoutboundspamfilterpolicy set-transportconfig set-organizationconfig set-owamailboxpolicy
    new-authenticationpolicy set-authenticationpolicy set-sharingpolicy new-dlpcompliancepolicy remove-dlpcompliancepolicy
    set-dlpcompliancepolicy remove-retentioncompliancepolicy new-tenantallowblocklistitems set-tenantallowblocklistitems
    set-phishsimoverriderule new-exosecopsoverriderule set-dkimsigningconfig sharepolicychanged sharingpolicychanged
    deviceaccesspolicychanged networkaccesspolicychanged unmanagedsyncclientblocked set-accepteddomain new-accepteddomain
    set-conditionalaccesspolicy set-recipientenforcementprovisioningpolicy`,
  'trust-changed': `
    set-federationtrust new-organizationrelationship set-organizationrelationship new-sharingpolicy set-partnerapplication
    new-partnerapplication`,
  'logging-changed': `
    set-adminauditlogconfig set-mailboxauditbypassassociation remove-unifiedauditlogretentionpolicy
    set-unifiedauditlogretentionpolicy disable-activityalert remove-activityalert set-protectionalert
    remove-protectionalert disable-protectionalert install-adminauditlogconfig`,
  'app-registered': `
    new-app appinstalled botaddedtoteam connectoradded new-serviceprincipal tabadded appaddedtocatalog
    apppublishedtocatalog`,
  'app-changed': `
    set-app enable-app disable-app remove-app connectorupdated botremovedfromteam appupdated connectorremoved tabupdated
    tabremoved`,
  'consent-granted': 'new-applicationaccesspolicy appcatalogconsent sharepointapppermissionsgranted grantapppermission',
  'file-read': `
    fileaccessed fileaccessedextended filepreviewed anonymouslinkused securelinkused companylinkused sharinglinkused
    fileviewed filevisited viewreport viewdashboard`,
  'file-downloaded': `
    filedownloaded filesyncdownloadedfull filesyncdownloadedpartial filedownloadedfrombrowser recordingexported`,
  'file-written': `
    fileuploaded filemodified filemodifiedextended filecopied filemoved filerenamed filerestored filecheckedin
    filecheckedout filesyncuploadedfull filesyncuploadedpartial foldercreated foldermodified folderrenamed foldermoved
    foldercopied folderrestored fileuploadedpartial filecheckoutdiscarded`,
  'file-deleted': `
    filedeleted filerecycled fileversionsalldeleted filedeletedfirststagerecyclebin filedeletedsecondstagerecyclebin
    folderdeleted folderrecycled folderdeletedfirststagerecyclebin folderdeletedsecondstagerecyclebin fileversionrecycled
    fileversionsallminorsrecycled fileversionsallrecycled`,
  'file-shared-external': 'anonymouslinkcreated anonymouslinkupdated sharinginvitationcreated sharinginvitationaccepted',
  'file-shared-internal': 'companylinkcreated sharingset securelinkcreated addedtosecurelink securelinkupdated sharinglinkcreated',
  'sharing-changed': `
    sharinginheritancebroken sharingrevoked sharinginheritancereset anonymouslinkremoved companylinkremoved
    securelinkdeleted removedfromsecurelink permissionleveladded permissionlevelmodified permissionlevelremoved
    accessrequestapproved accessrequestcreated sharinglinkdeleted externalsharingset accessinvitationcreated
    accessinvitationaccepted`,
  'api-query': `
    searchqueryperformed searchqueryinitiatedsharepoint searchqueryinitiatedexchange searchstarted searchcreated
    new-compliancesearch start-compliancesearch searchdatainsightssubscription quickentityquery`,
  'data-export': `
    new-compliancesearchaction searchexported searchexportdownloaded viewedsearchexported exportreport
    new-mailboxexportrequest exportartifact downloadreport exportform exportdataflow caseexportdownloaded searchpreviewed
    exporttoexcel`,
  'api-read': `
    pageviewed pageviewedextended listviewed pageprefetched clientviewsignaled listitemviewed viewedsearchpreviewed
    listitemdownloaded`,
  'api-write': `
    listcreated listupdated listcolumncreated listcolumnupdated listcolumndeleted sitecolumncreated listitemcreated
    listitemupdated listcontenttypecreated sitecontenttypecreated createform editform sitecolumnupdated listitemrecycled`,
  'code-changed': 'createflow editflow createpowerapp editpowerapp publishpowerapp deleteflow putconnection',
  'admin-change': `
    teamsettingchanged sitecollectioncreated sitedeleted channeladded channeldeleted channelsettingchanged hubsitejoined
    sitelocksettingchanged`,
  alert: `
    dlprulematch alerttriggered alertentitygenerated tiurlclickdata timaildata airinvestigationdata filemalwaredetected
    riskyuserdetected`,
  other: `
    dlpruleundo dlpinfo create update move copy alertupdated messagesent chatcreated messagecreatedhaslink
    messagereadreceiptreceived reactedtomessage meetingdetail meetingparticipantdetail recordmanagement`,
};

const CLASSES: ReadonlyMap<string, ActionClass> = new Map(
  Object.entries(OPERATIONS).flatMap(([actionClass, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name): [string, ActionClass] => [name, actionClass as ActionClass]),
  ),
);

/** Class of an operation of the unified audit log; `workload` decides what an unknown name means. */
export function unifiedAuditClass(operation: string, workload: string): ActionClass {
  const lower = operation.toLowerCase();
  const known = CLASSES.get(lower);
  if (known !== undefined) return known;
  if (workload === 'AzureActiveDirectory') return directoryClass(operation);
  const hyphen = lower.indexOf('-');
  if (hyphen > 0 && !lower.includes(' ')) return cmdletClass(lower.slice(0, hyphen), lower.slice(hyphen + 1));
  return lower.includes(' ') ? directoryClass(operation) : 'other';
}

function cmdletClass(verb: string, noun: string): ActionClass {
  if (verb === 'get' || verb === 'search' || verb === 'test' || verb === 'export') return verb === 'export' ? 'data-export' : 'api-read';
  if (noun.includes('audit')) return 'logging-changed';
  if (noun.endsWith('policy') || noun.endsWith('rule')) return 'policy-changed';
  return 'admin-change';
}
