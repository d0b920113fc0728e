import { DOMAINS } from '../activity/domains.js';
import type { ActionDocument } from '../documents/action.js';
import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument } from '../documents/incident.js';
import { actionTable } from './action-table.js';
import { entityFigure } from './entity-graph.js';
import { evidenceBlock } from './evidence.js';
import { anchor, html, type Markup } from './html.js';
import { lanesFigure } from './lanes.js';
import type { LaneMark } from './mark-table.js';
import { paragraph, storyList } from './narrative.js';
import { durationText, oddsText, plural, probabilityDetail } from './numbers.js';
import { REPORT_LIMITS, type SectionDetail } from './report-input.js';
import { timelineNumbers } from './timeline-order.js';
import { beforeEnd, parseTime, timeElement } from './times.js';
import { DOMAIN_NAMES, sentenceCase, TACTIC_NAMES } from './vocabulary.js';
import { whyAnchor, whyBlock } from './why-table.js';

export const incidentAnchor = (id: string): string => anchor('incident', id);

export interface IncidentContext {
  readonly rank: number;
  readonly open: boolean;
  readonly show: SectionDetail;
  readonly anomalies: ReadonlyMap<string, AnomalyDocument>;
  readonly actions: readonly ActionDocument[];
  readonly datasets: Readonly<Record<string, readonly string[]>>;
  /** End of the data, epoch ms. */
  readonly dataEnd: number | undefined;
}

const explained = (incident: IncidentDocument, anomalies: ReadonlyMap<string, AnomalyDocument>): AnomalyDocument[] => {
  const members = [
    ...new Set([...incident.throughline.incident.anomalies, ...incident.throughline.incident.timeline.map((entry) => entry.id)]),
  ];
  return members.map((id) => anomalies.get(id)).filter((anomaly) => anomaly !== undefined);
};

const strongestFirst = (a: AnomalyDocument, b: AnomalyDocument): number =>
  b.throughline.anomaly.surprisal - a.throughline.anomaly.surprisal || (a.throughline.id < b.throughline.id ? -1 : 1);

/** The reason for an incident's standing without the verdict that it begins with. */
export const withoutVerdict = (reason: string): string => reason.replace(/^Needs a person: /, '');

/** Severity, queue and score as they stand beside a title. */
export const standingChips = (incident: IncidentDocument): Markup => {
  const detail = incident.throughline.incident;
  return html`<span class="chip sev-${detail.severity}">${sentenceCase(detail.severity)}</span
    ><span class="chip plain">${detail.queue} queue</span
    >${DOMAINS.filter((domain) => detail.domains.includes(domain)).map((domain) => html`<span class="domain"><i class="dot f-${domain}"></i>${DOMAIN_NAMES[domain]}</span>`)}`;
};

const header = (incident: IncidentDocument, context: IncidentContext): Markup => {
  const detail = incident.throughline.incident;
  const start = parseTime(incident.event.start);
  const end = parseTime(incident.event.end);
  return html`<summary class="incident-head">
    <span class="rank" aria-hidden="true">${context.rank}</span
    ><span class="head-main"
      ><h3>${detail.title}</h3>
      <span class="meta"
        >${standingChips(incident)}<span class="seen"
          >${timeElement(incident.event.start, 'short')} –
          ${timeElement(incident.event.end, 'short')}${start !== undefined && end !== undefined && ` (${durationText(end - start)}; last seen ${beforeEnd(end, context.dataEnd)})`}</span
        ></span
      ></span
    ><span class="score" title="Score ${String(detail.score)} of 100; ${probabilityDetail(detail.probability)}"
      ><b>${Math.round(detail.score)}</b><small>of 100</small></span
    >
  </summary>`;
};

const stageRow = (incident: IncidentDocument, numbers: ReadonlyMap<string, number>, linked: ReadonlySet<string>): Markup | undefined => {
  const { stages } = incident.throughline.incident;
  if (stages.length === 0) return undefined;
  const start = parseTime(incident.event.start);
  const reference = (id: string): Markup | undefined => {
    const number = numbers.get(id);
    if (number === undefined) return undefined;
    return linked.has(id) ? html`<a href="#${whyAnchor(incident.throughline.id, id)}">${number}</a> ` : html`${number} `;
  };
  return html`<ol class="stages" aria-label="Stages, in kill-chain order">
    ${stages.map((stage) => {
      const first = parseTime(stage.first);
      const after = first !== undefined && start !== undefined && first - start >= 1000 ? ` +${durationText(first - start)}` : '';
      return html`<li>
        <b>${TACTIC_NAMES[stage.tactic]}</b><small>${timeElement(stage.first, 'short')}${after}</small
        ><small class="refs"
          >${stage.anomalies.slice(0, 8).map(reference)}${stage.anomalies.length > 8 && `+${String(stage.anomalies.length - 8)}`}</small
        >
      </li>`;
    })}
  </ol>`;
};

