import type { ActionClass } from '../domains.js';
import { memoized } from '../fields/memoized.js';

/** Resource provider operations by the part that decides; first match wins, longest and most specific first. */
const PATTERNS: readonly (readonly [string, ActionClass])[] = [
  ['microsoft.authorization/elevateaccess/action', 'role-granted'],
  ['microsoft.authorization/roleassignments/write', 'role-granted'],
  ['microsoft.authorization/roleassignmentschedulerequests/write', 'role-granted'],
  ['microsoft.authorization/roleassignments/delete', 'role-revoked'],
  ['microsoft.authorization/roledefinitions/write', 'policy-changed'],
  ['microsoft.authorization/policyassignments/', 'policy-changed'],
  ['microsoft.authorization/policydefinitions/', 'policy-changed'],
  ['microsoft.authorization/policies/', 'other'],
  ['microsoft.authorization/locks/delete', 'policy-changed'],
  ['microsoft.insights/diagnosticsettings/', 'logging-changed'],
  ['microsoft.operationalinsights/workspaces/delete', 'logging-changed'],
  ['microsoft.securityinsights/alertrules/', 'logging-changed'],
  ['microsoft.securityinsights/dataconnectors/', 'logging-changed'],
  ['microsoft.securityinsights/automationrules/', 'logging-changed'],
  ['microsoft.insights/activitylogalerts/', 'logging-changed'],
  ['microsoft.insights/scheduledqueryrules/', 'logging-changed'],
  ['microsoft.insights/metricalerts/delete', 'logging-changed'],
  ['microsoft.insights/actiongroups/delete', 'logging-changed'],
  ['microsoft.security/pricings/', 'logging-changed'],
  ['microsoft.security/securitycontacts/', 'logging-changed'],
  ['microsoft.security/alertssuppressionrules/', 'logging-changed'],
  ['microsoft.network/networkwatchers/flowlogs/delete', 'logging-changed'],
  ['microsoft.network/networkwatchers/delete', 'logging-changed'],
  ['microsoft.network/networkwatchers/packetcaptures/write', 'data-export'],
  ['microsoft.eventhub/namespaces/delete', 'logging-changed'],
  ['microsoft.eventhub/namespaces/eventhubs/delete', 'logging-changed'],
  ['microsoft.eventhub/namespaces/authorizationrules/listkeys', 'secret-read'],
  ['microsoft.keyvault/vaults/accesspolicies/write', 'policy-changed'],
  ['microsoft.keyvault/vaults/secrets/', 'secret-read'],
  ['microsoft.compute/virtualmachines/extensions/write', 'code-executed'],
  ['microsoft.compute/virtualmachines/runcommand', 'code-executed'],
  ['microsoft.compute/virtualmachinescalesets/extensions/write', 'code-executed'],
  ['microsoft.compute/virtualmachines/retrievebootdiagnosticsdata', 'api-read'],
  ['microsoft.compute/virtualmachines/write', 'compute-launched'],
  ['microsoft.compute/virtualmachines/start/action', 'compute-launched'],
  ['microsoft.compute/virtualmachinescalesets/write', 'compute-launched'],
  ['microsoft.compute/virtualmachinescalesets/start/action', 'compute-launched'],
  ['microsoft.compute/disks/begingetaccess/action', 'snapshot-shared'],
  ['microsoft.compute/snapshots/begingetaccess/action', 'snapshot-shared'],
  ['microsoft.compute/snapshots/write', 'api-write'],
  ['microsoft.compute/restorepointcollections/restorepoints/retrievesasuris', 'snapshot-shared'],
  ['microsoft.compute/galleries/share/action', 'snapshot-shared'],
  ['microsoft.containerinstance/containergroups/write', 'compute-launched'],
  ['microsoft.containerservice/managedclusters/listclusteradmincredential', 'secret-read'],
  ['microsoft.containerservice/managedclusters/listclusterusercredential', 'secret-read'],
  ['microsoft.containerservice/managedclusters/runcommand', 'code-executed'],
  ['microsoft.containerservice/managedclusters/write', 'compute-launched'],
  ['microsoft.containerregistry/registries/listcredentials', 'secret-read'],
  ['microsoft.containerregistry/registries/tokens/write', 'credential-added'],
  ['microsoft.storage/storageaccounts/listkeys', 'secret-read'],
  ['microsoft.storage/storageaccounts/listaccountsas', 'secret-read'],
  ['microsoft.storage/storageaccounts/listservicesas', 'secret-read'],
  ['microsoft.storage/storageaccounts/regeneratekey', 'credential-added'],
  ['microsoft.storage/storageaccounts/blobservices/containers/write', 'sharing-changed'],
  ['microsoft.storage/storageaccounts/blobservices/generateuserdelegationkey', 'secret-read'],
  ['microsoft.network/networksecuritygroups/securityrules/write', 'network-exposed'],
  ['microsoft.network/networksecuritygroups/write', 'network-exposed'],
  ['microsoft.network/publicipaddresses/write', 'network-exposed'],
  ['microsoft.network/azurefirewalls/', 'network-exposed'],
  ['microsoft.network/firewallpolicies/', 'network-exposed'],
  ['microsoft.network/applicationgatewaywebapplicationfirewallpolicies/', 'network-exposed'],
  ['microsoft.network/frontdoorwebapplicationfirewallpolicies/', 'network-exposed'],
  ['microsoft.sql/servers/firewallrules/write', 'network-exposed'],
  ['microsoft.network/bastionhosts/', 'remote-session'],
  ['microsoft.sql/servers/databases/export/action', 'data-export'],
  ['microsoft.sql/servers/administrators/write', 'role-granted'],
  ['microsoft.documentdb/databaseaccounts/listkeys', 'secret-read'],
  ['microsoft.documentdb/databaseaccounts/listconnectionstrings', 'secret-read'],
  ['microsoft.operationalinsights/workspaces/sharedkeys', 'secret-read'],
  ['microsoft.operationalinsights/workspaces/listkeys', 'secret-read'],
  ['microsoft.managedidentity/userassignedidentities/federatedidentitycredentials/write', 'credential-added'],
  ['microsoft.managedidentity/userassignedidentities/write', 'account-created'],
  ['microsoft.managedidentity/userassignedidentities/assign/action', 'role-granted'],
  ['microsoft.automation/automationaccounts/runbooks/delete', 'resource-deleted'],
  ['microsoft.automation/automationaccounts/runbooks/', 'code-changed'],
  ['microsoft.automation/automationaccounts/webhooks/', 'credential-added'],
  ['microsoft.automation/automationaccounts/jobs/write', 'code-executed'],
  ['microsoft.logic/workflows/write', 'code-changed'],
  ['microsoft.logic/workflows/triggers/listcallbackurl', 'secret-read'],
  ['microsoft.logic/workflows/triggers/run', 'code-executed'],
  ['microsoft.logic/workflows/run', 'code-executed'],
  ['microsoft.web/sites/functions/write', 'code-changed'],
  ['microsoft.web/sites/publishxml', 'secret-read'],
  ['microsoft.web/sites/config/list/action', 'secret-read'],
  ['microsoft.web/sites/host/listkeys', 'secret-read'],
  ['microsoft.web/sites/write', 'code-changed'],
  ['microsoft.devtestlab/schedules/write', 'api-write'],
  ['microsoft.resources/deployments/write', 'api-write'],
  ['microsoft.resources/deployments/validate', 'api-read'],
  ['microsoft.subscription/cancel', 'resource-deleted'],
  ['microsoft.subscription/', 'trust-changed'],
  ['microsoft.managedservices/registration', 'trust-changed'],
  ['microsoft.aad/domainservices/write', 'trust-changed'],
];

