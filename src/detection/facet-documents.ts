import { activityAt, type ActivityList } from '../activity/activity-list.js';
import { type AmountJudgement, usualRange } from '../baselines/amount-store.js';
import { hourBin } from '../baselines/hour-store.js';
import { HOUR_BINS } from '../baselines/lived-hours.js';
import type { ValueScore } from '../baselines/shared-values.js';
import type { FacetDocument } from '../documents/anomaly.js';
import type { FacetDefinition } from './facet-catalogue.js';
import type { FindingContext, JudgedWindow } from './finding-builder.js';
import { addressPrefix, rangeOf } from './origin.js';
import { KIND_FACETS } from './raw-score.js';
import { accountList } from './unit-layout.js';
import { valueText } from './value-text.js';

const value: ValueScore = { own: 0, raw: 0, seen: 0, history: 0, peersSharing: 0, peers: 0, estateSharing: 0, estate: 0 };
const amount: AmountJudgement = { surprisal: 0, observations: 0, centre: 0, scale: 0 };

const UNITS: ReadonlyMap<string, string> = new Map([
  ['bytes-out', 'bytes'],
  ['bytes-in', 'bytes'],
  ['longest-connection', 's'],
  ['activity-volume', 'operations'],
  ['read-volume', 'records'],
  ['delete-volume', 'deletions'],
  ['failure-volume', 'failures'],
  ['distinct-resources', 'objects'],
  ['distinct-actions', 'kinds of operation'],
  ['mail-volume', 'recipients'],
  ['mail-received', 'messages'],
  ['connection-volume', 'connections'],
  ['fan-out', 'hosts'],
  ['dns-tunnel', 'names'],
  ['generated-names', 'names'],
]);

const DAYS = ['weekday', 'weekend day'] as const;

/** The facets of a window that applied, most surprising first, with what an analyst needs to check each. */
export function facetDocuments(
  unit: JudgedWindow,
  start: number,
  activities: ActivityList,
  context: FindingContext,
): readonly FacetDocument[] {
  const facets = KIND_FACETS[unit.window.kind];
  const documents: FacetDocument[] = [];
  facets?.facets.forEach((facet, index) => {
    const surprisal = unit.window.kind === 3 ? (unit.raw.raw[index] ?? 0) : (unit.score.facets[index] ?? 0);
    if (surprisal <= 0) return;
    documents.push(facetDocument(facet, index, surprisal, unit, start, activities, context));
  });
  return documents.sort((a, b) => b.surprisal - a.surprisal || (a.name < b.name ? -1 : 1));
}

