import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentFileName } from '../../src/documents/file-names.js';
import { PANEL_KINDS, type PanelKind } from '../../src/panels/panel-file.js';
import { replay } from '../../src/pipeline/replay.js';
import { writeEstate } from '../../src/simulation/write-estate.js';
import { replayOptions } from '../pipeline/replay-options.js';

export type DemoDocuments = ReadonlyMap<PanelKind, readonly unknown[]>;

/** Replays a company with four attacks hidden in its logs, and two records among them that nobody can read, into `folder`. */
export async function replayDemo(folder: string): Promise<DemoDocuments> {
  const logs = join(folder, 'logs');
  mkdirSync(folder, { recursive: true });
  writeEstate(
    { users: 60, days: 10, seed: 2, scenarios: ['salesloft', 'phish-to-cloud', 'bec', 'insider-exfil'] },
    folder,
    () => undefined,
  );
  appendFileSync(join(logs, 'odd.json'), '{"this is": "no record of anybody"}\nnot JSON at all\n');
  await replay(replayOptions({ inputs: [logs], out: folder, retrospective: false }));
  return new Map(
    PANEL_KINDS.map((kind) => {
      const lines = readFileSync(join(folder, documentFileName(kind)), 'utf8').split('\n');
      return [kind, lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)] as const;
    }),
  );
}
