/** Edit distance with transpositions (optimal string alignment), in single-character edits. */
export function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/**
 * The known name that was most likely meant: the nearest by edit distance within a third of the length (2 edits for short names, 1 for very short ones),
 * or the only one that contains the text or is contained in it. `undefined` if nothing is near.
 */
export function nearest(text: string, known: readonly string[]): string | undefined {
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let bestDistance = (wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3))) + 1;
  if (wanted.length < 2) return undefined;
  for (const name of known) {
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  if (best !== undefined || wanted.length < 3) return best;
  const containing = known.filter((name) => name.toLowerCase().includes(wanted) || wanted.includes(name.toLowerCase()));
  return containing.length === 1 ? containing[0] : undefined;
}

const LISTED_AT_MOST = 24;

/** "Did you mean 'x'?" and, unless the list is long, "Allowed: a, b, c". Never empty. */
export function suggest(text: string, known: readonly string[], noun = 'Allowed'): string {
  const near = nearest(text, known);
  const hint = near === undefined ? '' : `did you mean '${near}'? `;
  if (known.length <= LISTED_AT_MOST) return `${hint}${noun}: ${known.join(', ')}`;
  if (near !== undefined) return hint.trimEnd();
  return `${noun}: ${known.slice(0, LISTED_AT_MOST).join(', ')} and ${String(known.length - LISTED_AT_MOST)} more`;
}
