const NO_IDS: ReadonlySet<string> = new Set();

/** What activities are known by, each by its source, its action and its id. */
export class ActivityNames {
  readonly #bySource = new Map<string, Map<string, Set<string>>>();

  /** The ids under a source and action; to be added to. */
  of(source: string, action: string): Set<string> {
    let byAction = this.#bySource.get(source);
    if (byAction === undefined) {
      byAction = new Map();
      this.#bySource.set(source, byAction);
    }
    let ids = byAction.get(action);
    if (ids === undefined) {
      ids = new Set();
      byAction.set(action, ids);
    }
    return ids;
  }

  /** The ids under a source and action, if only to look. */
  known(source: string, action: string): ReadonlySet<string> {
    return this.#bySource.get(source)?.get(action) ?? NO_IDS;
  }
}
