import { DOMAINS, type Domain } from '../../activity/domains.js';
import { SEVERITIES, TACTICS } from '../../documents/common.js';
import { cutMiddle, html, type Markup } from '../../report/html.js';
import { countText, durationText, oddsText, probabilityDetail } from '../../report/numbers.js';
import { timeElement } from '../../report/times.js';
import { DOMAIN_NAMES, familyName, sentenceCase, spaced, TACTIC_NAMES } from '../../report/vocabulary.js';
import type { Cell, Panel } from '../panel.js';
import type { Unit } from '../panel-file.js';

const HOUR = 3_600_000;
const SHOWN_VALUES = 4;
const ID_LENGTH = 14;

/** A number of a unit as people say it. */
export const unitText = (value: number, unit: Unit): string => {
  switch (unit) {
    case 'probability':
      return oddsText(value);
    case 'nats':
      return value.toFixed(1);
    case 'hours':
      return value < 0 ? `${durationText(-value * HOUR)} before` : durationText(value * HOUR);
    case 'days':
      return durationText(value * 24 * HOUR);
    case 'ratio':
      return `${value.toFixed(2)}×`;
    case 'score':
      return String(Math.round(value));
    default:
      return countText(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
  }
};

const isOneOf = <T extends string>(values: readonly T[], value: string): value is T => (values as readonly string[]).includes(value);

/** A value of a field in words: domains and tactics by their names, times left as they are. */
export const valueText = (field: string, value: string | number | boolean): string => {
  const text = String(value);
  if (/\.domains?$/.test(field) && isOneOf<Domain>(DOMAINS, text)) return DOMAIN_NAMES[text];
  if (field.endsWith('.tactic') && isOneOf(TACTICS, text)) return TACTIC_NAMES[text];
  if (field.endsWith('.family')) return familyName(text);
  return /\.(queue|severity|status|type|sort|roles|unit|facts)$|^event\.action$/.test(field) ? sentenceCase(spaced(text)) : text;
};

const valueMarkup = (field: string, value: string | number | boolean): Markup => {
  const text = valueText(field, value);
  if (field.endsWith('.severity') && isOneOf(SEVERITIES, String(value)))
    return html`<span class="chip sev-${String(value)}">${text}</span>`;
  if (/\.domains?$/.test(field) && value !== '')
    return html`<span class="domain"><span class="dot f-${String(value)}"></span>${text}</span>`;
  if (field.endsWith('.status')) return html`<span class="verdict ${String(value)}">${text}</span>`;
  if (field.endsWith('.id')) return html`<span class="id" title="${text}">${cutMiddle(text, ID_LENGTH)}</span>`;
  return html`${text}`;
};

/** One cell of a table: a value of a field, several, or a number with its unit. */
export const cellMarkup = (panel: Panel, field: string, cell: Cell, unit: Unit | undefined): Markup => {
  if (cell === null) return html`<span class="muted">–</span>`;
  if (typeof cell === 'object') {
    const shown = cell.slice(0, SHOWN_VALUES).map((value, index) => html`${index > 0 && ', '}${valueMarkup(field, value)}`);
    const more = cell.length - SHOWN_VALUES;
    return html`${shown}${more > 0 && html` <span class="muted" title="${cell.join(', ')}">and ${more} more</span>`}`;
  }
  if (typeof cell === 'string' && (unit === 'time' || panel.fields.get(field)?.type === 'date')) return timeElement(cell, 'short');
  if (typeof cell === 'number' && unit !== undefined)
    return html`<span title="${unit === 'probability' ? probabilityDetail(cell) : String(cell)}">${unitText(cell, unit)}</span>`;
  return valueMarkup(field, cell);
};
