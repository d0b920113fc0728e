import type { RejectedRecord } from '../../connectors/connector.js';
import type { Activity } from '../activity/activity.js';
import type { IncidentDocument } from '../documents/incident.js';
import type { PublisherEvents } from './publisher.js';
import type { SourceReading } from './source-reading.js';

/** What a worker tells of itself while it works, for its log and its metrics. Hours are hours since the epoch, times epoch milliseconds. */
export interface ServiceEvents extends PublisherEvents {
  /** The job was taken up from what the store holds. */
  readonly taken: (from: { readonly closed: number | null; readonly position: number }) => void;
  readonly read: (sources: readonly SourceReading[]) => void;
  readonly late: (activities: readonly Activity[]) => void;
  /** A stretch was read for another worker, taken from another, begun by another and read again, or read beside the thread that judges. */
  readonly shared: (stretch: 'read' | 'taken' | 'redone' | 'beside') => void;
  readonly dead: (records: readonly RejectedRecord[]) => void;
  readonly judged: (hour: {
    readonly hour: number;
    readonly activities: number;
    readonly units: number;
    readonly anomalies: number;
  }) => void;
  readonly saved: (state: { readonly closed: number; readonly position: number }) => void;
  /** Incidents as published last, and how many were let go of before, since nothing can change them any more. */
  readonly told: (incidents: readonly IncidentDocument[], retired: { readonly incidents: number; readonly needingPerson: number }) => void;
  readonly caughtUp: (state: { readonly position: number; readonly closed: number; readonly open: number }) => void;
}
