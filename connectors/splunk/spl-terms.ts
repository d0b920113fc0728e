import type { SplunkPlatformSettings, SplunkSourceGroup } from './platform-settings.js';

/** Characters that mean nothing in a quoted value of a search term. */
const PLAIN = /[^\p{L}\p{N}_.:/@ +,=-]/gu;

/**
 * A quoted value of a search term that fits at least `value`: characters that a search might read as more than themselves become
 * wildcards, since nothing can escape a wildcard, a macro or a backslash in every release. Whoever asks looks at what comes back.
 */
export const termValue = (value: string): string => `"${value.replace(PLAIN, '*')}"`;

/** Truth that one of the values holds. */
export const anyTerm = (field: string, values: readonly string[]): string =>
  `(${values.map((value) => `${field}=${termValue(value)}`).join(' OR ')})`;

/** No event has such a sourcetype. */
const NOTHING = 'sourcetype="throughline:none"';

const MACRO = /^[A-Za-z0-9_]+$/;

/** True of a name that can stand between backticks. */
export const isMacroName = (name: string): boolean => MACRO.test(name);

/**
 * The terms of a search for the events of a group: where they lie, of which sourcetypes, and nothing that Throughline wrote.
 *
 * @param tagged truths of which one suffices in place of a sourcetype
 */
export function groupTerms(
  group: SplunkSourceGroup,
  sourcetypes: readonly string[] | undefined,
  settings: SplunkPlatformSettings,
  tagged: readonly string[] = [],
): string {
  const { kind, names } = group.places;
  const places =
    kind === 'indexes'
      ? anyTerm('index', names)
      : `(${names
          .filter(isMacroName)
          .map((name) => `(\`${name}\`)`)
          .join(' OR ')})`;
  const either = sourcetypes === undefined ? [] : [...(sourcetypes.length === 0 ? [] : [anyTerm('sourcetype', sourcetypes)]), ...tagged];
  const kinds = either.length > 1 ? [`(${either.join(' OR ')})`] : sourcetypes !== undefined && either.length === 0 ? [NOTHING] : either;
  const own = [settings.outputIndex, ...(settings.riskIndex === undefined ? [] : [settings.riskIndex])];
  return [places, ...kinds, ...own.map((index) => `NOT index=${termValue(index)}`)].join(' ');
}

/** A bound of index time as a search term, whole seconds. */
export const indexedFrom = (seconds: number): string => `_index_earliest=${String(seconds)}`;
export const indexedBefore = (seconds: number): string => `_index_latest=${String(seconds)}`;
