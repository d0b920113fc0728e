import { defaultMappings } from '../../src/activity/default-mappings.js';
import type { StoredRecord } from './stored-records.js';

/** The names under which Splunk's add-ons file sources, where they do. */
const SOURCETYPES = new Map(defaultMappings.map(({ name, datasets }) => [name, datasets.find((dataset) => dataset.includes(':')) ?? name]));

/** A record as an add-on leaves it in the index `estate`; times in seconds since 1970. */
export function asSplunkEvent({ source, body }: StoredRecord, indextime: (time: number) => number) {
  const time = Date.parse(String(body['@timestamp'])) / 1000;
  return { index: 'estate', sourcetype: SOURCETYPES.get(source) ?? source, time, indextime: indextime(time), raw: JSON.stringify(body) };
}
