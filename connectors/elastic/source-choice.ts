import { recordFields, WHOLE, type RecordFields } from './hit-records.js';
import type { Hit } from './hit-pages.js';
import type { LeanReading } from './lean-reading.js';
import { withoutUnread } from './unread-fields.js';

/** What to read of the documents behind those seen. */
export interface SourceChoice {
  readonly source: RecordFields;
  /** For documents that are all of its kind. */
  readonly lean: LeanReading | undefined;
}

/**
 * The part of the bytes that must be of no use for it to pay that the server leaves them out. It reads and writes each document anew for
 * that, at 5 to 11 microseconds a kilobyte that is kept; to send and parse a kilobyte more costs about 13.
 */
const WORTH = 1 / 2;
/** Documents that are looked at. */
const LOOKED_AT = 100;

/** Chooses by documents of which all was read. */
export function chooseSource(page: readonly Hit[], lean: LeanReading | undefined): SourceChoice {
  const step = Math.max(1, Math.floor(page.length / LOOKED_AT));
  let [all, used, leanly] = [0, 0, 0];
  for (let at = 0; at < page.length; at += step) {
    const source = page[at]?.source;
    const reduced = withoutUnread(source);
    const bytes = bytesOf(source);
    all += bytes;
    used += reduced === source ? bytes : bytesOf(reduced);
    leanly += lean?.bytesOf(source) ?? bytes;
  }
  const pays = (needed: number): boolean => needed < (1 - WORTH) * all;
  return { source: pays(used) ? recordFields('source') : WHOLE, lean: pays(leanly) ? lean : undefined };
}

const bytesOf = (source: unknown): number => (JSON.stringify(source) as string | undefined)?.length ?? 0;
