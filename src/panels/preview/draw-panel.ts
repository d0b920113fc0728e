import { html, type Markup } from '../../report/html.js';
import type { Row } from '../panel.js';
import type { Placement } from '../placements.js';
import { unitText } from './cell-text.js';
import { drawBars } from './draw-bars.js';
import { drawColumns } from './draw-columns.js';
import { drawHeat } from './draw-heat.js';
import { drawTable } from './draw-table.js';

/** Room of a panel on a page of 1,184 px, without its frame. */
const UNIT_WIDTH = 96;
const FRAME = 26;
const UNIT_HEIGHT = 80;
/** Heading, question, legend and the fold-out below a picture. */
const HEADING = 140;

const body = ({ panel, width, height }: Placement, rows: readonly Row[]): Markup => {
  const room = width * UNIT_WIDTH - FRAME;
  switch (panel.chart) {
    case 'number': {
      const [metric] = panel.metrics;
      const value = rows[0]?.[0];
      if (metric === undefined || typeof value !== 'number') return html``;
      return html`<p class="big" title="${value}">${unitText(value, metric.unit)}</p>
        <p class="muted">${value === 0 ? panel.empty : metric.label}</p>`;
    }
    case 'bars':
      return drawBars(panel, rows);
    case 'columns':
    case 'lines':
      return drawColumns(panel, rows, room, Math.max(140, height * UNIT_HEIGHT - HEADING));
    case 'heat':
      return drawHeat(panel, rows, room);
    default:
      return html`<div class="scroll">${drawTable(panel, rows)}</div>`;
  }
};

/** What tells the same to those who cannot see a picture. */
const fallback = ({ panel }: Placement, rows: readonly Row[]): Markup =>
  panel.chart === 'columns' || panel.chart === 'lines' || (panel.chart === 'heat' && panel.split[1]?.every !== undefined)
    ? html`<details class="fallback">
        <summary>The same as a table</summary>
        ${drawTable(panel, rows)}
      </details>`
    : html``;

/** A panel with its question, drawn from its rows. */
export const drawPanel = (placement: Placement, rows: readonly Row[], anchorId: string): Markup => {
  const { panel, width, height } = placement;
  const nothing = rows.length === 0;
  return html`<article class="tile w-${width} h-${height} of-${panel.chart}" id="${anchorId}">
    <h3>${panel.title}</h3>
    <p class="question">${panel.question}</p>
    <div class="tile-body" ${panel.chart === 'number' ? html`` : html`tabindex="0" role="group" aria-label="${panel.title}"`}>
      ${nothing ? html`<p class="empty">${panel.empty}</p>` : html`${body(placement, rows)}${fallback(placement, rows)}`}
    </div>
  </article>`;
};
