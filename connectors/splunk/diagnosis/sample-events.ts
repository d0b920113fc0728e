import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Window } from '../../connector.js';
import { unusedRecords, type SampledActivities } from '../../coverage-diagnosis.js';
import { EventMapper, fieldsRead, textIn } from '../event-mapper.js';
import { fetchSlice } from '../event-slice.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import type { SplunkSourceGroup } from '../platform-settings.js';
import { anyTerm, groupTerms } from '../spl-terms.js';
import { CIM_FIELDS, CIM_MODELS, cimModelOf } from '../../../src/activity/sources/cim/cim-mappings.js';

/** Parts of a day and the newest events of each that are looked at: 400 in all, so that a share of one half is known to five percentage points. */
const PARTS = 4;
const OF_PART = 100;

/** What a sample of the events of a sourcetype says. */
export interface SampledEvents extends SampledActivities {
  /** Data models of the CIM that events belong to, with how many do. */
  readonly models: ReadonlyMap<string, number>;
}

/** The newest events of each part of a window, mapped as reading maps them. */
export async function sampleEvents(
  platform: SplunkPlatform,
  registry: Registry,
  group: SplunkSourceGroup,
  sourcetype: string,
  window: Window,
  options: CallOptions,
): Promise<SampledEvents> {
  const { settings } = platform;
  const mapper = new EventMapper(registry, settings.sourcetypes, {}, group.models);
  const models = new Map<string, number>();
  const names = CIM_MODELS.map(({ name }) => name);
  const search = {
    what: `sample events of ${sourcetype}`,
    terms: `${groupTerms(group, undefined, settings)} ${anyTerm('sourcetype', [sourcetype])}`,
    commands: ` | head ${String(OF_PART)}`,
    fields: group.read === 'fields' ? '*' : [fieldsRead({ ...group, models: [] }), ...CIM_FIELDS].join(', '),
  };
  const width = (window.to - window.from) / PARTS;
  let records = 0;
  for (let part = 0; part < PARTS; part += 1) {
    const time = { from: window.from + part * width, to: window.from + (part + 1) * width };
    const answer = await fetchSlice(platform, search, { indexed: undefined, time }, OF_PART, options);
    for (const event of answer.kind === 'whole' ? answer.events : []) {
      // A term may fit more than one sourcetype.
      if (textIn(event.row, 'sourcetype') !== sourcetype) continue;
      records += 1;
      mapper.map(event);
      const model = cimModelOf(event.row, names)?.name;
      if (model !== undefined) models.set(model, (models.get(model) ?? 0) + 1);
    }
  }
  const { activities, rejected } = mapper.take();
  const passedOver = Array.from({ length: Math.max(0, records - rejected.length - activities.length) }, () => 'nothing to judge');
  return {
    activities,
    records,
    dead: unusedRecords(rejected.map(({ reason }) => reason)),
    skipped: unusedRecords(passedOver),
    models,
  };
}
