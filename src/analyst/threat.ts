import type { Model } from '../detection/model.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import { attackTactic } from '../documents/attack.js';
import { TACTICS, type Tactic } from '../documents/common.js';

/** Every tactic has its row: `attack.test.ts` holds the table against `TACTICS`. */
const reference = (tactic: Tactic): { readonly id: string; readonly name: string } => attackTactic(tactic) ?? { id: '', name: tactic };

/** "initial access" of `initial-access`. */
export const tacticName = (tactic: Tactic): string => reference(tactic).name.toLowerCase();

/** ECS `threat` of some models; tactics in kill-chain order, techniques by id. */
export const threatOf = (models: readonly Model[], alsoTactics: readonly Tactic[] = []): AnomalyDocument['threat'] => {
  const tactics = new Set<Tactic>([...alsoTactics, ...models.map((model) => model.attack.tactic)]);
  const techniques = new Map(models.flatMap((model) => model.attack.techniques.map(({ id, name }) => [id, name] as const)));
  return {
    framework: 'MITRE ATT&CK',
    tactic: TACTICS.filter((tactic) => tactics.has(tactic)).map((tactic) => {
      const { id, name } = reference(tactic);
      return { id, name };
    }),
    technique: [...techniques].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, name]) => ({ id, name })),
  };
};
