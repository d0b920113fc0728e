import type { AnomalyDocument, FacetDocument } from '../documents/anomaly.js';
import { distributionStrip } from './distribution-strip.js';
import { anchor, html, type Markup } from './html.js';
import { countText, oddsText, plural, probabilityDetail, quantityText, restlessText } from './numbers.js';
import { parseTime, timeElement } from './times.js';
import { durationText } from './numbers.js';
import { DOMAIN_NAMES, ENTITY_NAMES, sentenceCase } from './vocabulary.js';

/** Anchor of an anomaly's explanation inside an incident. */
export const whyAnchor = (incidentId: string, anomalyId: string): string => anchor(`why-${incidentId.slice(0, 24)}`, anomalyId);

const exact = (value: number | null, unit: string): string => (value === null ? '' : `${String(value)}${unit === '' ? '' : ` ${unit}`}`);

const sharing = (facet: FacetDocument): string => {
  const parts: string[] = [];
  if (facet.history > 0)
    parts.push(
      facet.seen === 0 ? `never in ${countText(facet.history)} before` : `${countText(facet.seen)} of ${countText(facet.history)} before`,
    );
  else parts.push('no history of its own');
  if (facet.peers > 0)
    parts.push(
      facet.peers_sharing === 0
        ? `none of ${plural(facet.peers, 'peer')}`
        : `${countText(facet.peers_sharing)} of ${plural(facet.peers, 'peer')}`,
    );
  if (facet.estate_sharing > 0) parts.push(`${countText(facet.estate_sharing)} in the estate`);
  return parts.join(' · ');
};

/** `1 in 4,100 for this user, 1 in 90,000 for 212 like it`. */
export const rarityText = (own: number, peers: number, peerCount: number, who: string): string =>
  `${oddsText(own)} for this ${who}${peerCount > 0 ? `, ${oddsText(peers)} for ${countText(peerCount)} like it` : '; it has no peers to compare with'}`;

const facetRow = (facet: FacetDocument, who: string): Markup => {
  const strip = distributionStrip(facet);
  const range =
    facet.typical_low === null || facet.typical_high === null
      ? ''
      : `10th to 90th percentile: ${exact(facet.typical_low, facet.unit)} to ${exact(facet.typical_high, facet.unit)}`;
  const typical =
    facet.typical === '' && facet.typical_low !== null && facet.typical_high !== null
      ? `${quantityText(facet.typical_low, facet.unit)} to ${quantityText(facet.typical_high, facet.unit)}`
      : facet.typical;
  return html`<tr>
    <th scope="row" data-label="Facet"><span title="${facet.name} (${facet.family})">${sentenceCase(facet.label)}</span></th>
    <td data-label="This time" class="value">
      <span title="${exact(facet.observed, facet.unit)}">${facet.value}</span
      >${facet.detail !== '' && !facet.value.includes(facet.detail) && html`<small>${facet.detail}</small>`}
    </td>
    <td data-label="Usual"><span title="${range}">${typical === '' ? 'nothing known' : typical}</span><small>${sharing(facet)}</small></td>
    <td
      data-label="How rare"
      title="own history ${probabilityDetail(facet.probability_own)}; peers ${probabilityDetail(facet.probability_peers)}; calibrated ${probabilityDetail(facet.probability)}"
    >
      <span><strong>${oddsText(facet.probability_own)}</strong> for this ${who}</span
      ><small
        >${facet.peers > 0 ? html`<strong>${oddsText(facet.probability_peers)}</strong> for ${countText(facet.peers)} like it` : 'no peers to compare with'}</small
      >
    </td>
    <td data-label="Picture" class="picture${strip === undefined ? ' none' : ''}">${strip}</td>
  </tr>`;
};

