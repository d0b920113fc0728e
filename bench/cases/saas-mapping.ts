import { m365Audit } from '../../src/activity/sources/m365-audit.js';
import type { RawRecord } from '../../src/activity/source-mapping.js';
import type { BenchCase } from '../bench-case.js';
import { simulatedLines } from '../simulated-lines.js';

const RECORDS = 60_000;

export const benchCase: BenchCase = {
  question: 'what does turning a parsed Microsoft 365 audit record into an activity cost, against parsing it?',
  prepare() {
    const lines = simulatedLines('m365-audit.ndjson', RECORDS);
    const parse = (line: string): RawRecord => JSON.parse(line) as RawRecord;
    const records = lines.map(parse);
    const hint = { name: 'm365-audit.ndjson', dataset: '' };
    const map = (record: RawRecord): void => {
      if (m365Audit.map(record, hint).kind === 'dead') throw new Error('a record of the simulation could not be mapped');
    };
    return {
      unit: 'records',
      items: lines.length,
      baseline: {
        name: 'JSON.parse',
        run: () => {
          for (const line of lines) parse(line);
        },
      },
      contestants: [
        {
          name: 'mapping of parsed records',
          run: () => {
            for (const record of records) map(record);
          },
        },
        {
          name: 'JSON.parse and mapping',
          run: () => {
            for (const line of lines) map(parse(line));
          },
        },
      ],
    };
  },
};
