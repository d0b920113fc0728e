/** An application of the estate's catalogue. */
export interface Application {
  readonly name: string;
  /** Identifier of the client application (UUID). */
  readonly id: string;
  /** Resource that the token is for. */
  readonly resource: string;
  readonly resourceId: string;
  /** Identity provider that signs users on. */
  readonly provider: 'entra' | 'okta';
  /** Network name of the service. */
  readonly host: string;
}

function entra(name: string, id: string, resource: string, resourceId: string, host: string): Application {
  return { name, id, resource, resourceId, provider: 'entra', host };
}

const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';
const SHAREPOINT = '00000003-0000-0ff1-ce00-000000000000';
const GRAPH = '00000003-0000-0000-c000-000000000000';

/** Microsoft's first-party clients, with their well-known application ids, by popularity. */
export const MICROSOFT_APPLICATIONS: readonly Application[] = [
  entra('Microsoft Outlook', '5d661950-3475-41cd-a2c3-d671a3162bc1', 'Office 365 Exchange Online', EXCHANGE, 'outlook.office365.com'),
  entra('Microsoft Teams', '1fec8e78-bce4-4aaf-ab1b-5451cc387264', 'Microsoft Graph', GRAPH, 'teams.microsoft.com'),
  entra('Microsoft Office', 'd3590ed6-52b3-4102-aeff-aad2292ab01c', 'Microsoft Graph', GRAPH, 'www.office.com'),
  entra('OneDrive SyncEngine', 'ab9b8c07-8f02-4f72-87fa-80105867a763', 'Office 365 SharePoint Online', SHAREPOINT, 'oneclient.sfx.ms'),
  entra('Office 365 SharePoint Online', SHAREPOINT, 'Office 365 SharePoint Online', SHAREPOINT, 'sharepoint.com'),
  entra('OfficeHome', '4765445b-32c6-49b0-83e6-1d93765276ca', 'OfficeHome', '4765445b-32c6-49b0-83e6-1d93765276ca', 'www.office.com'),
  entra('One Outlook Web', '9199bf20-a13f-4107-85dc-02114787ef48', 'Office 365 Exchange Online', EXCHANGE, 'outlook.office.com'),
  entra('Microsoft Edge', 'ecd6b820-32c2-49b6-98a6-444530e5a77a', 'Microsoft Graph', GRAPH, 'edge.microsoft.com'),
];

/** For administrators. */
export const ADMIN_APPLICATIONS: readonly Application[] = [
  entra(
    'Azure Portal',
    'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
    'Windows Azure Service Management API',
    '797f4846-ba00-4fd7-ba43-dac1f8f63013',
    'portal.azure.com',
  ),
  entra('Microsoft Azure CLI', '04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Graph', GRAPH, 'login.microsoftonline.com'),
  entra(
    'Microsoft Office 365 Portal',
    '00000006-0000-0ff1-ce00-000000000000',
    'Windows Azure Active Directory',
    GRAPH,
    'admin.microsoft.com',
  ),
];

/** Applications of other vendors. Ids are those of this tenant's registrations. */
export const BUSINESS_APPLICATIONS: readonly (readonly [name: string, host: string, provider: 'entra' | 'okta'])[] = [
  ['Salesforce', 'corp.my.salesforce.com', 'okta'],
  ['Zoom', 'zoom.us', 'okta'],
  ['Workday', 'wd5.myworkday.com', 'okta'],
  ['Slack', 'app.slack.com', 'okta'],
  ['ServiceNow', 'service-now.com', 'okta'],
  ['AWS IAM Identity Center', 'signin.aws.amazon.com', 'okta'],
  ['GitHub Enterprise', 'github.com', 'entra'],
  ['Atlassian Cloud', 'atlassian.net', 'entra'],
  ['Concur', 'concursolutions.com', 'entra'],
  ['SAP S/4HANA', 's4hana.ondemand.com', 'entra'],
  ['Figma', 'www.figma.com', 'entra'],
  ['Miro', 'miro.com', 'entra'],
  ['Zendesk', 'zendesk.com', 'entra'],
  ['HubSpot', 'app.hubspot.com', 'entra'],
  ['DocuSign', 'account.docusign.com', 'entra'],
  ['Tableau Cloud', 'online.tableau.com', 'entra'],
  ['Confluence', 'confluence.atlassian.net', 'entra'],
  ['Personio', 'personio.de', 'entra'],
  ['LinkedIn Learning', 'www.linkedin.com', 'entra'],
  ['DATEV', 'datev.de', 'entra'],
];
