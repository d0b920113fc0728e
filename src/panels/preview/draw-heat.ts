import { html, type Markup } from '../../report/html.js';
import { svgTimeAttributes, utcText, type TimeFormat } from '../../report/times.js';
import { coloursOf, HEAT_COLOURS, MAIN_COLOUR } from '../palette.js';
import type { Panel, Row } from '../panel.js';
import { unitText, valueText } from './cell-text.js';

const px = (value: number): string => String(Math.round(value * 10) / 10);
const HOUR = 3_600_000;
const LANE = 34;
const LEFT = 96;
const RIGHT = 12;
const BOTTOM = 24;
const TICK_ROOM = 96;

const numberIn = (row: Row): number => (typeof row[2] === 'number' ? row[2] : 0);

const stepOf = (value: number, largest: number): number => Math.max(1, Math.ceil((value / largest) * HEAT_COLOURS.length));

/** A table whose cells are the darker, the greater their number. */
const grid = (panel: Panel, rows: readonly Row[]): Markup => {
  const [down, across] = panel.split;
  const ys = [...new Set(rows.map((row) => String(row[0])))];
  const xs = [...new Set(rows.map((row) => String(row[1])))].sort();
  const numbers = new Map(rows.map((row) => [JSON.stringify([String(row[0]), String(row[1])]), numberIn(row)]));
  const largest = Math.max(...numbers.values(), Number.MIN_VALUE);
  const unit = panel.metrics[0]?.unit ?? 'count';
  return html`<div class="scroll">
    <table class="heat">
      <thead>
        <tr>
          <td></td>
          ${xs.map((x) => html`<th scope="col">${valueText(across?.field ?? '', x)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${ys.map(
          (y) =>
            html`<tr>
              <th scope="row">${valueText(down?.field ?? '', y)}</th>
              ${xs.map((x) => {
                const value = numbers.get(JSON.stringify([y, x]));
                return value === undefined
                  ? html`<td class="none"></td>`
                  : html`<td class="heat-${stepOf(value, largest)}">${unitText(value, unit)}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};

/** One lane a value on one axis of time; a mark as high as its number is great. */
const lanes = (panel: Panel, rows: readonly Row[], width: number): Markup => {
  const field = panel.split[0]?.field ?? '';
  const colours = coloursOf(field);
  const unit = panel.metrics[0]?.unit ?? 'count';
  const order = colours === undefined ? [] : [...colours.keys()];
  const names = [...new Set(rows.map((row) => String(row[0])))].sort((a, b) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1));
  const times = rows.map((row) => Date.parse(String(row[1])));
  const from = Math.min(...times);
  const to = Math.max(...times) + HOUR;
  const largest = Math.max(...rows.map(numberIn), Number.MIN_VALUE);
  const bottom = names.length * LANE;
  const draw = (frame: number, left: number, className: string): Markup => {
    const at = (time: number): number => left + ((time - from) / (to - from)) * (frame - left - RIGHT);
    const marks = rows.map((row, index) => {
      const time = times[index] ?? from;
      const lane = names.indexOf(String(row[0]));
      const height = Math.max(4, (numberIn(row) / largest) * (LANE - 8));
      const wide = Math.max(5, at(time + HOUR) - at(time));
      return html`<rect
        class="mark"
        x="${px(at(time))}"
        y="${px(lane * LANE + LANE - 4 - height)}"
        width="${px(wide)}"
        height="${px(height)}"
        rx="1"
        fill="${colours?.get(String(row[0])) ?? MAIN_COLOUR}"
        ><title>
          ${valueText(field, String(row[0]))}, ${utcText(time, 'short')}: ${unitText(numberIn(row), unit)}
          ${panel.metrics[0]?.label.toLowerCase()}
        </title></rect
      >`;
    });
    const ticks = Math.max(2, Math.floor((frame - left) / TICK_ROOM));
    const format: TimeFormat = to - from > 12 * 24 * HOUR ? 'day' : 'short';
    const labels = Array.from({ length: ticks }, (_, index) => {
      const time = Math.round((from + ((to - from) * index) / (ticks - 1)) / HOUR) * HOUR;
      const anchor = index === 0 ? 'start' : index === ticks - 1 ? 'end' : 'middle';
      return html`<text class="tick" text-anchor="${anchor}" x="${px(at(time))}" y="${bottom + 17}" ${svgTimeAttributes(time, format)}
        >${utcText(time, format)}</text
      >`;
    });
    return html`<svg class="chart ${className}" role="img" aria-label="${panel.title}" viewBox="0 0 ${frame} ${bottom + BOTTOM}">
      <title>${panel.title}</title>
      ${names.map(
        (name, index) =>
          html`<rect class="band ${index % 2 === 0 ? 'even' : 'odd'}" x="0" y="${index * LANE}" width="${frame}" height="${LANE}" /><text
              class="lane"
              x="0"
              y="${index * LANE + 21}"
              >${valueText(field, name)}</text
            >`,
      )}
      <line class="axis" x1="${left}" x2="${frame - RIGHT}" y1="${bottom + 0.5}" y2="${bottom + 0.5}" />
      ${labels}${marks}
    </svg>`;
  };
  return html`${draw(width, LEFT, 'wide')}${draw(312, 68, 'narrow')}`;
};

/** Two splits and a number: lanes where the second is a time, else a table of shades. */
export const drawHeat = (panel: Panel, rows: readonly Row[], width: number): Markup =>
  panel.split[1]?.every === undefined ? grid(panel, rows) : lanes(panel, rows, width);
