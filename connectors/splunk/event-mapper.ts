import type { RecordMapper, Registry } from '../../src/activity/registry.js';
import type { ActivityBatch } from '../connector.js';
import { MappedRecords, type WantedActivities } from '../mapped-records.js';
import type { SplunkEvent } from './event-slice.js';
import type { SplunkPlatformSettings, SplunkSourceGroup } from './platform-settings.js';
import type { SplunkRow } from './export-line.js';

/** What a mapping needs of an event beside its fields, and what tells it from others. */
const ALWAYS = '_time, _indextime, _raw, _cd, index, sourcetype, source, host';

/** The fields to ask for. */
export const fieldsRead = ({ read }: SplunkSourceGroup): string => (read === 'raw' ? ALWAYS : '*');

/** The sourcetypes to ask for: those that a mapping reads, under the names it knows and those of the configuration; undefined: all. */
export function sourcetypesRead(
  group: SplunkSourceGroup,
  registry: Registry,
  { sourcetypes }: Pick<SplunkPlatformSettings, 'sourcetypes'>,
  sources?: readonly string[],
): readonly string[] | undefined {
  if (group.sourcetypes === 'all') return undefined;
  if (group.sourcetypes !== 'known') return group.sourcetypes;
  const wanted = registry.mappings.filter(({ name }) => sources?.includes(name) !== false);
  const configured = Object.entries(sourcetypes).filter(([, source]) => sources?.includes(source) !== false);
  const names = [...wanted.flatMap(({ name, datasets }) => [name, ...datasets]), ...configured.map(([sourcetype]) => sourcetype)];
  return [...new Set(names.map((name) => name.toLowerCase()))].sort();
}

/** The mapping that a sourcetype is known by, if any; without it the shape of each event decides. */
export function sourceOf(sourcetype: string, registry: Registry, sourcetypes: Readonly<Record<string, string>>): string | undefined {
  const name = sourcetype.toLowerCase();
  return (Object.hasOwn(sourcetypes, name) ? sourcetypes[name] : undefined) ?? registry.byDataset(name)?.name;
}

/** Maps events by their sourcetype, and where that says nothing by their shape. */
export class EventMapper {
  readonly #mapped: MappedRecords;

  constructor(registry: Registry, sourcetypes: Readonly<Record<string, string>>, wanted: WantedActivities) {
    const mapperOf = (sourcetype: string): RecordMapper => {
      const name = sourcetype.toLowerCase();
      return registry.mapperFor({ name, dataset: '' }, Object.hasOwn(sourcetypes, name) ? sourcetypes[name] : undefined);
    };
    this.#mapped = new MappedRecords(mapperOf, wanted);
  }

  get size(): number {
    return this.#mapped.size;
  }

  take(): Pick<ActivityBatch, 'activities' | 'rejected'> {
    return this.#mapped.take();
  }

  /** What came as JSON is read from `_raw`; of what came otherwise, the fields that Splunk found. */
  map({ row }: SplunkEvent): void {
    this.#mapped.map(textIn(row, 'sourcetype'), `${textIn(row, 'index')}/${textIn(row, 'source')}/${textIn(row, '_cd')}`, row);
  }
}

export const textIn = (row: SplunkRow, name: string): string => (typeof row[name] === 'string' ? row[name] : '');
