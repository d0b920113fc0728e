import { fileBytes } from '../../connectors/embedded/file-bytes.js';
import type { InputFile } from '../../connectors/embedded/input-files.js';
import type { RecordSink } from '../../src/activity/readers/record-reader.js';
import { SniffingReader } from '../../src/activity/readers/sniffing-reader.js';
import { zeekCells, zeekRecord } from '../../src/activity/readers/zeek-header.js';
import type { Registry } from '../../src/activity/registry.js';
import type { RawRecord } from '../../src/activity/source-mapping.js';

/** A log record as an index may hold it: the record itself and its time. */
export interface StoredRecord {
  /** Source mapping that reads it. */
  readonly source: string;
  readonly body: RawRecord;
}

/** Records of a log file that some mapping reads, each with `@timestamp`; what none reads is left out. */
export async function* storedRecords(file: InputFile, registry: Registry): AsyncGenerator<readonly StoredRecord[], void, void> {
  const mapper = registry.mapperFor({ name: file.name, dataset: '' });
  let found: StoredRecord[] = [];
  const take = (record: RawRecord): void => {
    const mapped = mapper.map(record);
    if (mapped.kind !== 'activities') return;
    const time = Math.min(...mapped.activities.map((activity) => activity.time));
    if (!Number.isFinite(time)) return;
    found.push({ source: mapper.source, body: { ...record, '@timestamp': new Date(time).toISOString() } });
  };
  const sink: RecordSink = {
    record: take,
    row: (buffer, start, end, header) => {
      const cells = zeekCells(header, buffer, start, end);
      if (cells !== undefined) take({ _path: header.path, ...zeekRecord(header, cells) });
    },
    rejected: () => undefined,
  };
  const reader = new SniffingReader(sink, file.name);
  for await (const chunk of fileBytes(file, { bytes: 0 })) {
    reader.push(chunk);
    yield found;
    found = [];
  }
  reader.end();
  yield found;
}
