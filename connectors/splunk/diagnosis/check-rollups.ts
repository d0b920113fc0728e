import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Diagnosis, RollupSpec, Window } from '../../connector.js';
import { rawSource, ROLLED_SOURCES } from '../rollup/raw-fields.js';
import type { GroupRollup } from '../rollup/rollup-search.js';
import { rollupWay, type RollupWay } from '../rollup/rollup-way.js';
import type { SplunkPlatform } from '../splunk-platform.js';

/** Hourly rows by both ends, as a look at who talks to whom needs them. */
const specOf = (source: string): RollupSpec => ({
  source,
  groupBy: ['sourceIp', 'destinationIp', 'destinationPort'],
  interval: 3_600_000,
  samples: 0,
});

/** How events that come in large numbers would be grouped, and why: what a rollup of the last day would choose. */
export async function* checkRollups(
  platform: SplunkPlatform,
  registry: Registry,
  lastDay: Window,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  for (const group of platform.settings.groups) {
    for (const source of ROLLED_SOURCES) {
      if (registry.byName(source) === undefined) continue;
      const asked: GroupRollup = { platform, registry, group, spec: specOf(source), samples: 0, options };
      const way = await rollupWay(asked, lastDay);
      if (way.events > 0) yield diagnosis(group.name, source, way);
    }
  }
}

function diagnosis(group: string, source: string, way: RollupWay): Diagnosis {
  const model = rawSource(source)?.model.name ?? '';
  const how = {
    model: `grouped by tstats over the data model ${model}`,
    stats: 'grouped by stats over the index',
    read: 'read and grouped here',
  }[way.kind];
  const because = way.why.length === 0 ? '' : `, since ${way.why.join(', and ')}`;
  const data = { group, source, way: way.kind, events: way.events, why: way.why };
  const common = { check: 'rollups', message: `Group ${group}: events of ${source} would be ${how}${because}.`, data };
  if (way.kind === 'model') return { ...common, level: 'ok' };
  const fix =
    way.kind === 'stats'
      ? `Accelerate ${model} in the CIM add-on (Splunk_SA_CIM) if rollups take too long; what it tells is compared with the events.`
      : 'Look what add-ons make of the fields of this sourcetype (aliases, calculated fields, KV_MODE); events are read as they came meanwhile.';
  return way.why.some((reason) => reason.startsWith('there are')) ? { ...common, level: 'ok' } : { ...common, level: 'note', fix };
}
