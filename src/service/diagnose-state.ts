import type { Diagnosis, StateStore } from '../../connectors/connector.js';
import { StateError, ThroughlineError } from '../errors.js';
import { leaseKey, type LeaseValue } from './lease.js';
import { PROGRESS_KEY, type Progress } from './progress.js';
import { readSnapshot } from './stored-snapshot.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Minutes behind from which on a worker that runs does not keep up. */
const BEHIND = 15;
/** Share of late records from which on it is worth waiting longer for them. */
const LATE = 0.01;

const iso = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
const minutes = (milliseconds: number): string => `${String(Math.round(milliseconds / MINUTE))} min`;

/** Who works, how far they are, and whether what is kept can be used. Epoch milliseconds. */
export async function diagnoseState(store: StateStore, now: number): Promise<readonly Diagnosis[]> {
  try {
    const lease = (await store.get(leaseKey('detect')))?.value as LeaseValue | undefined;
    const progress = (await store.get(PROGRESS_KEY))?.value as Progress | undefined;
    const diagnoses = [diagnoseLease(lease, now)];
    if (progress !== undefined) diagnoses.push(...(await diagnoseProgress(store, progress, now, (lease?.until ?? 0) > now)));
    return diagnoses;
  } catch (error) {
    if (!(error instanceof ThroughlineError)) throw error;
    const fix = 'Put right what the other checks name, then run throughline doctor again.';
    return [{ check: 'state', level: 'error', message: `${error.message}.`, fix, data: { code: error.code } }];
  }
}

function diagnoseLease(lease: LeaseValue | undefined, now: number): Diagnosis {
  const check = 'workers';
  if (lease === undefined)
    return {
      check,
      level: 'note',
      message: 'No worker has run yet.',
      fix: 'Start one with throughline run, or learn first with backfill.',
    };
  const { holder, until } = lease;
  const data = { holder, until: new Date(until).toISOString() };
  if (until > now) return { check, level: 'ok', message: `The worker ${holder} is at work.`, data };
  if (until === 0)
    return {
      check,
      level: 'note',
      message: `No worker runs; the last one, ${holder}, ended in good order.`,
      fix: 'Start throughline run.',
      data,
    };
  return {
    check,
    level: 'warning',
    message: `No worker runs; ${holder} was to be heard of by ${iso(until)} UTC, ${minutes(now - until)} ago.`,
    fix: 'Look at its log, then start throughline run: it goes on from the last snapshot.',
    data,
  };
}

async function diagnoseProgress(store: StateStore, progress: Progress, now: number, working: boolean): Promise<readonly Diagnosis[]> {
  const { historyRead, position, closed, snapshot, counts } = progress;
  const behind = now - position;
  const data = {
    position: new Date(position).toISOString(),
    history_read: historyRead,
    behind_seconds: Math.round(behind / 1000),
    ...counts,
  };
  const judged = closed === null ? 'no hour is judged for good yet' : `hours are judged for good until ${iso((closed + 1) * HOUR)} UTC`;
  const found: Diagnosis[] = [];
  // The position is saved with snapshots only, every few hours of data, so that it lags behind what a running worker has read.
  const isBehind = working && historyRead && behind > 7 * HOUR + BEHIND * MINUTE;
  if (!historyRead) found.push({ check: 'progress', level: 'note', message: `History is being read; ${judged}.`, data });
  else if (isBehind)
    found.push({
      check: 'progress',
      level: 'warning',
      message: `All taken in before ${iso(position)} UTC has been read, ${minutes(behind)} ago, although a worker runs; ${judged}.`,
      fix: 'Look at its log; if it does not keep up, raise elastic.slices or leave out sources that tell nothing.',
      data,
    });
  else
    found.push({
      check: 'progress',
      level: 'ok',
      message: `All taken in before ${iso(position)} UTC is in the last snapshot; ${judged}.`,
      data,
    });
  if (counts.read > 0 && counts.late / (counts.read + counts.late) > LATE) {
    const share = ((100 * counts.late) / (counts.read + counts.late)).toFixed(1);
    found.push({
      check: 'progress',
      level: 'warning',
      message: `${share} % of all records came after their hour was closed and were not judged.`,
      fix: 'Raise latenessMinutes; the check lag says how late each source comes.',
      data: counts,
    });
  }
  if (snapshot !== null) found.push(await diagnoseSnapshot(store, snapshot));
  return found;
}

async function diagnoseSnapshot(store: StateStore, snapshot: NonNullable<Progress['snapshot']>): Promise<Diagnosis> {
  try {
    const { length: bytes } = await readSnapshot(store, snapshot);
    const data = { ...snapshot, bytes };
    return { check: 'state', level: 'ok', message: `What was learned is kept whole, ${(bytes / 1e6).toFixed(1)} MB.`, data };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return {
      check: 'state',
      level: 'error',
      message: error.message,
      fix: 'Do as it says: detection then reads its history again.',
      data: { ...snapshot },
    };
  }
}
