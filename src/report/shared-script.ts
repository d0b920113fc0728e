/**
 * What every page of Throughline can do with a script: zone of times, theme, copy, opening what a link points to. Plain ES2020
 * text that stands inside a function of its own; it builds no markup from data, everything goes through `textContent`.
 */
export const SHARED_SCRIPT = String.raw`  const root = document.documentElement;
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
`;
