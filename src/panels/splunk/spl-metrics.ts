import { flatName } from '../../documents/flat-record.js';
import type { Panel } from '../panel.js';
import type { Metric } from '../panel-file.js';
import { splConditions } from './spl-condition.js';

const FUNCTIONS = { distinct: 'dc', sum: 'sum', average: 'avg', max: 'max', min: 'min' } as const;

/** Prefix of columns that hold numbers, so that none is called as a field or a function is. */
export const metricName = (id: string): string => `m_${id}`;

/** The aggregation of a metric, under a name. */
export const splAggregation = (metric: Metric, panel: Panel, name = metricName(metric.id)): string => {
  const only = metric.only === undefined ? undefined : splConditions(metric.only, panel.fields);
  if (metric.measure === 'count' || metric.field === undefined) return `count${only === undefined ? '' : `(eval(${only}))`} as ${name}`;
  const field = flatName(metric.field);
  return `${FUNCTIONS[metric.measure]}(${only === undefined ? field : `eval(if(${only}, ${field}, null()))`}) as ${name}`;
};

/** Sums of nothing are 0, as in every search engine but Splunk. */
export const splSums = (metrics: readonly Metric[]): string[] =>
  metrics.filter(({ measure }) => measure === 'sum').map(({ id }) => `eval ${metricName(id)}=coalesce(${metricName(id)}, 0)`);
