import type { DeadLetterDocument } from '../documents/dead-letter.js';
import type { SummaryDocument } from '../documents/summary.js';
import { html, type Markup } from './html.js';
import { bytesText, countText, durationText, percentText, plural } from './numbers.js';
import { REPORT_LIMITS } from './report-input.js';
import { timeElement } from './times.js';
import { missingDomains, silentSources } from './trust.js';
import { domainWord, ENTITY_NAMES, spaced } from './vocabulary.js';

type Reasons = Readonly<Record<string, number>>;

const sum = (reasons: Reasons): number => Object.values(reasons).reduce((total, count) => total + count, 0);

const reasonsCell = (reasons: Reasons, label: string): Markup => {
  const ordered = Object.entries(reasons).sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const shown = ordered.slice(0, 4);
  return html`<td class="n" data-label="${label}">
    ${countText(sum(reasons))}${shown.map(([reason, count]) => html`<small>${spaced(reason)}${ordered.length > 1 && ` ${countText(count)}`}</small>`)}${ordered.length > shown.length && html`<small>and ${ordered.length - shown.length} more reasons</small>`}
  </td>`;
};

const sourceTable = (summary: SummaryDocument): Markup => {
  const silences = new Map(silentSources(summary).map((silent) => [silent.source, silent.milliseconds]));
  const accounts = Object.entries(summary.sources).sort(([a, one], [b, two]) => two.read - one.read || (a < b ? -1 : 1));
  return html`<table class="stack">
    <thead>
      <tr>
        <th scope="col">Source</th>
        <th scope="col" class="n">Read</th>
        <th scope="col" class="n">Mapped</th>
        <th scope="col" class="n">Duplicates</th>
        <th scope="col" class="n">Skipped, why</th>
        <th scope="col" class="n">Dead, why</th>
        <th scope="col">First</th>
        <th scope="col">Last</th>
      </tr>
    </thead>
    <tbody>
      ${accounts.map(([source, account]) => {
        const silence = silences.get(source);
        return html`<tr>
          <th scope="row" data-label="Source" class="id">${source === '' ? html`<em>claimed by no source</em>` : source}</th>
          <td class="n" data-label="Read">${countText(account.read)}</td>
          <td class="n" data-label="Mapped">
            ${countText(account.mapped)}${account.activities !== account.mapped && html`<small>${plural(account.activities, 'activity', 'activities')}</small>`}
          </td>
          <td class="n" data-label="Duplicates">${countText(account.duplicates)}</td>
          ${reasonsCell(account.skipped, 'Skipped, why')}${reasonsCell(account.dead, 'Dead, why')}
          <td data-label="First">${timeElement(account.first, 'short')}</td>
          <td data-label="Last">
            ${timeElement(account.last, 'short')}${silence !== undefined && html`<small class="off">silent for ${durationText(silence)}</small>`}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
};

const inputTable = (summary: SummaryDocument): Markup => {
  const shown = summary.inputs.slice(0, REPORT_LIMITS.inputs);
  const left = summary.inputs.length - shown.length;
  return html`<details class="more">
    <summary>Inputs (${countText(summary.inputs.length)})</summary>
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col" class="n">Size</th>
          <th scope="col" class="n">Records</th>
          <th scope="col">Sources</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (input) =>
            html`<tr>
              <th scope="row" data-label="File" class="id">${input.path}</th>
              <td class="n" data-label="Size" title="${String(input.bytes)} bytes">${bytesText(input.bytes)}</td>
              <td class="n" data-label="Records">${countText(input.records)}</td>
              <td data-label="Sources" class="id">
                ${input.sources.length === 0 ? html`<span class="off">none recognised</span>` : input.sources.join(', ')}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${left > 0 && html`<p class="note">and ${plural(left, 'more input')} in summary.json</p>`}
  </details>`;
};

const population = (summary: SummaryDocument): string =>
  Object.entries(summary.entities)
    .filter(([, count]) => count > 0)
    .sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))
    .map(([type, count]) => {
      const words = (ENTITY_NAMES as Readonly<Record<string, readonly [string, string]>>)[type];
      return words === undefined ? `${countText(count)} ${type}` : plural(count, words[0], words[1]);
    })
    .join(', ');

/** What was read: accounting by source, the domains nothing was read about, inputs, and what it cost. */
export const sourcesSection = (summary: SummaryDocument): Markup => {
  const missing = missingDomains(summary) ?? [];
  const entities = population(summary);
  return html`${missing.length > 0 && html`<p class="empty">No ${missing.map(domainWord).join(', ')} data was found in these inputs, so no incident can show that side of it.</p>`}${Object.keys(summary.sources).length === 0 ? html`<p class="empty">No source was recognised in the inputs.</p>` : sourceTable(summary)}${inputTable(summary)}
    <p class="note">
      ${countText(summary.events_read)}
      records${summary.seconds > 0 && ` in ${durationText(summary.seconds * 1000)} (${countText(Math.round(summary.events_per_second))} a second, ${bytesText(summary.peak_rss_bytes)} of memory at most)`};
      ${countText(summary.duplicates)} duplicates, ${countText(summary.skipped)} skipped.${entities !== '' && ` Entities: ${entities}.`}
    </p>`;
};

/** Records that could not be used, by reason, with samples as they were read. */
export const deadLetterSection = (summary: SummaryDocument, letters: readonly DeadLetterDocument[]): Markup => {
  if (summary.dead_letters === 0) {
    return html`<p class="empty">
      ${summary.events_read === 0 ? 'No record was read, so none could fail.' : 'Every record could be used.'}
    </p>`;
  }
  const byReason = new Map<string, number>();
  for (const account of Object.values(summary.sources))
    for (const [reason, count] of Object.entries(account.dead)) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  const ordered = [...byReason.entries()].sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1));
  const shown = letters.slice(0, REPORT_LIMITS.deadLetters);
  return html`<table class="stack narrow-table">
      <thead>
        <tr>
          <th scope="col">Reason</th>
          <th scope="col" class="n">Records</th>
          <th scope="col" class="n">Share of all read</th>
        </tr>
      </thead>
      <tbody>
        ${ordered.map(
          ([reason, count]) =>
            html`<tr>
              <th scope="row" data-label="Reason">${spaced(reason)}</th>
              <td class="n" data-label="Records">${countText(count)}</td>
              <td class="n" data-label="Share of all read">${percentText(count / Math.max(1, summary.events_read))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      shown.length > 0 &&
      html`<details class="more">
        <summary>Samples (${shown.length} of ${countText(summary.dead_letters)})</summary>
        ${shown.map(
          (letter) =>
            html`<div class="letter">
              <p>
                ${letter.message}
                <span class="muted id">${letter.throughline.dead_letter.input}:${letter.throughline.dead_letter.position}</span>
              </p>
              <pre>${letter.throughline.dead_letter.record.slice(0, 600)}</pre>
            </div>`,
        )}
      </details>`
    }
    <p class="note">All of them, with reason and place, are in dead-letter.ndjson.</p>`;
};
