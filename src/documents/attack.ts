import { ATTACK_NAMES } from './attack-names.js';
import type { Tactic } from './common.js';

/**
 * Names from MITRE ATT&CK Enterprise v18: every tactic, and the techniques that mail, identity, SaaS, cloud and network
 * telemetry can show. © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE
 * Corporation. ATT&CK and MITRE ATT&CK are registered trademarks of The MITRE Corporation; https://attack.mitre.org.
 */
export interface AttackTactic {
  /** Short name as used in models and incidents. */
  readonly tactic: Tactic;
  readonly id: string;
  readonly name: string;
}

export interface AttackTechnique {
  readonly id: string;
  /** Sub-techniques carry their parent's name in front, `Valid Accounts: Cloud Accounts`. */
  readonly name: string;
  readonly tactics: readonly Tactic[];
}

/** Tactics in kill-chain order. */
export const ATTACK_TACTICS: readonly AttackTactic[] = [
  { tactic: 'reconnaissance', id: 'TA0043', name: 'Reconnaissance' },
  { tactic: 'resource-development', id: 'TA0042', name: 'Resource Development' },
  { tactic: 'initial-access', id: 'TA0001', name: 'Initial Access' },
  { tactic: 'execution', id: 'TA0002', name: 'Execution' },
  { tactic: 'persistence', id: 'TA0003', name: 'Persistence' },
  { tactic: 'privilege-escalation', id: 'TA0004', name: 'Privilege Escalation' },
  { tactic: 'defense-evasion', id: 'TA0005', name: 'Defense Evasion' },
  { tactic: 'credential-access', id: 'TA0006', name: 'Credential Access' },
  { tactic: 'discovery', id: 'TA0007', name: 'Discovery' },
  { tactic: 'lateral-movement', id: 'TA0008', name: 'Lateral Movement' },
  { tactic: 'collection', id: 'TA0009', name: 'Collection' },
  { tactic: 'command-and-control', id: 'TA0011', name: 'Command and Control' },
  { tactic: 'exfiltration', id: 'TA0010', name: 'Exfiltration' },
  { tactic: 'impact', id: 'TA0040', name: 'Impact' },
];

function build(): ReadonlyMap<string, AttackTechnique> {
  const names = new Map(ATTACK_NAMES.flatMap(([, group]) => Object.entries(group)));
  const techniques = new Map<string, AttackTechnique>();
  for (const [tactics, group] of ATTACK_NAMES) {
    for (const [id, own] of Object.entries(group)) {
      const parent = id.includes('.') ? names.get(id.slice(0, id.indexOf('.'))) : undefined;
      techniques.set(id, { id, name: parent === undefined ? own : `${parent}: ${own}`, tactics });
    }
  }
  return techniques;
}

/** Techniques and sub-techniques by id (`T1078.004`). */
export const ATTACK_TECHNIQUES: ReadonlyMap<string, AttackTechnique> = build();

const BY_TACTIC: ReadonlyMap<string, AttackTactic> = new Map(ATTACK_TACTICS.map((entry) => [entry.tactic, entry]));
const BY_ID: ReadonlyMap<string, AttackTactic> = new Map(ATTACK_TACTICS.map((entry) => [entry.id, entry]));

/** The tactic by short name (`initial-access`), id (`TA0001`) or name (`Initial Access`, any case); `undefined` if unknown. */
export function attackTactic(text: string): AttackTactic | undefined {
  return (
    BY_TACTIC.get(
      text
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_]+/g, '-'),
    ) ?? BY_ID.get(text.trim().toUpperCase())
  );
}

/** The technique by id; `undefined` if the table does not hold it, its parent if only the sub-technique is missing. */
export function attackTechnique(id: string): AttackTechnique | undefined {
  const wanted = id.trim().toUpperCase();
  const dot = wanted.indexOf('.');
  return ATTACK_TECHNIQUES.get(wanted) ?? (dot < 0 ? undefined : ATTACK_TECHNIQUES.get(wanted.slice(0, dot)));
}
