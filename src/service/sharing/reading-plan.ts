import type { Connector, Window } from '../../../connectors/connector.js';
import { stretchesOf, type Stretch } from './stretch.js';

/** Stretches that must lie ahead for it to pay that others look at them. */
const FEWEST = 3;

/** Stretches in the order in which they are needed, one of each group of sources at a time. */
export type ReadingPlan = readonly (readonly Stretch[])[];

/** History in slices of event time, taken in before `until` (epoch milliseconds). */
export function historyPlan({ capabilities, groups }: Connector, slices: readonly Window[], until: number): ReadingPlan {
  if (capabilities.divisible !== true || slices.length < FEWEST) return [];
  return slices.map((window) => stretchesOf(groups, [{ window, ingested: { from: -Infinity, to: until } }]));
}

export interface CatchingUp {
  /** First and last mark between which all is to be read; epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds between marks. */
  readonly step: number;
  /** Records of a stretch, roughly. */
  readonly records: number;
}

/** What was taken in while no worker kept up, between marks; nothing if it is little. */
export async function catchingUpPlan(connector: Connector, { from, to, step, records }: CatchingUp): Promise<ReadingPlan> {
  const marks = Math.floor((to - from) / step);
  if (connector.capabilities.divisible !== true || marks < FEWEST) return [];
  const ahead = (await connector.sources({ from, to })).reduce((sum, source) => sum + source.records, 0);
  if (ahead < FEWEST * records) return [];
  const each = Math.max(1, Math.floor((marks * records) / ahead));
  const plan: (readonly Stretch[])[] = [];
  for (let mark = 0; mark < marks; mark += each) {
    const parts = Array.from({ length: Math.min(each, marks - mark) }, (_value, index) => {
      const begin = from + (mark + index) * step;
      return { ingested: { from: begin, to: begin + step } };
    });
    plan.push(stretchesOf(connector.groups, parts));
  }
  return plan;
}
