import { AccessDeniedError } from '../../../src/errors.js';
import type { CallOptions } from '../../connector.js';
import { entryIn, isObject, type SplunkRow } from '../export-line.js';
import type { SplunkPlatform } from '../splunk-platform.js';

/** What an entry of the management port says; `absent`: there is none; `forbidden`: the role may not look. */
export type EntryContent =
  | { readonly kind: 'content'; readonly content: SplunkRow; readonly updated: string | undefined }
  | { readonly kind: 'absent' | 'forbidden' };

export async function entryContent(platform: SplunkPlatform, what: string, path: string, options: CallOptions): Promise<EntryContent> {
  let data: unknown;
  try {
    data = await platform.gateway.find(what, path, options);
  } catch (error) {
    if (error instanceof AccessDeniedError) return { kind: 'forbidden' };
    throw error;
  }
  const content = entryIn(data);
  if (content === undefined) return { kind: 'absent' };
  return { kind: 'content', content, updated: isObject(data) && typeof data.updated === 'string' ? data.updated : undefined };
}

/** Texts of a list, or of one text. */
export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((text): text is string => typeof text === 'string');
