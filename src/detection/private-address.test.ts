import { describe, expect, test } from 'vitest';
import { isPrivateAddress } from './private-address.js';

describe('isPrivateAddress', () => {
  test.each([
    ['ada.lovelace@example.com', 'ada.lovelace85@gmail.com'],
    ['ada.lovelace@example.com', 'LovelaceAda@GMX.de'],
    ['EXAMPLE\\alovelace', 'alovelace@outlook.com'],
  ])('%s writes to their own %s', (account, address) => {
    expect(isPrivateAddress(account, address)).toBe(true);
  });

  test.each([
    ['ada.lovelace@example.com', 'ada.lovelace@partner.example'],
    ['ada.lovelace@example.com', 'ada.byron@gmail.com'],
    ['ada@example.com', 'ada@gmail.com'],
    ['a.b@example.com', 'zed@gmail.com'],
    ['ada.lovelace@example.com', 'gmail.com'],
    ['', 'someone@gmail.com'],
  ])('%s does not know %s', (account, address) => {
    expect(isPrivateAddress(account, address)).toBe(false);
  });
});
