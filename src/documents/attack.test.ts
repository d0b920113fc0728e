import { describe, expect, it } from 'vitest';
import { ATTACK_TACTICS, ATTACK_TECHNIQUES, attackTactic, attackTechnique } from './attack.js';
import { TACTICS } from './common.js';

describe('the ATT&CK table', () => {
  it('holds every tactic in kill-chain order', () => {
    expect(ATTACK_TACTICS.map((entry) => entry.tactic)).toEqual([...TACTICS]);
  });

  it('names sub-techniques with their parent, which is in the table', () => {
    expect(ATTACK_TECHNIQUES.get('T1078.004')).toMatchObject({ name: 'Valid Accounts: Cloud Accounts' });
    for (const { id, name } of ATTACK_TECHNIQUES.values()) {
      expect(id).toMatch(/^T\d{4}(\.\d{3})?$/);
      if (id.includes('.')) expect(name.startsWith(`${ATTACK_TECHNIQUES.get(id.slice(0, 5))?.name ?? '?'}: `)).toBe(true);
    }
  });

  it('finds a tactic however it is written, and the parent of an unknown sub-technique', () => {
    for (const text of ['initial-access', 'TA0001', 'Initial Access', 'initial_access']) expect(attackTactic(text)?.id).toBe('TA0001');
    expect(attackTactic('mischief')).toBeUndefined();
    expect(attackTechnique('t1059.999')?.id).toBe('T1059');
    expect(attackTechnique('T9999')).toBeUndefined();
  });
});