const standing = (anomaly: AnomalyDocument): Markup => {
  const detail = anomaly.throughline.anomaly;
  const who = ENTITY_NAMES[anomaly.throughline.entity.type][0];
  const peers =
    detail.peers > 0 ? `${plural(detail.peers, 'peer')}${detail.peer_group === '' ? '' : ` (${detail.peer_group})`}` : 'no peers';
  const severity =
    detail.severity_reason === '' ? '' : `Severity ${detail.severity_before} → ${detail.severity}: ${detail.severity_reason}`;
  const restless = restlessText(detail.restlessness);
  return html`<p class="note">
    All facets together: <strong title="${probabilityDetail(detail.probability)}">${oddsText(detail.probability)}</strong>;
    <span title="own ${probabilityDetail(detail.probability_own)}; peers ${probabilityDetail(detail.probability_peers)}"
      >${rarityText(detail.probability_own, detail.probability_peers, detail.peers, who)}</span
    >, <span title="${probabilityDetail(detail.probability_estate)}">${oddsText(detail.probability_estate)} in the estate</span>. Baseline:
    ${detail.baseline_days < 1 ? durationText(detail.baseline_days * 86_400_000) : plural(Math.round(detail.baseline_days), 'day')},
    ${plural(detail.baseline_windows, 'window')};
    ${peers}${detail.mode === 'retrospective' ? '; judged against all the rest of the data' : ''}.${restless !== '' && ` ${restless}.`}${severity !== '' && ` ${severity}.`}
  </p>`;
};

/** The most specific model; what was unusual where none fits. */
const headingOf = (anomaly: AnomalyDocument): string => {
  const { models, facets } = anomaly.throughline.anomaly;
  const [model = 'Unnamed'] = models;
  return model === 'Unnamed' && facets[0] !== undefined ? `Unnamed: ${facets[0].label}` : model;
};

/** Why one anomaly is one: facet, this time, usual, how rare, and a small picture. `number` is that of its mark in the lanes; `most` facets are shown. */
export const whyBlock = (anomaly: AnomalyDocument, incidentId: string, number: number, open: boolean, most: number): Markup => {
  const detail = anomaly.throughline.anomaly;
  const who = ENTITY_NAMES[anomaly.throughline.entity.type][0];
  const facets = detail.facets.slice(0, most);
  const left = detail.facets.length - facets.length;
  const start = parseTime(anomaly.event.start);
  const end = parseTime(anomaly.event.end);
  const techniques = anomaly.threat.technique.map((technique) => `${technique.id} ${technique.name}`).join(', ');
  return html`<details class="why" id="${whyAnchor(incidentId, anomaly.throughline.id)}" ${open && html` open`}>
    <summary>
      <span class="badge f-${detail.domains[0] ?? 'alert'} on-${detail.domains[0] ?? 'alert'}">${number}</span
      ><span class="why-title"
        >${headingOf(anomaly)}
        <span class="muted"
          >${detail.models.length > 1 && `and ${plural(detail.models.length - 1, 'more model')} `}· ${anomaly.throughline.entity.name}</span
        ></span
      ><span class="why-odds" title="${probabilityDetail(detail.probability)}">${oddsText(detail.probability)}</span>
    </summary>
    ${detail.models.length > 1 && html`<p class="note">Fits ${detail.models.join('; ')}.</p>`}
    <p>
      ${anomaly.message}
      <span class="muted"
        >${timeElement(anomaly.event.start, 'second')}${start !== undefined && end !== undefined && end - start >= 1000 && `, for ${durationText(end - start)}`}
        · ${plural(anomaly.throughline.event_count, 'event')} ·
        ${detail.domains.map((domain) => DOMAIN_NAMES[domain]).join(', ')}${techniques !== '' && ` · ${techniques}`}</span
      >
    </p>
    ${
      facets.length === 0
        ? html`<p class="empty">No facet was recorded for this anomaly.</p>`
        : html`<table class="stack facets">
            <thead>
              <tr>
                <th scope="col">Facet</th>
                <th scope="col">This time</th>
                <th scope="col">Usual</th>
                <th scope="col">How rare</th>
                <th scope="col"><span class="hidden">Picture</span></th>
              </tr>
            </thead>
            <tbody>
              ${facets.map((facet) => facetRow(facet, who))}
            </tbody>
          </table>`
    }${left > 0 && html`<p class="note">and ${plural(left, 'less surprising facet')}, in anomalies.ndjson</p>`}${standing(anomaly)}
  </details>`;
};
