import type { FacetDocument } from '../documents/anomaly.js';
import { html, type Markup } from './html.js';
import { percentText, quantityText } from './numbers.js';

const WIDTH = 168;
const HEIGHT = 34;
const BASE = 24;
const px = (value: number): string => String(Math.round(value * 10) / 10);

const frame = (label: string, body: Markup): Markup =>
  html`<svg class="strip" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
    <title>${label}</title>
    ${body}
  </svg>`;

const hours = (histogram: readonly number[], observed: number): Markup => {
  const step = WIDTH / histogram.length;
  const tallest = Math.max(...histogram, Number.MIN_VALUE);
  const bars = histogram.map((share, index) => {
    const height = share > 0 ? Math.max(1, (share / tallest) * (BASE - 6)) : 0;
    return html`<rect
      class="${index === observed ? 'bar seen' : 'bar'}"
      x="${px(index * step + 0.5)}"
      y="${px(BASE - height)}"
      width="${px(step - 1)}"
      height="${px(height)}"
    />`;
  });
  const byHour = histogram.length === 24;
  const here = (observed + 0.5) * step;
  const marker = observed >= 0 && html`<path class="here" d="M${px(here)} ${BASE + 1.5}l3.6 6.5h-7.2z" />`;
  const share = observed >= 0 ? (histogram[observed] ?? 0) : 0;
  const label = byHour
    ? `Hours of the day, UTC: this window at ${String(observed).padStart(2, '0')}:00, an hour that holds ${percentText(share)} of the usual activity`
    : `Distribution of ${String(histogram.length)} bins: this window in bin ${String(observed + 1)}, which holds ${percentText(share)} of what is usual`;
  const scale =
    byHour &&
    [0, 12].map(
      (hour) =>
        Math.abs(hour - observed) > 3 &&
        html`<text class="tiny" x="${px(hour * step)}" y="${HEIGHT - 1}">${hour === 0 ? '0 h' : '12 h'}</text>`,
    );
  return frame(label, html`<line class="axis" x1="0" y1="${BASE + 0.5}" x2="${WIDTH}" y2="${BASE + 0.5}" />${bars}${marker}${scale}`);
};

const range = (observed: number, low: number, high: number, unit: string): Markup => {
  const values = [observed, low, high];
  const smallest = Math.min(...values);
  const largest = Math.max(...values);
  const logarithmic = smallest >= 0 && largest > 20 * Math.max(1, Math.min(high, observed));
  const transform = (value: number): number => (logarithmic ? Math.log10(1 + value) : value);
  const from = logarithmic ? 0 : Math.min(0, smallest);
  const span = transform(largest) - transform(from) || 1;
  const at = (value: number): number => 5 + ((transform(value) - transform(from)) / span) * (WIDTH - 10);
  const label = `Usually ${quantityText(low, unit)} to ${quantityText(high, unit)} (10th to 90th percentile), this time ${quantityText(observed, unit)}${logarithmic ? '; logarithmic scale' : ''}`;
  return frame(
    label,
    html`<line class="axis" x1="0" y1="15.5" x2="${WIDTH}" y2="15.5" /><rect
        class="bar"
        x="${px(at(low))}"
        y="10"
        width="${px(Math.max(3, at(high) - at(low)))}"
        height="11"
        rx="1"
      /><circle class="here" cx="${px(at(observed))}" cy="15.5" r="4.5" /><text
        class="tiny"
        x="${px(Math.min(at(low), WIDTH - 36))}"
        y="${HEIGHT - 1}"
        >usual</text
      >${logarithmic && at(low) < WIDTH - 60 && html`<text class="tiny" text-anchor="end" x="${WIDTH}" y="${HEIGHT - 1}">log</text>`}`,
  );
};

/** A small picture of what is usual with the observed value marked, or nothing where the facet has no numbers. */
export const distributionStrip = (facet: FacetDocument): Markup | undefined => {
  if (facet.histogram.length > 1) return hours(facet.histogram, facet.histogram_index);
  if (facet.observed !== null && facet.typical_low !== null && facet.typical_high !== null) {
    return range(facet.observed, facet.typical_low, facet.typical_high, facet.unit);
  }
  return undefined;
};
