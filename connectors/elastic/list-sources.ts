import type { Registry } from '../../src/activity/registry.js';
import type { CallOptions, SourceStatus, Window } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { inGroup } from './in-group.js';
import { surveyDatasets, type Counted } from './survey-datasets.js';

/** Which data sets the groups hold, those included that no mapping reads. */
export async function listSources(
  gateway: ElasticGateway,
  registry: Registry,
  window: Window | undefined,
  options: CallOptions,
): Promise<readonly SourceStatus[]> {
  const found = new Map<string, { readonly mapped: boolean; counted: Counted }>();
  for (const group of gateway.settings.groups) {
    for await (const dataset of inGroup(gateway, group, [], options, (view) =>
      surveyDatasets(view, registry, { ...options, window, lag: true }),
    )) {
      const { source, mapped, counted } = dataset;
      const before = found.get(source);
      found.set(source, { mapped, counted: before === undefined ? counted : together(before.counted, counted) });
    }
  }
  return [...found.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([
        source,
        {
          mapped,
          counted: { records, first, last, lag },
        },
      ]) => ({
        source,
        ...(mapped ? {} : { mapped }),
        records,
        first,
        last,
        ...(lag === undefined ? {} : { lagSeconds: lag }),
      }),
    );
}

/** The lag is that of the larger part, since percentiles cannot be added. */
function together(left: Counted, right: Counted): Counted {
  const firsts = [left.first, right.first].filter((time) => time !== undefined);
  const lasts = [left.last, right.last].filter((time) => time !== undefined);
  return {
    records: left.records + right.records,
    first: firsts.length === 0 ? undefined : Math.min(...firsts),
    last: lasts.length === 0 ? undefined : Math.max(...lasts),
    lag: left.records >= right.records ? (left.lag ?? right.lag) : (right.lag ?? left.lag),
  };
}
