import { DOMAINS, type Domain } from '../activity/domains.js';
import { foldedScale, ticksOf, type FoldedScale } from './folded-scale.js';
import { html, type Markup } from './html.js';
import { markTable, type LaneMark } from './mark-table.js';
import { durationText, oddsText, plural } from './numbers.js';
import { svgTimeAttributes, utcText } from './times.js';
import { DOMAIN_NAMES } from './vocabulary.js';

export interface LaneLink {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

interface Layout {
  readonly width: number;
  readonly labelWidth: number;
  readonly maximumFolds: number;
  readonly foldWidth: number;
  readonly minimumStretch: number;
  readonly tickSpacing: number;
  readonly className: string;
}

const WIDE: Layout = {
  width: 1120,
  labelWidth: 92,
  maximumFolds: 5,
  foldWidth: 62,
  minimumStretch: 84,
  tickSpacing: 96,
  className: 'wide',
};
const NARROW: Layout = {
  width: 344,
  labelWidth: 0,
  maximumFolds: 2,
  foldWidth: 40,
  minimumStretch: 62,
  tickSpacing: 62,
  className: 'narrow',
};

const AXIS_HEIGHT = 40;
const LEVELS = [0, 1, -1, 2, -2, 3, -3] as const;
const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Area proportional to surprisal: radius 2.6·√nats, within what can be seen and told apart. */
const radiusOf = (surprisal: number): number => Math.max(4, Math.min(17, 2.6 * Math.sqrt(Math.max(0, surprisal))));

interface PlacedMark {
  readonly mark: LaneMark;
  readonly x: number;
  readonly endX: number;
  readonly radius: number;
  readonly offset: number;
}

interface Lane {
  readonly domain: Domain;
  readonly marks: readonly PlacedMark[];
  readonly top: number;
  readonly middle: number;
  readonly height: number;
}

const placeLane = (marks: readonly LaneMark[], scale: FoldedScale): PlacedMark[] => {
  const largest = Math.max(...marks.map((mark) => radiusOf(mark.entry.surprisal)));
  const step = Math.max(14, largest + 3);
  const placed: PlacedMark[] = [];
  for (const mark of marks) {
    const x = scale.at(mark.time);
    const radius = radiusOf(mark.entry.surprisal);
    const free = LEVELS.find((level) =>
      placed.every((other) => {
        const nearest = Math.max(other.x, Math.min(x, other.endX));
        const room = nearest === other.x ? other.radius + radius + 1 : radius + 3;
        return Math.hypot(nearest - x, other.offset - level * step) >= room;
      }),
    );
    placed.push({ mark, x, endX: Math.max(x, scale.at(mark.end)), radius, offset: (free ?? 0) * step });
  }
  return placed;
};

const layLanes = (marks: readonly LaneMark[], scale: FoldedScale, layout: Layout): Lane[] => {
  const lanes: Lane[] = [];
  const caption = layout.labelWidth === 0 ? 16 : 0;
  let top = AXIS_HEIGHT;
  for (const domain of DOMAINS) {
    const own = marks.filter((mark) => mark.entry.domain === domain);
    if (own.length === 0) continue;
    const placed = placeLane(own, scale);
    const above = Math.max(...placed.map((mark) => mark.radius - mark.offset));
    const below = Math.max(...placed.map((mark) => mark.radius + mark.offset));
    const height = caption + Math.max(38, above + below + 12);
    lanes.push({ domain, marks: placed, top, middle: top + caption + (height - caption + above - below) / 2, height });
    top += height;
  }
  return lanes;
};

const describe = (mark: LaneMark): string => {
  const { entry } = mark;
  const kind = entry.kind === 'alert' ? 'alert of another tool' : oddsText(Math.exp(-entry.surprisal));
  return `${String(mark.number)}. ${entry.title}\n${entry.entity}\n${utcText(mark.time, 'full')} UTC${mark.end > mark.time ? `, for ${durationText(mark.end - mark.time)}` : ''}\n${kind}`;
};

/** Room to the right of a small mark for its number. */
const NUMBER_ROOM = 18;

const drawMark = (placed: PlacedMark, lane: Lane): Markup => {
  const { mark, x, endX, radius } = placed;
  const y = lane.middle + placed.offset;
  const alert = mark.entry.kind === 'alert';
  const inside = radius >= 8 && mark.number < 100;
  const crowded = lane.marks.some(
    (other) =>
      other !== placed &&
      other.x > x - 4 &&
      other.x - other.radius < x + radius + NUMBER_ROOM &&
      Math.abs(other.offset - placed.offset) < other.radius + 8,
  );
  const body = html`${endX - x > radius + 2 && html`<line class="span s-${lane.domain}" x1="${px(x)}" y1="${px(y)}" x2="${px(endX)}" y2="${px(y)}" />`}<circle
      class="${alert ? `hollow s-${lane.domain}` : `mark f-${lane.domain}`}"
      cx="${px(x)}"
      cy="${px(y)}"
      r="${px(alert ? radius - 1 : radius)}"
    />${inside ? html`<text class="number ${alert ? 'on-page' : `on-${lane.domain}`}" x="${px(x)}" y="${px(y + 3.6)}">${mark.number}</text>` : !crowded && html`<text class="number beside on-page" x="${px(x + radius + 2)}" y="${px(y - 3)}">${mark.number}</text>`}`;
  return mark.target === ''
    ? html`<g><title>${describe(mark)}</title>${body}</g>`
    : html`<a href="#${mark.target}" tabindex="-1"><title>${describe(mark)}</title>${body}</a>`;
};

/** The strongest link into each mark: enough to show the chain, and never a tangle. */
const strongestLinks = (links: readonly LaneLink[]): LaneLink[] => {
  const best = new Map<string, LaneLink>();
  for (const link of links) {
    const known = best.get(link.to);
    if (known === undefined || link.weight > known.weight) best.set(link.to, link);
  }
  return [...best.values()];
};

const drawLinks = (links: readonly LaneLink[], lanes: readonly Lane[]): Markup => {
  const places = new Map<string, { x: number; y: number }>();
  for (const lane of lanes)
    for (const placed of lane.marks) places.set(placed.mark.entry.id, { x: placed.x, y: lane.middle + placed.offset });
  return html`${strongestLinks(links).map((link) => {
    const from = places.get(link.from);
    const to = places.get(link.to);
    if (from === undefined || to === undefined) return undefined;
    const bend = (from.x + to.x) / 2;
    return html`<path
      class="link"
      d="M${px(from.x)} ${px(from.y)}C${px(bend)} ${px(from.y)} ${px(bend)} ${px(to.y)} ${px(to.x)} ${px(to.y)}"
    />`;
  })}`;
};

const drawAxis = (scale: FoldedScale, layout: Layout, bottom: number): Markup => {
  const parts: Markup[] = [];
  for (const stretch of scale.stretches) {
    parts.push(html`<line class="axis" x1="${px(stretch.x0)}" y1="${AXIS_HEIGHT - 4}" x2="${px(stretch.x1)}" y2="${AXIS_HEIGHT - 4}" />`);
    let day = '';
    let lastX = Number.NEGATIVE_INFINITY;
    for (const tick of ticksOf(stretch, scale.at, layout.tickSpacing)) {
      if (tick.x - lastX < layout.tickSpacing * 0.6) continue;
      lastX = tick.x;
      const anchor = tick.x + 40 > layout.width ? 'end' : 'start';
      const shift = anchor === 'end' ? 3 : -3;
      parts.push(html`<line class="grid" x1="${px(tick.x)}" y1="${AXIS_HEIGHT - 8}" x2="${px(tick.x)}" y2="${px(bottom)}" />`);
      const today = utcText(tick.time, 'day');
      if (today !== day)
        parts.push(
          html`<text class="tick strong" text-anchor="${anchor}" x="${px(tick.x + shift)}" y="12" ${svgTimeAttributes(tick.time, 'day')}
            >${today}</text
          >`,
        );
      day = today;
      if (!tick.wholeDays)
        parts.push(
          html`<text class="tick" text-anchor="${anchor}" x="${px(tick.x + shift)}" y="27" ${svgTimeAttributes(tick.time, 'clock')}
            >${utcText(tick.time, 'clock')}</text
          >`,
        );
    }
  }
  for (const fold of scale.folds) {
    const middle = (fold.x0 + fold.x1) / 2;
    const [amount = '', unit = ''] = durationText(fold.milliseconds).split(' ');
    parts.push(
      html`<rect
          class="fold"
          x="${px(fold.x0)}"
          y="${AXIS_HEIGHT - 8}"
          width="${px(fold.x1 - fold.x0)}"
          height="${px(bottom - AXIS_HEIGHT + 8)}"
        /><path
          class="zigzag"
          d="M${px(fold.x0)} ${AXIS_HEIGHT - 4}l${px((middle - fold.x0) * 0.5)} -4l${px(middle - fold.x0)} 8l${px((middle - fold.x0) * 0.5)} -4"
        /><text class="tick" text-anchor="middle" x="${px(middle)}" y="12">${amount} ${unit}</text
        ><text class="tick" text-anchor="middle" x="${px(middle)}" y="27">quiet</text>`,
    );
  }
  return html`${parts}`;
};

const drawLanes = (marks: readonly LaneMark[], links: readonly LaneLink[], layout: Layout, id: string): Markup => {
  const scale = foldedScale(
    marks.map((mark) => ({ from: mark.time, to: mark.end })),
    {
      x0: layout.labelWidth,
      x1: layout.width,
      maximumFolds: layout.maximumFolds,
      foldWidth: layout.foldWidth,
      minimumStretch: layout.minimumStretch,
      inset: 18,
    },
  );
  const lanes = layLanes(marks, scale, layout);
  const last = lanes.at(-1);
  const bottom = last === undefined ? AXIS_HEIGHT : last.top + last.height;
  const bands = lanes.map(
    (lane, index) =>
      html`<rect
        class="band${index % 2 === 0 ? ' even' : ''}"
        x="0"
        y="${px(lane.top)}"
        width="${layout.width}"
        height="${px(lane.height)}"
      />`,
  );
  const labels = lanes.map((lane) =>
    layout.labelWidth === 0
      ? html`<text class="lane" x="6" y="${px(lane.top + 14)}">${DOMAIN_NAMES[lane.domain]}</text>`
      : html`<rect class="f-${lane.domain}" x="0" y="${px(lane.top)}" width="4" height="${px(lane.height)}" /><text
            class="lane"
            x="12"
            y="${px(lane.top + lane.height / 2 + 4)}"
            >${DOMAIN_NAMES[lane.domain]}</text
          >`,
  );
  const title = `Lanes: ${plural(marks.length, 'mark')} in ${plural(lanes.length, 'domain')}`;
  const description = lanes.map((lane) => `${DOMAIN_NAMES[lane.domain]}: ${String(lane.marks.length)}`).join('; ');
  return html`<svg
    class="lanes ${layout.className}"
    role="img"
    aria-labelledby="${id}-${layout.className}-t ${id}-${layout.className}-d"
    viewBox="0 0 ${layout.width} ${px(bottom + 2)}"
  >
    <title id="${id}-${layout.className}-t">${title}</title>
    <desc id="${id}-${layout.className}-d">${description}. The table below the picture lists the same marks in time order.</desc>
    ${bands}${drawAxis(scale, layout, bottom)}${labels}${drawLinks(links, lanes)}${lanes.map((lane) => [...lane.marks].sort((a, b) => b.radius - a.radius).map((placed) => drawMark(placed, lane)))}
  </svg>`;
};

/** Lanes of an incident: one per domain on one time axis, drawn for a wide and for a narrow page, with the same as a table. */
export const lanesFigure = (marks: readonly LaneMark[], links: readonly LaneLink[], id: string, left: number): Markup => {
  if (marks.length === 0) return html`<p class="empty">No moment of this incident can be placed in time.</p>`;
  const start = Math.min(...marks.map((mark) => mark.time));
  const alerts = marks.some((mark) => mark.entry.kind === 'alert');
  return html`<figure class="figure">
    ${drawLanes(marks, links, WIDE, id)}${drawLanes(marks, links, NARROW, id)}
    <figcaption>
      A mark is an anomaly, its area the surprise; the number leads to its explanation
      below.${alerts && ' Hollow marks are alerts of other tools.'} Lines join what shares an entity. Quiet gaps are folded, and each
      stretch between folds has its own scale.${left > 0 && ` ${plural(left, 'weaker mark')} not drawn.`}
    </figcaption>
    ${markTable(marks, start)}
  </figure>`;
};
