import type { Queue } from '../documents/incident.js';
import type { Severity } from '../documents/common.js';

/** What triage needs to know of an incident. Times in milliseconds. */
export interface Waiting {
  readonly id: string;
  readonly opened: number;
  readonly changed: number;
  readonly nats: number;
  readonly probability: number;
}

/** What of an incident counts for the budget of the days after it opened. */
export type Counted = Pick<Waiting, 'opened' | 'nats'>;

export interface Standing {
  readonly queue: Queue;
  readonly severity: Severity;
  readonly needsPerson: boolean;
  readonly reason: string;
}

export interface BudgetOptions {
  /** Incidents a day that the operator can take. */
  readonly perDay: number;
  /** An incident less probable than this needs a person whatever the budget. */
  readonly floor: number;
}

const DAY = 86_400_000;
const DAYS_OF_MEMORY = 14;
/**
 * Nats that an incident must have on the first day to need a person, when there is no history that says what is usual here:
 * 1 in 100,000. It fades to LEAST as the fortnight fills.
 */
const FIRST_DAY = Math.log(1e5);
/** An unused budget is no reason to look: below 1 in 300 for the entities on those days an incident needs nobody. */
const LEAST = Math.log(300);
const SEVERITY_STEPS: readonly (readonly [nats: number, severity: Severity])[] = [
  [20, 'critical'],
  [12, 'high'],
  [7, 'medium'],
];

const severityOf = (nats: number): Severity => SEVERITY_STEPS.find(([least]) => nats >= least)?.[1] ?? 'low';

const queueOf = (nats: number, needsPerson: boolean): Queue => {
  if (!needsPerson) return 'informational';
  return nats >= 12 ? 'critical' : 'suspicious';
};

const perDayInWords = (perDay: number): string => (perDay === 1 ? 'one incident a day' : `${perDay} incidents a day`);

/** Incidents opened before this do not count for the standing of one that changed last at `changed`. */
export const countedFrom = (changed: number): number => (Math.floor(changed / DAY) + 1 - DAYS_OF_MEMORY) * DAY;

/**
 * Which incidents need a person: as many a day as the operator said, the highest of the last 14 days, so that the threshold is
 * the quantile of incident scores that yields the budget (algorithms.md 2.10.5). Each incident is judged against those opened
 * in the 14 days before its last change. The hard floor is above the budget: it shows however full the day is.
 *
 * @param started when the first observation came; before 14 days are full the allowance is for the days there were
 * @param past further incidents that count for the budget
 */
export const standings = (
  incidents: readonly Waiting[],
  options: BudgetOptions,
  started: number,
  past: readonly Counted[] = [],
): ReadonlyMap<string, Standing> => {
  const counted: readonly Counted[] = [...incidents, ...past];
  const result = new Map<string, Standing>();
  const thresholds = new Map<number, { readonly nats: number; readonly days: number; readonly young: boolean }>();
  for (const incident of incidents) {
    const day = Math.floor(incident.changed / DAY);
    let threshold = thresholds.get(day);
    if (threshold === undefined) {
      const end = (day + 1) * DAY;
      const from = countedFrom(incident.changed);
      const days = Math.min(DAYS_OF_MEMORY, Math.max(1, Math.ceil((end - started) / DAY)));
      const scores = counted
        .filter((one) => one.opened >= from && one.opened < end)
        .map((one) => one.nats)
        .sort((a, b) => b - a);
      const allowed = Math.max(0, Math.floor(options.perDay * days));
      const first = allowed >= scores.length ? 0 : (scores[allowed] ?? 0);
      const prior = LEAST + (FIRST_DAY - LEAST) * (1 - (days - 1) / (DAYS_OF_MEMORY - 1));
      threshold = { nats: Math.max(first, prior), days, young: prior > first };
      thresholds.set(day, threshold);
    }
    const above = options.perDay > 0 && incident.nats > threshold.nats && -Math.log(incident.probability) > LEAST;
    const needsPerson = above || incident.probability < options.floor;
    result.set(incident.id, {
      queue: queueOf(incident.nats, needsPerson),
      severity: severityOf(incident.nats),
      needsPerson,
      reason: reasonFor(incident, options, threshold, above),
    });
  }
  return result;
};

const reasonFor = (
  incident: Waiting,
  options: BudgetOptions,
  threshold: { readonly nats: number; readonly days: number; readonly young: boolean },
  above: boolean,
): string => {
  const floor = incident.probability < options.floor;
  const span = threshold.days === 1 ? 'day' : `${threshold.days} days`;
  const budget = `the budget of ${perDayInWords(options.perDay)}`;
  if (above && floor)
    return `Needs a person: among the strongest of the last ${span} within ${budget}, and beyond the floor that always shows.`;
  if (above) return `Needs a person: among the strongest of the last ${span}, within ${budget}.`;
  if (floor) return `Needs a person: beyond the floor that always shows, although ${budget} is used up.`;
  if (Math.min(incident.nats, -Math.log(incident.probability)) <= LEAST)
    return 'Does not need a person: chance alone brings as much evidence together often enough.';
  if (threshold.young) {
    return `Does not need a person yet: with ${threshold.days === 1 ? 'one day' : `${threshold.days} days`} of history only stronger evidence does.`;
  }
  return `Does not need a person: others of the last ${span} were stronger and fill ${budget}.`;
};
