import { cauchyCombination } from '../baselines/combine.js';
import { KIND_FACETS, type RawScore, WIDEST } from './raw-score.js';

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

/** Scratch of `fillLegs`: per cause its event, its most surprising facet and the sum of its others; and the most surprising of all. */
const causes = new Int32Array(WIDEST);
const most = new Float64Array(WIDEST);
const rest = new Float64Array(WIDEST);
const strongest = new Float64Array(SEVERAL);

/**
 * Statistics of a window in the order of `LEGS`, in nats, from its calibrated surprisals by facet:
 * - `strongest`: the Cauchy combination of all facets (Liu & Xie 2020), ruled by the most surprising;
 * - `several`: the sum of the five most surprising (rank-truncated product, Dudbridge & Koeleman 2003);
 * - `all`: the sum over causes (Fisher's statistic), facets that share a cause adding half.
 */
export function fillLegs(kind: number, raw: RawScore): void {
  const { basis, calibrated: facets, legs } = raw;
  const together = GROWS_TOGETHER[kind] ?? [];
  let count = 0;
  strongest.fill(0);
  for (let facet = 0; facet < facets.length; facet += 1) {
    const surprisal = facets[facet] ?? 0;
    if (surprisal <= 0) continue;
    keep(surprisal);
    const event = basis[facet]?.index ?? -1;
    const cause = event >= 0 ? event : together[facet] === true ? -1 : -2 - facet;
    let known = 0;
    while (known < count && causes[known] !== cause) known += 1;
    if (known === count) {
      causes[count] = cause;
      most[count] = surprisal;
      rest[count] = 0;
      count += 1;
    } else {
      const greatest = most[known] ?? 0;
      most[known] = Math.max(greatest, surprisal);
      rest[known] = (rest[known] ?? 0) + Math.min(greatest, surprisal);
    }
  }
  let several = 0;
  for (let rank = 0; rank < SEVERAL; rank += 1) several += strongest[rank] ?? 0;
  let all = 0;
  for (let cause = 0; cause < count; cause += 1) all += (most[cause] ?? 0) + SAME_CAUSE * (rest[cause] ?? 0);
  legs[0] = cauchyCombination(facets);
  legs[1] = several;
  legs[2] = all;
}

/** Keeps the `SEVERAL` largest, largest first. */
function keep(value: number): void {
  let at = SEVERAL;
  while (at > 0 && (strongest[at - 1] ?? 0) < value) {
    if (at < SEVERAL) strongest[at] = strongest[at - 1] ?? 0;
    at -= 1;
  }
  if (at < SEVERAL) strongest[at] = value;
}
