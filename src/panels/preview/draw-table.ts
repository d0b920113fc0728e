import { html, type Markup } from '../../report/html.js';
import type { Cell, Panel, Row } from '../panel.js';
import type { Unit } from '../panel-file.js';
import { cellMarkup } from './cell-text.js';

interface Heading {
  readonly field: string;
  readonly label: string;
  readonly unit: Unit | undefined;
}

/** The columns of a panel's rows, left to right. */
export const headingsOf = (panel: Panel): readonly Heading[] =>
  panel.list?.columns.map(({ field, label, unit }) => ({ field, label, unit })) ?? [
    ...panel.split.map(({ field, label, every }) => ({ field, label, unit: every === undefined ? undefined : ('time' as const) })),
    ...panel.metrics.map(({ field, label, unit }) => ({ field: field ?? '', label, unit })),
  ];

/** A word so long that it may be broken anywhere. */
const LONG_WORD = /\S{30}/;
const hasLongWord = (cell: Cell): boolean =>
  typeof cell === 'object' && cell !== null ? cell.some(hasLongWord) : typeof cell === 'string' && LONG_WORD.test(cell);

const isNumber = ({ unit }: Heading): boolean => unit !== undefined && unit !== 'time';

/** Rows as a table that becomes labelled blocks on a phone. */
export const drawTable = (panel: Panel, rows: readonly Row[]): Markup => {
  const headings = headingsOf(panel);
  return html`<table class="stack">
    <thead${headings.length === 1 && html` class="hidden"`}>
      <tr>
        ${headings.map((heading) => html`<th scope="col" class="${isNumber(heading) ? 'n' : ''}">${heading.label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${headings.map(
              (heading, index) =>
                html`<td class="${isNumber(heading) ? 'n' : ''}" data-label="${heading.label}">
                  <span class="cell${hasLongWord(row[index] ?? null) && ' long'}"
                    >${cellMarkup(panel, heading.field, row[index] ?? null, heading.unit)}</span
                  >
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
};
