import type { Dashboard } from './load-dashboards.js';
import type { Panel } from './panel.js';

/** Where one panel stands, in columns and units of height. */
export interface Placement {
  readonly panel: Panel;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the panels of a dashboard stand. */
export function placements(dashboard: Dashboard, panels: ReadonlyMap<string, Panel>): readonly Placement[] {
  const placed: Placement[] = [];
  let y = 0;
  for (const row of dashboard.rows) {
    let x = 0;
    for (const item of row.panels) {
      const panel = panels.get(item.panel);
      if (panel !== undefined) placed.push({ panel, x, y, width: item.width, height: row.height });
      x += item.width;
    }
    y += row.height;
  }
  return placed;
}
