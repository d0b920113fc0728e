import type { ActivityFields } from '../activity.js';
import { asCount, asText, asTexts } from '../fields/coerce.js';
import { addIdentifier } from '../fields/identity.js';
import { asList, isObject } from '../fields/lookup.js';
import { attribute, attributes } from '../fields/mapped.js';
import type { Identifier } from '../identifier.js';
import { parameterText, reportMapping } from './google-report.js';
import type { ReportEvent } from './google-report.js';

/** Granted scopes: the list if there is one, else the scope names inside `scope_data`. */
function scopesOf(event: ReportEvent): readonly string[] {
  const listed = asTexts(event.parameters.get('scope')).flatMap((text) => text.split(/\s+/));
  if (listed.length > 0) return listed;
  const found: string[] = [];
  for (const element of asList(event.parameters.get('scope_data'))) {
    if (!isObject(element)) continue;
    const direct = asText(element.scope_name);
    if (direct !== '') found.push(direct);
    for (const part of asList(element.parameter)) if (isObject(part) && part.name === 'scope_name') found.push(asText(part.value));
  }
  return found;
}

function shortScope(scope: string): string {
  return scope.startsWith('https://www.googleapis.com/auth/') ? scope.slice(32) : scope;
}

function describe(event: ReportEvent): Pick<ActivityFields, 'domain' | 'actionClass'> & Partial<ActivityFields> {
  const app = parameterText(event, 'app_name');
  const clientIds: Identifier[] = [];
  addIdentifier(clientIds, 'app', parameterText(event, 'client_id'));
  const common = {
    domain: 'saas',
    service: 'Google',
    client: app,
    clientIds,
    target: clientIds,
    targetType: 'app',
    targetName: app,
  } as const;
  switch (event.name) {
    case 'authorize':
      return {
        ...common,
        actionClass: 'consent-granted',
        resource: app,
        resourceType: parameterText(event, 'client_type'),
        change: {
          kind: 'authorize',
          attributes: attributes([attribute('app', app), ...scopesOf(event).map((scope) => attribute('scope', shortScope(scope)))]),
        },
      };
    case 'revoke':
      return { ...common, actionClass: 'app-changed', resource: app, resourceType: parameterText(event, 'client_type') };
    case 'activity':
      return {
        ...common,
        actionClass: 'api-read',
        service: parameterText(event, 'api_name') || 'Google',
        resource: parameterText(event, 'method_name'),
        resourceType: 'method',
        bytesIn: asCount(event.parameters.get('num_response_bytes')),
      };
    case 'request':
      return { ...common, actionClass: 'other', resource: app };
    default:
      return { ...common, actionClass: 'other' };
  }
}

/** Google Workspace OAuth token activity: which application got which access, and what it called. */
export const googleToken = reportMapping({
  name: 'google.token',
  title: 'Google Workspace OAuth token activity',
  applications: ['token'],
  datasets: ['google_workspace.token', 'gws:reports:token', 'gws_token'],
  stored: {
    app_name: ['app_name'],
    client_id: ['client.id'],
    client_type: ['client.type'],
    scope: ['scope.value'],
    api_name: ['api_name'],
    method_name: ['method_name'],
    num_response_bytes: ['num_response_bytes'],
  },
  describe,
});
