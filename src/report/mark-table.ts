import type { TimelineEntry } from '../documents/incident.js';
import { html, type Markup } from './html.js';
import { durationText, oddsText } from './numbers.js';
import { timeElement } from './times.js';
import { DOMAIN_NAMES } from './vocabulary.js';

/** A timeline entry with the number that ties picture, stages and tables together, and where its explanation is. */
export interface LaneMark {
  readonly entry: TimelineEntry;
  readonly number: number;
  readonly time: number;
  readonly end: number;
  /** Anchor of the explanation on this page, or empty. */
  readonly target: string;
}

/** The marks of the lanes as a table, in time order; `start` is the time of the first, epoch ms. */
export const markTable = (marks: readonly LaneMark[], start: number): Markup =>
  html`<details class="fallback">
    <summary>The same as a table</summary>
    <table class="stack">
      <thead>
        <tr>
          <th scope="col" class="n">#</th>
          <th scope="col">First event</th>
          <th scope="col">After the start</th>
          <th scope="col">Domain</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">How rare</th>
        </tr>
      </thead>
      <tbody>
        ${marks.map(
          (mark) =>
            html`<tr>
              <td class="n" data-label="#">${mark.target === '' ? mark.number : html`<a href="#${mark.target}">${mark.number}</a>`}</td>
              <td data-label="First event">${timeElement(mark.time, 'second')}</td>
              <td data-label="After the start">${durationText(mark.time - start)}</td>
              <td data-label="Domain">${DOMAIN_NAMES[mark.entry.domain]}</td>
              <td data-label="What">${mark.entry.title}</td>
              <td data-label="Who">${mark.entry.entity}</td>
              <td data-label="How rare">
                ${mark.entry.kind === 'alert' ? 'alert of another tool' : oddsText(Math.exp(-mark.entry.surprisal))}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
