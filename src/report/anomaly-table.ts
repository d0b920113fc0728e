import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument } from '../documents/incident.js';
import type { SummaryDocument } from '../documents/summary.js';
import { embeddedJson, html, type Markup } from './html.js';
import { incidentAnchor } from './incident-section.js';
import { countText, oddsText, plural, probabilityDetail } from './numbers.js';
import { REPORT_LIMITS } from './report-input.js';
import { timeElement } from './times.js';
import { DOMAIN_NAMES, sentenceCase, SEVERITY_RANK } from './vocabulary.js';

interface Membership {
  readonly rank: number;
  readonly id: string;
}

const memberships = (incidents: readonly IncidentDocument[]): Map<string, Membership> => {
  const result = new Map<string, Membership>();
  incidents.forEach((incident, index) => {
    for (const id of incident.throughline.incident.anomalies)
      if (!result.has(id)) result.set(id, { rank: index + 1, id: incident.throughline.id });
  });
  return result;
};

const EXPORT_COLUMNS = [
  'id',
  'start',
  'end',
  'entity',
  'entity_type',
  'domains',
  'sources',
  'models',
  'probability',
  'probability_own',
  'probability_peers',
  'probability_estate',
  'surprisal',
  'severity',
  'incident',
  'techniques',
  'events',
  'message',
] as const;

const exportRow = (anomaly: AnomalyDocument, membership: Membership | undefined): readonly (string | number)[] => {
  const detail = anomaly.throughline.anomaly;
  return [
    anomaly.throughline.id,
    anomaly.event.start,
    anomaly.event.end,
    anomaly.throughline.entity.name,
    anomaly.throughline.entity.type,
    detail.domains.join(' '),
    detail.sources.join(' '),
    detail.models.join('; '),
    detail.probability,
    detail.probability_own,
    detail.probability_peers,
    detail.probability_estate,
    detail.surprisal,
    detail.severity,
    membership?.id ?? '',
    anomaly.threat.technique.map((technique) => technique.id).join(' '),
    anomaly.throughline.event_count,
    anomaly.message,
  ];
};

const OTHERS_NAMED = 3;

/** The models that fit beside the first, which the message names: some by the end of their name, the rest counted. */
const otherModels = (models: readonly string[]): Markup | false => {
  const others = models.slice(1);
  const named = others.slice(0, OTHERS_NAMED).map((name) => name.split(' / ').at(-1) ?? name);
  const left = others.length - named.length;
  return (
    others.length > 0 &&
    html`<small title="${others.join('; ')}">also ${named.join('; ')}${left > 0 && ` and ${countText(left)} more`}</small>`
  );
};

const row = (anomaly: AnomalyDocument, membership: Membership | undefined, index: number): Markup => {
  const detail = anomaly.throughline.anomaly;
  const incident =
    membership === undefined
      ? html`<span class="muted">none</span>`
      : membership.rank <= REPORT_LIMITS.incidentsListed
        ? html`<a href="#${incidentAnchor(membership.id)}">no. ${membership.rank}</a>`
        : `no. ${String(membership.rank)}`;
  return html`<tr data-i="${index}">
    <td class="nowrap" data-label="Start" data-v="${anomaly.event.start}">${timeElement(anomaly.event.start, 'second')}</td>
    <td data-label="Entity" class="id">${anomaly.throughline.entity.name}</td>
    <td data-label="Domain">
      ${detail.domains.map((domain) => html`<span class="domain"><i class="dot f-${domain}"></i>${DOMAIN_NAMES[domain]}</span>`)}
    </td>
    <td data-label="What">${anomaly.message}${otherModels(detail.models)}</td>
    <td class="nowrap" data-label="How rare" data-v="${-detail.surprisal}" title="${probabilityDetail(detail.probability)}">
      ${oddsText(detail.probability)}
    </td>
    <td data-label="Severity" data-v="${SEVERITY_RANK[detail.severity]}">
      <span class="chip sev-${detail.severity}">${sentenceCase(detail.severity)}</span>
    </td>
    <td class="nowrap" data-label="Incident" data-v="${membership?.rank ?? 999_999}">${incident}</td>
  </tr>`;
};

/**
 * All anomalies, rarest first, as far as one page can hold them: a table that works as it stands, and the data its export
 * needs beside it.
 */
export const anomalyTable = (
  anomalies: readonly AnomalyDocument[],
  incidents: readonly IncidentDocument[],
  summary: SummaryDocument,
): Markup => {
  const written = summary.anomalies;
  if (anomalies.length === 0)
    return html`<p class="empty">
      ${summary.units_scored === 0 ? 'No window was scored.' : written === 0 ? 'No window departed from what is usual.' : `${plural(written, 'anomaly', 'anomalies')} in anomalies.ndjson; none was handed to this page.`}
    </p>`;
  const known = memberships(incidents);
  const ordered = [...anomalies].sort(
    (a, b) => b.throughline.anomaly.surprisal - a.throughline.anomaly.surprisal || (a.throughline.id < b.throughline.id ? -1 : 1),
  );
  const rows: Markup[] = [];
  const exported: (readonly (string | number)[])[] = [];
  let bytes = 0;
  for (const anomaly of ordered) {
    if (rows.length >= REPORT_LIMITS.anomalyRows) break;
    const membership = known.get(anomaly.throughline.id);
    const markup = row(anomaly, membership, rows.length);
    const values = exportRow(anomaly, membership);
    bytes += Buffer.byteLength(markup.markup) + Buffer.byteLength(embeddedJson(values).markup);
    if (bytes > REPORT_LIMITS.anomalyBytes && rows.length > 0) break;
    rows.push(markup);
    exported.push(values);
  }
  const total = Math.max(written, anomalies.length);
  const note =
    rows.length < total
      ? `The ${countText(rows.length)} rarest of ${plural(total, 'anomaly', 'anomalies')}; all are in anomalies.ndjson.`
      : `All ${plural(total, 'anomaly', 'anomalies')}, rarest first.`;
  return html`<p class="note">${note}</p>
    <div class="toolbar js-only">
      <label for="filter">Filter</label
      ><input
        id="filter"
        type="search"
        aria-describedby="filter-hint"
        autocomplete="off"
        spellcheck="false"
        aria-controls="anomaly-rows"
      /><span id="filter-hint" class="muted">every word must match, such as <em>identity critical</em></span
      ><output id="filter-count" for="filter" aria-live="polite">${countText(rows.length)} shown</output
      ><button type="button" id="export">Export CSV</button>
    </div>
    <div class="scroll tall" tabindex="0" role="region" aria-label="All anomalies">
      <table class="stack sortable" id="anomalies-table">
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Entity</th>
            <th scope="col">Domain</th>
            <th scope="col">What</th>
            <th scope="col" aria-sort="ascending">How rare</th>
            <th scope="col">Severity</th>
            <th scope="col">Incident</th>
          </tr>
        </thead>
        <tbody id="anomaly-rows">
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="note print-only">Printed: the first 100 rows.</p>
    <script type="application/json" id="anomaly-data">
      ${embeddedJson({ columns: EXPORT_COLUMNS, rows: exported })}
    </script>`;
};
