import type { SummaryDocument } from '../documents/summary.js';
import { html, type Markup } from './html.js';
import { countText, plural } from './numbers.js';
import { parseTime, utcText } from './times.js';

type Day = SummaryDocument['days'][number];

interface Row {
  readonly title: string;
  readonly value: (day: Day) => number;
  /** The share of the bar that is drawn solid; the rest is pale. */
  readonly solid: (day: Day) => number;
  readonly line: number | undefined;
  readonly height: number;
}

const LEFT = 8;
const ROW_GAP = 30;
const px = (value: number): string => String(Math.round(value * 10) / 10);

const dayText = (day: string): string => {
  const time = parseTime(day);
  return time === undefined ? day : utcText(time, 'day');
};

const drawRow = (row: Row, days: readonly Day[], width: number, top: number): Markup => {
  const step = (width - LEFT * 2) / days.length;
  const bar = Math.min(46, Math.max(1, step - (step > 6 ? 3 : 0.5)));
  const largest = Math.max(...days.map(row.value), row.line ?? 0, 1);
  const base = top + row.height;
  const bars = days.map((day, index) => {
    const x = LEFT + index * step + (step - bar) / 2;
    const whole = (row.value(day) / largest) * row.height;
    const solid = (row.solid(day) / largest) * row.height;
    return html`<g
      ><title>${dayText(day.day)}: ${row.title} ${countText(row.value(day))}</title
      ><rect class="bar pale" x="${px(x)}" y="${px(base - whole)}" width="${px(bar)}" height="${px(whole)}" /><rect
        class="bar solid"
        x="${px(x)}"
        y="${px(base - solid)}"
        width="${px(bar)}"
        height="${px(solid)}"
    /></g>`;
  });
  const labels =
    step >= 26 &&
    days.map((day, index) => {
      const value = row.value(day);
      const thousands = value >= 100_000 || (step < 40 && value >= 10_000);
      const words = thousands ? `${countText(Math.round(value / 1000))}k` : countText(value);
      const y = base - (value / largest) * row.height - 3;
      return value > 0 && html`<text class="tiny" text-anchor="middle" x="${px(LEFT + (index + 0.5) * step)}" y="${px(y)}">${words}</text>`;
    });
  const line =
    row.line !== undefined &&
    html`<line
        class="limit"
        x1="0"
        x2="${width}"
        y1="${px(base - (row.line / largest) * row.height)}"
        y2="${px(base - (row.line / largest) * row.height)}"
      /><text class="tiny strong" text-anchor="end" x="${width}" y="${px(top - 15)}"
        >dashed: the budget of ${countText(row.line)} a day</text
      >`;
  return html`<text class="lane" x="0" y="${px(top - 15)}">${row.title}</text
    ><line class="axis" x1="0" x2="${width}" y1="${px(base + 0.5)}" y2="${px(base + 0.5)}" />${bars}${line}${labels}`;
};

const draw = (rows: readonly Row[], days: readonly Day[], width: number, className: string): Markup => {
  let top = 34;
  const parts: Markup[] = [];
  for (const row of rows) {
    parts.push(drawRow(row, days, width, top));
    top += row.height + ROW_GAP + 12;
  }
  const bottom = top - ROW_GAP - 12;
  const step = (width - LEFT * 2) / days.length;
  const every = Math.max(1, Math.ceil(52 / step));
  const dates = days.map(
    (day, index) =>
      index % every === 0 &&
      html`<text class="tick" text-anchor="middle" x="${px(Math.max(18, LEFT + (index + 0.5) * step))}" y="${px(bottom + 15)}"
        >${dayText(day.day)}</text
      >`,
  );
  return html`<svg
    class="days ${className}"
    role="img"
    aria-label="Incidents, anomalies and events by day"
    viewBox="0 0 ${width} ${px(bottom + 22)}"
  >
    <title>Incidents, anomalies and events by day</title>
    ${parts}${dates}
  </svg>`;
};

/** Days against the budget: incidents (those that need a person solid), anomalies, events. */
export const dayBars = (summary: SummaryDocument): Markup => {
  const { days } = summary;
  if (days.length === 0) return html`<p class="empty">No day of data, so there is nothing to hold against the budget.</p>`;
  const rows: readonly Row[] = [
    {
      title: 'Incidents opened, solid: need a person',
      value: (day) => day.incidents,
      solid: (day) => day.needing_person,
      line: summary.alert_budget_per_day,
      height: 84,
    },
    { title: 'Anomalies', value: (day) => day.anomalies, solid: () => 0, line: undefined, height: 44 },
    { title: 'Events read', value: (day) => day.events, solid: () => 0, line: undefined, height: 44 },
  ];
  return html`<figure class="figure">
    ${draw(rows, days, 1120, 'wide')}${draw(rows, days, 344, 'narrow')}
    <details class="fallback">
      <summary>The same as a table (${plural(days.length, 'day')}, UTC)</summary>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="n">Need a person</th>
            <th scope="col" class="n">Incidents</th>
            <th scope="col" class="n">Anomalies</th>
            <th scope="col" class="n">Windows</th>
            <th scope="col" class="n">Events</th>
          </tr>
        </thead>
        <tbody>
          ${days.map(
            (day) =>
              html`<tr>
                <th scope="row" data-label="Day">${dayText(day.day)}</th>
                <td class="n" data-label="Need a person">${countText(day.needing_person)}</td>
                <td class="n" data-label="Incidents">${countText(day.incidents)}</td>
                <td class="n" data-label="Anomalies">${countText(day.anomalies)}</td>
                <td class="n" data-label="Windows">${countText(day.units)}</td>
                <td class="n" data-label="Events">${countText(day.events)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
};
