import type { SummaryDocument } from '../documents/summary.js';
import { html, type Markup } from './html.js';
import { countText, oddsText, plural } from './numbers.js';
import type { CalibrationCurve } from './report-input.js';
import { familyName } from './vocabulary.js';
import { wilsonInterval } from './wilson-interval.js';

const px = (value: number): string => String(Math.round(value * 10) / 10);

interface Frame {
  readonly size: number;
  readonly left: number;
  readonly bottom: number;
  /** Lowest power of ten shown, e.g. -5. */
  readonly lowest: number;
  readonly labels: boolean;
}

const POWER_NAMES: readonly string[] = ['1', '1 in 10', '1 in 100', '1 in 1,000', '1 in 10⁴', '1 in 10⁵', '1 in 10⁶', '1 in 10⁷'];

const drawPlot = (curve: CalibrationCurve, frame: Frame): Markup => {
  const { size, left, lowest } = frame;
  const top = 6;
  const at = (logarithm: number): number => ((Math.max(lowest, Math.min(0, logarithm)) - lowest) / -lowest) * size;
  const x = (value: number): number => left + at(Math.log10(value));
  const y = (value: number): number => top + size - at(Math.log10(value));
  const floor = 10 ** lowest;
  const half = Math.log10(2);
  const corner = (across: number, up: number): string => `${px(left + at(across))},${px(top + size - at(up))}`;
  const band = [
    corner(lowest, lowest),
    corner(lowest, lowest + half),
    corner(-half, 0),
    corner(0, 0),
    corner(0, -half),
    corner(lowest + half, lowest),
  ].join(' ');
  const powers = Array.from({ length: -lowest + 1 }, (_, index) => -index);
  const grid = powers.map(
    (power) =>
      html`<line class="grid" x1="${px(left + at(power))}" x2="${px(left + at(power))}" y1="${top}" y2="${px(top + size)}" /><line
          class="grid"
          x1="${px(left)}"
          x2="${px(left + size)}"
          y1="${px(top + size - at(power))}"
          y2="${px(top + size - at(power))}"
        />`,
  );
  const labels =
    frame.labels &&
    powers
      .filter((power) => power < 0)
      .map(
        (power) =>
          html`<text class="tick" text-anchor="middle" x="${px(left + at(power))}" y="${px(top + size + 16)}"
              >${POWER_NAMES[-power] ?? ''}</text
            ><text class="tick" text-anchor="end" x="${px(left - 6)}" y="${px(top + size - at(power) + 4)}"
              >${POWER_NAMES[-power] ?? ''}</text
            >`,
      );
  const points = curve.nominal
    .map((nominal, index) => ({ nominal, realised: curve.realised[index] ?? 0 }))
    .filter((point) => point.nominal >= floor && point.nominal <= 1)
    .sort((a, b) => a.nominal - b.nominal);
  const seen = points.filter((point) => point.realised >= floor);
  const line =
    seen.length > 1 &&
    html`<polyline class="curve" points="${seen.map((point) => `${px(x(point.nominal))},${px(y(point.realised))}`).join(' ')}" />`;
  const marks = points.map((point) => {
    const count = Math.round(point.realised * curve.units);
    const [low, high] = wilsonInterval(count, curve.units);
    const label = `called ${oddsText(point.nominal)} or rarer, seen ${oddsText(point.realised)} (${countText(count)} of ${countText(curve.units)}, ${(point.nominal * curve.units).toPrecision(2)} expected; 95 % interval ${oddsText(low)} to ${oddsText(high)})`;
    const across = px(x(point.nominal));
    const interval = html`<line class="interval" x1="${across}" x2="${across}" y1="${px(y(Math.max(low, floor)))}" y2="${px(y(high))}" />`;
    const supported = point.nominal * curve.units >= 5;
    const radius = frame.labels ? 4 : 2.6;
    return point.realised >= floor
      ? html`${interval}<circle
            class="${supported ? 'point' : 'point hollow'}"
            cx="${px(x(point.nominal))}"
            cy="${px(y(point.realised))}"
            r="${radius}"
            ><title>${label}</title></circle
          >`
      : html`${interval}<path
            class="point hollow"
            d="M${px(x(point.nominal) - radius)} ${px(top + size - 2 * radius)}h${radius * 2}l${-radius} ${radius * 1.6}z"
            ><title>${label}</title></path
          >`;
  });
  const width = left + size + (frame.labels ? 34 : 6);
  const title = `${familyName(curve.family)}: nominal against realised probability`;
  return html`<svg
    class="calibration"
    role="img"
    aria-label="${title}"
    viewBox="0 0 ${width} ${px(top + size + frame.bottom)}"
    width="${width}"
    height="${px(top + size + frame.bottom)}"
  >
    <title>${title}</title>
    <polygon class="factor-two" points="${band}" />
    ${grid}
    <line class="diagonal" x1="${px(left)}" y1="${px(top + size)}" x2="${px(left + size)}" y2="${top}" />
    ${line}${marks}${labels}${frame.labels && html`<text class="tick" x="${px(left + 7)}" y="${top + 15}">seen ↑</text><text class="tick" text-anchor="end" x="${px(left + size - 7)}" y="${px(top + size - 8)}">called →</text>`}
  </svg>`;
};

