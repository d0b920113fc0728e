import type { DashboardSet } from '../load-dashboards.js';
import type { Panel, Row } from '../panel.js';

/**
 * The value that a dashboard with a focus shows where nobody chose one: the first of a table that leads to it, or undefined
 * if there is nothing to choose from.
 */
export const firstChoice = async (
  set: DashboardSet,
  dashboardId: string,
  field: string,
  rowsOf: (panel: Panel) => Promise<readonly Row[]>,
): Promise<string | undefined> => {
  const leading = [...set.panels.values()].find(({ drill, split }) => drill === dashboardId && split[0]?.field === field);
  const value = leading === undefined ? undefined : (await rowsOf(leading))[0]?.[0];
  return typeof value === 'string' ? value : undefined;
};
