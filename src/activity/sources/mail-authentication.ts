import type { AuthenticationResult } from '../activity.js';

export interface MailAuthentication {
  readonly spf: AuthenticationResult;
  readonly dkim: AuthenticationResult;
  readonly dmarc: AuthenticationResult;
}

export const NOT_AUTHENTICATED: MailAuthentication = { spf: 'unknown', dkim: 'unknown', dmarc: 'unknown' };

const PASS: ReadonlySet<string> = new Set(['pass', 'true', 'bestguesspass', 'ok']);
const FAIL: ReadonlySet<string> = new Set([
  'fail',
  'softfail',
  'hardfail',
  'permerror',
  'policy',
  'reject',
  'quarantine',
  'false',
  'oreject',
]);
const NONE: ReadonlySet<string> = new Set(['none', 'neutral', 'nxdomain']);

/** One method's result in the words of RFC 8601 and of gateways; `temperror` and unknown words tell nothing. */
export function authenticationResult(word: string): AuthenticationResult {
  const text = word.trim().toLowerCase();
  if (PASS.has(text)) return 'pass';
  if (FAIL.has(text)) return 'fail';
  return NONE.has(text) ? 'none' : 'unknown';
}

/**
 * Results in an `Authentication-Results` header (RFC 8601): `spf=pass (comment) smtp.mailfrom=…; dkim=fail …; dmarc=…`.
 * Of several DKIM results one pass suffices; otherwise the first result of a method counts.
 */
export function parseAuthenticationResults(header: string): MailAuthentication {
  if (header === '') return NOT_AUTHENTICATED;
  const results: Record<keyof MailAuthentication, AuthenticationResult> = { ...NOT_AUTHENTICATED };
  for (const part of withoutComments(header.slice(0, 4096)).split(';')) {
    const found = /^\s*(spf|dkim|dmarc)\s*(?:\/\s*\d+\s*)?=\s*([a-z]+)/i.exec(part);
    if (found === null) continue;
    const method = (found[1] ?? '').toLowerCase() as keyof MailAuthentication;
    const result = authenticationResult(found[2] ?? '');
    if (results[method] === 'unknown' || (method === 'dkim' && result === 'pass')) results[method] = result;
  }
  return results;
}

/** Drops `(…)`, nested ones included, so that a `;` inside a comment splits nothing. */
function withoutComments(text: string): string {
  if (!text.includes('(') && !text.includes(')')) return text;
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += character;
  }
  return kept;
}
