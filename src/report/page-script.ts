import { SHARED_SCRIPT } from './shared-script.js';

const REPORT_SCRIPT = String.raw`  addEventListener('beforeprint', () => {
    all('.incident > details, .incident .why, .incident .more').forEach((details) => {
      if (!details.open) { details.dataset.reclose = ''; details.open = true; }
    });
  });
  addEventListener('afterprint', () => {
    all('details[data-reclose]').forEach((details) => { details.open = false; delete details.dataset.reclose; });
  });

  const table = byId('anomalies-table');
  if (table) {
    const body = byId('anomaly-rows');
    const rows = Array.from(body.rows);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const count = byId('filter-count');
    const filter = byId('filter');
    const apply = () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        const matches = words.every((word) => texts[index].includes(word));
        row.hidden = !matches;
        if (matches) shown += 1;
      });
      count.textContent = shown === rows.length ? shown + ' shown' : shown + ' of ' + rows.length + ' shown';
    };
    filter.addEventListener('input', apply);

    const keyOf = (row, column) => {
      const cell = row.cells[column];
      const value = cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
      const number = Number(value);
      return value !== '' && !Number.isNaN(number) ? number : value.toLowerCase();
    };
    const compare = (a, b) => {
      if (typeof a === 'number' && typeof b === 'number') return a - b;
      return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
    };
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const direction = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
        const keyed = Array.from(body.rows).map((row) => ({ row, key: keyOf(row, column) }));
        keyed.sort((a, b) => direction * compare(a.key, b.key) || Number(a.row.dataset.i) - Number(b.row.dataset.i));
        body.append(...keyed.map((entry) => entry.row));
      });
    });

    const csvCell = (value) => {
      const text = typeof value === 'number' ? String(value) : value.replace(/\u0000/g, '');
      const guarded = typeof value === 'string' && /^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? "'" + text : text;
      return /["\n\r,;\t]/.test(guarded) || guarded !== text ? '"' + guarded.replace(/"/g, '""') + '"' : guarded;
    };
    byId('export').addEventListener('click', () => {
      const data = JSON.parse(byId('anomaly-data').textContent);
      const visible = Array.from(body.rows).filter((row) => !row.hidden).map((row) => data.rows[Number(row.dataset.i)]);
      const csv = [data.columns, ...visible].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }));
      link.download = 'throughline-anomalies.csv';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      status.textContent = visible.length + ' rows exported';
    });
  }

  const seenKey = 'throughline:seen:' + (root.dataset.tenant || '');
  const entries = all('tr[data-seen-id]');
  let seen = null;
  try { seen = JSON.parse(remembered.get(seenKey)); } catch { seen = null; }
  const note = byId('since-note');
  const showFresh = () => {
    if (!seen || typeof seen !== 'object' || typeof seen.incidents !== 'object' || seen.incidents === null) return;
    const added = entries.filter((row) => !Object.hasOwn(seen.incidents, row.dataset.seenId));
    const grown = entries.filter((row) => Object.hasOwn(seen.incidents, row.dataset.seenId) && seen.incidents[row.dataset.seenId] !== row.dataset.revision);
    entries.forEach((row) => {
      const label = row.querySelector('.fresh');
      label.textContent = added.includes(row) ? 'new' : grown.includes(row) ? 'changed' : '';
      label.hidden = label.textContent === '';
    });
    note.hidden = false;
    note.textContent = 'Since you marked all as seen (' + ago(Date.now() - seen.time) + '): ' + added.length + ' new, ' + grown.length + ' changed.';
  };
  showFresh();
  byId('mark-seen').addEventListener('click', () => {
    seen = { time: Date.now(), incidents: Object.fromEntries(entries.map((row) => [row.dataset.seenId, row.dataset.revision])) };
    remembered.set(seenKey, JSON.stringify(seen));
    showFresh();
  });
`;

/**
 * The one script of the report: what every page can do, and sort, filter, export, what is new. The page is complete without it.
 * Plain ES2020 text rather than a function, so that no compiler's helpers get into it; a test lints it. It builds no markup from
 * data: everything goes through `textContent`.
 */
export const PAGE_SCRIPT = `'use strict';
(() => {
${SHARED_SCRIPT}${REPORT_SCRIPT}})();
`;
