/**
 * 32-bit hash of a string's UTF-16 code units with a seed: FNV-1a steps with a MurmurHash3 finaliser. Stable across platforms
 * and runs; not for security. Signed, since V8 keeps such numbers in place where it would box larger ones.
 */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return finalise(hash ^ text.length);
}

/** Mixes two 32-bit numbers into one, signed. */
export function hashPair(a: number, b: number): number {
  return finalise(Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35));
}

function finalise(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
