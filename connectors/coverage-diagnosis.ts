import type { Activity } from '../src/activity/activity.js';
import { fieldGaps, type FieldGap } from '../src/activity/field-coverage.js';
import type { Diagnosis } from './connector.js';

export interface UnusedRecords {
  readonly count: number;
  /** Why, each once. */
  readonly reasons: readonly string[];
}

export interface SampledActivities {
  readonly activities: readonly Activity[];
  /** Records that could not be mapped, and those that say nothing about behaviour. */
  readonly dead: UnusedRecords;
  readonly skipped: UnusedRecords;
  readonly records: number;
}

export const unusedRecords = (reasons: readonly string[]): UnusedRecords => ({
  count: reasons.length,
  reasons: [...new Set(reasons)].sort(),
});

/** Share of a sample from which on something counts as left out as a rule. */
const MOSTLY = 0.5;

/**
 * What a sample of one data set does not tell, and what goes unseen therefore.
 *
 * @param where the data set, for programs
 * @param remedy what can be done about fields that are not filled; completes "If the product knows it, …"
 */
export function* coverageDiagnoses(
  dataset: string,
  where: Readonly<Record<string, unknown>>,
  { activities, records, dead, skipped }: SampledActivities,
  remedy: (fields: readonly string[]) => string,
): Generator<Diagnosis, void, void> {
  const told = ({ count: unused, reasons }: UnusedRecords): string =>
    `${dataset}: ${String(unused)} of a sample of ${String(records)} (${reasons.slice(0, 3).join('; ')})`;
  if (dead.count > 0)
    yield {
      check: 'fields',
      level: dead.count / records > MOSTLY ? 'error' : 'warning',
      message: `${told(dead)} cannot be read and become dead letters.`,
      fix: 'Compare the documents with what the mapping expects; is a field renamed or dropped on the way in?',
      data: { ...where, dead: dead.count, sample: records },
    };
  if (skipped.count / records > MOSTLY)
    yield {
      check: 'fields',
      level: 'note',
      message: `${told(skipped)} say nothing about behaviour and are passed over.`,
      data: { ...where, skipped: skipped.count, sample: records },
    };
  const gaps = fieldGaps(activities);
  const weighty = gaps.filter(({ asked, lacking }) => lacking / asked >= MOSTLY);
  if (weighty.length === 0 && activities.length > 0)
    yield {
      check: 'fields',
      level: 'ok',
      message: `${dataset}: a sample of ${String(activities.length)} tells all that is asked of it.`,
      data: where,
    };
  for (const gap of weighty) yield lacking(dataset, gap, where, remedy);
}

function lacking(
  name: string,
  { what, fields, cost, vital, asked, lacking: without }: FieldGap,
  where: Readonly<Record<string, unknown>>,
  remedy: (fields: readonly string[]) => string,
): Diagnosis {
  const share = Math.round((100 * without) / asked);
  return {
    check: 'fields',
    level: vital ? 'warning' : 'note',
    message: `${name}: ${String(share)} % of a sample of ${String(asked)} do not tell ${what}; ${cost}.`,
    fix: `If the product knows it, ${remedy(fields)}.`,
    data: { ...where, what, fields, lacking: without, sample: asked },
  };
}
