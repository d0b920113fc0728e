export const REDACTED = '[redacted]';

const SECRET_WORDS = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'token',
  'secret',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'apikey',
  'bearer',
]);
const SECRET_PAIRS = new Set(['api key', 'access key', 'private key', 'session key', 'secret key', 'encryption key', 'set cookie']);

/** True if a field of this name holds a secret, in camel, snake, kebab or dotted spelling: `apiKey`, `X-Auth-Token`, `http.cookie`. */
export function namesSecret(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word, index) => SECRET_WORDS.has(word) || (index > 0 && SECRET_PAIRS.has(`${words[index - 1] ?? ''} ${word}`)));
}

/** Secrets that give themselves away by their shape, whatever the field around them is called. */
const SECRET_SHAPES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(authorization|proxy-authorization|cookie|set-cookie)(["']?\s*[:=]\s*)[^\r\n]+/gi, `$1$2${REDACTED}`],
  [/\b(bearer|basic|apikey)\s+(?:(?=\S*\d)[A-Za-z0-9._~+/-]{8,}|[A-Za-z0-9._~+/-]{24,})=*/gi, `$1 ${REDACTED}`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@]+@/gi, `$1${REDACTED}@`],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, REDACTED],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, REDACTED],
  [/\b(?:gh[pousr]_|xox[abeoprs]-|glpat-)[A-Za-z0-9-]{10,}/g, REDACTED],
  [
    /\b((?:[a-z0-9]+[_-])*(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key))(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&,;"']+)/gi,
    `$1$2${REDACTED}`,
  ],
];

/** `text` with everything that looks like a secret replaced by `[redacted]`. */
export function redactText(text: string): string {
  let result = text;
  for (const [pattern, replacement] of SECRET_SHAPES) result = result.replace(pattern, replacement);
  return result;
}

const DEEPEST = 8;

function redactError(error: Error, depth: number): Error {
  const copy = new Error(redactText(error.message));
  Object.defineProperty(copy, 'constructor', { value: error.constructor, enumerable: false });
  copy.name = error.name;
  copy.stack = redactText(error.stack ?? error.message);
  for (const [key, value] of Object.entries(error)) {
    if (key !== 'name')
      Object.defineProperty(copy, key, { value: redactField(key, value, depth + 1), enumerable: true, configurable: true });
  }
  if (error.cause !== undefined) copy.cause = redactAt(error.cause, depth + 1);
  return copy;
}

function redactField(key: string, value: unknown, depth: number): unknown {
  return namesSecret(key) && value !== undefined && value !== null && value !== '' ? REDACTED : redactAt(value, depth);
}

function redactAt(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > DEEPEST) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redactAt(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactField(key, item, depth + 1)]));
}

/** A copy of `value` in which no secret is left, by name of the field or by shape of the value. Cut at eight levels. */
export function redactSecrets(value: unknown): unknown {
  return redactAt(value, 0);
}
