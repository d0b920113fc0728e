import type { Activity } from '../../src/activity/activity.js';
import { KEPT_BYTES, type RecordSink } from '../../src/activity/readers/record-reader.js';
import { zeekCells, zeekRecord, type ZeekHeader } from '../../src/activity/readers/zeek-header.js';
import type { RecordMapper } from '../../src/activity/registry.js';
import { SourceTally, type CountsBySource } from '../../src/activity/source-counts.js';
import type { Mapped, RawRecord } from '../../src/activity/source-mapping.js';
import type { RejectedRecord } from '../connector.js';

/** Reason of the rejected record that stands for the rest of a file. */
export const UNREADABLE = 'file cannot be read to its end';

/** What became of some records of one file. */
export interface CollectedRecords {
  readonly activities: readonly Activity[];
  readonly rejected: readonly RejectedRecord[];
  /** Of these records alone; add them up with `SourceTally`. */
  readonly counts: CountsBySource;
}

/** Maps what a reader delivers and keeps it until it is taken. */
export class RecordCollector implements RecordSink {
  readonly #input: string;
  readonly #mapper: RecordMapper;
  #activities: Activity[] = [];
  #rejected: RejectedRecord[] = [];
  #tally = new SourceTally();

  constructor(input: string, mapper: RecordMapper) {
    this.#input = input;
    this.#mapper = mapper;
  }

  get size(): number {
    return this.#activities.length + this.#rejected.length;
  }

  take(): CollectedRecords {
    const taken = { activities: this.#activities, rejected: this.#rejected, counts: this.#tally.counts() };
    this.#activities = [];
    this.#rejected = [];
    this.#tally = new SourceTally();
    return taken;
  }

  record(record: RawRecord, position: number, text: string): void {
    const mapped = this.#mapper.map(record);
    if (this.#keep(mapped)) return;
    const whole = text === '' ? jsonText(record) : text;
    this.#reject(mapped.reason, position, this.#mapper.source, whole.slice(0, KEPT_BYTES), Buffer.byteLength(whole));
  }

  row(buffer: Buffer, start: number, end: number, header: ZeekHeader, position: number): void {
    let mapped: Mapped;
    if (this.#mapper.takesRows(header)) mapped = this.#mapper.mapRow(buffer, start, end);
    else {
      const cells = zeekCells(header, buffer, start, end);
      if (cells === undefined) {
        this.rejected(
          'Zeek row does not match its #fields line',
          position,
          buffer.toString('utf8', start, end).slice(0, KEPT_BYTES),
          end - start,
        );
        return;
      }
      mapped = this.#mapper.map({ _path: header.path, ...zeekRecord(header, cells) });
    }
    if (this.#keep(mapped)) return;
    this.#reject(
      mapped.reason,
      position,
      this.#mapper.source,
      buffer.toString('utf8', start, Math.min(end, start + KEPT_BYTES)),
      end - start,
    );
  }

  rejected(reason: string, position: number, text: string, bytes: number): void {
    this.#tally.count('', { kind: 'dead', reason });
    this.#reject(reason, position, '', text, bytes);
  }

  #keep(mapped: Mapped): mapped is Exclude<Mapped, { kind: 'dead' }> {
    this.#tally.count(this.#mapper.source, mapped);
    if (mapped.kind === 'activities') for (const activity of mapped.activities) this.#activities.push(activity);
    return mapped.kind !== 'dead';
  }

  #reject(reason: string, position: number, source: string, record: string, recordBytes: number): void {
    this.#rejected.push({ input: this.#input, position, source, reason, record, recordBytes });
  }
}

/** JSON of a record that came without its text; '' if it nests too deeply to be written. */
function jsonText(record: RawRecord): string {
  try {
    return JSON.stringify(record);
  } catch {
    return '';
  }
}
