/** A pointer from one object to another, by the name that the object's own state uses for it. */
export interface Reference {
  readonly name: string;
  readonly type: string;
  readonly id: string;
}

/** One line of an importable file. */
export interface SavedObject {
  readonly id: string;
  readonly type: 'dashboard' | 'search' | 'index-pattern' | 'tag';
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly coreMigrationVersion: string;
  readonly typeMigrationVersion: string;
  readonly managed: false;
}

/**
 * The lowest version of each type that has what is used here. Kibana migrates older objects up and refuses newer ones, so
 * these import on 8.9 and everything after it.
 */
export const TYPE_VERSIONS: Readonly<Record<SavedObject['type'], string>> = {
  dashboard: '8.9.0',
  search: '8.0.0',
  'index-pattern': '7.11.0',
  tag: '8.0.0',
};

/** An object in the envelope that an import wants, with nothing in it that belongs to one server. */
export const savedObject = (
  type: SavedObject['type'],
  id: string,
  attributes: SavedObject['attributes'],
  references: readonly Reference[] = [],
): SavedObject => ({
  id,
  type,
  attributes,
  references,
  coreMigrationVersion: '8.8.0',
  typeMigrationVersion: TYPE_VERSIONS[type],
  managed: false,
});

/** Every id begins with it, as file names of content packages must. */
const PREFIX = 'throughline';
export const objectId = (name: string): string => `${PREFIX}-${name}`;
