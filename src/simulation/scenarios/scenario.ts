import { DAY, HOUR, isWorkday, MINUTE } from '../calendar.js';
import { drawDayPlan, type DayPlan } from '../day-plan.js';
import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord, Emit } from '../simulated-record.js';

/** ATT&CK tactics as stages of a scenario. */
export type Stage =
  | 'initial-access'
  | 'execution'
  | 'persistence'
  | 'privilege-escalation'
  | 'defense-evasion'
  | 'credential-access'
  | 'discovery'
  | 'lateral-movement'
  | 'collection'
  | 'command-and-control'
  | 'exfiltration'
  | 'impact';

/** What a scenario works with. `act` puts records into the logs and their truth aside. */
export interface ScenarioContext {
  readonly estate: Estate;
  readonly random: RandomGenerator;
  readonly act: (stage: Stage, key: boolean, actor: string, records: readonly DraftRecord[]) => void;
}

export type Scenario = (context: ScenarioContext) => void;

/** A day in the given part of the estate's time on which `accept` holds for the person's plan; the first working day if none does. */
export function pickDay(
  context: ScenarioContext,
  person: Person,
  part: readonly [from: number, to: number],
  accept: (plan: DayPlan) => boolean,
): DayPlan {
  const { estate, random } = context;
  const first = Math.max(0, Math.floor(estate.calendar.days * part[0]));
  const last = Math.max(first, Math.min(estate.calendar.days - 1, Math.floor(estate.calendar.days * part[1])));
  const days = random.shuffled(Array.from({ length: last - first + 1 }, (_, index) => first + index));
  const plans = days.map((day) => drawDayPlan(estate, person, day));
  const chosen =
    plans.find((plan) => plan.working && isWorkday(estate.calendar, plan.day) && accept(plan)) ??
    plans.find((plan) => plan.working) ??
    plans[0];
  if (chosen === undefined) throw new RangeError('an estate has at least one day');
  return chosen;
}

/** A time in the middle of the person's working day, away from lunch and from both ends. */
export function busyMoment(plan: DayPlan, random: RandomGenerator): number {
  const morning = random.chance(0.5);
  const from = morning ? plan.from + HOUR : plan.lunchTo + 20 * MINUTE;
  const to = morning ? plan.lunchFrom - 20 * MINUTE : plan.to - HOUR;
  return to > from ? random.between(from, to) : (plan.from + plan.to) / 2;
}

/** Last moment that still lies in the estate, some hours before its end. */
export function lastMoment(estate: Estate): number {
  return estate.calendar.start + estate.calendar.days * DAY - 6 * HOUR;
}

/** People who stay for the whole time, travel nowhere and hide behind no VPN of their own. */
export function steadyPeople(estate: Estate): readonly Person[] {
  const people = estate.people.filter(
    (person) =>
      person.joinDay < 0 && person.leaveDay > estate.calendar.days && person.journey === undefined && person.privateVpn === undefined,
  );
  return people.length > 0 ? people : estate.people;
}

/** The records that a stream function would emit. */
export function collect(produce: (emit: Emit) => void): readonly DraftRecord[] {
  const records: DraftRecord[] = [];
  produce((record) => {
    records.push(record);
  });
  return records;
}
