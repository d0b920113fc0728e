import type { SourceMapping } from '../source-mapping.js';
import { awsCloudTrail } from './aws-cloudtrail.js';
import { azureActivity } from './azure-activity.js';
import { entraAudit } from './entra-audit.js';
import { entraSignIn } from './entra-signin.js';
import { googleAdmin } from './google-admin.js';
import { googleDrive } from './google-drive.js';
import { googleGmail } from './google-gmail.js';
import { googleLogin } from './google-login.js';
import { googleToken } from './google-token.js';
import { googleUserAccounts } from './google-user-accounts.js';
import { googleWorkspace } from './google-workspace.js';
import { m365Audit } from './m365-audit.js';
import { oktaSystem } from './okta-system.js';
import { salesforceEventLog } from './salesforce-event-log.js';
import { salesforceLoginHistory } from './salesforce-login.js';
import { salesforceSetupAuditTrail } from './salesforce-setup.js';

/** Mappings of identity providers, SaaS products and cloud control planes. */
export const SAAS_MAPPINGS: readonly SourceMapping[] = [
  entraSignIn,
  entraAudit,
  azureActivity,
  m365Audit,
  oktaSystem,
  googleLogin,
  googleAdmin,
  googleDrive,
  googleToken,
  googleUserAccounts,
  googleGmail,
  googleWorkspace,
  salesforceLoginHistory,
  salesforceSetupAuditTrail,
  salesforceEventLog,
  awsCloudTrail,
];
