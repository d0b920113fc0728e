import { html, type Markup } from '../../report/html.js';
import { svgTimeAttributes, utcText } from '../../report/times.js';
import type { Panel, Row } from '../panel.js';
import { unitText } from './cell-text.js';
import { legendOf } from './legend.js';
import { seriesOf, type Series } from './series.js';

const HEIGHTS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
const LEFT = 52;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 22;
const TICK_ROOM = 58;
/** More steps than this are not drawn one by one. */
const MOST_STEPS = 1_000;

const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A round number at or above the value, so that the axis ends at it. */
const roundUp = (value: number): number => {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  const steps = [1, 2, 2.5, 5, 10].map((step) => step * size).filter((step) => Number.isInteger(step));
  return steps.find((step) => step >= value) ?? 10 * size;
};

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly number[];
  readonly largest: number;
}

const xOf = ({ width, steps }: Frame, index: number): number => LEFT + ((index + 0.5) * (width - LEFT - RIGHT)) / steps.length;
const yOf = ({ height, largest }: Frame, value: number): number => height - BOTTOM - (value / largest) * (height - TOP - BOTTOM);

const stacked = (frame: Frame, series: readonly Series[], label: (value: number) => string): readonly Markup[] => {
  const room = (frame.width - LEFT - RIGHT) / frame.steps.length;
  const width = Math.min(40, Math.max(1, room - (room > 6 ? 3 : 0.5)));
  return frame.steps.map((step, index) => {
    let base = 0;
    return html`${series.map(({ name, colour, values }) => {
      const value = values.get(new Date(step).toISOString()) ?? 0;
      if (value === 0) return html``;
      const top = yOf(frame, base + value);
      const bottom = yOf(frame, base);
      base += value;
      return html`<rect
        x="${px(xOf(frame, index) - width / 2)}"
        y="${px(top)}"
        width="${px(width)}"
        height="${px(bottom - top)}"
        fill="${colour}"
        ><title>${utcText(step, 'short')}, ${name}: ${label(value)}</title></rect
      >`;
    })}`;
  });
};

const lines = (frame: Frame, series: readonly Series[], label: (value: number) => string): readonly Markup[] =>
  series.map(({ name, colour, values }) => {
    const points = frame.steps.map((step, index) => ({ x: xOf(frame, index), value: values.get(new Date(step).toISOString()) ?? 0, step }));
    return html`<polyline
        class="line"
        points="${points.map(({ x, value }) => `${px(x)},${px(yOf(frame, value))}`).join(' ')}"
        stroke="${colour}"
      />${points.map(
        ({ x, value, step }) =>
          html`<circle cx="${px(x)}" cy="${px(yOf(frame, value))}" r="3" fill="${colour}"
            ><title>${utcText(step, 'short')}, ${name}: ${label(value)}</title></circle
          >`,
      )}`;
  });

const axes = (frame: Frame, label: (value: number) => string, short: boolean): Markup => {
  const { width, steps, largest } = frame;
  const every = Math.max(1, Math.ceil(TICK_ROOM / ((width - LEFT - RIGHT) / steps.length)));
  const levels = [0, largest / 2, largest].filter((level) => Number.isInteger(level) || largest < 1);
  return html`${levels.map(
    (level) =>
      html`<line
          class="${level === 0 ? 'axis' : 'grid'}"
          x1="${LEFT}"
          x2="${width - RIGHT}"
          y1="${px(yOf(frame, level) + 0.5)}"
          y2="${px(yOf(frame, level) + 0.5)}"
        /><text class="tick" text-anchor="end" x="${LEFT - 6}" y="${px(yOf(frame, level) + 4)}">${label(level)}</text>`,
  )}${steps.map(
    (step, index) =>
      index % every === 0 &&
      html`<text
        class="tick"
        text-anchor="middle"
        x="${px(xOf(frame, index))}"
        y="${px(frame.height - 6)}"
        ${svgTimeAttributes(step, short ? 'short' : 'day')}
        >${utcText(step, short ? 'short' : 'day')}</text
      >`,
  )}`;
};

/** Columns or lines over time; steps without anything are there, and empty. */
export const drawColumns = (panel: Panel, rows: readonly Row[], width: number, height: number): Markup => {
  const axis = panel.split.findIndex(({ every }) => every !== undefined);
  const { categories, series } = seriesOf(panel, rows, axis);
  const every = panel.split[axis]?.every ?? 'day';
  const times = categories.map((category) => Date.parse(category));
  const first = Math.min(...times);
  const count = Math.min(MOST_STEPS, Math.round((Math.max(...times) - first) / HEIGHTS[every]) + 1);
  const steps = Array.from({ length: count }, (_, index) => first + index * HEIGHTS[every]);
  const stack = panel.chart === 'columns';
  const tops = categories.map((category) => {
    const values = series.map(({ values: numbers }) => numbers.get(category) ?? 0);
    return stack ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
  });
  const unit = panel.metrics[0]?.unit ?? 'count';
  const label = (value: number): string => unitText(value, unit);
  const draw = (frameWidth: number, className: string): Markup => {
    const frame: Frame = { width: frameWidth, height, steps, largest: roundUp(Math.max(...tops, 1)) };
    return html`<svg class="chart ${className}" role="img" aria-label="${panel.title}" viewBox="0 0 ${frameWidth} ${height}">
      <title>${panel.title}</title>
      ${axes(frame, label, every === 'hour')}${stack ? stacked(frame, series, label) : lines(frame, series, label)}
    </svg>`;
  };
  return html`${legendOf(series)}${draw(width, 'wide')}${draw(312, 'narrow')}`;
};