const scoreBlock = (incident: IncidentDocument, numbers: ReadonlyMap<string, number>): Markup => {
  const detail = incident.throughline.incident;
  const largest = Math.max(...detail.score_parts.map((part) => Math.abs(part.value)), Number.MIN_VALUE);
  const parts = detail.score_parts.map(
    (part) =>
      html`<tr>
        <th scope="row">${sentenceCase(part.name)}</th>
        <td class="n" title="${String(part.value)} nats">${part.value < 0 ? '−' : '+'}${Math.abs(part.value).toFixed(1)}</td>
        <td class="bar-cell">
          <svg class="part-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="${part.value < 0 ? 'minus' : 'plus'}" width="${((Math.abs(part.value) / largest) * 100).toFixed(1)}" height="8" />
          </svg>
        </td>
      </tr>`,
  );
  const links = [...detail.links].sort((a, b) => b.weight - a.weight).slice(0, 20);
  return html`<details class="more">
    <summary>How the score came about, and why these belong together</summary>
    <div class="columns">
      <section>
        <h5>Score ${detail.score.toFixed(1)}: ingredients in nats</h5>
        ${
          parts.length === 0
            ? html`<p class="empty">No ingredients were recorded.</p>`
            : html`<table class="parts">
                <tbody>
                  ${parts}
                </tbody>
              </table>`
        }
        <p class="note">
          All evidence together: <span title="${probabilityDetail(detail.probability)}">${oddsText(detail.probability)}</span> by chance.
          Opened ${timeElement(detail.opened, 'short')}, revision
          ${detail.revision}.${detail.previous.length > 0 && ` ${plural(detail.previous.length, 'earlier incident')} merged into it.`}
        </p>
      </section>
      <section>
        <h5>Links</h5>
        ${
          links.length === 0
            ? html`<p class="empty">One anomaly, so nothing had to be linked.</p>`
            : html`<table class="stack">
                <thead>
                  <tr>
                    <th scope="col">Marks</th>
                    <th scope="col">Through</th>
                    <th scope="col" class="n">Weight</th>
                  </tr>
                </thead>
                <tbody>
                  ${links.map(
                    (link) =>
                      html`<tr>
                        <td data-label="Marks">${numbers.get(link.from) ?? '?'} → ${numbers.get(link.to) ?? '?'}</td>
                        <td data-label="Through" class="id">
                          ${link.via.slice(0, 4).join(', ')}${link.via.length > 4 && ` and ${String(link.via.length - 4)} more`}
                        </td>
                        <td class="n" data-label="Weight" title="${String(link.weight)}">${link.weight.toFixed(1)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>`
        }${detail.links.length > links.length && html`<p class="note">and ${plural(detail.links.length - links.length, 'weaker link')}</p>`}
      </section>
    </div>
  </details>`;
};

/** One incident, top to bottom, in the order in which an analyst's questions come up. */
export const incidentSection = (incident: IncidentDocument, context: IncidentContext): Markup => {
  const detail = incident.throughline.incident;
  const id = incidentAnchor(incident.throughline.id);
  const numbers = timelineNumbers(incident);
  const members = explained(incident, context.anomalies);
  const shown = [...members].sort(strongestFirst).slice(0, context.show.why);
  const linked = new Set(shown.map((anomaly) => anomaly.throughline.id));
  const strongest = shown[0]?.throughline.id;
  const inOrder = [...shown].sort((a, b) => (numbers.get(a.throughline.id) ?? 0) - (numbers.get(b.throughline.id) ?? 0));
  const marks: LaneMark[] = [];
  for (const entry of [...detail.timeline]
    .sort((a, b) => b.surprisal - a.surprisal || (a.id < b.id ? -1 : 1))
    .slice(0, REPORT_LIMITS.marksPerLanes)) {
    const time = parseTime(entry.time);
    if (time === undefined) continue;
    marks.push({
      entry,
      number: numbers.get(entry.id) ?? 0,
      time,
      end: Math.max(time, parseTime(entry.end) ?? time),
      target: linked.has(entry.id) ? whyAnchor(incident.throughline.id, entry.id) : '',
    });
  }
  marks.sort((a, b) => a.number - b.number);
  const expected = new Set([...detail.anomalies, ...detail.timeline.map((entry) => entry.id)]).size;
  const absent = expected - members.length;
  return html`<article class="incident" id="${id}" data-incident="${incident.throughline.id}" data-revision="${detail.revision}"><details${context.open && html` open`}>${header(incident, context)}<div class="incident-body"><p class="reason"><b>${detail.needs_person ? 'Needs a person:' : 'Can wait.'}</b> ${withoutVerdict(detail.needs_person_reason)}</p>${stageRow(incident, numbers, linked)}<div class="tellings">${paragraph('What happened', detail.summary.observed, 'Nothing could be told in words.', context.show.cited)}${paragraph('How it may be read', detail.summary.interpretation, 'No reading is offered.', context.show.cited)}${paragraph('What to do', detail.summary.recommendation, 'No advice is offered.', context.show.cited)}</div>${context.show.story && storyList(detail.narrative, context.show.cited)}<h4>When and where</h4>${lanesFigure(marks, detail.links, id, detail.timeline.length - marks.length)}${
    context.show.graph &&
    html`<h4>Who and what</h4>
      ${entityFigure(detail.entities, members, id)}`
  }<h4>Why</h4>${inOrder.map((anomaly) => whyBlock(anomaly, incident.throughline.id, numbers.get(anomaly.throughline.id) ?? 0, anomaly.throughline.id === strongest, context.show.facets))}${members.length > shown.length && html`<p class="note">and ${plural(members.length - shown.length, 'less surprising anomaly', 'less surprising anomalies')}, in the table of all anomalies.</p>`}${absent > 0 && html`<p class="note">${plural(absent, 'anomaly', 'anomalies')} of this incident ${absent === 1 ? 'is' : 'are'} not in this page; anomalies.ndjson has ${absent === 1 ? 'it' : 'them'}.</p>`}${scoreBlock(incident, numbers)}<h4>Evidence</h4>${evidenceBlock(incident.throughline.events, incident.throughline.event_count, members, numbers, context.datasets, context.show.evidence, context.show.ids)}<h4>Proposed actions</h4>${actionTable(context.actions)}</div></details></article>`;
};
