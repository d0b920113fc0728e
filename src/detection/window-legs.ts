import { cauchyCombination } from '../baselines/combine.js';
import { KIND_FACETS, type RawScore } from './raw-score.js';

/** The ways in which the facets of one window are taken together, each calibrated by how often it reaches such a value. */
export const LEGS = ['strongest', 'several', 'all'] as const;

/** Facets that the leg `several` adds up. */
const SEVERAL = 5;

/** What a facet adds to `all` that rests on the same event, or the same kind of amount, as a more surprising one: one cause lights many. */
const SAME_CAUSE = 0.5;

/** Amounts that grow together: doing more of anything raises them all. */
const TOGETHER: ReadonlySet<string> = new Set([
  'activity-volume',
  'read-volume',
  'distinct-resources',
  'mail-volume',
  'connection-volume',
  'fan-out',
]);

/** By kind, for each facet: it is one of the amounts that grow together. */
const GROWS_TOGETHER: readonly (readonly boolean[])[] = KIND_FACETS.map(({ facets }) => facets.map(({ name }) => TOGETHER.has(name)));

/**
 * Statistics of a window in the order of `LEGS`, in nats, from its calibrated surprisals by facet:
 * - `strongest`: the Cauchy combination of all facets (Liu & Xie 2020), ruled by the most surprising;
 * - `several`: the sum of the five most surprising (rank-truncated product, Dudbridge & Koeleman 2003);
 * - `all`: the sum over causes (Fisher's statistic), facets that share a cause adding half.
 */
export function legsOf(kind: number, raw: RawScore, facets: Float64Array): Float64Array {
  const together = GROWS_TOGETHER[kind] ?? [];
  const causes: number[] = [];
  const most: number[] = [];
  const rest: number[] = [];
  const strongest: number[] = [];
  for (let facet = 0; facet < facets.length; facet += 1) {
    const surprisal = facets[facet] ?? 0;
    if (surprisal <= 0) continue;
    keep(strongest, surprisal);
    const event = raw.basis[facet]?.index ?? -1;
    const cause = event >= 0 ? event : together[facet] === true ? -1 : -2 - facet;
    const known = causes.indexOf(cause);
    if (known < 0) {
      causes.push(cause);
      most.push(surprisal);
      rest.push(0);
    } else {
      const greatest = most[known] ?? 0;
      most[known] = Math.max(greatest, surprisal);
      rest[known] = (rest[known] ?? 0) + Math.min(greatest, surprisal);
    }
  }
  let all = 0;
  for (let cause = 0; cause < causes.length; cause += 1) all += (most[cause] ?? 0) + SAME_CAUSE * (rest[cause] ?? 0);
  return Float64Array.of(
    cauchyCombination(facets),
    strongest.reduce((sum, surprisal) => sum + surprisal, 0),
    all,
  );
}

/** Keeps the `SEVERAL` largest, largest first. */
function keep(largest: number[], value: number): void {
  let at = largest.length;
  while (at > 0 && (largest[at - 1] ?? 0) < value) at -= 1;
  if (at >= SEVERAL) return;
  largest.splice(at, 0, value);
  if (largest.length > SEVERAL) largest.pop();
}
