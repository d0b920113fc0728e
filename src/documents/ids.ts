import { hash } from 'node:crypto';

/**
 * A document id: 20 hexadecimal digits of SHA-256 over what the document is about, so that writing it twice is harmless.
 * Eighty bits keep the chance of one collision among a hundred million documents below 1 in 100 million.
 *
 * @example documentId('incident', 'a1b2') === documentId('incident', 'a1b2')
 */
export const documentId = (kind: string, ...about: readonly (string | number)[]): string =>
  hash('sha256', JSON.stringify([kind, ...about]), 'hex').slice(0, 20);
