import type { Activity } from '../activity/activity.js';
import type { Identifier } from '../activity/identifier.js';
import { ACCOUNT_FAMILY, APP_FAMILY, DEVICE_FAMILY } from './alias-table.js';

/** The address of a list that names nothing else, or ''. */
export function onlyAddress(identifiers: readonly Identifier[]): string {
  let address = '';
  for (const identifier of identifiers) {
    if (identifier.scheme !== 'ip') return '';
    address = identifier.value;
  }
  return address;
}

/** What kind of thing the names of a target stand for: an index in `FAMILIES`. */
export const targetFamily = (activity: Activity): number =>
  activity.targetType === 'device' ? DEVICE_FAMILY : activity.targetType === 'app' ? APP_FAMILY : ACCOUNT_FAMILY;