/** Descriptions that older exports give in place of the operation, lower case. */
const DESCRIPTIONS: ReadonlyMap<string, ActionClass> = new Map<string, ActionClass>([
  ['returns storage account sas token', 'secret-read'],
  ['list storage account keys', 'secret-read'],
  ['list workspace shared keys', 'secret-read'],
  ['list trigger callback url', 'secret-read'],
  ['create role assignment', 'role-granted'],
  ['delete role assignment', 'role-revoked'],
  ['create or update virtual machine', 'compute-launched'],
  ['start virtual machine', 'compute-launched'],
  ['start virtual machine scale set', 'compute-launched'],
  ['trigger run', 'code-executed'],
  ['set workflow', 'code-changed'],
  ['run command on virtual machine', 'code-executed'],
  ['create or update network security group', 'network-exposed'],
  ['create or update security rule', 'network-exposed'],
  ['creates or updates an azure firewall', 'network-exposed'],
  ['create or update application gateway waf policy', 'network-exposed'],
  ['update data connectors', 'logging-changed'],
  ['delete a data connector', 'logging-changed'],
  ['create or update alert rule', 'logging-changed'],
  ['update alert rules', 'logging-changed'],
  ['create or update resource diagnostic setting', 'logging-changed'],
  ['delete resource diagnostic setting', 'logging-changed'],
]);

/** Class of an Azure resource manager operation, from its operation name or its description. */
export const azureClass = memoized<ActionClass>(4096, Infinity, (operation) => classify(operation.toLowerCase()));

function classify(operation: string): ActionClass {
  if (!operation.includes('/')) return DESCRIPTIONS.get(operation) ?? describedClass(operation);
  for (const [pattern, actionClass] of PATTERNS) if (operation.startsWith(pattern)) return actionClass;
  if (operation.endsWith('/delete')) return 'resource-deleted';
  if (operation.endsWith('/read')) return 'api-read';
  const action = operation.endsWith('/action') ? operation.slice(0, -7) : operation;
  const verb = action.slice(action.lastIndexOf('/') + 1);
  if (
    verb.startsWith('list') &&
    (verb.includes('key') || verb.includes('secret') || verb.includes('credential') || verb.includes('connectionstring'))
  ) {
    return 'secret-read';
  }
  if (verb.startsWith('regenerate')) return 'credential-added';
  if (verb.startsWith('list') || verb.startsWith('get') || verb.startsWith('validate') || verb.startsWith('check')) return 'api-read';
  if (verb === 'write' || operation.endsWith('/action')) return 'api-write';
  return 'other';
}

function describedClass(operation: string): ActionClass {
  if (operation.startsWith('delete ')) return 'resource-deleted';
  if (operation.endsWith('policy action.')) return 'other';
  const [verb = ''] = operation.split(' ');
  if (['list', 'lists', 'get', 'gets', 'check', 'checks', 'validate', 'read', 'reads', 'returns'].includes(verb)) return 'api-read';
  if (
    [
      'create',
      'creates',
      'update',
      'updates',
      'add',
      'set',
      'start',
      'stop',
      'restart',
      'deallocate',
      'generate',
      'register',
      'move',
    ].includes(verb)
  )
    return 'api-write';
  return 'other';
}
