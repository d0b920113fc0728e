import type { Sentence } from '../documents/incident.js';
import { cutMiddle, html, type Markup } from './html.js';
import { countText, plural } from './numbers.js';
import { timeElement } from './times.js';

/** A button that copies `value`, visible only where scripts run. */
export const copyButton = (value: string, what: string, label = 'copy'): Markup =>
  html`<button type="button" class="copy js-only" data-copy="${value}" aria-label="${label} ${what}">${label}</button>`;

const marker = (sentence: Sentence, cited: number): Markup | undefined => {
  if (sentence.events.length === 0) return undefined;
  const shown = sentence.events.slice(0, cited);
  const left = sentence.events.length - shown.length;
  return html`
    <details class="cite">
      <summary
        aria-label="${plural(sentence.events.length, 'cited event')}"
        title="${plural(sentence.events.length, 'event')} behind this sentence"
      >
        ${countText(sentence.events.length)}
      </summary>
      <span class="cited"
        >${shown.map((event) => html`<span class="citation">${timeElement(event.time, 'second')} <span class="muted">${event.source}</span> <code title="${event.id}">${cutMiddle(event.id, 44)}</code> ${copyButton(event.id, 'event id')}</span>`)}${left > 0 && html`<span class="citation muted">and ${left} more in incidents.ndjson</span>`}</span
      >
    </details>
  `;
};

/** A paragraph whose sentences end in markers that open the events they cite, at most `cited` of them. */
export const paragraph = (heading: string, sentences: readonly Sentence[], otherwise: string, cited: number): Markup =>
  html`<section class="telling">
    <h4>${heading}</h4>
    <div class="prose">
      ${sentences.length === 0 ? html`<span class="muted">${otherwise}</span>` : sentences.map((sentence) => html`<span${sentence.time !== null && html` title="${sentence.time}"`}>${sentence.text}</span>${marker(sentence, cited) ?? ' '}`)}
    </div>
  </section>`;

/** The whole story in time order, one sentence a line. */
export const storyList = (narrative: readonly Sentence[], cited: number): Markup | undefined =>
  narrative.length === 0
    ? undefined
    : html`<details class="more">
        <summary>The story sentence by sentence (${countText(narrative.length)})</summary>
        <ol class="story">
          ${narrative.map((sentence) => html`<li><span class="when">${sentence.time === null ? '' : timeElement(sentence.time, 'second')}</span><span>${sentence.text}${marker(sentence, cited)}</span></li>`)}
        </ol>
      </details>`;
