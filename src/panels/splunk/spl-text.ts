const PLAIN = /^[^\\"`$\p{Cc}]*$/u;

/**
 * An expression of `eval` and `where` whose value is exactly this text. Quotes, backslashes, control characters, and what would start a
 * macro or a token are written percent-encoded, since nothing documents what a search makes of them in a string.
 */
export const splText = (value: string): string =>
  PLAIN.test(value) ? `"${value}"` : `urldecode("${encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))}")`;

/** A heading of a column. Characters that quotes do not protect in `rename` become blanks. */
export const splHeading = (label: string): string => `"${label.replace(/[\\"`$*%|\p{Cc}]+/gu, ' ').trim()}"`;

/** A number, boolean or text as `eval` compares it with a field of a flat record. */
export const splValue = (value: string | number | boolean): string =>
  typeof value === 'number' ? splNumber(value) : splText(String(value));

/** A number without exponent, which eval does not read everywhere. */
const splNumber = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
};
