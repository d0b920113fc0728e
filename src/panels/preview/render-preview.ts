import { createHash } from 'node:crypto';
import { html, trusted, type Markup } from '../../report/html.js';
import { SHARED_SCRIPT } from '../../report/shared-script.js';
import type { Dashboard, DashboardSet } from '../load-dashboards.js';
import type { Row } from '../panel.js';
import { placements } from '../placements.js';
import { drawPanel } from './draw-panel.js';
import { PREVIEW_STYLE } from './preview-style.js';

export interface PreviewInput {
  readonly set: DashboardSet;
  /** Rows of a panel on a dashboard; dashboards with a focus have rows of their own. */
  readonly rows: (dashboardId: string, panelId: string) => readonly Row[];
  /** Where the rows come from, in words. */
  readonly from: string;
}

const SCRIPT = `'use strict';\n(() => {\n${SHARED_SCRIPT}})();\n`;

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = (): string =>
  `default-src 'none'; script-src ${digest(SCRIPT)}; style-src ${digest(PREVIEW_STYLE)}; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;

const section = (dashboard: Dashboard, { set, rows }: PreviewInput): Markup =>
  html`<section class="dashboard" id="${dashboard.id}">
    <h2>${dashboard.title}</h2>
    <p>${dashboard.description}</p>
    ${
      dashboard.controls.length > 0 &&
      html`<p class="filters">
        <span class="muted">Filters:</span>${dashboard.controls.map(({ label }) => html`<span class="chip plain">${label}</span>`)}
      </p>`
    }
    <div class="grid-of">
      ${placements(dashboard, set.panels).map((placement) =>
        drawPanel(placement, rows(dashboard.id, placement.panel.id), `${dashboard.id}-${placement.panel.id}`),
      )}
    </div>
  </section>`;

/** Every dashboard drawn from its definition, as one self-contained HTML page. Pure: the same rows give the same bytes. */
export const renderPreview = (input: PreviewInput): string => {
  const { dashboards } = input.set;
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>Dashboards · Throughline</title>
        ${trusted(`<style>${PREVIEW_STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the dashboards</a>
        <header class="top">
          <div class="bar-inner">
            <span class="brand">Throughline <span>dashboards</span></span>
            <nav aria-label="Dashboards">${dashboards.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
            <span class="controls js-only"
              ><button type="button" id="zone">UTC</button><button type="button" id="theme">Theme: auto</button></span
            >
          </div>
        </header>
        <main id="main" tabindex="-1">
          <h1 class="hidden">Dashboards</h1>
          ${dashboards.map((dashboard) => section(dashboard, input))}
        </main>
        <footer>
          ${input.from}. Layout, questions and numbers are those of the dashboards for the SIEM; colours and shapes are this page's own.
        </footer>
        <div id="status" class="hidden" role="status" aria-live="polite"></div>
        ${trusted(`<script>${SCRIPT}</script>`)}
      </body>
    </html>`;
  return `${page.markup}\n`;
};
