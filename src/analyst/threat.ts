import type { Model } from '../detection/model.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import { TACTICS, type Tactic } from '../documents/common.js';

/** ATT&CK Enterprise ids and names (v17) by short name. */
const TACTIC_REFERENCE: Readonly<Record<Tactic, readonly [id: string, name: string]>> = {
  reconnaissance: ['TA0043', 'Reconnaissance'],
  'resource-development': ['TA0042', 'Resource Development'],
  'initial-access': ['TA0001', 'Initial Access'],
  execution: ['TA0002', 'Execution'],
  persistence: ['TA0003', 'Persistence'],
  'privilege-escalation': ['TA0004', 'Privilege Escalation'],
  'defense-evasion': ['TA0005', 'Defense Evasion'],
  'credential-access': ['TA0006', 'Credential Access'],
  discovery: ['TA0007', 'Discovery'],
  'lateral-movement': ['TA0008', 'Lateral Movement'],
  collection: ['TA0009', 'Collection'],
  'command-and-control': ['TA0011', 'Command and Control'],
  exfiltration: ['TA0010', 'Exfiltration'],
  impact: ['TA0040', 'Impact'],
};

/** "initial access" of `initial-access`. */
export const tacticName = (tactic: Tactic): string => TACTIC_REFERENCE[tactic][1].toLowerCase();

/** ECS `threat` of some models; tactics in kill-chain order, techniques by id. */
export const threatOf = (models: readonly Model[], alsoTactics: readonly Tactic[] = []): AnomalyDocument['threat'] => {
  const tactics = new Set<Tactic>([...alsoTactics, ...models.map((model) => model.attack.tactic)]);
  const techniques = new Map(models.flatMap((model) => model.attack.techniques.map(({ id, name }) => [id, name] as const)));
  return {
    framework: 'MITRE ATT&CK',
    tactic: TACTICS.filter((tactic) => tactics.has(tactic)).map((tactic) => {
      const [id, name] = TACTIC_REFERENCE[tactic];
      return { id, name };
    }),
    technique: [...techniques].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, name]) => ({ id, name })),
  };
};
