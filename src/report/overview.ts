import type { IncidentDocument } from '../documents/incident.js';
import type { SummaryDocument } from '../documents/summary.js';
import { html, type Markup } from './html.js';
import { incidentAnchor, standingChips, withoutVerdict } from './incident-section.js';
import { countText, durationText, plural, probabilityDetail } from './numbers.js';
import { REPORT_LIMITS, type ReportInput } from './report-input.js';
import { beforeEnd, parseTime, timeElement, utcText } from './times.js';
import { trustStatements, type Verdict } from './trust.js';

const VERDICTS: Readonly<Record<Verdict, string>> = { good: 'Good', partial: 'Partly', poor: 'Poor', unknown: 'Unknown' };

const RECENT = 86_400_000;

const dayText = (day: string): string => {
  const time = parseTime(day);
  return time === undefined ? day : utcText(time, 'day');
};

const headline = (summary: SummaryDocument): string => {
  if (summary.events_read === 0) return 'Nothing was read, so nothing can be said';
  if (summary.events_scored === 0) return 'Nothing could be scored: no record carried behaviour';
  if (summary.incidents === 0) return 'No incident was found';
  if (summary.incidents_needing_person === 0) return `No incident needs a person; ${plural(summary.incidents, 'incident')} can wait`;
  return `${plural(summary.incidents_needing_person, 'incident')} ${summary.incidents_needing_person === 1 ? 'needs' : 'need'} a person${summary.incidents > summary.incidents_needing_person ? `; ${countText(summary.incidents - summary.incidents_needing_person)} can wait` : ''}`;
};

const budgetLine = (summary: SummaryDocument): string => {
  const last = summary.days.at(-1);
  if (last === undefined) return `The budget is ${countText(summary.alert_budget_per_day)} a day.`;
  const busiest = summary.days.reduce((most, day) => (day.needing_person > most.needing_person ? day : most), last);
  const over = summary.days.filter((day) => day.needing_person > summary.alert_budget_per_day).length;
  const whole =
    summary.days.length > 1
      ? ` Over ${plural(summary.days.length, 'day')}: ${countText(summary.incidents_needing_person)} of ${countText(Math.round(summary.alert_budget_per_day * summary.days.length))}; the busiest day had ${countText(busiest.needing_person)}${over > 0 ? `, and ${plural(over, 'day')} went over the budget` : ''}.`
      : '';
  return `On the last day, ${dayText(last.day)}: ${countText(last.needing_person)} of a budget of ${countText(summary.alert_budget_per_day)} a day.${whole}`;
};

const nothingFound = (summary: SummaryDocument): Markup => {
  if (summary.events_read === 0)
    return html`<p class="empty">
      No input held a record that could be read. The inputs are listed under
      <a href="#sources">what was read</a>.
    </p>`;
  if (summary.events_scored === 0)
    return html`<p class="empty">
      Records were read, but none became an activity: they belong to no known source, or could not be used. See
      <a href="#sources">what was read</a> and the <a href="#dead-letters">dead letters</a>.
    </p>`;
  const departures =
    summary.anomalies === 0
      ? html`none departed from what is usual`
      : html`${plural(summary.anomalies, 'departure')} from what is usual did not add up to an incident; they are in the
          <a href="#anomalies">table of all anomalies</a>`;
  return html`<p class="empty">
    ${plural(summary.units_scored, 'window')} of behaviour ${summary.units_scored === 1 ? 'was' : 'were'} scored; ${departures}.
  </p>`;
};

const first = (incidents: readonly IncidentDocument[], summary: SummaryDocument): Markup => {
  const top = incidents.find((incident) => incident.throughline.incident.needs_person) ?? incidents[0];
  if (top === undefined) return nothingFound(summary);
  const detail = top.throughline.incident;
  return html`<div class="first">
    <p class="label">${detail.needs_person ? 'Start here' : 'Highest score'}</p>
    <p class="first-title"><a href="#${incidentAnchor(top.throughline.id)}">${detail.title}</a></p>
    <p class="why-first"><b>Why first:</b> ${withoutVerdict(detail.needs_person_reason)}</p>
    <p class="meta">
      ${standingChips(top)}<span class="seen">score ${Math.round(detail.score)} · last seen ${timeElement(top.event.end, 'short')}</span>
    </p>
  </div>`;
};

const trust = (input: ReportInput): Markup =>
  html`<section class="panel">
    <h2>Can it be trusted?</h2>
    <dl class="trust">
      ${trustStatements(input.summary, input.anomalies).map(
        (statement) =>
          html`<div>
            <dt>
              <span class="verdict ${statement.verdict}">${VERDICTS[statement.verdict]}</span
              ><a href="#${statement.section}">${statement.topic}</a>
            </dt>
            <dd>${statement.text}</dd>
          </div>`,
      )}
    </dl>
    ${
      input.summary.warnings.length > 0 &&
      html`<ul class="warnings">
        ${input.summary.warnings.map((warning) => html`<li>${warning}</li>`)}
      </ul>`
    }
  </section>`;

