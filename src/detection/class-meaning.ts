import type { ActionClass } from '../activity/domains.js';
import { hashText } from '../baselines/hash.js';

const READS: ReadonlySet<ActionClass> = new Set<ActionClass>([
  'file-read',
  'file-downloaded',
  'mail-read',
  'api-query',
  'bulk-job',
  'data-export',
  'secret-read',
]);
const DELETES: ReadonlySet<ActionClass> = new Set<ActionClass>([
  'file-deleted',
  'mail-deleted',
  'api-delete',
  'resource-deleted',
  'account-deleted',
  'job-deleted',
  'credential-removed',
]);
const EXPORTS: ReadonlySet<ActionClass> = new Set<ActionClass>(['bulk-job', 'data-export']);
const API_CALLS: ReadonlySet<ActionClass> = new Set<ActionClass>(['api-query', 'api-describe', 'api-read', 'secret-read', 'bulk-job']);

/** What an action class means for an account's window. */
export interface ClassMeaning {
  readonly hash: number;
  readonly failedHash: number;
  readonly reads: boolean;
  readonly deletes: boolean;
  readonly exports: boolean;
  readonly calls: boolean;
}

/** By action class, of which there are few. */
const meanings = new Map<ActionClass, ClassMeaning>();

export function meaningOf(actionClass: ActionClass): ClassMeaning {
  let meaning = meanings.get(actionClass);
  if (meaning === undefined) {
    meaning = {
      hash: hashText(actionClass, 12),
      failedHash: hashText(`failed:${actionClass}`, 12),
      reads: READS.has(actionClass),
      deletes: DELETES.has(actionClass),
      exports: EXPORTS.has(actionClass),
      calls: API_CALLS.has(actionClass),
    };
    meanings.set(actionClass, meaning);
  }
  return meaning;
}
