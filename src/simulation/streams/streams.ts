import { machineCloud, personCloud } from './cloud-use.js';
import { personDirectory, systemDirectory } from './directory-changes.js';
import { announcements, personMail } from './mail-traffic.js';
import { mailboxSettings } from './mailbox-settings.js';
import { deviceBeacons, personNetwork } from './network-use.js';
import { machineNetwork } from './machine-network.js';
import { backupRun, personFiles } from './office-files.js';
import { personOkta } from './okta-sign-ins.js';
import { engagementSync, warehouseExport } from './salesforce-integrations.js';
import { personSalesforce } from './salesforce-use.js';
import { personSignIns, serviceSignIns } from './sign-ins.js';
import type { EstateStream, PersonStream } from './stream.js';

/** What people do, in a fixed order. */
export const PERSON_STREAMS: readonly PersonStream[] = [
  personSignIns,
  personOkta,
  personDirectory,
  mailboxSettings,
  personFiles,
  personMail,
  personSalesforce,
  personCloud,
  personNetwork,
  deviceBeacons,
];

/** What machines do, in a fixed order. */
export const ESTATE_STREAMS: readonly EstateStream[] = [
  serviceSignIns,
  systemDirectory,
  backupRun,
  engagementSync,
  warehouseExport,
  machineCloud,
  machineNetwork,
  announcements,
];
