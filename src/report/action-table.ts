import type { ActionDocument } from '../documents/action.js';
import { html, type Markup } from './html.js';
import { copyButton } from './narrative.js';
import { durationText, plural } from './numbers.js';
import { timeElement } from './times.js';
import { ENTITY_NAMES, sentenceCase, spaced } from './vocabulary.js';

const actionRow = (action: ActionDocument): Markup => {
  const { entity, action: proposal } = action.throughline;
  const lasting = proposal.duration_hours === 0 ? 'until undone' : durationText(proposal.duration_hours * 3_600_000);
  return html`<tr>
    <th scope="row" data-label="Action">${sentenceCase(spaced(action.event.action))}<small>${proposal.what}</small></th>
    <td data-label="To" class="id">
      ${entity.name}<small>${ENTITY_NAMES[entity.type][0]}${proposal.blast_radius !== '' && ` · ${proposal.blast_radius}`}</small>
    </td>
    <td data-label="For how long">${lasting}<small>lapses ${timeElement(proposal.expires, 'short')}</small></td>
    <td data-label="Undo">${proposal.undo}</td>
    <td data-label="Who confirms">
      ${proposal.confirm_by}<small
        >${plural(proposal.confirmations, 'confirmation')} · because of ${proposal.model}
        ${copyButton(action.throughline.id, 'of the action', 'copy id')}</small
      >
    </td>
  </tr>`;
};

/** Proposed responses: what, to whom, for how long, how to undo, who confirms. */
export const actionTable = (actions: readonly ActionDocument[]): Markup =>
  actions.length === 0
    ? html`<p class="empty">No response is proposed: no model that fits names one.</p>`
    : html`<table class="stack">
          <thead>
            <tr>
              <th scope="col">Action</th>
              <th scope="col">To</th>
              <th scope="col">For how long</th>
              <th scope="col">Undo</th>
              <th scope="col">Who confirms</th>
            </tr>
          </thead>
          <tbody>
            ${actions.map(actionRow)}
          </tbody>
        </table>
        <p class="note">Nothing has been done: every action waits for a person.</p>`;
