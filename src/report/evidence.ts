import type { AnomalyDocument } from '../documents/anomaly.js';
import type { EntityRole } from '../documents/common.js';
import { cutMiddle, html, type Markup } from './html.js';
import { copyButton } from './narrative.js';
import { countText, durationText, plural } from './numbers.js';
import { evidenceSearches, type Reference } from './searches.js';
import { parseTime, timeElement } from './times.js';

const TARGET_ROLES: ReadonlySet<EntityRole> = new Set(['target', 'object', 'destination', 'recipient'] as const);

interface Citation {
  readonly anomaly: AnomalyDocument;
  readonly number: number;
}

const keyOf = (event: Reference): string => `${event.source}\u0000${event.id}`;

const citationsOf = (anomalies: readonly AnomalyDocument[], numbers: ReadonlyMap<string, number>): Map<string, Citation> => {
  const citations = new Map<string, Citation>();
  for (const anomaly of anomalies) {
    for (const event of anomaly.throughline.events) {
      const key = keyOf(event);
      const known = citations.get(key);
      if (known === undefined || known.anomaly.throughline.anomaly.surprisal < anomaly.throughline.anomaly.surprisal) {
        citations.set(key, { anomaly, number: numbers.get(anomaly.throughline.id) ?? 0 });
      }
    }
  }
  return citations;
};

/** Who did it: the subject unless something was done to it. */
const actorOf = (anomaly: AnomalyDocument): string => {
  const { entity, entities } = anomaly.throughline;
  const actor = TARGET_ROLES.has(entity.role) ? entities.find((candidate) => !TARGET_ROLES.has(candidate.role)) : undefined;
  return (actor ?? entity).name;
};

const targetsOf = (anomaly: AnomalyDocument): string => {
  const actor = actorOf(anomaly);
  const names = [
    ...new Set(
      anomaly.throughline.entities.filter((entity) => TARGET_ROLES.has(entity.role) && entity.name !== actor).map((entity) => entity.name),
    ),
  ];
  const left = names.length - 2;
  return `${names
    .slice(0, 2)
    .map((name) => cutMiddle(name, 60))
    .join(', ')}${left > 0 ? ` and ${String(left)} more` : ''}`;
};

const actionOf = (anomaly: AnomalyDocument): string => anomaly.throughline.anomaly.models[0] ?? anomaly.event.action;

const eventRow = (event: Reference, citation: Citation | undefined, previous: Reference | undefined): Markup => {
  const time = parseTime(event.time);
  const before = parseTime(previous?.time ?? null);
  const targets = citation === undefined ? '' : targetsOf(citation.anomaly);
  const later = time !== undefined && before !== undefined && time - before >= 1000 ? `${durationText(time - before)} later` : '';
  return html`<tr>
    <td class="nowrap" data-label="Time">${timeElement(event.time, 'second')}${later !== '' && html`<small>${later}</small>`}</td>
    <td data-label="Source">${event.source}</td>
    <td data-label="Action">
      ${citation === undefined ? html`<span class="muted">context</span>` : html`${citation.number > 0 && html`<span class="muted">${citation.number}.</span> `}${actionOf(citation.anomaly)}`}
    </td>
    <td data-label="Actor" class="id">${citation !== undefined && actorOf(citation.anomaly)}</td>
    <td data-label="Target" class="id${targets === '' ? ' none' : ''}">${targets}</td>
    <td data-label="Id" class="id"><code title="${event.id}">${cutMiddle(event.id, 40)}</code> ${copyButton(event.id, 'event id')}</td>
  </tr>`;
};

const searchBlock = (language: string, query: string): Markup =>
  html`<div class="query">
    <span class="query-language">${language}</span><code>${query}</code>${copyButton(query, `the ${language} search`)}
  </div>`;

const searchesBlock = (events: readonly Reference[], datasets: Readonly<Record<string, readonly string[]>>, ids: number): Markup => {
  const searches = evidenceSearches(events, datasets, ids);
  return html`<details class="more">
    <summary>Find these events in Kibana or Splunk (${plural(searches.length, 'search', 'searches')})</summary>
    ${searches.map(
      (search) =>
        html`<section class="search">
          <h5>
            ${search.source}
            <span class="muted">· ${plural(search.events, 'event')}${search.left > 0 && `, the first ${String(ids)} ids`}</span>
          </h5>
          ${searchBlock('KQL', search.kql)}${searchBlock('SPL', search.spl)}
        </section>`,
    )}
    <p class="note">
      An event without an id of its own is named by a hash of its record, which a SIEM cannot know: leave the ids out of the search then and
      keep source and time.
    </p>
  </details>`;
};

/** Evidence of an incident: its events, at most `most`, with the anomaly each belongs to, ids to copy, and searches of at most `ids` ids that find them in the SIEM. */
export const evidenceBlock = (
  events: readonly Reference[],
  eventCount: number,
  anomalies: readonly AnomalyDocument[],
  numbers: ReadonlyMap<string, number>,
  datasets: Readonly<Record<string, readonly string[]>>,
  most: number,
  ids: number,
): Markup => {
  if (events.length === 0) return html`<p class="empty">No event reference was kept for this incident.</p>`;
  const ordered = [...events].sort((a, b) => (parseTime(a.time) ?? 0) - (parseTime(b.time) ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1));
  const shown = ordered.slice(0, most);
  const citations = citationsOf(anomalies, numbers);
  const more =
    eventCount > shown.length
      ? `The first ${String(shown.length)} of ${plural(Math.max(eventCount, events.length), 'event')}; up to 300 references are in incidents.ndjson.`
      : '';
  return html`<details class="more" ${shown.length <= 12 && html` open`}>
      <summary>Events (${shown.length}${eventCount > shown.length && ` of ${countText(eventCount)}`})</summary>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Source</th>
              <th scope="col">Action</th>
              <th scope="col">Actor</th>
              <th scope="col">Target</th>
              <th scope="col">Id</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((event, index) => eventRow(event, citations.get(keyOf(event)), shown[index - 1]))}
          </tbody>
        </table>
      </div>
      ${more !== '' && html`<p class="note">${more}</p>`}
    </details>
    ${searchesBlock(ordered, datasets, ids)}`;
};
