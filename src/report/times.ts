import { html, type Markup } from './html.js';
import { durationText } from './numbers.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number): string => String(value).padStart(2, '0');

/** `date`: 12 Mar 2026. `day`: 12 Mar. `clock`: 14:03. `short`: 12 Mar 14:03. `second`: 12 Mar 14:03:22. `full`: 12 Mar 2026 14:03:22. */
export type TimeFormat = 'date' | 'day' | 'clock' | 'short' | 'second' | 'full';

/** Epoch milliseconds of an RFC 3339 time, or undefined when it is none. */
export const parseTime = (value: string | null): number | undefined => {
  if (value === null) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
};

/** A time in UTC, written by hand so that no locale data changes it. */
export const utcText = (time: number, format: TimeFormat): string => {
  const date = new Date(time);
  const day = `${String(date.getUTCDate())} ${MONTHS[date.getUTCMonth()] ?? ''}`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  const second = `${clock}:${two(date.getUTCSeconds())}`;
  switch (format) {
    case 'date':
      return `${day} ${String(date.getUTCFullYear())}`;
    case 'day':
      return day;
    case 'clock':
      return clock;
    case 'short':
      return `${day} ${clock}`;
    case 'second':
      return `${day} ${second}`;
    case 'full':
      return `${day} ${String(date.getUTCFullYear())} ${second}`;
  }
};

const FORMAT_CODES: Readonly<Record<TimeFormat, string>> = { date: 'd', day: 'a', clock: 'c', short: 's', second: 'e', full: 'f' };

/** A `<time>` element that the page can turn to the browser's zone. A value that is no time is shown as it stands. */
export const timeElement = (value: string | number | null, format: TimeFormat = 'short'): Markup => {
  const time = typeof value === 'number' ? value : parseTime(value);
  if (time === undefined) return html`${value ?? 'never'}`;
  const iso = new Date(time).toISOString();
  return html`<time datetime="${iso}" data-f="${FORMAT_CODES[format]}" title="${iso}">${utcText(time, format)}</time>`;
};

/** The same for SVG: attributes for a `<text>` element whose content is the UTC text. */
export const svgTimeAttributes = (time: number, format: TimeFormat): Markup => html` data-t="${time}" data-f="${FORMAT_CODES[format]}"`;

/** `2 h 14 min before the end of the data`, or empty without an end. */
export const beforeEnd = (time: number | undefined, end: number | undefined): string => {
  if (time === undefined || end === undefined) return '';
  if (end - time < 1000) return 'at the end of the data';
  return `${durationText(end - time)} before the data ends`;
};
