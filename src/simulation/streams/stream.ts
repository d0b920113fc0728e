import type { DayPlan } from '../day-plan.js';
import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import type { Emit } from '../simulated-record.js';

/** One person during one hour of the estate. */
export interface PersonHour {
  readonly estate: Estate;
  readonly person: Person;
  readonly plan: DayPlan;
  readonly random: RandomGenerator;
  /** Epoch milliseconds, [from, to). */
  readonly from: number;
  readonly to: number;
  /** Part of the day's interactive work that falls into this hour. */
  readonly share: number;
  /** The hour in which the working day begins. */
  readonly begins: boolean;
  readonly emit: Emit;
}

/** The estate's machines during one hour. */
export interface EstateHour {
  readonly estate: Estate;
  readonly random: RandomGenerator;
  readonly from: number;
  readonly to: number;
  readonly emit: Emit;
}

/** Records of one person's hour. Emits nothing before `from`. */
export type PersonStream = (hour: PersonHour) => void;

/** Records of one hour of the machines. Emits nothing before `from`. */
export type EstateStream = (hour: EstateHour) => void;