const changes = (input: ReportInput): Markup[] => {
  const { summary, incidents } = input;
  const end = parseTime(summary.last_event);
  const last = summary.days.at(-1);
  const before = summary.days.at(-2);
  const lines: Markup[] = [];
  if (last !== undefined) {
    lines.push(
      html`<b>${plural(last.incidents, 'incident')}</b> opened on
        ${dayText(last.day)}${before !== undefined && `, ${countText(before.incidents)} the day before`};
        ${plural(last.anomalies, 'anomaly', 'anomalies')}${before !== undefined && ` (${countText(before.anomalies)})`} in
        ${plural(last.events, 'event')}${before !== undefined && ` (${countText(before.events)})`}.`,
    );
  }
  if (end !== undefined) {
    const recent = incidents.filter((incident) => (parseTime(incident.event.end) ?? 0) > end - RECENT);
    const grown = recent.filter((incident) => (parseTime(incident.event.start) ?? 0) <= end - RECENT);
    lines.push(
      recent.length === 0
        ? html`No incident moved in the last 24 hours of the data.`
        : html`<b>${countText(recent.length)}</b> moved in the last 24 hours of the
            data${grown.length > 0 && `, ${countText(grown.length)} of them older and still growing`}:
            ${recent.slice(0, 4).map((incident) => html`<a href="#${incidentAnchor(incident.throughline.id)}">no. ${incidents.indexOf(incident) + 1}</a> `)}${recent.length > 4 && 'and others.'}`,
    );
  }
  const merged = incidents.filter((incident) => incident.throughline.incident.previous.length > 0);
  if (merged.length > 0)
    lines.push(
      html`<b>${countText(merged.length)}</b> absorbed earlier incidents:
        ${merged.slice(0, 4).map((incident) => html`<a href="#${incidentAnchor(incident.throughline.id)}">no. ${incidents.indexOf(incident) + 1}</a> `)}`,
    );
  return lines;
};

const changed = (input: ReportInput): Markup => {
  const lines = changes(input);
  return html`<section class="panel">
    <h2>What changed?</h2>
    ${
      lines.length === 0
        ? html`<p class="empty">There is no day to compare.</p>`
        : html`<ul class="changes">
            ${lines.map((line) => html`<li>${line}</li>`)}
          </ul>`
    }
    <p class="js-only note" id="since-note" hidden></p>
    <p class="js-only" ${input.incidents.length === 0 && html` hidden`}><button type="button" id="mark-seen">Mark all as seen</button></p>
  </section>`;
};

const rankedRow = (incident: IncidentDocument, rank: number, told: boolean, dataEnd: number | undefined): Markup => {
  const detail = incident.throughline.incident;
  const end = parseTime(incident.event.end);
  const start = parseTime(incident.event.start);
  return html`<tr
    ${!told && html` id="${incidentAnchor(incident.throughline.id)}"`}
    data-seen-id="${incident.throughline.id}"
    data-revision="${detail.revision}"
    ${!detail.needs_person && html` class="waits"`}
  >
    <td class="n" data-label="Rank">${rank}</td>
    <th scope="row" data-label="Incident">
      ${told ? html`<a href="#${incidentAnchor(incident.throughline.id)}">${detail.title}</a>` : detail.title}<span
        class="fresh"
        hidden
      ></span
      ><span class="meta">${standingChips(incident)}</span>
    </th>
    <td class="n" data-label="Score" title="${probabilityDetail(detail.probability)}"><b>${Math.round(detail.score)}</b></td>
    <td data-label="Who">${detail.needs_person ? html`<b>needs a person</b>` : 'can wait'}</td>
    <td data-label="Last seen">
      ${timeElement(incident.event.end, 'short')}<small
        >${beforeEnd(end, dataEnd)}${start !== undefined && end !== undefined && end - start >= 60_000 && `; lasted ${durationText(end - start)}`}</small
      >
    </td>
  </tr>`;
};

/** Incidents as a ranked list; those of `told`, by id, have a section of their own. */
export const rankedList = (input: ReportInput, told: ReadonlySet<string>): Markup => {
  if (input.incidents.length === 0) return html`<p class="empty">There is no incident to show.</p>`;
  const dataEnd = parseTime(input.summary.last_event);
  const listed = input.incidents.slice(0, REPORT_LIMITS.incidentsListed);
  const left = input.incidents.length - listed.length;
  return html`<table class="stack ranked">
      <thead>
        <tr>
          <th scope="col" class="n">Rank</th>
          <th scope="col">Incident</th>
          <th scope="col" class="n">Score</th>
          <th scope="col">Who</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        ${listed.map((incident, index) => rankedRow(incident, index + 1, told.has(incident.throughline.id), dataEnd))}
      </tbody>
    </table>
    ${left > 0 && html`<p class="note">and ${plural(left, 'lower-ranked incident')} in incidents.ndjson.</p>`}${told.size < listed.length && html`<p class="note">${plural(told.size, 'incident')} with a link ${told.size === 1 ? 'is' : 'are'} told on this page; all are complete in incidents.ndjson, and <code>throughline explain RANK</code> tells each.</p>`}`;
};

/** The ten-second view: who is needed, where to start and why; can it be trusted; what changed. */
export const overview = (input: ReportInput): Markup =>
  html`<section class="overview" aria-label="In ten seconds">
    <div class="lead">
      <h1>${headline(input.summary)}</h1>
      <p class="budget">${budgetLine(input.summary)}</p>
      ${first(input.incidents, input.summary)}
    </div>
    ${trust(input)}${changed(input)}
  </section>`;
