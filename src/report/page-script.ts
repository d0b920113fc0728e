/**
 * The one script of the page: sort, filter, export, copy, zone, theme, what is new. The page is complete without it. Plain
 * ES2020 text rather than a function, so that no compiler's helpers get into it; a test lints it. It builds no markup from
 * data: everything goes through `textContent`.
 */
export const PAGE_SCRIPT = String.raw`'use strict';
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const remembered = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private windows keep nothing */ } },
  };

  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = (value) => String(value).padStart(2, '0');
  const timeText = (date, format, local) => {
    const part = (name) => (local ? date['get' + name]() : date['getUTC' + name]());
    const day = part('Date') + ' ' + MONTHS[part('Month')];
    const clock = two(part('Hours')) + ':' + two(part('Minutes'));
    const second = clock + ':' + two(part('Seconds'));
    switch (format) {
      case 'd': return day + ' ' + part('FullYear');
      case 'a': return day;
      case 'c': return clock;
      case 's': return day + ' ' + clock;
      case 'e': return day + ' ' + second;
      default: return day + ' ' + part('FullYear') + ' ' + second;
    }
  };
  const zoneButton = byId('zone');
  let local = false;
  const showZone = () => {
    all('time[data-f]').forEach((element) => {
      element.textContent = timeText(new Date(element.dateTime), element.dataset.f, local);
    });
    all('text[data-t]').forEach((element) => {
      element.textContent = timeText(new Date(Number(element.dataset.t)), element.dataset.f, local);
    });
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    zoneButton.textContent = local ? zone : 'UTC';
    zoneButton.setAttribute('aria-label', local ? 'Times in ' + zone + '; change to UTC' : 'Times in UTC; change to ' + zone);
    zoneButton.setAttribute('aria-pressed', String(local));
  };
  zoneButton.addEventListener('click', () => { local = !local; showZone(); });
  showZone();

  const ago = (milliseconds) => {
    const minutes = Math.round(Math.abs(milliseconds) / 60000);
    const text = minutes < 60 ? minutes + ' min' : minutes < 2880 ? Math.round(minutes / 60) + ' h' : Math.round(minutes / 1440) + ' d';
    return milliseconds < 0 ? 'in ' + text : text + ' ago';
  };
  document.addEventListener('pointerover', (event) => {
    const element = event.target instanceof Element ? event.target.closest('time[data-f]') : null;
    if (element) element.title = element.dateTime + ', ' + ago(Date.now() - Date.parse(element.dateTime));
  });

  const THEMES = ['auto', 'light', 'dark'];
  const themeButton = byId('theme');
  const showTheme = (theme) => {
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    themeButton.textContent = 'Theme: ' + theme;
  };
  let theme = THEMES.includes(remembered.get('throughline:theme')) ? remembered.get('throughline:theme') : 'auto';
  showTheme(theme);
  themeButton.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    showTheme(theme);
    remembered.set('throughline:theme', theme);
  });

  const status = byId('status');
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      area.className = 'hidden';
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  };
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('button[data-copy]') : null;
    if (!button) return;
    const done = await copyText(button.dataset.copy);
    const label = button.textContent === 'copied' ? 'copy' : button.textContent;
    button.textContent = done ? 'copied' : 'press Ctrl+C';
    status.textContent = done ? 'Copied to the clipboard' : 'Copying is blocked here';
    setTimeout(() => { button.textContent = label; }, 1500);
    button.focus();
  });

  const reveal = () => {
    const target = location.hash.length > 1 ? byId(decodeURIComponent(location.hash.slice(1))) : null;
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node instanceof HTMLDetailsElement) node.open = true;
    const own = target.querySelector(':scope > details');
    if (own) own.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const hash = link ? link.getAttribute('href') : null;
    if (hash && hash === location.hash) reveal();
  });
  reveal();

  addEventListener('beforeprint', () => {
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
})();
`;
