import type { DashboardSet } from '../load-dashboards.js';
import type { Question } from '../load-questions.js';
import { dashboardObject, TAG_ID } from './dashboard-object.js';
import { dataViews } from './data-views.js';
import { savedObject, type SavedObject } from './saved-object.js';
import { searchObject } from './search-object.js';

/** Searches that dashboards show as lists. */
const listSearches = ({ panels }: DashboardSet): readonly SavedObject[] =>
  [...panels.values()].flatMap(({ id, title, question, documents, filter, list }) =>
    list === undefined
      ? []
      : [
          searchObject({
            id,
            title: `[Throughline] ${title}`,
            description: question,
            documents,
            filter,
            columns: list.columns.map(({ field }) => field),
            sort: list.sort,
            descending: list.descending,
          }),
        ],
  );

/** Saved searches for Discover, one a question. */
export const discoverSearches = (questions: readonly Question[]): readonly SavedObject[] =>
  questions.map(({ id, title, question, documents, filter, columns, sort }) =>
    searchObject({
      id: `discover-${id}`,
      title: `[Throughline] ${title}`,
      description: question,
      documents,
      filter: filter ?? [],
      columns,
      sort,
      descending: true,
    }),
  );

/** Data views alone: what saved searches need when they are imported without the dashboards. */
export const sharedObjects = (set: DashboardSet): readonly SavedObject[] => [
  savedObject('tag', TAG_ID, { name: 'Throughline', description: 'Incidents across domains', color: '#0072b2' }),
  ...dataViews([...set.panels.values()]),
];

/** Everything that the dashboards are made of, complete in itself. */
export const dashboardObjects = (set: DashboardSet): readonly SavedObject[] => [
  ...sharedObjects(set),
  ...listSearches(set),
  ...set.dashboards.map((dashboard) => dashboardObject(dashboard, set)),
];

/** An importable file: one object a line. */
export const ndjson = (lines: readonly unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
