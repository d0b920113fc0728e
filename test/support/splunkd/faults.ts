/** What goes wrong with a search once it runs, after as many rows of its answer. */
export type SearchFault =
  /** The connection breaks, between rows or in the middle of one. */
  | { readonly kind: 'search-cut'; readonly after: number; readonly midRow?: boolean }
  /** A message in the answer, whose status was sent long ago. */
  | { readonly kind: 'search-fatal'; readonly after: number; readonly text?: string }
  /** The answer ends as if nothing were wrong, but its last row is not marked. */
  | { readonly kind: 'search-no-lastrow'; readonly after: number }
  /** The search is stopped before its end and says that it is done. */
  | { readonly kind: 'search-finalized'; readonly after: number }
  /** A part of the data was not there. */
  | { readonly kind: 'search-warning'; readonly text?: string; readonly after?: number };

/** What happens to a request instead of an answer. `cut`: half of the answer; `silent`: nothing; `stalled`: a head and no end. */
export type RequestFault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly kind: 'reset' | 'cut' | 'silent' | 'stalled' };

/** A fault happens once, to the next request; with `on`, to the next whose path it fits. */
export type Fault = (RequestFault | SearchFault) & { readonly on?: RegExp };

const isOfSearch = (fault: Fault): fault is SearchFault & { readonly on?: RegExp } => fault.kind.startsWith('search-');

function takeFirst<T extends Fault>(plan: Fault[], path: string, fits: (fault: Fault) => fault is T): T | undefined {
  const found = plan.find((fault): fault is T => fits(fault) && (fault.on?.test(path) ?? true));
  if (found !== undefined) plan.splice(plan.indexOf(found), 1);
  return found;
}

export const requestFault = (plan: Fault[], path: string): RequestFault | undefined =>
  takeFirst(plan, path, (fault): fault is RequestFault & { readonly on?: RegExp } => !isOfSearch(fault));

export const searchFault = (plan: Fault[], path: string): SearchFault | undefined => takeFirst(plan, path, isOfSearch);

/** Text of a warning that a peer did not answer. */
export const PEER_WARNING =
  'Unable to distribute to peer named idx2 at uri https://10.0.0.12:8089 because peer has status = Down. Search results might be incomplete.';

/** The same plan for a search that runs as it should. */
export const FATAL_TEXT = 'Search process did not exit cleanly, exit_code=255, description="exited with code 255".';
