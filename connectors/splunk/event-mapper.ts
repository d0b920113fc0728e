import { createRegistry, type RecordMapper, type Registry } from '../../src/activity/registry.js';
import { CIM_FIELDS, CIM_MODELS, cimModelOf, type CimModel } from '../../src/activity/sources/cim/cim-mappings.js';
import type { ActivityBatch } from '../connector.js';
import { MappedRecords, type WantedActivities } from '../mapped-records.js';
import type { SplunkEvent } from './event-slice.js';
import type { SplunkPlatformSettings, SplunkSourceGroup } from './platform-settings.js';
import type { SplunkRow } from './export-line.js';

/** What a mapping needs of an event beside its fields, and what tells it from others. */
const ALWAYS = '_time, _indextime, _raw, _cd, index, sourcetype, source, host';

/** Starts the name under which events of a data model are mapped together; no sourcetype has a character like this. */
const BY_MODEL = '\u0000';

/** The fields to ask for. */
export const fieldsRead = ({ read, models }: SplunkSourceGroup): string =>
  read === 'fields' ? '*' : [ALWAYS, ...(models.length === 0 ? [] : CIM_FIELDS)].join(', ');

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

const cimRegistry = createRegistry(CIM_MODELS.map(({ mapping }) => mapping));

/** Maps events by their sourcetype; where that says nothing by the data model of the CIM that they belong to, or by their shape. */
export class EventMapper {
  readonly #mapped: MappedRecords;

  readonly #modelOf: (row: SplunkRow) => CimModel | undefined;

  /** @param models data models by which events of unknown sourcetypes are read */
  constructor(registry: Registry, sourcetypes: Readonly<Record<string, string>>, wanted: WantedActivities, models: readonly string[] = []) {
    this.#modelOf = (row) =>
      models.length === 0 || sourceOf(textIn(row, 'sourcetype'), registry, sourcetypes) !== undefined ? undefined : cimModelOf(row, models);
    const mapperOf = (sourcetype: string): RecordMapper => {
      if (sourcetype.startsWith(BY_MODEL))
        return cimRegistry.mapperFor({ name: sourcetype, dataset: '' }, sourcetype.slice(BY_MODEL.length));
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
    const name = `${textIn(row, 'index')}/${textIn(row, 'source')}/${textIn(row, '_cd')}`;
    const model = this.#modelOf(row);
    if (model === undefined) {
      this.#mapped.map(textIn(row, 'sourcetype'), name, row);
      return;
    }
    // Its text would be taken for the record.
    const { _raw: raw, ...fields } = row;
    this.#mapped.map(`${BY_MODEL}${model.mapping.name}`, name, { ...fields, raw });
  }
}

export const textIn = (row: SplunkRow, name: string): string => (typeof row[name] === 'string' ? row[name] : '');
