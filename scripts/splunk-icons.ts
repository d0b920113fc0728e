import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const STATIC = 'dashboards/splunk/throughline/static';
const ICONS = [
  ['appIcon.png', 36],
  ['appIcon_2x.png', 72],
  ['appIconAlt.png', 36],
  ['appIconAlt_2x.png', 72],
] as const;

/** Draws the icons of the Splunk app from one SVG, in the sizes that Splunk asks for; wants Chromium. */
const svg = readFileSync('dashboards/splunk/icon.svg', 'utf8');
mkdirSync(STATIC, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, size] of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: join(STATIC, name), omitBackground: true });
  await page.close();
}
await browser.close();
