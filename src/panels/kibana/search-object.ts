import type { Condition, PanelKind } from '../panel-file.js';
import { dataViewReference } from './data-views.js';
import { panelQuery } from './kql.js';
import { objectId, savedObject, type SavedObject } from './saved-object.js';

export interface SearchDefinition {
  /** Without the prefix that every id has. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly documents: PanelKind;
  readonly filter: readonly Condition[];
  readonly columns: readonly string[];
  readonly sort: string;
  readonly descending: boolean;
}

const INDEX = 'kibanaSavedObjectMeta.searchSourceJSON.index';

/** A saved search of Discover. */
export const searchObject = (search: SearchDefinition): SavedObject =>
  savedObject(
    'search',
    objectId(search.id),
    {
      title: search.title,
      description: search.description,
      columns: search.columns,
      sort: [[search.sort, search.descending ? 'desc' : 'asc']],
      grid: {},
      hideChart: false,
      isTextBasedQuery: false,
      timeRestore: false,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: { query: panelQuery(search.documents, search.filter), language: 'kuery' },
          filter: [],
          indexRefName: INDEX,
        }),
      },
    },
    [dataViewReference(INDEX, search.documents)],
  );
