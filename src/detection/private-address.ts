import { isSharedMailDomain } from '../entities/registrable-domain.js';

/** Parts of a name shorter than this occur in too many other names. */
const SHORTEST_PART = 3;
const SHORTEST_NAME = 5;

/**
 * True if an address lies with a public mail provider and bears the name of the account: every part of the account's local part occurs in
 * its local part.
 *
 * @example isPrivateAddress('ada.lovelace@example.com', 'ada.lovelace85@gmail.com') // true
 */
export function isPrivateAddress(account: string, address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at <= 0 || !isSharedMailDomain(address.slice(at + 1).toLowerCase())) return false;
  const local = address.slice(0, at).toLowerCase();
  const end = account.indexOf('@');
  const own = (end < 0 ? account.slice(account.lastIndexOf('\\') + 1) : account.slice(0, end)).toLowerCase();
  const parts = own.split(/[^\p{L}]+/u).filter((part) => part.length >= SHORTEST_PART);
  return parts.join('').length >= SHORTEST_NAME && parts.every((part) => local.includes(part));
}
