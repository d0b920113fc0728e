import type { LogFile } from './log-files.js';

interface Happening {
  readonly file: LogFile;
  /** When it happened, epoch milliseconds. */
  readonly time: number;
  /** The vendor's own id of the event. */
  readonly eventId: string;
}

/** A record as its maker hands it over: a JSON object (NDJSON file), or the finished line (CSV and Zeek TSV files). */
export interface DraftRecord extends Happening {
  readonly record: object | string;
}

/** One line of one log of the estate, without its line break. */
export interface SimulatedRecord extends Happening {
  readonly line: string;
}

/** What a scenario did, for judging a detector. Never part of the logs. */
export interface TruthRow {
  readonly scenario: string;
  /** Unique per attack in the estate. */
  readonly incident: string;
  /** ATT&CK tactic in lower case with hyphens. */
  readonly stage: string;
  /** True if finding the attack means finding this event; false for what merely accompanies it. */
  readonly key: boolean;
  readonly source: LogFile;
  readonly eventId: string;
  readonly time: number;
  /** Mail name of the identity used, or address of the device. */
  readonly actor: string;
}

/** Takes the records that a generator produces. */
export type Emit = (record: DraftRecord) => void;
