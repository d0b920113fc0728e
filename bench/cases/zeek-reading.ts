import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import { createRegistry } from '../../src/activity/registry.js';
import { zeekMappings } from '../../src/activity/sources/zeek-mappings.js';
import { LOG_FILES } from '../../src/simulation/log-files.js';
import type { BenchCase } from '../bench-case.js';
import { zeekJson } from '../json-record.js';
import { simulatedLines } from '../simulated-lines.js';

const FLOWS = 200_000;

export const benchCase: BenchCase = {
  question: 'how fast does a Zeek conn.log become activities, against JSON.parse of the same flows?',
  prepare() {
    const file = 'zeek/conn.log';
    const lines = simulatedLines(file, FLOWS);
    const { header } = LOG_FILES[file];
    const json = lines.map((line) => zeekJson(line, header));
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
    writeFileSync(join(folder, 'conn.log'), `${[header, ...lines].join('\n')}\n`);
    writeFileSync(join(folder, 'conn.ndjson'), `${json.join('\n')}\n`);
    const registry = createRegistry(zeekMappings);
    const read = async (name: string): Promise<void> => {
      const { files } = await listInputs([join(folder, name)]);
      let activities = 0;
      for await (const batch of readInputs(files, registry)) activities += batch.activities.length;
      if (activities !== lines.length) throw new Error(`${String(activities)} activities of ${String(lines.length)} flows`);
    };
    return {
      unit: 'flows',
      items: lines.length,
      baseline: {
        name: 'JSON.parse',
        run: () => {
          for (const line of json) JSON.parse(line);
        },
      },
      contestants: [
        { name: 'TSV file to activities', run: () => read('conn.log') },
        { name: 'JSON file to activities', run: () => read('conn.ndjson') },
      ],
      dispose: () => {
        rmSync(folder, { recursive: true });
      },
    };
  },
};
