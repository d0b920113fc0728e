import { html, type Markup } from '../../report/html.js';
import type { Series } from './series.js';

/** Names of the series with their colours; nothing where there is but one. */
export const legendOf = (series: readonly Series[]): Markup =>
  series.length < 2
    ? html``
    : html`<p class="legend">
        ${series.map(
          ({ name, colour }) =>
            html`<span class="key"
              ><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="${colour}" /></svg
              >${name}</span
            >`,
        )}
      </p>`;
