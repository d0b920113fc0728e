import { createHash } from 'node:crypto';
import type { ActionDocument } from '../documents/action.js';
import { anomalyTable } from './anomaly-table.js';
import { calibrationFigure } from './calibration-plot.js';
import { dayBars } from './day-bars.js';
import { html, trusted, type Markup } from './html.js';
import { incidentSection } from './incident-section.js';
import { countText, plural } from './numbers.js';
import { overview, rankedList } from './overview.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';
import { REPORT_LIMITS, SECTION_DETAILS, type ReportInput, type SectionDetail } from './report-input.js';
import { deadLetterSection, sourcesSection } from './sources-section.js';
import { parseTime, timeElement } from './times.js';

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing may be loaded, sent or framed, and nothing may run but the script and style of this page. */
const policy = (): string =>
  `default-src 'none'; script-src ${digest(PAGE_SCRIPT)}; style-src ${digest(PAGE_STYLE)}; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;

const actionsByIncident = (actions: readonly ActionDocument[]): Map<string, ActionDocument[]> => {
  const result = new Map<string, ActionDocument[]>();
  for (const action of actions) {
    const incident = action.throughline.action.incident;
    const known = result.get(incident);
    if (known === undefined) result.set(incident, [action]);
    else known.push(action);
  }
  return result;
};

interface Section {
  readonly id: string;
  readonly markup: Markup;
}

/** Share of the room that the first incident may take. */
const FIRST_SHARE = 1 / 4;
/** How much more than an equal share an incident may take: most need less. */
const GENEROSITY = 1.25;

/**
 * Sections in order of rank. Those that need a person are given room first; each is told in the most detail that leaves the
 * others of its kind their share.
 */
const incidentSections = (input: ReportInput): readonly Section[] => {
  const anomalies = new Map(input.anomalies.map((anomaly) => [anomaly.throughline.id, anomaly]));
  const actions = actionsByIncident(input.actions);
  const ranked = input.incidents
    .slice(0, REPORT_LIMITS.incidentsListed)
    .map((incident, index) => ({ incident, rank: index + 1, needed: incident.throughline.incident.needs_person }));
  const ordered = [...ranked.filter(({ needed }) => needed), ...ranked.filter(({ needed }) => !needed)].slice(
    0,
    REPORT_LIMITS.incidentsInFull,
  );
  const sections: (Section & { readonly rank: number })[] = [];
  let room: number = REPORT_LIMITS.incidentBytes;
  for (const [index, { incident, rank, needed }] of ordered.entries()) {
    const left = ordered.slice(index).filter((other) => other.needed === needed).length;
    const share = Math.max((room * GENEROSITY) / left, index === 0 ? room * FIRST_SHARE : 0);
    const tell = (show: SectionDetail): Markup =>
      incidentSection(incident, {
        rank,
        open: rank === 1,
        show,
        anomalies,
        actions: actions.get(incident.throughline.id) ?? [],
        datasets: input.sourceDatasets ?? {},
        dataEnd: parseTime(input.summary.last_event),
      });
    let markup = tell(SECTION_DETAILS[0]);
    for (const show of SECTION_DETAILS.slice(1)) {
      if (Buffer.byteLength(markup.markup) > Math.min(share, room)) markup = tell(show);
    }
    const bytes = Buffer.byteLength(markup.markup);
    if (bytes > room && sections.length > 0) break;
    room -= bytes;
    sections.push({ id: incident.throughline.id, rank, markup });
  }
  return sections.sort((a, b) => a.rank - b.rank);
};

const topBar = (input: ReportInput): Markup => {
  const { first_event: firstEvent, last_event: lastEvent } = input.summary;
  const period =
    firstEvent === null || lastEvent === null
      ? html`no events`
      : html`${timeElement(firstEvent, 'date')} – ${timeElement(lastEvent, 'full')}`;
  return html`<header class="top">
    <div class="bar-inner">
      <span class="brand">Throughline <span>${input.generatedFor?.tenant} · ${period}</span></span>
      <nav aria-label="Sections">
        <a href="#incidents">Incidents</a><a href="#anomalies">Anomalies</a><a href="#days">Days</a><a href="#calibration">Calibration</a
        ><a href="#sources">Sources</a>
      </nav>
      <span class="controls js-only"
        ><button type="button" id="zone">UTC</button><button type="button" id="theme">Theme: auto</button></span
      >
    </div>
  </header>`;
};

const section = (id: string, heading: string, body: Markup): Markup =>
  html`<section class="section" id="${id}">
    <h2>${heading}</h2>
    ${body}
  </section>`;

/**
 * The report as one self-contained HTML page of less than 3 MB: no network, no other file, complete without scripts. Pure:
 * the same documents give the same bytes. Whatever does not fit is counted on the page (`REPORT_LIMITS`).
 */
export const renderReport = (input: ReportInput): string => {
  const { summary } = input;
  const sections = incidentSections(input);
  const tenant = input.generatedFor?.tenant ?? '';
  const page = html`<!DOCTYPE html>
    <html lang="en" data-tenant="${tenant}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>
          ${plural(summary.incidents_needing_person, 'incident')} ${summary.incidents_needing_person === 1 ? 'needs' : 'need'} a
          person${tenant !== '' && ` · ${tenant}`} · Throughline
        </title>
        ${trusted(`<style>${PAGE_STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the incidents</a>${topBar(input)}
        <main>
          ${overview(input)}
          <div id="main" tabindex="-1">
            ${section('incidents', `Incidents${summary.incidents > 0 ? ` (${countText(summary.incidents)})` : ''}`, html`${rankedList(input, new Set(sections.map(({ id }) => id)))}${sections.map(({ markup }) => markup)}`)}
          </div>
          ${section('anomalies', 'All anomalies', anomalyTable(input.anomalies, input.incidents, summary))}${section('days', 'Days and budget', dayBars(summary))}${section('calibration', 'Are the probabilities honest?', calibrationFigure(input.calibrationCurve, summary.calibration))}${section('sources', 'What was read', sourcesSection(summary))}${section('dead-letters', 'Dead letters', deadLetterSection(summary, input.deadLetters ?? []))}
        </main>
        <footer>
          Throughline ${input.generatedFor?.version} · ${summary.mode} scoring · ${plural(summary.units_scored, 'window')} scored · full
          precision on hover and in the NDJSON files beside this page.
        </footer>
        <div id="status" class="hidden" role="status" aria-live="polite"></div>
        ${trusted(`<script>${PAGE_SCRIPT}</script>`)}
      </body>
    </html>`;
  return `${page.markup}\n`;
};
