import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LOG_FILES, type LogFile } from '../../src/simulation/log-files.js';
import { simulateEstate } from '../../src/simulation/simulate-estate.js';

/** One record as the estate's log shows it. */
export interface LogLine {
  readonly line: string;
  /** Event time, epoch milliseconds. */
  readonly time: number;
}

export type Logs = ReadonlyMap<LogFile, readonly LogLine[]>;

/** Five days of twenty people with the reference case among them, by log file in order of arrival. */
export const smallEstate = (): Logs => {
  const logs = new Map<LogFile, LogLine[]>();
  for (const { file, line, time } of simulateEstate({ users: 20, days: 5, seed: 11, scenarios: ['salesloft'] })) {
    const lines = logs.get(file);
    if (lines === undefined) logs.set(file, [{ line, time }]);
    else lines.push({ line, time });
  }
  return logs;
};

/** Writes the logs into a folder, each under its own header; returns the paths in the order in which a replay of the folder reads them. */
export const writeLogs = (logs: Logs, folder: string): readonly string[] => {
  const paths = [...logs].map(([file, lines]) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const { header } = LOG_FILES[file];
    writeFileSync(path, `${header === '' ? '' : `${header}\n`}${lines.map(({ line }) => line).join('\n')}\n`);
    return path;
  });
  return paths.sort();
};
