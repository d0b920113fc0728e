import type { AnomalyDocument } from '../documents/anomaly.js';
import type { EntityRole, EntityType } from '../documents/common.js';
import type { IncidentEntity } from '../documents/incident.js';
import { cutMiddle, html, type Markup } from './html.js';
import { layeredLayout, type LayoutEdge, type PlacedNode } from './layered-layout.js';
import { oddsText, plural } from './numbers.js';
import { REPORT_LIMITS } from './report-input.js';
import { parseTime, timeElement } from './times.js';
import { ENTITY_NAMES } from './vocabulary.js';

const WIDTH = 1120;
const ROW = 46;
const MARGIN = 26;
const MAXIMUM_COLUMNS = 5;
/** Mean advance of the system fonts at 12 px, generous. */
const CHARACTER = 6.9;
const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Left to right within one moment: where it came from, who acted, what was hit. */
const ROLE_ORDER: readonly EntityRole[] = ['sender', 'source', 'client', 'actor', 'recipient', 'target', 'object', 'destination'];
const roleRank = (entity: IncidentEntity): number => Math.min(...entity.roles.map((role) => ROLE_ORDER.indexOf(role)), ROLE_ORDER.length);

const SHAPES: Readonly<Record<EntityType, string>> = {
  user: 'M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z',
  service: 'M-4.5 -8h9l4.5 8l-4.5 8h-9l-4.5 -8z',
  app: 'M0 -9l9 9l-9 9l-9 -9z',
  device: 'M-8 -7h16v14h-16z',
  address: 'M0 -8.5l9 15.5h-18z',
  domain: 'M-9 -4.5l9 -4.5l9 4.5v9l-9 4.5l-9 -4.5z',
  resource: 'M-7 -9h9l5 5v13h-14z',
};

/** The shape that stands for a type of entity, drawn around 0, 0. */
export const entityShape = (type: EntityType): Markup => html`<path d="${SHAPES[type]}" />`;

const smallShape = (type: EntityType): Markup =>
  html`<svg class="shape" viewBox="-11 -11 22 22" aria-hidden="true">${entityShape(type)}</svg>`;

const selectNodes = (entities: readonly IncidentEntity[]): IncidentEntity[] => {
  const strongest = [...entities]
    .sort((a, b) => b.surprisal - a.surprisal || b.anomalies - a.anomalies || (a.id < b.id ? -1 : 1))
    .slice(0, REPORT_LIMITS.graphNodes);
  return strongest.sort(
    (a, b) => (parseTime(a.first_seen) ?? 0) - (parseTime(b.first_seen) ?? 0) || roleRank(a) - roleRank(b) || (a.id < b.id ? -1 : 1),
  );
};

/** Edges join the subject of each anomaly with whoever takes part in it. */
const edgesOf = (nodes: readonly IncidentEntity[], anomalies: readonly AnomalyDocument[]): LayoutEdge[] => {
  const order = new Map(nodes.map((node, index) => [node.id, index]));
  const edges = new Map<string, LayoutEdge>();
  for (const anomaly of anomalies) {
    const subject = order.get(anomaly.throughline.entity.id);
    if (subject === undefined) continue;
    for (const other of anomaly.throughline.entities) {
      const index = order.get(other.id);
      if (index === undefined || index === subject) continue;
      const [from, to] = index < subject ? [other.id, anomaly.throughline.entity.id] : [anomaly.throughline.entity.id, other.id];
      edges.set(`${String(Math.min(index, subject))}:${String(Math.max(index, subject))}`, { from, to });
    }
  }
  return [...edges.values()];
};

/** An address of a person keeps its local part where it fits; the domain gives way first. */
const shortName = (name: string, length: number): string => {
  const at = name.lastIndexOf('@');
  return at > 0 && at + 7 <= length ? `${name.slice(0, at)}@${cutMiddle(name.slice(at + 1), length - at - 1)}` : cutMiddle(name, length);
};

interface Place {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly column: number;
}

const drawEdge = (from: Place, to: Place): Markup => {
  if (from.column === to.column) {
    const bulge = 26 + Math.abs(to.y - from.y) * 0.15;
    return html`<path
      class="edge"
      d="M${px(from.x - 10)} ${px(from.y)}C${px(from.x - bulge)} ${px(from.y)} ${px(to.x - bulge)} ${px(to.y)} ${px(to.x - 10)} ${px(to.y)}"
    />`;
  }
  const start = from.right + 4;
  const bend = Math.max(18, (to.x - 12 - start) / 2);
  return html`<path
    class="edge"
    d="M${px(start)} ${px(from.y)}C${px(start + bend)} ${px(from.y)} ${px(to.x - 12 - bend)} ${px(to.y)} ${px(to.x - 12)} ${px(to.y)}"
  />`;
};

const describe = (node: IncidentEntity): string =>
  `${node.name}\n${ENTITY_NAMES[node.type][0]}: ${node.roles.join(', ')}\n${plural(node.anomalies, 'anomaly', 'anomalies')}, rarest ${oddsText(Math.exp(-node.surprisal))}`;

