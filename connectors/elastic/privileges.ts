import { indexPatternOf, STORED_KINDS } from '../../src/documents/index-names.js';

/** Privileges on some indices, as role descriptors of Elasticsearch have them. */
export interface IndexPrivileges {
  readonly names: readonly string[];
  readonly privileges: readonly string[];
}

/** Indices that are read if the configuration names none. */
export const DEFAULT_INDICES: readonly string[] = ['logs-*', 'filebeat-*', 'winlogbeat-*', 'packetbeat-*'];

/** Alerts of Elastic Security, by the alias of each space. */
export const ALERT_INDICES: readonly string[] = ['.alerts-security.alerts-*'];

const patternsOf = (keeps: (pattern: string) => boolean): readonly string[] =>
  STORED_KINDS.map((kind) => indexPatternOf(kind))
    .filter((pattern): pattern is string => pattern !== undefined)
    .filter(keeps);

/**
 * All that a running Throughline needs, and nothing more. Data streams are only added to; only incidents and other documents that change
 * can be replaced or withdrawn. Setting up templates needs more; see `docs/elastic.md`.
 */
export function neededPrivileges(sources: readonly string[] = [...DEFAULT_INDICES, ...ALERT_INDICES]): readonly IndexPrivileges[] {
  return [
    { names: sources, privileges: ['read', 'view_index_metadata'] },
    {
      names: patternsOf((pattern) => pattern.startsWith('logs-')),
      privileges: ['read', 'view_index_metadata', 'create_doc', 'auto_configure'],
    },
    {
      names: patternsOf((pattern) => !pattern.startsWith('logs-')),
      privileges: ['read', 'view_index_metadata', 'index', 'delete', 'auto_configure'],
    },
  ];
}
