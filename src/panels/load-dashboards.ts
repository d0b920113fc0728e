import { suggest } from '../config/suggestion.js';
import { readYamlContent, rejectProblems, type Content, type ContentProblem } from '../config/yaml-content.js';
import { ConfigError } from '../errors.js';
import { DashboardFile, GRID_COLUMNS } from './dashboard-file.js';
import { fieldsOf, loadPanel, type PanelText } from './load-panels.js';
import type { Panel } from './panel.js';

/** A checked dashboard. */
export interface Dashboard extends DashboardFile {
  /** Name of its file without ending. */
  readonly id: string;
}

/** All panels and dashboards, checked against each other. */
export interface DashboardSet {
  readonly panels: ReadonlyMap<string, Panel>;
  /** In the order of the links. */
  readonly dashboards: readonly Dashboard[];
}

const nameOf = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.ya?ml$/, '');

function problemsOf(file: DashboardFile, panels: ReadonlyMap<string, Panel>): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const kinds = new Set<Panel['documents']>();
  file.rows.forEach((row, index) => {
    const sum = row.panels.reduce((total, { width }) => total + width, 0);
    if (sum !== GRID_COLUMNS)
      problems.push({
        path: ['rows', index],
        message: `the widths of the row add up to ${String(sum)}, but must add up to ${String(GRID_COLUMNS)}`,
      });
    row.panels.forEach((item, place) => {
      const panel = panels.get(item.panel);
      if (panel !== undefined) kinds.add(panel.documents);
      else
        problems.push({
          path: ['rows', index, 'panels', place, 'panel'],
          message: `there is no panel '${item.panel}'; ${suggest(item.panel, [...panels.keys()], 'One of')}`,
        });
    });
  });
  file.controls.forEach((control, index) => {
    if (fieldsOf(control.documents).get(control.field)?.type !== 'keyword')
      problems.push({
        path: ['controls', index, 'field'],
        message: `documents of the kind ${control.documents} have no keyword field '${control.field}'`,
      });
    if (!kinds.has(control.documents))
      problems.push({
        path: ['controls', index, 'documents'],
        message: `no panel of the dashboard shows documents of the kind ${control.documents}`,
      });
  });
  if (file.focus !== undefined && ![...kinds].every((kind) => fieldsOf(kind).has(file.focus ?? '')))
    problems.push({ path: ['focus'], message: `not every panel's documents have the field '${file.focus}'` });
  return problems;
}

function rejectBrokenDrills(panels: ReadonlyMap<string, Panel>, dashboards: readonly Dashboard[]): void {
  const known = dashboards.map(({ id }) => id);
  const broken = [...panels.values()].filter(({ drill }) => drill !== undefined && !known.includes(drill));
  if (broken.length === 0) return;
  throw new ConfigError(
    broken
      .map(({ id, drill }) => `panels/${id}.yaml: there is no dashboard '${drill ?? ''}' to open; ${suggest(drill ?? '', known, 'One of')}`)
      .join('\n'),
  );
}

/**
 * Panels and dashboards of the files under one folder: those below `panels/` are panels, those beside it dashboards.
 * Throws ConfigError with `file:line:column` and a fix for each problem.
 */
export function loadDashboards(files: readonly PanelText[]): DashboardSet {
  const isPanel = ({ path }: PanelText): boolean => path.split('/').at(-2) === 'panels';
  const panels = new Map(files.filter(isPanel).map((file) => [nameOf(file.path), loadPanel(file)]));
  const dashboards = files
    .filter((file) => !isPanel(file))
    .map((file): Dashboard => {
      const content: Content<DashboardFile> = readYamlContent(file.text, file.path, DashboardFile);
      rejectProblems(content, problemsOf(content.value, panels));
      return { ...content.value, id: nameOf(file.path) };
    })
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  rejectBrokenDrills(panels, dashboards);
  return { panels, dashboards };
}
