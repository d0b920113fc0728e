import type { Activity } from '../activity/activity.js';
import type { Identifier } from '../activity/identifier.js';

/** The address of a list that names nothing else, or ''. */
export function onlyAddress(identifiers: readonly Identifier[]): string {
  let address = '';
  for (const identifier of identifiers) {
    if (identifier.scheme !== 'ip') return '';
    address = identifier.value;
  }
  return address;
}

/** What kind of thing the names of a target stand for. */
export const targetFamily = (activity: Activity): 'account' | 'app' | 'device' =>
  activity.targetType === 'device' ? 'device' : activity.targetType === 'app' ? 'app' : 'account';
