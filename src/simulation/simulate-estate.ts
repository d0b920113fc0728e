import { DEFAULT_START, HOUR, MINUTE } from './calendar.js';
import { drawDayPlan, workShare, type DayPlan } from './day-plan.js';
import { Delivery } from './delivery.js';
import { dayOf, drawEstate, type Estate } from './estate.js';
import type { Person } from './person.js';
import { RandomGenerator } from './random.js';
import type { SamplingOverrides } from './rates.js';
import { playScenarios } from './scenarios/play-scenarios.js';
import type { ScenarioName } from './scenarios/scenario-name.js';
import type { DraftRecord, SimulatedRecord, TruthRow } from './simulated-record.js';
import { ESTATE_STREAMS, PERSON_STREAMS } from './streams/streams.js';

export interface SimulationOptions {
  /** At least 10. */
  readonly users: number;
  /** At least 1. */
  readonly days: number;
  /** A non-negative integer; equal seeds and options give equal logs. */
  readonly seed: number;
  /** Epoch milliseconds of a midnight UTC; Monday 2025-08-04 unless given. */
  readonly start?: number;
  /** Multiplies every volume; 1 unless given, which is about 0.8 million records for 200 users and 30 days. */
  readonly scale?: number;
  readonly scenarios?: readonly ScenarioName[];
  /** Part of the published volume to generate, per rate. */
  readonly rates?: SamplingOverrides;
}

/** A simulated estate: iterate for its records in order of arrival. Each iteration starts anew and gives the same records. */
export interface Simulation extends Iterable<SimulatedRecord> {
  readonly estate: Estate;
  /** What the scenarios did, in order of time. */
  readonly truth: readonly TruthRow[];
}

function planAt(estate: Estate, person: Person, time: number, plans: (DayPlan | undefined)[]): DayPlan {
  const home = dayOf(estate.calendar, time, person.place.offset);
  const { journey } = person;
  const away = journey !== undefined && home >= journey.fromDay && home <= journey.toDay;
  const day = away ? dayOf(estate.calendar, time, journey.network.place.offset) : home;
  const known = plans[person.index];
  if (known?.day === day) return known;
  const plan = drawDayPlan(estate, person, day);
  plans[person.index] = plan;
  return plan;
}

function* records(estate: Estate, planned: readonly DraftRecord[]): Generator<SimulatedRecord> {
  const delivery = new Delivery(estate);
  const plans: (DayPlan | undefined)[] = [];
  const hours = estate.calendar.days * 24;
  let next = 0;
  for (let index = 0; index < hours; index += 1) {
    const from = estate.calendar.start + index * HOUR;
    const to = from + HOUR;
    const dispatch = RandomGenerator.keyed(estate.seed, 'delivery', index);
    const emit = (record: DraftRecord): void => {
      delivery.accept(dispatch, record);
    };
    const machines = RandomGenerator.keyed(estate.seed, 'machines', index);
    for (const stream of ESTATE_STREAMS) stream({ estate, random: machines, from, to, emit });
    for (const person of estate.people) {
      const plan = planAt(estate, person, from + 30 * MINUTE, plans);
      if (!plan.employed) continue;
      const random = RandomGenerator.keyed(estate.seed, 'person-hour', person.index, index);
      const begins = plan.working && plan.from >= from && plan.from < to;
      const hour = { estate, person, plan, random, from, to, share: workShare(plan, from, to), begins, emit };
      for (const stream of PERSON_STREAMS) stream(hour);
    }
    const other = RandomGenerator.keyed(estate.seed, 'delivery-on-demand', index);
    for (let record = planned[next]; record !== undefined && record.time < to; record = planned[next]) {
      delivery.accept(other, record);
      next += 1;
    }
    yield* delivery.release(to);
  }
  yield* delivery.release(Number.POSITIVE_INFINITY);
}

/**
 * Simulates an organisation's logs. Memory holds the estate and a few hours of records, whatever the length.
 * Throws RangeError for fewer than 10 users or less than a day.
 */
export function simulateEstate(options: SimulationOptions): Simulation {
  const { users, days, seed, start = DEFAULT_START, scale = 1, scenarios = [], rates = {} } = options;
  const estate = drawEstate({ users, days, seed, start, scale, sampling: rates });
  const played = playScenarios(estate, scenarios);
  return { estate, truth: played.truth, [Symbol.iterator]: () => records(estate, played.records) };
}
