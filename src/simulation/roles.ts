export const ROLES = ['sales', 'finance', 'engineering', 'support', 'hr', 'it-admin', 'executive'] as const;
export type Role = (typeof ROLES)[number];

/** What a role does, relative to the mean user (1). */
export interface RoleProfile {
  readonly department: string;
  readonly titles: readonly string[];
  readonly share: number;
  readonly applications: readonly string[];
  readonly files: number;
  readonly mail: number;
  readonly external: number;
  readonly salesforce: number;
  readonly cloud: number;
  readonly network: number;
  readonly officeDays: number;
}

/** Share of the staff, applications and habits by role. */
export const ROLE_PROFILES: Readonly<Record<Role, RoleProfile>> = {
  sales: {
    department: 'Sales',
    titles: ['Account Executive', 'Sales Manager', 'Key Account Manager', 'Business Development Representative'],
    share: 0.24,
    applications: ['Salesforce', 'Zoom', 'Slack', 'HubSpot', 'DocuSign', 'Concur', 'LinkedIn Learning', 'Workday'],
    files: 0.7,
    mail: 1.3,
    external: 2,
    salesforce: 1,
    cloud: 0,
    network: 0.8,
    officeDays: 0.45,
  },
  finance: {
    department: 'Finance',
    titles: ['Accountant', 'Controller', 'Accounts Payable Specialist', 'Financial Analyst'],
    share: 0.1,
    applications: ['SAP S/4HANA', 'Workday', 'Concur', 'DATEV', 'Tableau Cloud', 'Slack', 'DocuSign'],
    files: 1.2,
    mail: 1.1,
    external: 1.2,
    salesforce: 0,
    cloud: 0,
    network: 0.9,
    officeDays: 0.7,
  },
  engineering: {
    department: 'Engineering',
    titles: ['Software Engineer', 'Senior Software Engineer', 'Platform Engineer', 'Product Designer', 'Data Engineer'],
    share: 0.3,
    applications: [
      'GitHub Enterprise',
      'Atlassian Cloud',
      'Slack',
      'AWS IAM Identity Center',
      'Confluence',
      'Figma',
      'Miro',
      'Zoom',
      'Workday',
    ],
    files: 0.7,
    mail: 0.6,
    external: 0.4,
    salesforce: 0,
    cloud: 1,
    network: 1.4,
    officeDays: 0.4,
  },
  support: {
    department: 'Customer Support',
    titles: ['Support Engineer', 'Support Specialist', 'Customer Success Manager'],
    share: 0.16,
    applications: ['Salesforce', 'Zendesk', 'Slack', 'Atlassian Cloud', 'Zoom', 'Confluence', 'Workday'],
    files: 0.6,
    mail: 1,
    external: 1.6,
    salesforce: 1.3,
    cloud: 0,
    network: 0.9,
    officeDays: 0.6,
  },
  hr: {
    department: 'Human Resources',
    titles: ['HR Business Partner', 'Recruiter', 'Payroll Specialist'],
    share: 0.06,
    applications: ['Workday', 'Personio', 'LinkedIn Learning', 'DocuSign', 'Slack', 'Zoom'],
    files: 1,
    mail: 1.2,
    external: 1.5,
    salesforce: 0,
    cloud: 0,
    network: 0.8,
    officeDays: 0.6,
  },
  'it-admin': {
    department: 'IT',
    titles: ['System Administrator', 'Helpdesk Analyst', 'Identity Engineer', 'Business Systems Engineer'],
    share: 0.08,
    applications: ['ServiceNow', 'Slack', 'Atlassian Cloud', 'AWS IAM Identity Center', 'Confluence', 'Zoom', 'Workday'],
    files: 0.8,
    mail: 0.8,
    external: 0.5,
    salesforce: 0,
    cloud: 0.5,
    network: 1.3,
    officeDays: 0.7,
  },
  executive: {
    department: 'Management',
    titles: ['Chief Financial Officer', 'Chief Executive Officer', 'Vice President Sales', 'Chief Technology Officer'],
    share: 0.06,
    applications: ['Zoom', 'Slack', 'Tableau Cloud', 'DocuSign', 'Concur', 'Workday', 'Salesforce'],
    files: 0.9,
    mail: 1.6,
    external: 1.5,
    salesforce: 0.2,
    cloud: 0,
    network: 0.8,
    officeDays: 0.5,
  },
};