function facetDocument(
  facet: FacetDefinition,
  index: number,
  surprisal: number,
  unit: JudgedWindow,
  start: number,
  activities: ActivityList,
  context: FindingContext,
): FacetDocument {
  const { pattern } = context.state;
  const basis = unit.raw.basis[index];
  const own = unit.raw.own[index] ?? 0;
  const group = pattern.groupOf(unit.subject);
  const blank: FacetDocument = {
    name: facet.name,
    family: facet.family,
    label: facet.label,
    value: basis?.detail ?? '',
    observed: null,
    unit: '',
    typical: '',
    typical_low: null,
    typical_high: null,
    histogram: [],
    histogram_index: -1,
    seen: 0,
    history: Math.round(pattern.windowsOf(unit.subject)),
    peers_sharing: 0,
    peers: Math.max(pattern.membersOf(group) - 1, 0),
    estate_sharing: 0,
    probability_own: context.state.calibration.facetShare(unit.subject, index, own, context.mode === 'retrospective' ? 1 : 0),
    probability_peers: Math.exp(-surprisal),
    probability: Math.exp(-surprisal),
    surprisal,
    detail: basis?.detail ?? '',
  };
  const facets = KIND_FACETS[unit.window.kind];
  const list = facets?.list[index] ?? -1;
  const amountPosition = facets?.amount[index] ?? -1;
  if (list >= 0 && basis !== undefined) return valueFacet(blank, facet, list, basis.index, basis.hash, unit, activities, context);
  if (amountPosition >= 0 && basis !== undefined) return amountFacet(blank, facet, amountPosition, basis.observed, unit, start, context);
  if (facet.name === 'authentication' && basis !== undefined)
    return valueFacet(blank, facet, accountList('authentication'), basis.index, basis.hash, unit, activities, context);
  if (facet.name === 'hour-of-week' || facet.name === 'device-hour') return hourFacet(blank, unit, start, context);
  if (facet.name === 'access-change' && basis !== undefined) {
    const activity = activityAt(activities, basis.index);
    const words = activity?.change === undefined ? '' : activity.change.kind;
    const attributes = basis.detail === '' ? '' : ` (${basis.detail})`;
    return { ...blank, value: `${words}${attributes}`, typical: 'such a change is not part of the routine' };
  }
  if (facet.name === 'origin-behaviour' && basis !== undefined) {
    const activity = activityAt(activities, basis.index);
    const address = activity === undefined ? '' : addressPrefix(activity.sourceIp);
    return {
      ...blank,
      value: `${address}: ${visitWords(unit, basis.hash, activities)}`,
      typical: 'from networks new to them, people read mail and files',
    };
  }
  if (facet.name.endsWith('-age')) {
    const before = Math.round(pattern.windowsOf(unit.subject));
    return {
      ...blank,
      value: before === 0 ? 'never seen before' : `seen in ${before} hours before`,
      probability_own: 1,
      typical: `one hour of activity in ${Math.round(Math.exp(surprisal)).toLocaleString('en-US')} is of one so new`,
    };
  }
  if (facet.name === 'action-sequence') return { ...blank, value: 'an order of operations that is not usual here' };
  if (facet.name === 'alert-rarity' && basis !== undefined) {
    const rule = activityAt(activities, basis.index)?.alert?.rule ?? '';
    // An hour that was learned at less than its full weight counts as a part of one.
    const hours = Math.max(1, Math.round(basis.observed));
    return {
      ...blank,
      value: rule,
      seen: Math.round(basis.observed),
      typical: basis.observed === 0 ? 'never fired here before' : `fired in ${hours === 1 ? '1 hour' : `${hours} hours`} before`,
    };
  }
  const observed = basis === undefined || Number.isNaN(basis.observed) ? null : basis.observed;
  return { ...blank, observed, unit: UNITS.get(facet.name) ?? '' };
}

/** Classes of what was done from an address range, in order of first occurrence. */
function visitWords(unit: JudgedWindow, prefix: number, activities: ActivityList): string {
  const classes = new Set<string>();
  for (const index of unit.window.events) {
    const activity = activityAt(activities, index);
    if (activity !== undefined && rangeOf(activity.sourceIp).prefix === prefix) classes.add(activity.actionClass);
  }
  return [...classes].slice(0, 6).join(', ');
}

/** Usual values named in words. */
const MOST_TOLD = 3;

function valueFacet(
  blank: FacetDocument,
  facet: FacetDefinition,
  list: number,
  index: number,
  hash: number,
  unit: JudgedWindow,
  activities: ActivityList,
  context: FindingContext,
): FacetDocument {
  const { pattern } = context.state;
  pattern.judgeValue(unit.subject, list, hash, value);
  const activity = activityAt(activities, index);
  const known = pattern.valuesOf(unit.subject, list);
  const words: string[] = [];
  for (const { hash: other, count } of known) {
    const text = context.state.text(other);
    if (text !== '') words.push(`${text} (${roundCount(count)}×)`);
    if (words.length === MOST_TOLD) break;
  }
  const told = words.join(', ');
  const rest = known.length > MOST_TOLD && told !== '' ? ` and ${known.length - words.length} more` : '';
  return {
    ...blank,
    value: activity === undefined ? '' : valueText(facet.name, activity, context.surroundings),
    typical: known.length === 0 ? 'nothing known yet' : told === '' ? `${known.length} others known` : `${told}${rest}`,
    seen: Math.round(value.seen),
    history: Math.round(value.history),
    peers_sharing: value.peersSharing,
    peers: value.peers,
    estate_sharing: value.estateSharing,
  };
}

