import type { ActionClass } from '../domains.js';
import { AWS_ACCESS_SERVICES } from './aws-access-services.js';
import { AWS_RESOURCE_SERVICES } from './aws-resource-services.js';

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const CLASSES: ReadonlyMap<string, ActionClass> = new Map(
  Object.entries({ ...AWS_ACCESS_SERVICES, ...AWS_RESOURCE_SERVICES }).flatMap(([service, table]) =>
    Object.entries(table).flatMap(([actionClass, names]) =>
      words(names).map((name): [string, ActionClass] => [`${service}:${name}`, actionClass as ActionClass]),
    ),
  ),
);

/** Names without their service, for records that lost the event source. */
const BY_NAME: ReadonlyMap<string, ActionClass> = new Map(
  [...CLASSES].reverse().map(([key, actionClass]) => [key.slice(key.indexOf(':') + 1), actionClass]),
);

const PREFIXES: readonly (readonly [string, ActionClass])[] = [
  ['Describe', 'api-describe'],
  ['List', 'api-describe'],
  ['Lookup', 'api-describe'],
  ['Search', 'api-query'],
  ['Get', 'api-read'],
  ['BatchGet', 'api-read'],
  ['Head', 'api-read'],
  ['Check', 'api-read'],
  ['Query', 'api-query'],
  ['Scan', 'api-query'],
  ['Delete', 'resource-deleted'],
  ['BatchDelete', 'resource-deleted'],
  ['Terminate', 'resource-deleted'],
  ...['Create', 'Put', 'Update', 'Modify', 'Start', 'Stop', 'Set', 'Add', 'Remove', 'Attach', 'Detach', 'Associate', 'Disassociate'].map(
    (verb): [string, ActionClass] => [verb, 'api-write'],
  ),
  ...[
    'Register',
    'Deregister',
    'Enable',
    'Disable',
    'Tag',
    'Untag',
    'Copy',
    'Import',
    'Reboot',
    'Restore',
    'Send',
    'Failover',
    'Batch',
  ].map((verb): [string, ActionClass] => [verb, 'api-write']),
];

const memo = new Map<string, ActionClass>();
const MEMO_SIZE = 8192;

/** Service of an event source: `iam` of `iam.amazonaws.com`. */
export function serviceName(eventSource: string): string {
  const dot = eventSource.indexOf('.');
  return dot < 0 ? eventSource : eventSource.slice(0, dot);
}

/** Class of a CloudTrail event. Lambda names carry a date (`UpdateFunctionCode20150331v2`), which is dropped. */
export function cloudTrailClass(service: string, eventName: string): ActionClass {
  const key = `${service}:${eventName}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const found = classify(service, service === 'lambda' ? eventName.replace(/\d{8}(v\d)?$/, '') : eventName);
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(key, found);
  return found;
}

function classify(service: string, name: string): ActionClass {
  const known = CLASSES.get(`${service}:${name}`);
  if (known !== undefined) return known;
  if (service === '') {
    const byName = BY_NAME.get(name);
    if (byName !== undefined) return byName;
  }
  for (const [prefix, actionClass] of PREFIXES) if (name.startsWith(prefix)) return actionClass;
  return 'other';
}
