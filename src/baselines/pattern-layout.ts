/**
 * What one kind of subject keeps: named value lists, named amounts and whether it keeps hours of the week. Order is part of
 * the state's format.
 */
export interface SubjectLayout {
  readonly lists: readonly string[];
  readonly amounts: readonly string[];
  /** By amount: mean and variance of log1p(amount) over all windows, believed until the estate's own are known. */
  readonly amountPriors: readonly { readonly mean: number; readonly variance: number }[];
  readonly hours: boolean;
  /** Lists of which a value is shared by all who were met with it, those of the hour that is being judged among them. */
  readonly met?: readonly string[];
}

/** Where a list or amount of one kind lives among all kinds: `kind offset + position`. */
export interface PatternLayout {
  readonly kinds: readonly SubjectLayout[];
  /** First slot of each kind in the space of all lists. */
  readonly listStart: readonly number[];
  readonly amountStart: readonly number[];
  /** By slot: the list is one of `met`. */
  readonly met: readonly boolean[];
  readonly listCount: number;
  readonly amountCount: number;
}

export function patternLayout(kinds: readonly SubjectLayout[]): PatternLayout {
  const listStart: number[] = [];
  const amountStart: number[] = [];
  const met: boolean[] = [];
  let listCount = 0;
  let amountCount = 0;
  for (const kind of kinds) {
    listStart.push(listCount);
    amountStart.push(amountCount);
    met.push(...kind.lists.map((name) => kind.met?.includes(name) === true));
    listCount += kind.lists.length;
    amountCount += kind.amounts.length;
  }
  return { kinds, listStart, amountStart, met, listCount, amountCount };
}