const lowestPower = (curves: readonly CalibrationCurve[]): number =>
  Math.max(
    -7,
    Math.min(
      -4,
      ...curves
        .flatMap((curve) => curve.nominal)
        .filter((nominal) => nominal > 0)
        .map((nominal) => Math.floor(Math.log10(nominal) + 1e-9)),
    ),
  );

type Counts = SummaryDocument['calibration'][string];

const countCell = (seen: number, nominal: number, units: number, label: string): Markup => {
  const expected = nominal * units;
  const off = expected >= 5 && (seen > expected * 2 || seen * 2 < expected);
  return html`<td class="n" data-label="${label}"><span${off && html` class="off"`}>${countText(seen)}</span> <span class="muted">/ ${expected < 10 ? expected.toPrecision(2) : countText(Math.round(expected))}${off && ' ≠'}</span></td>`;
};

const countRow = (family: string, counts: Counts): Markup =>
  html`<tr>
    <th scope="row" data-label="Family">${familyName(family)}</th>
    <td class="n" data-label="Units">${countText(counts.units)}</td>
    ${countCell(counts.at_1e2, 1e-2, counts.units, '≤ 1 in 100')}${countCell(counts.at_1e3, 1e-3, counts.units, '≤ 1 in 1,000')}${countCell(counts.at_1e4, 1e-4, counts.units, '≤ 1 in 10,000')}
  </tr>`;

const combinedFirst = (a: string, b: string): number => Number(b === 'combined') - Number(a === 'combined') || (a < b ? -1 : a > b ? 1 : 0);

/** Whether probabilities are honest: nominal against realised frequency on logarithmic axes, and the counts behind it. */
export const calibrationFigure = (curves: readonly CalibrationCurve[], calibration: SummaryDocument['calibration']): Markup => {
  const families = Object.entries(calibration).sort(([a], [b]) => combinedFirst(a, b));
  const ordered = [...curves].filter((curve) => curve.units > 0).sort((a, b) => combinedFirst(a.family, b.family));
  if (families.length === 0 && ordered.length === 0)
    return html`<p class="empty">No window was scored, so there is nothing to check the probabilities against.</p>`;
  const lowest = lowestPower(ordered);
  const [main, ...others] = ordered;
  return html`<div class="calibrations">
      ${
        main !== undefined &&
        html`<figure class="plot main">
          <figcaption>${familyName(main.family)} <span class="muted">${plural(main.units, 'unit')}</span></figcaption>
          ${drawPlot(main, { size: 320, left: 66, bottom: 24, lowest, labels: true })}
        </figure>`
      }
      <div class="multiples">
        ${others.map(
          (curve) =>
            html`<figure class="plot">
              <figcaption>${familyName(curve.family)} <span class="muted">${countText(curve.units)}</span></figcaption>
              ${drawPlot(curve, { size: 104, left: 4, bottom: 6, lowest, labels: false })}
            </figure>`,
        )}
      </div>
    </div>
    <p class="note">
      Across: the probability as it was called. Up: how often it happened, with the interval that holds it 95 times in 100 if windows were
      independent. On the diagonal, what is called 1 in 1,000 happens 1 in 1,000 times; the band is a factor of two either way. Hollow
      points rest on fewer than five expected units, a triangle at the foot means none was seen. True attacks in the data lift the rare end.
    </p>
    ${
      families.length > 0 &&
      html`<table class="stack counts">
        <thead>
          <tr>
            <th scope="col">Family</th>
            <th scope="col" class="n">Units</th>
            <th scope="col" class="n">≤ 1 in 100, seen / expected</th>
            <th scope="col" class="n">≤ 1 in 1,000, seen / expected</th>
            <th scope="col" class="n">≤ 1 in 10,000, seen / expected</th>
          </tr>
        </thead>
        <tbody>
          ${families.map(([family, counts]) => countRow(family, counts))}
        </tbody>
      </table>`
    }`;
};