/** A number with its unit as people say it: `65,063 records`, `3.2 MB`. */
function quantity(value: number, unit: string): string {
  if (unit === 's') return lasting(value);
  if (unit !== 'bytes') return `${grouped(value)} ${unit}`.trim();
  let size = value;
  let prefix = 0;
  while (size >= 1000 && prefix < BYTES.length - 1) {
    size /= 1000;
    prefix += 1;
  }
  return `${size >= 100 || prefix === 0 ? Math.round(size) : size.toFixed(1)} ${BYTES[prefix] ?? 'bytes'}`;
}

/** A unit of things, of one thing: `kinds of operation` → `kind of operation`; measures stay as they are. */
const oneOf = (unit: string): string => (unit === 's' || unit === 'bytes' ? unit : unit.replace(/s\b/, ''));

/** Seconds as people say them: `40 s`, `12 min`, `3.2 h`. */
function lasting(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return seconds < 6_000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

const GROUPED = new Intl.NumberFormat('en-US');

/** Small whole numbers have nothing to group, and most are. */
const grouped = (value: number): string => (Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : GROUPED.format(value));

const BYTES = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

const roundCount = (count: number): number => Math.max(1, Math.round(count));

function amountFacet(
  blank: FacetDocument,
  facet: FacetDefinition,
  position: number,
  observed: number,
  unit: JudgedWindow,
  start: number,
  context: FindingContext,
): FacetDocument {
  const { pattern } = context.state;
  const { kind } = unit.window;
  const bin = hourBin(start);
  const y = pattern.level(kind, position, bin, observed);
  pattern.judgeAmount(unit.subject, position, y, context.mode === 'retrospective' ? y : undefined, amount);
  const rhythm = pattern.rhythm(kind, position, bin);
  const scale = (level: number): number => Math.max(0, Math.expm1(Math.log1p(level) + rhythm));
  const usual = usualRange(amount);
  const low = scale(usual.low);
  const high = scale(usual.high);
  const unitName = UNITS.get(facet.name) ?? '';
  return {
    ...blank,
    value: quantity(observed, observed === 1 ? oneOf(unitName) : unitName),
    observed,
    unit: unitName,
    typical: `${quantity(Math.round(low), unitName === 'bytes' || unitName === 's' ? unitName : '')}–${quantity(Math.round(high), unitName)}`,
    typical_low: low,
    typical_high: high,
    history: Math.round(amount.observations),
  };
}

function hourFacet(blank: FacetDocument, unit: JudgedWindow, start: number, context: FindingContext): FacetDocument {
  const bin = hourBin(start);
  const { shares } = context.state.pattern.judgeHour(unit.subject, Math.floor(start / 3_600_000), bin);
  const half = bin >= 24 ? 1 : 0;
  const day = Array.from(shares.subarray(half * 24, half * 24 + 24));
  const total = day.reduce((sum, share) => sum + share, 0);
  return {
    ...blank,
    value: `${String(bin % 24).padStart(2, '0')}:00 UTC on a ${DAYS[half]}`,
    histogram: day.map((share) => Math.round((share / total) * 1e6) / 1e6),
    histogram_index: bin % 24,
    typical: busiest(shares),
  };
}

/** The hours of a weekday that hold at least one part in 48 of all activity, as a range. */
function busiest(shares: Float64Array): string {
  const hours: number[] = [];
  for (let hour = 0; hour < 24; hour += 1) if ((shares[hour] ?? 0) > 1 / HOUR_BINS) hours.push(hour);
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return 'no usual hours';
  if (last - first + 1 === hours.length) return `weekdays ${String(first).padStart(2, '0')}:00–${String(last + 1).padStart(2, '0')}:00 UTC`;
  return `weekdays at ${hours.map((hour) => String(hour).padStart(2, '0')).join(', ')} h UTC`;
}
