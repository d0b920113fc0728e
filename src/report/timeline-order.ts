import type { IncidentDocument, TimelineEntry } from '../documents/incident.js';
import { parseTime } from './times.js';

/** The timeline in time order; equal times in order of id, so that the numbers of the marks never change. */
export const orderedTimeline = (incident: IncidentDocument): TimelineEntry[] =>
  [...incident.throughline.incident.timeline].sort((a, b) => (parseTime(a.time) ?? 0) - (parseTime(b.time) ?? 0) || (a.id < b.id ? -1 : 1));

/** Numbers of the timeline's entries from 1: they tie lanes, stages, tables and evidence together. */
export const timelineNumbers = (incident: IncidentDocument): Map<string, number> =>
  new Map(orderedTimeline(incident).map((entry, index) => [entry.id, index + 1]));
