import { hourBin } from '../baselines/hour-store.js';
import type { WindowLesson } from '../baselines/window-lesson.js';
import { type TravelFinding, TRAVEL_KINDS, TRAVEL_NONE, travelHash } from './account-facets.js';
import type { DetectorState } from './detector-state.js';
import type { AnyWindow } from './window-builder.js';

/** What a window teaches the pattern of life of its subject. */
export function lessonOf(
  window: AnyWindow,
  subject: number,
  hour: number,
  start: number,
  travel: TravelFinding,
  state: DetectorState,
): WindowLesson {
  const moved = travel.kind > TRAVEL_NONE;
  let size = moved ? 1 : 0;
  for (const seen of window.lists) size += seen?.size ?? 0;
  const lists = new Array<number>(size);
  const hashes = new Array<number>(size);
  let count = 0;
  for (let position = 0; position < window.lists.length; position += 1) {
    const seen = window.lists[position];
    for (let at = 0; seen !== undefined && at < seen.size; at += 1) {
      lists[count] = position;
      hashes[count] = seen.hash(at);
      count += 1;
    }
  }
  if (moved) {
    lists[count] = TRAVEL_KINDS;
    hashes[count] = travelHash(travel.kind);
  }
  const bin = hourBin(start);
  const amounts = new Float64Array(window.amounts.length);
  for (let position = 0; position < amounts.length; position += 1)
    amounts[position] = state.pattern.level(window.kind, position, bin, window.amounts[position] ?? 0);
  return { subject, hour, lists, hashes, amounts, hourBin: bin };
}
