import type { UnitKind } from './finding.js';
import type { ActionKind } from '../documents/action.js';
import type { Severity, Tactic } from '../documents/common.js';

/** A boolean expression over a finding, as written under `when:` in a model file. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** A facet whose calibrated probability is at most `probability`. */
  | { readonly facet: string; readonly probability: number }
  /** Any facet of the family. */
  | { readonly family: string; readonly probability: number }
  /** A fact or action class that occurred at least `at_least` times (default 1). */
  | { readonly fact: string; readonly at_least?: number }
  /** A vendor operation, `*` as wildcard, case ignored. */
  | { readonly operation: string; readonly at_least?: number }
  /** A source mapping name, `*` as wildcard. */
  | { readonly source: string }
  /** A service acted upon, `*` as wildcard, case ignored. */
  | { readonly service: string }
  /** At least `at_least` facets with at most `probability`. */
  | { readonly facets_below: number; readonly at_least: number }
  /** The combined calibrated probability of the window is at most this. */
  | { readonly combined: number }
  /** Another model fits; no circles. */
  | { readonly model: string };

export interface ProposedAction {
  readonly kind: ActionKind;
  /** Which entity of the finding it applies to. */
  readonly on: 'actor' | 'source' | 'destination' | 'sender' | 'device';
  readonly duration_hours: number;
  readonly confirmations: number;
  readonly undo: string;
}

/** One file under `models/`. */
export interface Model {
  readonly name: string;
  readonly description: string;
  readonly unit: readonly UnitKind[];
  readonly when: Condition;
  readonly attack: { readonly tactic: Tactic; readonly techniques: readonly { readonly id: string; readonly name: string }[] };
  /** Severity prior. */
  readonly severity: Severity;
  /** Sentence template for the narrative: past tense, `{actor}` `{service}` `{count}` `{operation}` `{source}` `{destination}` `{resource}` `{target}` `{time}`. */
  readonly sentence: string;
  readonly actions: readonly ProposedAction[];
  readonly false_positives: readonly string[];
}