const drawGraph = (nodes: readonly IncidentEntity[], edges: readonly LayoutEdge[], id: string): Markup => {
  const moments = [...new Set(nodes.map((node) => node.first_seen))].sort();
  const placed = layeredLayout(
    nodes.map((node) => ({ id: node.id, group: moments.indexOf(node.first_seen) })),
    edges,
    MAXIMUM_COLUMNS,
  );
  const columns = Math.max(...placed.map((node) => node.column)) + 1;
  const columnWidth = Math.min(300, (WIDTH - 24) / columns);
  const labelLength = Math.floor((columnWidth - 62) / CHARACTER);
  const names = new Map(nodes.map((node) => [node.id, shortName(node.name, labelLength)]));
  const places = new Map<string, Place>();
  const placeOf = (node: PlacedNode): Place => {
    const x = 14 + node.column * columnWidth;
    return { x, y: MARGIN + node.row * ROW, right: x + 16 + (names.get(node.id) ?? '').length * CHARACTER, column: node.column };
  };
  for (const node of placed) places.set(node.id, placeOf(node));
  const height = MARGIN * 2 + Math.max(...placed.map((node) => node.row)) * ROW;
  const width = Math.min(WIDTH, columns * columnWidth + 24);
  const marks = nodes.map((node) => {
    const place = places.get(node.id);
    if (place === undefined) return undefined;
    return html`<g class="node" transform="translate(${px(place.x)} ${px(place.y)})"
      ><title>${describe(node)}</title>${entityShape(node.type)}<text class="name" x="16" y="0">${names.get(node.id)}</text
      ><text class="part" x="16" y="13">${cutMiddle(`${ENTITY_NAMES[node.type][0]}, ${node.roles.join(', ')}`, labelLength + 3)}</text></g
    >`;
  });
  const lines = edges.map((edge) => {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    return from !== undefined && to !== undefined && drawEdge(from, to);
  });
  return html`<svg
    class="graph"
    role="img"
    aria-labelledby="${id}-gt ${id}-gd"
    viewBox="0 0 ${px(width)} ${px(height)}"
    width="${px(width)}"
    height="${px(height)}"
  >
    <title id="${id}-gt">Entities: ${nodes.length} in order of their first part</title>
    <desc id="${id}-gd">Left to right in order of the first part in the story. The list below the picture names the same entities.</desc>
    ${lines}${marks}
  </svg>`;
};

const asTable = (entities: readonly IncidentEntity[]): Markup =>
  html`<details class="fallback">
    <summary>The same as a table</summary>
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">Entity</th>
          <th scope="col">Type</th>
          <th scope="col">Part</th>
          <th scope="col">First part</th>
          <th scope="col" class="n">Anomalies</th>
          <th scope="col">Rarest</th>
        </tr>
      </thead>
      <tbody>
        ${entities.map(
          (entity) =>
            html`<tr>
              <td data-label="Entity" class="id">${smallShape(entity.type)}${entity.name}</td>
              <td data-label="Type">${ENTITY_NAMES[entity.type][0]}</td>
              <td data-label="Part">${entity.roles.join(', ')}</td>
              <td data-label="First part">${timeElement(entity.first_seen, 'second')}</td>
              <td class="n" data-label="Anomalies">${entity.anomalies}</td>
              <td data-label="Rarest">${oddsText(Math.exp(-entity.surprisal))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;

const asPath = (nodes: readonly IncidentEntity[]): Markup =>
  html`<ol class="path narrow">
    ${nodes.map((entity) => html`<li>${smallShape(entity.type)}<b>${entity.name}</b> <small>${ENTITY_NAMES[entity.type][0]}, ${entity.roles.join(', ')} · ${timeElement(entity.first_seen, 'short')}</small></li>`)}
  </ol>`;

/** The entities of an incident as a layered graph of at most 25 nodes, with its legend and the same as a table. */
export const entityFigure = (entities: readonly IncidentEntity[], anomalies: readonly AnomalyDocument[], id: string): Markup => {
  if (entities.length === 0) return html`<p class="empty">No entity of this incident could be named.</p>`;
  const nodes = selectNodes(entities);
  const types = [...new Set(nodes.map((node) => node.type))];
  const left = entities.length - nodes.length;
  const listed = [...entities].sort((a, b) => (parseTime(a.first_seen) ?? 0) - (parseTime(b.first_seen) ?? 0)).slice(0, 100);
  return html`<figure class="figure">
    <div class="scroll graph-box" tabindex="0" role="group" aria-label="Entity graph">
      ${drawGraph(nodes, edgesOf(nodes, anomalies), id)}
    </div>
    ${asPath(nodes)}
    <figcaption>
      <span class="legend">${types.map((type) => html`<span>${smallShape(type)}${ENTITY_NAMES[type][0]}</span>`)}</span
      >${left > 0 && html`<strong>and ${left} more</strong> in the table.`}
    </figcaption>
    ${asTable(listed)}
  </figure>`;
};
