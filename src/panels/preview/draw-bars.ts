import { html, type Markup } from '../../report/html.js';
import type { Panel, Row } from '../panel.js';
import { unitText, valueText } from './cell-text.js';
import { legendOf } from './legend.js';
import { seriesOf } from './series.js';

const px = (value: number): string => String(Math.round(value * 100) / 100);

/** Horizontal bars, one a category, with its series one after the other; two metrics stand one over the other. */
export const drawBars = (panel: Panel, rows: readonly Row[]): Markup => {
  const { categories, series } = seriesOf(panel, rows, 0);
  const beside = panel.split.length < 2 && panel.metrics.length > 1;
  const unit = panel.metrics[0]?.unit ?? 'count';
  const field = panel.split[0]?.field ?? '';
  const totals = categories.map((category) => {
    const values = series.map(({ values: numbers }) => numbers.get(category) ?? 0);
    return beside ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
  });
  const largest = Math.max(...totals, Number.MIN_VALUE);
  const bars = categories.map((category, place) => {
    let from = 0;
    const height = beside ? 10 / series.length : 10;
    const parts = series.map(({ name, colour, values }, index) => {
      const value = values.get(category) ?? 0;
      const width = (value / largest) * 100;
      const start = beside ? 0 : from;
      from += width;
      return html`<rect
        x="${px(start)}"
        y="${px(beside ? index * height : 0)}"
        width="${px(width)}"
        height="${px(height - (beside ? 1 : 0))}"
        fill="${colour}"
        ><title>${valueText(field, category)}, ${name}: ${unitText(value, unit)}</title></rect
      >`;
    });
    const told = beside
      ? series.map(({ values }) => unitText(values.get(category) ?? 0, unit)).join(' · ')
      : unitText(totals[place] ?? 0, unit);
    const label = valueText(field, category);
    return html`<tr>
      <th scope="row" title="${label}">${label}</th>
      <td class="bar-of"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg></td>
      <td class="n">${told}</td>
    </tr>`;
  });
  return html`${legendOf(series)}
    <table class="bars">
      <tbody>
        ${bars}
      </tbody>
    </table>`;
};
