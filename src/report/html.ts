/** Markup that is safe to put into the page as it stands. Only this module makes it. */
export interface Markup {
  readonly markup: string;
}

export type Renderable = Markup | string | number | undefined | false | readonly Renderable[];

const CONTROL_PICTURES = 0x2400;
const DIRECTION_CONTROLS = new Set([0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]);

const visibleControl = (code: number): string | undefined => {
  if (code < 0x20 && code !== 0x09 && code !== 0x0a) return String.fromCharCode(CONTROL_PICTURES + code);
  if (code === 0x7f) return '\u2421';
  if ((code > 0x7f && code < 0xa0) || DIRECTION_CONTROLS.has(code) || code === 0xfeff) {
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  }
  return undefined;
};

/**
 * Text as a reader must see it: control characters and those that turn the writing direction become visible signs, so
 * that a value from a log cannot hide or reorder what stands beside it; lone surrogates become U+FFFD.
 */
export const visibleText = (value: string): string => {
  let result = '';
  let from = 0;
  for (let index = 0; index < value.length; index += 1) {
    const replacement = visibleControl(value.charCodeAt(index));
    if (replacement !== undefined) {
      result += value.slice(from, index) + replacement;
      from = index + 1;
    }
  }
  return (result + value.slice(from)).replace(/\p{Surrogate}/gu, '\ufffd');
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** Text for element content and for attribute values in double quotes. */
export const escapeText = (value: string): string => visibleText(value).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');

const render = (value: Renderable): string => {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(render).join('');
};

const BLOCK =
  'article|circle|dd|desc|details|div|dl|dt|figcaption|figure|footer|g|h[1-5]|header|line|li|main|ol|p|path|polygon|polyline|rect|section|summary|svg|table|tbody|td|text|th|thead|title|tr|ul';
const BEFORE_BLOCK = new RegExp(`>\\s+(?=</?(?:${BLOCK})\\b)`, 'g');
const BEFORE_BLOCK_END = new RegExp(`\\s+(?=</(?:${BLOCK})>)`, 'g');

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Templates are indented for the reader of the code; the page does without. Only program text is touched, never a value. */
const compact = (parts: TemplateStringsArray): readonly string[] => {
  const known = compacted.get(parts);
  if (known !== undefined) return known;
  const result = parts.map((part) =>
    part
      .replace(/\s*\n\s*/g, ' ')
      .replace(BEFORE_BLOCK, '>')
      .replace(BEFORE_BLOCK_END, ''),
  );
  compacted.set(parts, result);
  return result;
};

/** Template tag: everything put into `${}` is escaped unless it is markup made by this module. */
export const html = (parts: TemplateStringsArray, ...values: readonly Renderable[]): Markup => {
  const texts = compact(parts);
  let markup = texts[0] ?? '';
  values.forEach((value, index) => {
    markup += render(value) + (texts[index + 1] ?? '');
  });
  return { markup };
};

/** Program text of this package (style, script). Never anything that came from data. */
export const trusted = (programText: string): Markup => ({ markup: programText });

/** JSON for a `<script type="application/json">` block: no character in it can end the block or a line of script. */
export const embeddedJson = (value: unknown): Markup => ({
  markup: JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
});

/** An id usable in `id=` and in `#` links, whatever the document id holds. */
export const anchor = (prefix: string, id: string): string =>
  `${prefix}-${Array.from(id, (character) => (/[A-Za-z0-9]/.test(character) ? character : `_${(character.codePointAt(0) ?? 0).toString(16)}_`)).join('')}`;

/** A long value cut in the middle to `length` characters. */
export const cutMiddle = (value: string, length: number): string => {
  const characters = Array.from(value);
  if (characters.length <= length) return value;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
};
