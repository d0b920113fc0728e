import type { CallOptions } from '../connector.js';
import type { SplunkRow } from './export-line.js';
import { fewRows } from './export-search.js';
import type { SplunkPlatformSettings } from './platform-settings.js';
import { ALL_TIME } from './read-activities.js';
import { SplunkPlatform } from './splunk-platform.js';

/** Searches in the app whose few results are wanted whole. */
export interface ResultSearch {
  /**
   * @param text of a search, without the command `search` at its start
   * @throws WindowIncompleteError if the results are not whole
   */
  search(text: string, options?: CallOptions): Promise<readonly SplunkRow[]>;
  close(): Promise<void>;
}

export function createResultSearch(settings: SplunkPlatformSettings): ResultSearch {
  const platform = new SplunkPlatform(settings);
  return {
    search: (text, options = {}) => fewRows(platform, { what: 'ask for the rows of a panel', text, time: ALL_TIME }, options),
    close: () => platform.close(),
  };
}
